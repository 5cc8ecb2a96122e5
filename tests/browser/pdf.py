"""Reading a PDF that Chromium made: how large its pages are, and the text on each."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass


@dataclass
class PdfPage:
    """One page; its size is in points (1/72 inch)."""

    width: float
    height: float
    text: str


def read_pdf(data: bytes) -> list[PdfPage]:
    """The pages in order. Only what Chromium writes: plain objects, deflated streams, fonts with a ToUnicode table."""
    objects = {int(m[1]): m[2] for m in re.finditer(rb"(\d+) 0 obj\b(.*?)\bendobj", data, re.DOTALL)}
    pages = [each for each in objects.values() if re.search(rb"/Type /Page\b", each)]
    return [_page(each, objects) for each in pages]


def _page(page: bytes, objects: dict[int, bytes]) -> PdfPage:
    box = re.search(rb"/MediaBox \[([^\]]+)\]", page)
    assert box
    _, _, width, height = map(float, box[1].split())
    found = re.search(rb"/Font <<(.*?)>>", page, re.DOTALL)
    names = re.findall(rb"/(F\d+) (\d+) 0 R", found[1]) if found else []
    fonts = {name: _to_unicode(objects[int(number)], objects) for name, number in names}
    contents = re.search(rb"/Contents (\d+) 0 R", page)
    assert contents
    stream = _stream(objects[int(contents[1])])
    made, table = [], {}
    for token in re.finditer(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj|\[(.*?)\] TJ|(\bET\b)", stream, re.DOTALL):
        if token[1]:
            table = fonts[token[1]]
        elif token[4]:
            made.append(" ")
        else:
            codes = token[2] or b"".join(re.findall(rb"<([0-9A-Fa-f]+)>", token[3]))
            made += [table.get(codes[i : i + 4].lower(), "") for i in range(0, len(codes), 4)]
    return PdfPage(width, height, re.sub(r"\s+", " ", "".join(made)))


def _to_unicode(font: bytes, objects: dict[int, bytes]) -> dict[bytes, str]:
    number = re.search(rb"/ToUnicode (\d+) 0 R", font)
    if not number:
        return {}
    cmap, table = _stream(objects[int(number[1])]), {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            table[code.lower()] = _text(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for offset in range(int(last, 16) - int(first, 16) + 1):
                table[b"%04x" % (int(first, 16) + offset)] = chr(int(text, 16) + offset)
    return table


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def _stream(item: bytes) -> bytes:
    start = re.search(rb"stream\r?\n", item)
    assert start
    raw = item[start.end() : item.rindex(b"endstream")]
    return zlib.decompressobj().decompress(raw) if b"FlateDecode" in item else raw
