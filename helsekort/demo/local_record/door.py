"""The service's FHIR door as another system sees it: HTTP and JSON, nothing of the program behind it."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

Json = dict[str, Any]
FHIR = "application/fhir+json"
NUMBERS = "urn:oid:2.16.578.1.12.4.1.4.1"
D_NUMBERS = "urn:oid:2.16.578.1.12.4.1.4.2"
SECONDS = 20
_FIRST_OF_D_NUMBERS = "4"


class Unanswered(Exception):
    """The service said no, asked something, or did not answer. `told` are its own sentences, `codes` what can be
    confirmed, `status` its HTTP status or 0."""

    def __init__(self, status: int, told: list[str], codes: list[str]) -> None:
        super().__init__(status)
        self.status, self.told, self.codes = status, told, codes


class Door:
    """A user's way to the service. `token` gives a token, anew where the last one has ended."""

    def __init__(self, origin: str, token: Callable[[], str]) -> None:
        self.origin = origin
        self._new_token = token
        self._token = ""

    def launch(self, number: str) -> str:
        """The address that opens her card once, for this user."""
        named = {"system": _system(number), "value": number}
        sent = {"resourceType": "Parameters", "parameter": [{"name": "identifier", "valueIdentifier": named}]}
        told = self._json("POST", "/Patient/$launch", json.dumps(sent).encode())
        return str(next(each["valueUrl"] for each in told["parameter"] if each["name"] == "url"))

    def woman(self, number: str) -> str:
        """Her id there, by her number, which stands in no address. Unanswered where she is not found."""
        form = urllib.parse.urlencode({"identifier": f"{_system(number)}|{number}"}).encode()
        told = self._json("POST", "/Patient/_search", form, kind="application/x-www-form-urlencoded")
        for each in told.get("entry", []):
            if each["resource"]["resourceType"] == "Patient":
                return str(each["resource"]["id"])
        raise Unanswered(HTTPStatus.NOT_FOUND, [], [])

    def card(self, woman: str) -> str:
        """The id of her card that is active. Unanswered where there is none."""
        told = self._json("GET", f"/EpisodeOfCare?patient={woman}&status=active")
        for each in told.get("entry", []):
            return str(each["resource"]["id"])
        raise Unanswered(HTTPStatus.NOT_FOUND, [], [])

    def document(self, card: str) -> list[Json]:
        """The resources of her whole card as a document."""
        told = self._json("GET", f"/EpisodeOfCare/{card}/$document?edition=archive")
        return [each["resource"] for each in told["entry"]]

    def send(self, bundle: Json, confirmed: str = "") -> None:
        """Write a transaction: all of it, or nothing."""
        more = {"Helsekort-Confirm": confirmed} if confirmed else {}
        self._json("POST", "", json.dumps(bundle).encode(), more=more)

    def _json(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        kind: str = FHIR,
        more: dict[str, str] | None = None,
    ) -> Json:
        for last in (False, True):
            self._token = self._token or self._new_token()
            headers = {"Authorization": f"Bearer {self._token}", "Content-Type": kind, **(more or {})}
            asked = urllib.request.Request(  # noqa: S310  # an address of the service it was started for
                f"{self.origin}/fhir/r4{path}", data=body, method=method, headers=headers
            )
            try:
                with urllib.request.urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310  # the same
                    found: Json = json.load(answer)
                    return found
            except urllib.error.HTTPError as fault:
                if fault.code == HTTPStatus.UNAUTHORIZED and not last:
                    self._token = ""
                    continue
                raise _unanswered(fault) from fault
            except OSError as fault:
                raise Unanswered(0, [], []) from fault
        raise Unanswered(HTTPStatus.UNAUTHORIZED, [], [])


def _system(number: str) -> str:
    """D-numbers have four added to their first figure."""
    return D_NUMBERS if number[:1] >= _FIRST_OF_D_NUMBERS else NUMBERS


def _unanswered(fault: urllib.error.HTTPError) -> Unanswered:
    try:
        issues = json.load(fault).get("issue", [])
    except ValueError:
        issues = []
    asked = [issue.get("details", {}).get("coding", []) for issue in issues]
    codes = [coding["code"] for each in asked for coding in each] if all(asked) else []
    return Unanswered(fault.code, [str(issue.get("diagnostics", "")) for issue in issues], codes)
