"""Checks a log that was taken home from helsekort: python3 verify_log.py log.json [FINGERPRINT]

It needs Python 3 and nothing else: no network, no service. It checks that the checkpoint is signed by the key in the
file, that every line is one that the checkpoint was signed for, and that what is shown of a line is what was written.
Compare the fingerprint it prints with the one that is published. It cannot see lines that are not in the file, and the
names of people are as the service gave them. Signatures: RFC 8032 section 5.1.7. Tree: RFC 9162 section 2.1.3.2.
"""

import base64
import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int, int, int]


class Wrong(Exception):
    """What does not hold."""


def add(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: Point) -> Point:
    found = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            found = add(found, point)
        point, scalar = add(point, point), scalar >> 1
    return found


def point_of(data: bytes) -> Point:
    y = int.from_bytes(data, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if len(data) != 32 or y >= P or (x * x - square) % P or (x == 0 and data[31] >> 7):
        raise Wrong("the key or the signature is none")
    x = P - x if x & 1 != data[31] >> 7 else x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the key signed the message with Ed25519."""
    near, s = point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = times(s, BASE), add(near, times(k, point_of(public)))
    same = all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))
    return len(signature) == 64 and s < ORDER and same


def checkpoint(note: str, key: str) -> tuple[int, bytes, str, bytes]:
    """(lines, root, moment, key) of a note, once its signature is checked."""
    body, _, signature = note.partition("\n\n— ")
    name, size, root, moment = body.split("\n")
    signer, packed = signature.rstrip("\n").split(" ")
    public, signed = base64.b64decode(key.split("+", 2)[2]), base64.b64decode(packed)
    kind = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    if public[:1] != b"\x01" or signer != name or signed[:4] != kind:
        raise Wrong("the checkpoint is of another key")
    if not is_signed(public[1:], (body + "\n").encode(), signed[4:]):
        raise Wrong("the checkpoint is not signed by the key")
    return int(size), base64.b64decode(root), moment.removeprefix("at "), public[1:]


def root_of(place: int, size: int, leaf: bytes, proof: list[bytes]) -> bytes:
    """The root that a proof leads to."""
    first, last = place, size - 1
    for node in proof:
        if not last:
            raise Wrong("a proof is too long")
        if first % 2 or first == last:
            leaf = hashlib.sha256(b"\x01" + node + leaf).digest()
            while first % 2 == 0 and first:
                first, last = first >> 1, last >> 1
        else:
            leaf = hashlib.sha256(b"\x01" + leaf + node).digest()
        first, last = first >> 1, last >> 1
    if last or not 0 <= place < size:
        raise Wrong("a proof is too short, or of another place")
    return leaf


def opened(entry: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """The leaf of an entry, and what of it is shown."""
    said: dict[str, Any] = {}
    digests = []
    for part in entry["parts"]:
        if isinstance(part, str):
            digests.append(bytes.fromhex(part))
            continue
        salt, text = part
        digests.append(hashlib.sha256(bytes.fromhex(salt) + text.encode()).digest())
        said |= json.loads(text)
    if len(digests) != 5 or any(len(digest) != 32 for digest in digests):
        raise Wrong("a line has not the parts that a line has")
    return hashlib.sha256(b"\x00" + b"".join(digests)).digest(), said


def check(log: dict[str, Any], fingerprint: str = "") -> list[str]:
    """Every line that is proven, in words; Wrong for the first thing that does not hold."""
    size, root, moment, public = checkpoint(str(log["checkpoint"]), str(log["key"]))
    printed = hashlib.sha256(public).hexdigest()
    if fingerprint and fingerprint.replace(" ", "").lower() != printed:
        raise Wrong(f"the key is another: its fingerprint is {printed}")
    names, told, places = log["names"], [], set()
    for entry in log["entries"]:
        leaf, said = opened(entry)
        proof = [bytes.fromhex(node) for node in entry["proof"]]
        if root_of(entry["place"], size, leaf, proof) != root or entry["place"] in places:
            raise Wrong(f"line {entry['place']} is not one that was signed for, or stands there twice")
        places.add(entry["place"])
        at = time.strftime("%Y-%m-%d %H:%M", time.gmtime(said["at"] / 1e6))
        who = [names.get(str(said.get(each, 0)), "") for each in ("party", "organisation")]
        told.append(f"{at} UTC  {said['event']}  {', '.join(filter(None, who)) or '-'}")
    return [*told, f"{len(told)} lines hold. Signed for {size} lines at {moment}. Fingerprint {printed}"]


def main() -> int:
    try:
        log = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
        lines = check(log, " ".join(sys.argv[2:]))
    except (Wrong, OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as fault:
        sys.stdout.write(f"NOT PROVEN: {fault}\n")
        return 1
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
