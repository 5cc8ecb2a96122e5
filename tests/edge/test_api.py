"""The HTTP interface at its edges. Rasa is played by a few lines here; tests/test_petri.py asks the real one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from bot.edge import sessions
from bot.edge.app import create_app
from bot.edge.assistant import Assistant
from bot.knowledge.store import Knowledge


class FakeRasa:
    """Remembers what it was told; answers with the text itself, as our actions would."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.state = "up"

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.state == "gone":
            raise httpx.ConnectError("refused")
        if self.state == "broken":
            return httpx.Response(500, text="Traceback (most recent call last): secret")
        body = json.loads(request.content)
        self.told.append((body["sender"], body["message"]))
        if self.state == "without actions":
            return httpx.Response(200, json=[])
        reply = {"text": body["message"], "topic": "chat.help", "subject": None, "sources": [], "buttons": []}
        return httpx.Response(200, json=[{"recipient_id": body["sender"], "custom": reply}])


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa()


@pytest.fixture
def client(knowledge: Knowledge, rasa: FakeRasa) -> Iterator[TestClient]:
    app = create_app(knowledge, Assistant("http://rasa", httpx.MockTransport(rasa)), "nl_petri_sm 0.1.0")
    with TestClient(app) as client:
        yield client


@pytest.fixture
def token(client: TestClient) -> str:
    return str(client.post("/api/session", json={"surface": "website"}).json()["token"])


def say(client: TestClient, token: str, **body: Any) -> httpx.Response:
    return client.post("/api/message", json=body, headers={"Authorization": f"Bearer {token}"})


def assert_problem(response: httpx.Response, status: int) -> None:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["title"].endswith(".")
    assert set(body) == {"type", "title", "status"}


def test_a_session_greets_and_its_token_opens_it(client: TestClient, rasa: FakeRasa) -> None:
    response = client.post("/api/session", json={"surface": "kiosk"})
    assert response.status_code == 201
    body = response.json()
    assert len(body["token"]) >= 43
    assert body["expires_in"] == 1800
    assert body["messages"][0] == {
        "id": "m1", "text": "/chat.greeting", "topic": "chat.help", "subject": None, "sources": [], "buttons": []
    }  # fmt: skip
    assert say(client, body["token"], text="hoi").json()["messages"][0]["id"] == "m2"
    assert body["token"] not in str(rasa.told)


def test_a_deep_link_is_asked_with_its_subject_and_level(client: TestClient, rasa: FakeRasa) -> None:
    link = {"topic": "occupation.salary", "subject": "chemisch-analist", "level": "vmbo-tl"}
    assert client.post("/api/session", json={"surface": "link", **link}).status_code == 201
    assert rasa.told[-1][1] == '/occupation.salary{"occupation": "chemisch-analist", "level": "vmbo-tl"}'


@pytest.mark.parametrize(
    "link",
    [
        {"topic": "occupation.nonsense"},
        {"topic": "fallback.clarify"},
        {"topic": "occupation.salary", "subject": "tovenaar"},
        {"topic": "programme.admission", "level": "vmbo-x"},
        {"subject": "baseclear"},
    ],
)
def test_a_link_that_leads_nowhere_says_so(client: TestClient, link: dict[str, str], rasa: FakeRasa) -> None:
    assert_problem(client.post("/api/session", json={"surface": "link", **link}), 400)
    assert rasa.told == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/restart", "restart"),
        ('/inform{"x":1}', 'inform{"x":1}'),
        ("  //  /session_start", "session_start"),
        ("\u2028/restart", "restart"),
        ("\x00/restart\n", "restart"),
        ("hvl verdien je", "hvl verdien je"),
        ("bel me op 06-12345678", "/safety.personal"),
    ],
)
def test_text_is_never_a_command(client: TestClient, token: str, rasa: FakeRasa, typed: str, told: str) -> None:
    assert say(client, token, text=typed).status_code == 200
    assert rasa.told[-1][1] == told


@pytest.mark.parametrize(
    "payload",
    [
        "/restart",
        "/session_start",
        "/fallback.clarify",
        "occupation.salary",
        "/occupation.salary@0.1",
        '/occupation.salary{"occupation": "tovenaar"}',
        '/occupation.salary{"slot": "chemisch-analist"}',
        '/occupation.salary{"occupation": ["chemisch-analist"]}',
        '/occupation.salary{"occupation": "chemisch-analist"}/restart',
        '/context.inform{"choice": "<b>"}',
        '/occupation.salary{"a":' + "[" * 3000 + "]" * 3000 + "}",
        "/occupation.salary{[1]}",
        "/occupation.salary\n/restart",
    ],
)
def test_only_our_own_buttons_reach_rasa(client: TestClient, token: str, rasa: FakeRasa, payload: str) -> None:
    before = list(rasa.told)
    assert_problem(say(client, token, payload=payload), 400)
    assert rasa.told == before


def test_a_button_reaches_rasa_unchanged(client: TestClient, token: str, rasa: FakeRasa) -> None:
    payload = '/occupation.salary{"occupation": "chemisch-analist"}'
    assert say(client, token, payload=payload).status_code == 200
    assert rasa.told[-1][1] == payload


def test_length_is_counted_in_characters(client: TestClient, token: str) -> None:
    assert say(client, token, text="é" * 300).status_code == 200
    assert_problem(say(client, token, text="a" * 301), 413)


