"""The official route with a stand-in wheel from a local server, and everything that can go wrong with it."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.setup import dutch_pipeline
from bot.setup.dutch_pipeline import NotInstalled, Release, install

NAME = "nl_core_news_sm-3.4.0-py3-none-any.whl"


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """A small real wheel under the official name."""
    path = tmp_path / "served" / NAME
    path.parent.mkdir()
    info = "nl_core_news_sm-3.4.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("nl_core_news_sm/__init__.py", "__version__ = '3.4.0'\n")
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: nl-core-news-sm\nVersion: 3.4.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "nl_core_news_sm/__init__.py,,\n")
    return path


@pytest.fixture
def served(wheel: Path) -> Iterator[str]:
    """The address of the folder that holds the wheel."""
    yield from _serve(partial(SimpleHTTPRequestHandler, directory=str(wheel.parent)))


def _serve(handler: type[BaseHTTPRequestHandler] | partial[SimpleHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)  # type: ignore[arg-type]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def release(url: str, wheel: Path) -> Release:
    return Release("nl_core_news_sm", "3.4.0", f"{url}/{NAME}", hashlib.sha256(wheel.read_bytes()).hexdigest())


def test_the_right_file_is_installed(served: str, wheel: Path, tmp_path: Path) -> None:
    install(release(served, wheel), tmp_path / "site")
    assert (tmp_path / "site" / "nl_core_news_sm" / "__init__.py").exists()


def test_another_file_than_expected_is_refused(served: str, wheel: Path, tmp_path: Path) -> None:
    expected = release(served, wheel)
    wheel.write_bytes(wheel.read_bytes() + b"tampered")
    with pytest.raises(NotInstalled, match="not the one expected"):
        install(expected, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_no_answer_is_refused(wheel: Path, tmp_path: Path) -> None:
    with pytest.raises(NotInstalled, match="no whole file"):
        install(release("http://127.0.0.1:9", wheel), tmp_path / "site")


def test_a_missing_file_is_refused(served: str, wheel: Path, tmp_path: Path) -> None:
    expected = release(served, wheel)
    wheel.unlink()
    with pytest.raises(NotInstalled, match="no whole file"):
        install(expected, tmp_path / "site")


def test_a_silent_server_is_given_up(wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = threading.Event()

    class Silent(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            may_end.wait(30)

    monkeypatch.setattr(dutch_pipeline, "TIMEOUT", (0.5, 0.5))
    for url in _serve(Silent):
        with pytest.raises(NotInstalled, match="no whole file"):
            install(release(url, wheel), tmp_path / "site")
        may_end.set()


def test_half_a_file_is_refused(wheel: Path, tmp_path: Path) -> None:
    content = wheel.read_bytes()

    class Half(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])

    for url in _serve(Half):
        with pytest.raises(NotInstalled, match="no whole file"):
            install(release(url, wheel), tmp_path / "site")


def test_our_own_pipeline_is_active_where_the_official_one_is_not() -> None:
    name, version = dutch_pipeline.active()
    assert (name, version) in (("nl_core_news_sm", "3.4.0"), ("nl_petri_sm", "0.1.1"))


def test_the_active_pipeline_decides_retraining(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.knowledge.store import load
    from bot.setup.training import model_path

    ours = model_path(load())
    monkeypatch.setattr(dutch_pipeline, "active", lambda: ("nl_core_news_sm", "3.4.0-other"))
    assert model_path(load()) != ours
