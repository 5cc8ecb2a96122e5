"""The public HTTP interface, as docs/http.md describes it."""

from __future__ import annotations

import logging
from typing import Any, Literal, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.edge import problems
from bot.edge.conversations import Conversations
from bot.edge.sessions import IDLE_SECONDS

log = logging.getLogger("petri.edge")

MAX_BODY = 8 * 1024

T = TypeVar("T")


class SessionRequest(msgspec.Struct, forbid_unknown_fields=True):
    """The body of POST /api/session."""

    surface: Literal["website", "kiosk", "link"]
    topic: str | None = None
    subject: str | None = None
    level: str | None = None


class MessageRequest(msgspec.Struct, forbid_unknown_fields=True):
    """The body of POST /api/message: a text, a payload, or what a link would ask."""

    text: str | None = None
    payload: str | None = None
    topic: str | None = None
    subject: str | None = None
    level: str | None = None


class FeedbackRequest(msgspec.Struct, forbid_unknown_fields=True):
    """The body of POST /api/feedback."""

    message_id: str
    helpful: bool


class Api:
    """The endpoints under /api."""

    def __init__(self, conversations: Conversations) -> None:
        """Serve `conversations`."""
        self._conversations = conversations

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
        address = request.client.host if request.client else ""
        token, messages = await self._conversations.open(address, body.topic, body.subject, body.level)
        opened = {"token": token, "expires_in": IDLE_SECONDS, "messages": messages}
        if body.topic is not None:
            opened["question"] = self._conversations.question(body.topic, body.subject, body.level)
        return _json(opened, 201)

    async def close_session(self, request: Request) -> Response:
        """Erase the conversation."""
        await self._conversations.close(_token(request))
        return Response(status_code=204)

    async def send_message(self, request: Request) -> Response:
        """Answer a message or a button."""
        token = _token(request)
        # Whose conversation is over hears that first, whatever else is wrong.
        self._conversations.sessions.get(token)
        body = await _read(request, MessageRequest)
        if body.topic is None:
            if body.subject is not None or body.level is not None:
                raise problems.BROKEN
            return _json({"messages": await self._conversations.say(token, body.text, body.payload)})
        if body.text is not None or body.payload is not None:
            raise problems.BROKEN
        question, messages = await self._conversations.ask(token, body.topic, body.subject, body.level)
        return _json({"question": question, "messages": messages})

    async def give_feedback(self, request: Request) -> Response:
        """Count whether an answer helped. What was asked and by whom is not kept."""
        session = self._conversations.sessions.get(_token(request))
        body = await _read(request, FeedbackRequest)
        topic = session.topics.get(body.message_id)
        if topic is None:
            raise problems.BROKEN
        log.info("feedback topic=%s helpful=%s", topic, body.helpful)
        return Response(status_code=204)


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


def _json(value: Any, status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(msgspec.json.encode(value), status, headers, "application/json")
