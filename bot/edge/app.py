"""The public web app: the HTTP interface and the pages. `python -m bot.edge` serves it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.edge import problems
from bot.edge.api import Api
from bot.edge.assistant import Assistant
from bot.knowledge.store import Knowledge

PAGES = Path(__file__).parent / "pages"
STATIC = Path(__file__).parent / "static"

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

    async def chat(request: Request) -> Response:
        return FileResponse(PAGES / "chat.html", headers={"Cache-Control": "no-cache"})

    async def home(request: Request) -> Response:
        return RedirectResponse("/chat")

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await assistant.close()

    app = Starlette(
        routes=[
            Route("/healthz", healthz),
            *Api(knowledge, assistant).routes(),
            Route("/", home),
            Route("/chat", chat),
            # A font never changes under its name; everything else is asked for again, and mostly answered with 304.
            Mount("/static/fonts", CachedFiles(STATIC / "fonts", "public, max-age=31536000, immutable")),
            Mount("/static", CachedFiles(STATIC, "no-cache")),
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
    return SecurityHeaders(app)


class CachedFiles(StaticFiles):
    """Files that the browser may keep as `cache_control` says."""

    def __init__(self, directory: Path, cache_control: str) -> None:
        """Serve `directory`."""
        super().__init__(directory=directory)
        self._cache_control = cache_control

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """See the parent class."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = self._cache_control
        return response


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
