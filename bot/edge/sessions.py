"""The conversations that are open. The token is the only key to one; it is never logged or passed on."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from cachetools import TTLCache

from bot.edge.problems import AWAY, EXPIRED

# Rasa's tracker store forgets a conversation after the same time; see bot/tracker_store.py.
IDLE_SECONDS = 30 * 60
MAX_SESSIONS = 20_000
# Feedback can be given on this many of the latest messages.
REMEMBERED_MESSAGES = 100


@dataclass
class Session:
    """One conversation. `sender_id` is its name in Rasa; `topics` says what each message was about."""

    sender_id: str = field(default_factory=lambda: secrets.token_hex(16))
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_closed: bool = False
    topics: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _count: int = 0

    def next_message_id(self, topic: str) -> str:
        """A new id for a message about `topic`."""
        self._count += 1
        message_id = f"m{self._count}"
        self.topics[message_id] = topic
        if len(self.topics) > REMEMBERED_MESSAGES:
            self.topics.popitem(last=False)
        return message_id


class Sessions:
    """Sessions by token, in memory; each is forgotten after `IDLE_SECONDS` without use."""

    def __init__(self) -> None:
        """Start with none."""
        self._open: TTLCache[str, Session] = TTLCache(MAX_SESSIONS, IDLE_SECONDS)

    def create(self) -> tuple[str, Session]:
        """A new token of 256 random bits, and its session.

        Raises:
            Problem: 503, there are too many; nobody else's conversation is closed for a new one.

        """
        self._open.expire()
        if len(self._open) >= MAX_SESSIONS:
            raise AWAY
        token, session = secrets.token_urlsafe(32), Session()
        self._open[token] = session
        return token, session

    def get(self, token: str) -> Session:
        """The session of this token, which counts as used now.

        Raises:
            Problem: 401, there is no such session.

        """
        session = self._open.get(token)
        if session is None:
            raise EXPIRED
        self._open[token] = session
        return session

    def remove(self, token: str) -> None:
        """Close the session of this token."""
        self._open.pop(token, None)
