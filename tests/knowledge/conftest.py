"""Shared by the tests of what Petri knows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge.store import ROOT


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the knowledge base that a test may spoil."""
    return Path(shutil.copytree(ROOT, tmp_path / "knowledge"))
