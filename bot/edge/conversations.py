"""What happens in a conversation, whichever way it is had: over the HTTP interface (api.py) or by plain_chat.py."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from bot.edge import problems
from bot.edge.assistant import Assistant
from bot.edge.limits import Limit
from bot.edge.payloads import allowed_payload, link_payload, link_question
from bot.edge.personal_data import has_personal_data
from bot.edge.sessions import Session, Sessions
from bot.knowledge.store import Knowledge

MAX_TEXT = 300
# What Rasa hears instead of a text with personal data.
PERSONAL = "/safety.personal"


class Conversations:
    """Opens conversations, passes on what may be said in them, and erases them."""

    def __init__(self, knowledge: Knowledge, assistant: Assistant) -> None:
        """Talk to `assistant`; `knowledge` says which topics and subjects exist."""
        self._knowledge = knowledge
        self._assistant = assistant
        self.sessions = Sessions()
        self._messages = Limit(90, seconds=60)
        # A whole school may share one address; this only keeps one address from filling the memory.
        self._openings = Limit(300, seconds=10)

    async def open(
        self, address: str, topic: str | None = None, subject: str | None = None, level: str | None = None
    ) -> tuple[str, list[dict[str, Any]]]:
        """Start a conversation: its token, and the greeting and the answer to what a deep link asks.

        Raises:
            Problem: 400, the link asks nothing that Petri knows; 429 or 503.

        """
        self._openings.count(address)
        commands = ["/chat.greeting"]
        if topic is not None:
            commands.append(link_payload(self._knowledge, topic, subject, level))
        elif subject is not None or level is not None:
            raise problems.BAD_LINK
        token, session = self.sessions.create()
        messages = []
        try:
            for command in commands:
                messages += await self._pass_on(session, command)
        except problems.Problem:
            self.sessions.remove(token)
            raise
        return token, messages

    def question(self, topic: str, subject: str | None, level: str | None) -> str:
        """What a link asks, in words.

        Raises:
            Problem: 400, it asks nothing that Petri knows.

        """
        link_payload(self._knowledge, topic, subject, level)
        return link_question(self._knowledge, topic, subject, level)

    async def say(self, token: str, text: str | None, payload: str | None) -> list[dict[str, Any]]:
        """What Petri replies to what was typed, or to a button's payload.

        Raises:
            Problem: 400, 401, 413, 429 or 503.

        """
        session = self.sessions.get(token)
        if (text is None) == (payload is None):
            raise problems.BROKEN
        self._messages.count(session.sender_id)
        said = allowed_payload(self._knowledge, payload) if payload is not None else plain_text(text or "")
        return await self._pass_on(session, said)

    async def ask(
        self, token: str, topic: str, subject: str | None, level: str | None
    ) -> tuple[str, list[dict[str, Any]]]:
        """What a link would ask, in a conversation that is going on: the question in words, and what Petri replies.

        Raises:
            Problem: 400, it asks nothing that Petri knows; 401, 429 or 503.

        """
        session = self.sessions.get(token)
        self._messages.count(session.sender_id)
        said = link_payload(self._knowledge, topic, subject, level)
        return self.question(topic, subject, level), await self._pass_on(session, said)

    async def close(self, token: str) -> None:
        """Erase the conversation.

        Raises:
            Problem: 401, there is no such conversation; 503.

        """
        session = self.sessions.get(token)
        self.sessions.remove(token)
        async with session.busy:
            session.is_closed = True
            await self._assistant.forget(session.sender_id)

    async def _pass_on(self, session: Session, text: str) -> list[dict[str, Any]]:
        # Rasa handles one message of a conversation at a time; so do we, in the order they came in.
        async with session.busy:
            if session.is_closed:
                raise problems.EXPIRED
            replies = await self._assistant.say(session.sender_id, text)
            return [{"id": session.next_message_id(reply["topic"]), **reply} for reply in replies]


def plain_text(typed: str) -> str:
    """What may go to Rasa as text: never a command, never personal data.

    Raises:
        Problem: 400 when nothing is left, 413 when it is too long.

    """
    if len(typed) > MAX_TEXT:
        raise problems.TOO_LONG
    text = unicodedata.normalize("NFC", typed)
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    # Invisible marks hide what is there; emoji need only the joiner among them.
    text = "".join(c for c in text if unicodedata.category(c) != "Cf" or c == "\u200d").strip("\u200d")
    # Rasa takes '/intent' as a command, also after spaces.
    text = re.sub(r"^[\s/]+", "", text).rstrip()
    if not text:
        raise problems.EMPTY
    return PERSONAL if has_personal_data(text) else text