@pytest.mark.parametrize("text", ["", "   ", "\n", "///", "\u200b\x00"])
def test_an_empty_message_says_so(client: TestClient, token: str, text: str) -> None:
    assert_problem(say(client, token, text=text), 400)


def test_a_large_body_is_cut_off(client: TestClient, token: str) -> None:
    assert_problem(say(client, token, text="a" * 200_000), 413)


@pytest.mark.parametrize(
    "body", [b"{", b"", b"[]", b'{"text": 1}', b'{"tekst": "x"}', b"{}", b'{"text":"a","payload":"b"}', b"\xff"]
)
def test_broken_json_says_so(client: TestClient, token: str, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    assert_problem(client.post("/api/message", content=body, headers=headers), 400)


def test_only_json_is_read(client: TestClient, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "text/plain"}
    assert_problem(client.post("/api/message", content=b'{"text": "hoi"}', headers=headers), 415)


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong", "Basic abc"])
def test_a_wrong_token_opens_nothing(client: TestClient, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    assert_problem(client.post("/api/message", json={"text": "hoi"}, headers=headers), 401)
    assert_problem(client.delete("/api/session", headers=headers), 401)
    assert_problem(client.post("/api/feedback", json={"message_id": "m1", "helpful": True}, headers=headers), 401)


def test_a_closed_conversation_is_erased(client: TestClient, token: str, rasa: FakeRasa) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    assert client.delete("/api/session", headers=headers).status_code == 204
    sender = rasa.told[0][0]
    assert rasa.told[-1] == (sender, "/restart")
    assert_problem(say(client, token, text="hoi"), 401)


def test_an_idle_session_ends(knowledge: Knowledge, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "IDLE_SECONDS", 0)
    app = create_app(knowledge, Assistant("http://rasa", httpx.MockTransport(rasa)), "")
    with TestClient(app) as client:
        token = client.post("/api/session", json={"surface": "website"}).json()["token"]
        assert_problem(say(client, token, text="hoi"), 401)


def test_feedback_is_for_a_message_of_this_conversation(client: TestClient, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    good, bad = {"message_id": "m1", "helpful": True}, {"message_id": "m99", "helpful": True}
    assert client.post("/api/feedback", json=good, headers=headers).status_code == 204
    assert_problem(client.post("/api/feedback", json=bad, headers=headers), 400)


@pytest.mark.parametrize("state", ["gone", "broken", "without actions"])
def test_an_assistant_that_is_away_is_a_503(client: TestClient, token: str, rasa: FakeRasa, state: str) -> None:
    rasa.state = state
    response = say(client, token, text="hoi")
    assert_problem(response, 503)
    assert int(response.headers["Retry-After"]) > 0
    assert "even niet bereikbaar" in response.json()["title"]
    rasa.state = "up"
    assert say(client, token, text="hoi").status_code == 200


def test_too_many_messages_must_wait(client: TestClient, token: str) -> None:
    # 90 a minute; the minute may turn over while we count.
    responses = [say(client, token, text="hoi") for _ in range(181)]
    assert all(response.status_code == 200 for response in responses[:90])
    refused = [response for response in responses if response.status_code == 429]
    assert refused
    assert_problem(refused[0], 429)
    assert int(refused[0].headers["Retry-After"]) > 0


def test_health_says_starting_then_ok_then_degraded(
    client: TestClient, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.edge.assistant.HEALTH_SECONDS", -1)
    for state, status, word in (("gone", 503, "starting"), ("up", 200, "ok"), ("without actions", 503, "degraded")):
        rasa.state = state
        response = client.get("/healthz")
        assert (response.status_code, response.json()["status"]) == (status, word)
        assert response.json()["dutch_pipeline"] == "nl_petri_sm 0.1.0"


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nergens", 404), ("GET", "/api/message", 405), ("PUT", "/api/session", 405)]
)
def test_unknown_places_are_problems_too(client: TestClient, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_every_response_has_the_security_headers(client: TestClient) -> None:
    for path in ("/chat", "/healthz", "/nergens", "/api/message"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_what_is_large_is_compressed_and_fonts_are_kept(client: TestClient) -> None:
    script = client.get("/static/chat/message.js", headers={"Accept-Encoding": "gzip"})
    assert script.headers["content-encoding"] == "gzip"
    assert script.headers["cache-control"] == "no-cache"
    font = client.get("/static/fonts/atkinson-hyperlegible-latin-400-normal.woff2")
    assert "immutable" in font.headers["cache-control"]


def test_a_crash_says_nothing_of_itself(knowledge: Knowledge, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*arguments: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(sessions.Sessions, "create", crash)
    app = create_app(knowledge, Assistant("http://rasa", httpx.MockTransport(rasa)), "")
    with TestClient(app, raise_server_exceptions=False) as client:
        response = client.post("/api/session", json={"surface": "website"})
    assert_problem(response, 500)
    assert "secret" not in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_a_failed_opening_leaves_no_session(client: TestClient, rasa: FakeRasa) -> None:
    rasa.state = "gone"
    assert_problem(client.post("/api/session", json={"surface": "website"}), 503)
    rasa.state = "up"
    assert client.post("/api/session", json={"surface": "website"}).status_code == 201


def test_nobody_is_turned_out_for_a_newcomer(client: TestClient, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MAX_SESSIONS", 1)
    assert_problem(client.post("/api/session", json={"surface": "website"}), 503)
    assert say(client, token, text="hoi").status_code == 200
