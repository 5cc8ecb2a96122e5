"""What `bin/setup` says when a machine lacks something: one clear line each."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SETUP = Path(__file__).parents[2] / "bin" / "setup"
TOOLS = ("sh", "dirname", "awk", "grep", "rm", "printf", "cat")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """An empty checkout with only bin/setup, and a folder of commands for its PATH."""
    (tmp_path / "checkout" / "bin").mkdir(parents=True)
    shutil.copy(SETUP, tmp_path / "checkout" / "bin" / "setup")
    commands = tmp_path / "commands"
    commands.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        if found:
            (commands / tool).symlink_to(found)
    add_command(commands, "df", "echo Filesystem\necho disk 100000 1 90000 1% /")
    return tmp_path


def add_command(commands: Path, name: str, script: str) -> None:
    path = commands / name
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def run(machine: Path) -> str:
    """The error output of a set-up that must fail."""
    script = str(machine / "checkout" / "bin" / "setup")
    environment = {**os.environ, "PATH": str(machine / "commands")}
    result = subprocess.run(["/bin/sh", script], env=environment, capture_output=True, text=True)
    assert result.returncode == 1, result.stdout + result.stderr
    return result.stderr


def test_a_full_disk(machine: Path) -> None:
    add_command(machine / "commands", "df", "echo Filesystem\necho disk 100000 99000 900 99% /")
    assert "Stopped: the disk is nearly full (900 MB free" in run(machine)


def test_no_python(machine: Path) -> None:
    assert "Stopped: there is no python3. Install Python 3.10" in run(machine)


def test_a_python_without_venv(machine: Path) -> None:
    add_command(machine / "commands", "python3", "exit 1")
    assert "Stopped: python3 cannot make a virtual environment." in run(machine)


@pytest.mark.parametrize(
    "broken, message",
    [
        ("python", "Stopped: Python 3.10 was not found and could not be fetched."),
        ("sync", "Stopped: the environment could not be installed."),
    ],
)
def test_uv_cannot_do_its_work(machine: Path, broken: str, message: str) -> None:
    uv = machine / "checkout" / ".tools" / "uv" / "bin"
    uv.mkdir(parents=True)
    version = next(line.split("=")[1] for line in SETUP.read_text().splitlines() if line.startswith("UV_VERSION="))
    add_command(uv, "uv", f'[ "$1" = --version ] && echo "uv {version}"\n[ "$1" != {broken} ]')
    assert message in run(machine)
