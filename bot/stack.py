"""Runs the action server, Rasa and the edge together, under supervisord, which restarts one that stops."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import requests

from bot.setup.dutch_pipeline import ROOT
from bot.setup.training import environment

# Rasa takes 15 to 40 seconds to load on two cores.
START_SECONDS = 180


class CannotStart(Exception):
    """The servers are not running; the message says why and what to do."""


@dataclass(frozen=True)
class Ports:
    """Where each server listens. Only the edge can be reached from other machines."""

    edge: int = 8080
    rasa: int = 5005
    actions: int = 5055


class Stack:
    """The three servers, as a context manager. Their logs are in `run_dir`."""

    def __init__(self, model: Path, ports: Ports, run_dir: Path) -> None:
        """Get ready to serve `model`."""
        self.ports, self.run_dir = ports, run_dir
        self.url = f"http://localhost:{ports.edge}"
        self._environment = {
            **environment(),
            "PETRI_PYTHON": sys.executable,
            "PETRI_MODEL": str(model),
            "PETRI_RUN_DIR": str(run_dir),
            "PETRI_PORT": str(ports.edge),
            "PETRI_RASA_PORT": str(ports.rasa),
            "PETRI_ACTIONS_PORT": str(ports.actions),
            "SANIC_HOST": "127.0.0.1",
            # One thread each: two cores serve three processes, and the matrices are small.
            "OMP_NUM_THREADS": "1",
        }
        self._supervisord: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Stack:
        """Start the servers and wait until a message is answered.

        Raises:
            CannotStart: a port is taken, or no answer came in time.

        """
        for name, port in vars(self.ports).items():
            if _is_taken(port):
                raise CannotStart(f"port {port} (for the {name} server) is in use. Stop what uses it and try again.")
        self.run_dir.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(ROOT / "supervisord.conf")]
        # A session of its own: Ctrl-C reaches us only, and we stop the servers in order.
        self._supervisord = subprocess.Popen(command, cwd=ROOT, env=self._environment, start_new_session=True)
        try:
            self._wait_until_healthy()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the servers."""
        if self._supervisord is not None:
            self._supervisord.send_signal(signal.SIGTERM)
            try:
                self._supervisord.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self._supervisord.kill()

    def wait(self) -> None:
        """Wait until supervisord itself stops."""
        if self._supervisord is not None:
            self._supervisord.wait()

    def control(self, *command: str) -> str:
        """What supervisorctl says to a command, such as `pid rasa`."""
        full = [sys.executable, "-m", "supervisor.supervisorctl", "-c", str(ROOT / "supervisord.conf"), *command]
        result = subprocess.run(full, cwd=ROOT, env=self._environment, capture_output=True, text=True)
        return result.stdout.strip()

    def _wait_until_healthy(self) -> None:
        assert self._supervisord is not None
        give_up = time.monotonic() + START_SECONDS
        look_again = time.monotonic() + 10
        local = requests.Session()
        local.trust_env = False  # a proxy is for other machines
        while time.monotonic() < give_up:
            try:
                if local.get(f"{self.url}/healthz", timeout=15).ok:
                    return
            except requests.RequestException:
                pass  # the edge itself is still starting
            if self._supervisord.poll() is not None:
                raise CannotStart("the process manager stopped. Its message is above.")
            if time.monotonic() > look_again:
                # Not every time: asking costs the cores that Rasa is loading on.
                look_again = time.monotonic() + 5
                failed = re.search(r"^(\w+)\s+FATAL", self.control("status"), re.MULTILINE)
                if failed:
                    raise CannotStart(
                        f"the {failed[1]} server keeps stopping. {self.run_dir}/{failed[1]}.log says why."
                    )
            time.sleep(0.5)
        raise CannotStart(f"no answer within {START_SECONDS} seconds. The logs in {self.run_dir} say why.")


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return True
    return False
