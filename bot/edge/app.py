"""The public web app: the HTTP interface and the pages. `python -m bot.edge` serves it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.edge import problems, qr, static_files, widget
from bot.edge.about_pages import AboutPages
from bot.edge.api import Api
from bot.edge.assistant import Assistant
from bot.edge.conversations import Conversations
from bot.edge.counsellor import Counsellor
from bot.edge.cross_origin import CrossOrigin
from bot.edge.kiosk import Kiosk
from bot.edge.park_map import ParkMap
from bot.edge.plain_chat import PlainChat
from bot.knowledge.store import Knowledge

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(knowledge: Knowledge, assistant: Assistant, pipeline: str) -> ASGIApp:
    """The app. `pipeline` is the name and version of the Dutch spaCy pipeline, for /healthz."""

    async def healthz(request: Request) -> Response:
        status = await assistant.status()
        body = msgspec.json.encode({"status": status, "dutch_pipeline": pipeline})
        return Response(body, 200 if status == "ok" else 503, {"Cache-Control": "no-store"}, "application/json")

    conversations = Conversations(knowledge, assistant)
    park = ParkMap(knowledge)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await assistant.close()

    app = Starlette(
        routes=[
            Route("/healthz", healthz),
            *Api(conversations).routes(),
            *qr.routes(),
            *Kiosk(knowledge).routes(),
            *AboutPages(knowledge, park).routes(),
            *park.routes(),
            *Counsellor(knowledge).routes(),
            *PlainChat(knowledge, conversations).routes(),
            *widget.routes(),
            *static_files.routes(),
        ],
        middleware=[Middleware(GZipMiddleware, minimum_size=500)],
        exception_handlers={
            problems.Problem: problems.on_problem,
            HTTPException: problems.on_http_error,
            Exception: problems.on_crash,
        },
        lifespan=lifespan,
    )
    # Around everything, so that the answer to a crash has them too.
    return SecurityHeaders(CrossOrigin(app))


class SecurityHeaders:
    """Adds `SECURITY_HEADERS` to every response."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, send_with_headers)
