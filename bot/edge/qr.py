"""QR codes, for where a link cannot be followed: the kiosk and what is printed. `GET /qr.svg?text=...`."""

from __future__ import annotations

import io
import unicodedata
from urllib.parse import urlsplit

import segno
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.edge.problems import BAD_QR

MAX_TEXT = 300
# Modules of white around the code; scanners need four.
QUIET_ZONE = 4
# A code never changes; only what our own address is may, and then the page asks with another text or host.
CACHE_CONTROL = "public, max-age=86400"


def routes() -> list[Route]:
    """The endpoint."""
    return [Route("/qr.svg", qr)]


async def qr(request: Request) -> Response:
    """The code of a path of ours or of a web address."""
    texts = request.query_params.getlist("text")
    if len(texts) != 1 or len(request.query_params) != 1:
        raise BAD_QR
    drawn = draw(address_for(texts[0], str(request.base_url).rstrip("/")))
    return Response(drawn, 200, {"Cache-Control": CACHE_CONTROL, "Vary": "Host"}, "image/svg+xml")


def address_for(text: str, origin: str) -> str:
    """The whole address that a phone can open; `text` may be a path of ours.

    Raises:
        Problem: 400, anything but a path of ours or an https address.

    """
    address = origin + text if text.startswith("/") and not text.startswith(("//", "/\\")) else text
    if len(address) > MAX_TEXT or any(unicodedata.category(c)[0] in "CZ" for c in address):
        raise BAD_QR
    try:
        parts = urlsplit(address)
        is_ours = f"{parts.scheme}://{parts.netloc}" == origin
        # 'https://ours@theirs' looks like ours and is not.
        is_web = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
        _ = parts.port
    except ValueError:
        raise BAD_QR from None
    if not (is_ours or is_web):
        raise BAD_QR
    return address


def draw(address: str) -> bytes:
    """The code as an SVG that fills the room it is given: black on white, also on a dark page."""
    file = io.BytesIO()
    code = segno.make_qr(address, error="m", boost_error=False)
    code.save(file, kind="svg", border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, xmldecl=False)
    return file.getvalue()
