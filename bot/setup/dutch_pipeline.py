"""Which Dutch spaCy pipeline Petri uses: the official nl_core_news_sm where it can be had, else our own.

`python -m bot.setup.dutch_pipeline` tries to install the official release and says which one is active.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import requests

ROOT = Path(__file__).parents[2]
UV = ROOT / ".tools" / "uv" / "bin" / "uv"

# Seconds to connect, and to wait for the next bytes. Set-up must not hang where GitHub cannot be reached.
TIMEOUT = (3.0, 5.0)


@dataclass(frozen=True)
class Release:
    """A wheel at a fixed address with a known SHA-256."""

    name: str
    version: str
    url: str
    sha256: str


# The release for spaCy 3.4, with the checksum that its own meta.json gives.
OFFICIAL = Release(
    name="nl_core_news_sm",
    version="3.4.0",
    url="https://github.com/explosion/spacy-models/releases/download/"
    "nl_core_news_sm-3.4.0/nl_core_news_sm-3.4.0-py3-none-any.whl",
    sha256="e90cf58e9d5aa9f54e23c4938d70f1d40ead69336b1c779cc0700000ddd0089b",
)
# Comes with the locked environment, from vendor/.
OURS = "nl_petri_sm"


class NotInstalled(Exception):
    """The release could not be installed; the message says why."""


def active() -> tuple[str, str]:
    """The name and version of the pipeline in use."""
    try:
        return OFFICIAL.name, metadata.version(OFFICIAL.name)
    except metadata.PackageNotFoundError:
        return OURS, metadata.version(OURS)


def install(release: Release, target: Path | None = None) -> None:
    """Download, check and install a release into the environment, or into the folder `target`.

    Raises:
        NotInstalled: no answer, half a file, another file than expected, or not installable.

    """
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(folder) / release.url.rsplit("/", 1)[1]
        try:
            _download(release.url, wheel)
        except requests.RequestException as error:
            raise NotInstalled(f"no whole file from its address ({type(error).__name__})") from error
        found = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if found != release.sha256:
            raise NotInstalled(f"the file is not the one expected (SHA-256 {found[:12]}…, not {release.sha256[:12]}…)")
        place = ["--target", str(target)] if target else ["--python", sys.executable]
        command = [str(UV), "pip", "install", "--quiet", "--no-deps", *place, str(wheel)]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode:
            raise NotInstalled(f"uv could not install it: {result.stderr.strip()}")


def _download(url: str, file: Path) -> None:
    with requests.get(url, stream=True, timeout=TIMEOUT) as response:
        response.raise_for_status()
        expected = int(response.headers.get("Content-Length", -1))
        written = 0
        with file.open("wb") as out:
            for block in response.iter_content(1 << 16):
                written += out.write(block)
    # requests does not notice a connection that closes too early.
    if expected not in (-1, written):
        raise requests.ConnectionError(f"{written} of {expected} bytes")


def main() -> None:
    """Try for the official release, and say in one line which pipeline is active."""
    reason = ""
    if active()[0] != OFFICIAL.name:
        try:
            install(OFFICIAL)
        except NotInstalled as error:
            reason = f" ({OFFICIAL.name} {OFFICIAL.version}: {error})"
    name, version = active()
    print(f"Dutch spaCy pipeline: {name} {version}{reason}")


if __name__ == "__main__":
    main()
