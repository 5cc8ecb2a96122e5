"""Pages that are written on the server, from the templates in bot/edge/pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

PAGES = Path(__file__).parent / "pages"

# A name that a template asks for and nobody gave is a mistake of ours, so it is an error instead of an empty place.
templates = Environment(
    loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def render(template: str, status: int = 200, **context: Any) -> Response:
    """The page of this template, which the browser asks for again each time."""
    return HTMLResponse(templates.get_template(template).render(context), status, {"Cache-Control": "no-cache"})
