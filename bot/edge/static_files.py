"""Scripts, styles, drawings and fonts, as the browser gets them: without the comments, which are for us.

The chat page and the widget pay for each byte of the first look, on a pupil's phone.
"""

from __future__ import annotations

import hashlib
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"

# A font never changes under its name; everything else is asked for again, and mostly answered with 304.
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"

MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}
# A comment in a script stands on lines of its own, so a regular expression or a text is never taken for one.
_JS_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*.*?\*/[ \t]*)$", re.MULTILINE | re.DOTALL)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def routes() -> list[BaseRoute]:
    """The files under /static."""
    return [
        Mount("/static/fonts", StoredFiles(STATIC / "fonts", FOREVER)),
        Mount("/static", StoredFiles(STATIC, ASK_AGAIN)),
    ]


class StoredFiles(StaticFiles):
    """Files that the browser may keep as `cache_control` says."""

    def __init__(self, directory: Path, cache_control: str) -> None:
        """Serve `directory`."""
        super().__init__(directory=directory)
        self._cache_control = cache_control

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """See the parent class."""
        path = Path(full_path)
        if path.suffix in MEDIA_TYPES:
            return respond(as_sent(path), path.suffix, self._cache_control, Headers(scope=scope))
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = self._cache_control
        return response


def as_sent(path: Path) -> str:
    """What the browser gets of a script or a style."""
    return _written(path, path.stat().st_mtime_ns)


def respond(content: str, suffix: str, cache_control: str, asked: Headers) -> Response:
    """Send this content, or say that the browser has it already."""
    headers: dict[str, Any] = {
        "Cache-Control": cache_control,
        # Compressed on the way or not, it is the same file.
        "ETag": f'W/"{hashlib.sha256(content.encode()).hexdigest()[:32]}"',
    }
    if headers["ETag"] in [tag.strip() for tag in asked.get("If-None-Match", "").split(",")]:
        return NotModifiedResponse(Headers(headers))
    return Response(content, 200, headers, MEDIA_TYPES[suffix])


@lru_cache(maxsize=200)
def _written(path: Path, changed: int) -> str:
    # `changed` is when it was last: what has changed since is read again.
    text = path.read_text("utf-8")
    if path.suffix == ".css":
        return re.sub(r"\s+", " ", _CSS_COMMENT.sub("", text)).strip() + "\n"
    # The lines stay, so that an error names the line that it is on.
    return _JS_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
