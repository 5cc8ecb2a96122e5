"""The public HTTP interface, as docs/http.md describes it."""

from __future__ import annotations

import logging
import re
import unicodedata
from typing import Any, Literal, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.edge import problems
from bot.edge.assistant import Assistant
from bot.edge.limits import Limit
from bot.edge.payloads import allowed_payload, link_payload
from bot.edge.personal_data import has_personal_data
from bot.edge.sessions import IDLE_SECONDS, Session, Sessions
from bot.knowledge.store import Knowledge

log = logging.getLogger("petri.edge")

MAX_TEXT = 300
MAX_BODY = 8 * 1024

T = TypeVar("T")


class SessionRequest(msgspec.Struct, forbid_unknown_fields=True):
    """The body of POST /api/session."""

    surface: Literal["website", "kiosk", "link"]
    topic: str | None = None
    subject: str | None = None
    level: str | None = None


class MessageRequest(msgspec.Struct, forbid_unknown_fields=True):
    """The body of POST /api/message: one of the two."""

    text: str | None = None
    payload: str | None = None


class FeedbackRequest(msgspec.Struct, forbid_unknown_fields=True):
    """The body of POST /api/feedback."""

    message_id: str
    helpful: bool


class Api:
    """The endpoints under /api, with what they share."""

    def __init__(self, knowledge: Knowledge, assistant: Assistant) -> None:
        """Serve conversations with `assistant`; `knowledge` says which topics and subjects exist."""
        self._knowledge = knowledge
        self._assistant = assistant
        self._sessions = Sessions()
        self._messages = Limit(90, seconds=60)
        # A whole school may share one address; this only keeps one address from filling the memory.
        self._openings = Limit(300, seconds=10)

    def routes(self) -> list[Route]:
        """The endpoints."""
        return [
            Route("/api/session", self.open_session, methods=["POST"]),
            Route("/api/session", self.close_session, methods=["DELETE"]),
            Route("/api/message", self.send_message, methods=["POST"]),
            Route("/api/feedback", self.give_feedback, methods=["POST"]),
        ]

    async def open_session(self, request: Request) -> Response:
        """Start a conversation: Petri greets, and answers what a deep link asks."""
        body = await _read(request, SessionRequest)
        self._openings.count(request.client.host if request.client else "")
        commands = ["/chat.greeting"]
        if body.topic is not None:
            commands.append(link_payload(self._knowledge, body.topic, body.subject, body.level))
        elif body.subject is not None or body.level is not None:
            raise problems.BAD_LINK
        token, session = self._sessions.create()
        messages = []
        try:
            for command in commands:
                messages += await self._say(session, command)
        except problems.Problem:
            self._sessions.remove(token)
            raise
        return _json({"token": token, "expires_in": IDLE_SECONDS, "messages": messages}, 201)

    async def close_session(self, request: Request) -> Response:
        """Erase the conversation."""
        token = _token(request)
        session = self._sessions.get(token)
        self._sessions.remove(token)
        async with session.busy:
            session.is_closed = True
            await self._assistant.forget(session.sender_id)
        return Response(status_code=204)

    async def send_message(self, request: Request) -> Response:
        """Answer a message or a button."""
        token = _token(request)
        session = self._sessions.get(token)
        body = await _read(request, MessageRequest)
        if (body.text is None) == (body.payload is None):
            raise problems.BROKEN
        self._messages.count(session.sender_id)
        if body.payload is not None:
            said = allowed_payload(self._knowledge, body.payload)
        else:
            said = _plain_text(body.text or "")
        return _json({"messages": await self._say(session, said)})

    async def give_feedback(self, request: Request) -> Response:
        """Count whether an answer helped. What was asked and by whom is not kept."""
        session = self._sessions.get(_token(request))
        body = await _read(request, FeedbackRequest)
        topic = session.topics.get(body.message_id)
        if topic is None:
            raise problems.BROKEN
        log.info("feedback topic=%s helpful=%s", topic, body.helpful)
        return Response(status_code=204)

    async def _say(self, session: Session, text: str) -> list[dict[str, Any]]:
        # Rasa handles one message of a conversation at a time; so do we, in the order they came in.
        async with session.busy:
            if session.is_closed:
                raise problems.EXPIRED
            replies = await self._assistant.say(session.sender_id, text)
            return [{"id": session.next_message_id(reply["topic"]), **reply} for reply in replies]


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise problems.EXPIRED
    return token


async def _read(request: Request, shape: type[T]) -> T:
    """The body as `shape`.

    Raises:
        Problem: 413, 415 or 400.

    """
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
        raise problems.NOT_JSON
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise problems.TOO_LONG
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise problems.BROKEN from None


def _plain_text(typed: str) -> str:
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
    return "/safety.personal" if has_personal_data(text) else text


def _json(value: Any, status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(msgspec.json.encode(value), status, headers, "application/json")
