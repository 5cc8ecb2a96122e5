"""What the tests share: the knowledge base, and the real servers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.knowledge.store import Knowledge, load
from bot.setup.training import ensure_model
from bot.stack import Ports, Stack


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The knowledge base as it ships."""
    return load()


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model, made first if need be."""
    return ensure_model()


@pytest.fixture(scope="session")
def petri(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The real action server, Rasa and edge, on free ports, so that `make run` may be running too."""
    with Stack(model, Ports(*_free_ports(3)), tmp_path_factory.mktemp("petri")) as stack:
        yield stack


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]
    finally:
        for each in sockets:
            each.close()
