"""`GET /widget.js`: the whole widget in one script, so that one line on a page is one request.

It is joined from the same modules and styles as the chat page has, as they are on disk. Each module becomes a function
that runs once and returns what it exports; the styles and the mascot come along as modules of data.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.edge.static_files import ASK_AGAIN, STATIC, as_sent, respond

ENTRY = "widget/widget.js"
# In this order: what comes later may change what came before.
STYLES = ("tokens.css", "mascot.css", "chat/chat.css", "chat/message.css", "widget/widget.css")
# Modules that are not on disk, and what they are made of.
DATA = {"widget/styles.js": STYLES, "widget/drawing.js": ("petri.svg",)}

# Where the script came from.
_BASE = """const petriAddress = (document.currentScript ?? document.querySelector('script[src$="/widget.js"]'))?.src;"""
_IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";$', re.MULTILINE)
_LATER = re.compile(r'\bimport\("([^"]+)"\)')
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function|const) (\w+))", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import|export)\b|\bimport[.(]", re.MULTILINE)


def routes() -> list[Route]:
    """The endpoint."""
    return [Route("/widget.js", widget)]


async def widget(request: Request) -> Response:
    """The script."""
    return respond(_current(), ".js", ASK_AGAIN, request.headers)


def _current() -> str:
    # Joined anew when one of the files has changed.
    files = [*STATIC.glob("widget/*"), *STATIC.glob("chat/*"), *STATIC.glob("*.*")]
    return script(max(path.stat().st_mtime_ns for path in files))


@lru_cache(maxsize=1)
def script(changed: int = 0) -> str:
    """The script as its files were at the time `changed`.

    Raises:
        ValueError: a module has a kind of import or export that cannot be joined.

    """
    joined: dict[str, str] = {}
    _join(ENTRY, joined, ())
    return f'(() => {{\n"use strict";\n{_BASE}\n{"".join(joined.values())}}})();\n'


def _join(name: str, joined: dict[str, str], within: tuple[str, ...]) -> str:
    """Add a module, and before it those that it imports; return what it is called in the script."""
    variable = "$" + re.sub(r"\W", "_", name.removesuffix(".js"))
    if name in within:
        raise ValueError(f"modules that import each other: {', '.join(within)}")
    if name in joined:
        return variable

    def find(address: str) -> str:
        path = (STATIC / name).parent / address
        return _join(path.resolve().relative_to(STATIC.resolve()).as_posix(), joined, (*within, name))

    if name in DATA:
        body = _data(name)
    else:
        body = as_sent(STATIC / name)
        # Blank lines and indents are for who reads the file itself.
        body = re.sub(r"^\s+", "", body, flags=re.MULTILINE)
    names = _EXPORT.findall(body)
    body = _IMPORT.sub(lambda m: f"const {{{m[1].strip().replace(' as ', ': ')}}} = {find(m[2])};", body)
    body = _LATER.sub(lambda m: f"Promise.resolve({find(m[1])})", body)
    # The files that a module asks for are where they are for the page.
    body = body.replace("import.meta.url", f'new URL("static/{name}", petriAddress)')
    body = _EXPORT.sub("", body)
    if _LEFT_OVER.search(body):
        raise ValueError(f"{name}: an import or export that cannot be joined")
    joined[name] = f"const {variable} = (() => {{\n{body}return {{ {', '.join(names)} }};\n}})();\n"
    return variable


def _data(name: str) -> str:
    if name == "widget/styles.js":
        value: object = "".join(as_sent(STATIC / each) for each in STYLES)
    else:
        drawing = ElementTree.parse(STATIC / DATA[name][0]).getroot()
        value = [_drawn(part) for part in drawing]
    return f"export const {Path(name).stem} = {json.dumps(value, ensure_ascii=False)};\n"


def _drawn(part: ElementTree.Element) -> list[object]:
    """An element as [name, attributes, children]."""
    return [part.tag.rpartition("}")[2], part.attrib, [_drawn(child) for child in part]]
