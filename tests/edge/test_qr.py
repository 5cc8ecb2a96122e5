"""The QR codes. There is no reader here, so what is drawn is compared, square by square, with the code itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest
import segno
from starlette.testclient import TestClient

from bot.edge.app import create_app
from bot.edge.assistant import Assistant
from bot.knowledge.store import Knowledge

SVG = "{http://www.w3.org/2000/svg}"
OURS = "http://testserver"
QUIET_ZONE = 4


@pytest.fixture(scope="module")
def client(knowledge: Knowledge) -> Iterator[TestClient]:
    nobody = httpx.MockTransport(lambda request: httpx.Response(500))
    with TestClient(create_app(knowledge, Assistant("http://rasa", nobody), "")) as client:
        yield client


def ask(client: TestClient, text: str) -> httpx.Response:
    return client.get(f"/qr.svg?text={quote(text, safe='')}")


def squares(svg: str) -> list[list[bool]]:
    """What is drawn: segno draws rows of strokes, 'M4 4.5h7m2 0h1'."""
    root = ElementTree.fromstring(svg)
    size = int(root.attrib["viewBox"].split()[2])
    assert root.attrib["viewBox"] == f"0 0 {size} {size}"
    drawn = [[False] * size for _ in range(size)]
    lines = next(path for path in root.iter(f"{SVG}path") if path.get("stroke"))
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", lines.attrib["d"]):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            for column in range(int(x), int(x + values[0])):
                drawn[int(y)][column] = True
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return drawn


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("/chat", f"{OURS}/chat"),
        ("/chat?topic=programme.admission&level=vmbo-tl", f"{OURS}/chat?topic=programme.admission&level=vmbo-tl"),
        (f"{OURS}/decaan", f"{OURS}/decaan"),
        ("https://www.mborijnland.nl/opleiding?x=1&y=2#z", "https://www.mborijnland.nl/opleiding?x=1&y=2#z"),
        ("https://example.org/café", "https://example.org/café"),
        ("https://example.org/" + "a" * 280, "https://example.org/" + "a" * 280),
    ],
)
def test_what_is_drawn_is_the_code_of_the_address(client: TestClient, text: str, address: str) -> None:
    response = ask(client, text)
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/svg+xml"
    assert "max-age=86400" in response.headers["cache-control"]
    code = segno.make_qr(address, error="m", boost_error=False)
    assert code.error == "M"
    wanted = [[bool(module) for module in row] for row in code.matrix]
    drawn = squares(response.text)
    quiet = [*drawn[:QUIET_ZONE], *drawn[-QUIET_ZONE:]]
    assert not any(map(any, quiet)), "the quiet zone is white"
    inner = [row[QUIET_ZONE:-QUIET_ZONE] for row in drawn[QUIET_ZONE:-QUIET_ZONE]]
    assert inner == wanted
    assert squares(ask(client, "/other").text) != drawn


def test_it_is_black_on_white_and_takes_the_room_it_gets(client: TestClient) -> None:
    root = ElementTree.fromstring(ask(client, "/chat").text)
    assert {"width", "height", "style"}.isdisjoint(root.attrib)
    fills = [path.get("fill") for path in root.iter(f"{SVG}path")]
    strokes = [path.get("stroke") for path in root.iter(f"{SVG}path")]
    assert "#fff" in fills and "#000" in strokes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "chat",
        "//example.org/x",
        "/\\example.org",
        "http://example.org/",
        "HTTP://testserver.example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "tel:0612345678",
        "https://",
        "https:///x",
        "https://testserver@example.org/",
        "https://example.org:poort/",
        "https://[::1/",
        "https://example.org/a b",
        "https://example.org/\n",
        "https://example.org/\u202eabc",
        "https://example.org/" + "a" * 281,
        "/" + "a" * (300 - len(OURS)),
    ],
)
def test_anything_else_is_refused(client: TestClient, text: str) -> None:
    response = ask(client, text)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["title"] == "Van dit adres kan Petri geen QR-code maken."
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("query", ["", "?url=/chat", "?text=/chat&text=/x", "?text=/chat&scale=9000"])
def test_it_asks_for_one_text(client: TestClient, query: str) -> None:
    assert client.get(f"/qr.svg{query}").status_code == 400
