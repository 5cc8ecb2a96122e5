"""Talks to Rasa, which listens on the loopback address only."""

from __future__ import annotations

import asyncio
import secrets
import time
from typing import Any, Literal

import httpx

from bot.edge.problems import AWAY, Problem

Status = Literal["ok", "starting", "degraded"]

# Seconds. An answer takes some tens of milliseconds; a visitor should not wait for one that hangs.
TIMEOUT = httpx.Timeout(8, connect=2)
# Rasa closes an idle connection after 5 seconds; ours must be gone by then.
LIMITS = httpx.Limits(keepalive_expiry=2)
# Something that has to be understood, looked up and composed.
PROBE = "wat kun je allemaal"
# How long a health reading holds.
HEALTH_SECONDS = 2.0


class Assistant:
    """Sends messages to Rasa (bot/rasa_channel.py) and takes our replies from its answer."""

    def __init__(self, url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Talk to Rasa at `url`."""
        self._http = httpx.AsyncClient(
            base_url=url, timeout=TIMEOUT, limits=LIMITS, transport=transport, trust_env=False
        )
        self._status: Status = "starting"
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def say(self, sender_id: str, text: str) -> list[dict[str, Any]]:
        """What Petri replies to `text` in this conversation: at least one message.

        Raises:
            Problem: 503, Rasa or its action server is not there.

        """
        try:
            replies = await self._send(sender_id, text)
            # Without its action server Rasa answers nothing at all.
            if not replies:
                raise AWAY
        except Problem:
            # What was measured a moment ago no longer holds.
            self._read_at = float("-inf")
            raise
        return replies

    async def forget(self, sender_id: str) -> None:
        """Erase a conversation; see bot/tracker_store.py.

        Raises:
            Problem: 503, Rasa is not there. Then the conversation is gone too, for it was in its memory.

        """
        await self._send(sender_id, "/restart")

    async def status(self) -> Status:
        """Whether a message is answered: 'starting' until the first one is, 'degraded' when it no longer is."""
        async with self._reading:
            if time.monotonic() - self._read_at > HEALTH_SECONDS:
                self._status = await self._probe()
                self._read_at = time.monotonic()
        return self._status

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _probe(self) -> Status:
        sender_id = f"health-{secrets.token_hex(8)}"
        try:
            await self.say(sender_id, PROBE)
            await self.forget(sender_id)
        except Problem:
            return "starting" if self._status == "starting" else "degraded"
        return "ok"

    async def _send(self, sender_id: str, text: str) -> list[dict[str, Any]]:
        try:
            body = {"sender": sender_id, "message": text}
            response = await self._http.post("/webhooks/edge/webhook", json=body)
            response.raise_for_status()
            return [message["custom"] for message in response.json() if "custom" in message]
        except (httpx.HTTPError, ValueError) as error:
            raise AWAY from error
