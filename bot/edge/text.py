"""An answer's plain text as paragraphs, lists and links, as static/chat/text.js makes them in the browser."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from markupsafe import Markup, escape

# A bare address counts only with an ending that Petri's answers use: 'o.a.' and 'bijv.in' are no addresses.
_LINK = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>https?://[^\s<>\"]+)"
    r"|(?P<bare>\b(?:[a-z0-9-]+\.)+(?:nl|com|org|eu)(?![\w-])(?:/[^\s<>\"]*)?)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(-|\d{1,2}\.) (.*)")
_TRAILING = ".,;:!?)]'\"»’”"
# An amount stays with its sign.
_AMOUNT = re.compile(r"€ (?=\d)")


class Block(NamedTuple):
    """A paragraph with its lines, or a list with its items; `start` is the number of the first."""

    name: Literal["p", "ul", "ol"]
    lines: list[Markup]
    start: int


def blocks(text: str) -> list[Block]:
    """The blocks of a text; a line that starts with '- ' or '1. ' is a list item."""
    made: list[Block] = []
    for part in re.split(r"\n[ \t]*\n", _AMOUNT.sub("€\u00a0", text.strip())):
        is_new = True
        for line in part.splitlines():
            item = _ITEM.match(line)
            name: Literal["p", "ul", "ol"] = "p" if not item else "ul" if item[1] == "-" else "ol"
            if is_new or made[-1].name != name:
                made.append(Block(name, [], int(item[1][:-1]) if item and name == "ol" else 1))
            made[-1].lines.append(with_links(item[2] if item else line))
            is_new = False
    return made


def with_links(line: str) -> Markup:
    """One line, safe for HTML, with its addresses as links."""
    made, done = Markup(), 0
    for match in _LINK.finditer(line):
        label = match[0].rstrip(_TRAILING)
        href = label if match["url"] else f"mailto:{label}" if match["email"] else f"https://{label}"
        link = Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(href, label)
        made += escape(line[done : match.start()]) + link
        done = match.start() + len(label)
    return made + escape(line[done:])
