"""What pages of other origins may read: what the widget on them needs, and nothing else.

Any origin may, for any school may put the widget on its page. That gives nothing away: neither the HTTP interface nor
a file knows who asks by a cookie or the like, so a page gets what anybody gets. What opens a conversation is its token,
which only the page that opened it has. The pages themselves are for nobody to read.
"""

from __future__ import annotations

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDERS = ("/api/", "/static/")
FILES = ("/widget.js", "/park.svg", "/healthz")


class CrossOrigin:
    """Lets pages of other origins read what is in `FOLDERS`, and `FILES`."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app
        self._open = CORSMiddleware(
            app,
            allow_origins=["*"],
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After"],
            max_age=7200,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        is_open = scope["type"] == "http" and (scope["path"].startswith(FOLDERS) or scope["path"] in FILES)
        if not is_open:
            await self._app(scope, receive, send)
            return

        async def send_openly(message: Message) -> None:
            if message["type"] == "http.response.start":
                # For a page that lets nothing in that does not say this (COEP).
                header = (b"cross-origin-resource-policy", b"cross-origin")
                message["headers"] = [*message["headers"], header]
            await send(message)

        await self._open(scope, receive, send_openly)
