"""What pages of other origins may read."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from starlette.testclient import TestClient

from bot.edge.app import create_app
from bot.edge.assistant import Assistant
from bot.knowledge.store import Knowledge
from tests.browser.played import PlayedRasa

SCHOOL = {"Origin": "https://school.example"}


@pytest.fixture(scope="module")
def client(knowledge: Knowledge) -> Iterator[TestClient]:
    app = create_app(knowledge, Assistant("http://rasa", httpx.MockTransport(PlayedRasa(knowledge))), "x")
    with TestClient(app, base_url="https://petri.example") as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/widget.js",
        "/static/chat/route.css",
        "/static/fonts/atkinson-hyperlegible-latin-400-normal.woff2",
        "/static/petri.svg",
        "/healthz",
        "/api/message",
        "/static/bestaat-niet.js",
    ],
)
def test_what_the_widget_needs_is_open(client: TestClient, path: str) -> None:
    response = client.get(path, headers=SCHOOL)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize("path", ["/", "/chat", "/bronnen", "/privacy", "/kiosk", "/decaan", "/widget.json", "/apis"])
def test_pages_are_for_nobody_to_read(client: TestClient, path: str) -> None:
    for response in (client.get(path, headers=SCHOOL), client.options(path, headers=SCHOOL)):
        assert not [name for name in response.headers if name.lower().startswith("access-control")]
        assert "Cross-Origin-Resource-Policy" not in response.headers


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_the_browser_may_ask_first(client: TestClient, method: str) -> None:
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization,content-type"}
    response = client.options("/api/session", headers={**SCHOOL, **asked})
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert method in response.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("asked", [("PUT", "authorization"), ("POST", "x-other")])
def test_nothing_else_may_be_asked(client: TestClient, asked: tuple[str, str]) -> None:
    method, header = asked
    wanted = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": header}
    assert client.options("/api/session", headers={**SCHOOL, **wanted}).status_code == 400


def test_problems_can_be_read_too(client: TestClient) -> None:
    response = client.post("/api/message", headers={**SCHOOL, "Authorization": "Bearer x"}, json={"text": "hoi"})
    assert response.status_code == 401
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json()["title"]


def test_a_session_across_origins(client: TestClient) -> None:
    opened = client.post("/api/session", headers=SCHOOL, json={"surface": "website"})
    assert opened.status_code == 201
    assert "Set-Cookie" not in opened.headers
    bearer = {**SCHOOL, "Authorization": f"Bearer {opened.json()['token']}"}
    link = {"topic": "occupation.salary", "subject": "chemisch-analist", "level": "havo"}
    answer = client.post("/api/message", headers=bearer, json=link)
    assert answer.json()["question"].endswith("? (Chemisch analist, havo)")
    assert answer.json()["messages"][0]["topic"] == "occupation.salary"


@pytest.mark.parametrize(
    "body",
    [
        {"topic": "civ.contact", "text": "hoi"},
        {"topic": "civ.contact", "payload": "/civ.contact"},
        {"text": "hoi", "level": "havo"},
        {"subject": "chemisch-analist"},
        {"topic": "bestaat.niet"},
        {"topic": "fallback.clarify"},
        {"topic": "occupation.salary", "subject": "bestaat-niet"},
        {"topic": "occupation.salary", "level": "brugklas"},
    ],
)
def test_what_a_page_asks_is_checked(client: TestClient, body: dict[str, str]) -> None:
    token = client.post("/api/session", json={"surface": "website"}).json()["token"]
    response = client.post("/api/message", headers={"Authorization": f"Bearer {token}"}, json=body)
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
