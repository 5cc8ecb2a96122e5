"""A visitor of the real servers, for tests."""

from __future__ import annotations

from typing import Any

import requests


class Visitor:
    """One conversation over the public HTTP interface."""

    def __init__(self, url: str, **link: str) -> None:
        """Open a session; `link` holds the topic, subject and level of a deep link."""
        self._url = url
        response = requests.post(f"{url}/api/session", json={"surface": "link" if link else "website", **link})
        response.raise_for_status()
        self.token = response.json()["token"]
        self.messages: list[dict[str, Any]] = response.json()["messages"]

    def say(self, text: str) -> list[dict[str, Any]]:
        """Type a text; the messages that come back."""
        return self._send({"text": text})

    def tap(self, title: str) -> list[dict[str, Any]]:
        """Tap a button of the last message by its title.

        Raises:
            AssertionError: the last message has no such button.

        """
        buttons = {button["title"]: button["payload"] for button in self.messages[-1]["buttons"]}
        assert title in buttons, f"no button {title!r}, only {list(buttons)}"
        return self._send({"payload": buttons[title]})

    def post(self, path: str, **arguments: Any) -> requests.Response:
        """Any other call with this conversation's token."""
        headers = {"Authorization": f"Bearer {self.token}", **arguments.pop("headers", {})}
        return requests.post(f"{self._url}{path}", headers=headers, **arguments)

    def _send(self, body: dict[str, str]) -> list[dict[str, Any]]:
        response = self.post("/api/message", json=body)
        assert response.status_code == 200, response.text
        self.messages = response.json()["messages"]
        return self.messages
