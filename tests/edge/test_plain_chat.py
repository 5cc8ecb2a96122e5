"""The conversation without JavaScript, as a browser's form has it. Rasa is played."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from starlette.testclient import TestClient

from bot.edge import plain_chat, sessions
from bot.edge.app import create_app
from bot.edge.assistant import Assistant
from bot.edge.text import blocks
from bot.knowledge.store import Knowledge
from tests.edge.test_api import FakeRasa

SAME = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa()


@pytest.fixture
def client(knowledge: Knowledge, rasa: FakeRasa) -> Iterator[TestClient]:
    app = create_app(knowledge, Assistant("http://rasa", httpx.MockTransport(rasa)), "nl_petri_sm 0.1.0")
    with TestClient(app) as client:
        yield client


def post(client: TestClient, **fields: str) -> httpx.Response:
    """Send the form as our own page does, without going where the answer says."""
    return client.post("/chat", data=fields, headers=SAME, follow_redirects=False)


def said(page: httpx.Response) -> list[tuple[str, str]]:
    """Who said what on a page."""
    found = re.findall(r'entry--(\w+)" tabindex.*?<div class="entry__text"[^>]*>(.*?)</div>', page.text, re.DOTALL)
    return [(who, " ".join(re.sub(r"<[^>]+>", " ", text).split())) for who, text in found]


def notice(page: httpx.Response) -> str:
    """What stands beside the field."""
    found = re.search(r'data-part="notice">(.*?)</p>', page.text)
    return found[1] if found else ""


def assert_refused(page: httpx.Response, status: int, why: str) -> None:
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-store"
    assert "<title>Niet gelukt: " in page.text
    assert why in notice(page)


def test_looking_opens_nothing(client: TestClient, rasa: FakeRasa) -> None:
    page = client.get("/chat")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-cache"
    assert "set-cookie" not in page.headers
    assert [who for who, _ in said(page)] == ["petri"]
    assert 'value="/guide.quiz"' in page.text
    assert "noscript" not in page.text
    assert rasa.told == []


def test_a_question_and_its_answer(client: TestClient, rasa: FakeRasa) -> None:
    answer = post(client, text="wat is <b>hplc</b>?")
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat#laatste")
    page = client.get("/chat")
    assert page.headers["cache-control"] == "no-store"
    assert [who for who, _ in said(page)] == ["petri", "visitor", "petri"]
    assert page.text.count('id="laatste"') == 1
    assert "wat is &lt;b&gt;hplc&lt;/b&gt;?" in page.text
    assert [text for _, text in rasa.told] == ["/chat.greeting", "wat is <b>hplc</b>?"]
    client.get("/chat")
    assert len(rasa.told) == 2, "a reload asks nothing"


def test_the_key_is_in_the_cookie_only(client: TestClient, rasa: FakeRasa) -> None:
    answer = post(client, text="hoi")
    cookie = answer.headers["set-cookie"]
    key = answer.cookies[plain_chat.COOKIE]
    for part in ("HttpOnly", "Path=/chat", "SameSite=strict"):
        assert part in cookie
    assert "Max-Age" not in cookie and "Secure" not in cookie
    assert key not in client.get("/chat").text
    assert key not in answer.headers["location"]
    assert key not in str(rasa.told)


def test_over_https_the_cookie_stays_there(knowledge: Knowledge, rasa: FakeRasa) -> None:
    app = create_app(knowledge, Assistant("http://rasa", httpx.MockTransport(rasa)), "")
    with TestClient(app, base_url="https://testserver") as client:
        assert "Secure" in post(client, text="hoi").headers["set-cookie"]


def test_a_button_says_what_stood_on_it(client: TestClient, knowledge: Knowledge, rasa: FakeRasa) -> None:
    post(client, payload="/guide.quiz", text="niet dit")
    assert rasa.told[-1][1] == "/guide.quiz"
    assert ("visitor", knowledge.topics["guide.quiz"].button) in said(client.get("/chat"))


@pytest.mark.parametrize(
    "payload", ["/restart", "/session_start", "/fallback.clarify", "geen knop", '/occupation.salary{"occupation": "x"}']
)
def test_only_our_own_buttons_reach_rasa(client: TestClient, rasa: FakeRasa, payload: str) -> None:
    post(client, text="hoi")
    before = list(rasa.told)
    assert_refused(post(client, payload=payload), 400, "Deze knop werkt niet meer.")
    assert rasa.told == before


def test_text_is_never_a_command(client: TestClient, rasa: FakeRasa) -> None:
    post(client, text="  //restart\r\n")
    assert rasa.told[-1][1] == "restart"


def test_personal_data_is_not_kept_and_not_shown(client: TestClient, rasa: FakeRasa) -> None:
    post(client, text="ik ben Noor, bel 06-12345678")
    assert rasa.told[-1][1] == "/safety.personal"
    page = client.get("/chat")
    assert "Noor" not in page.text and "12345678" not in page.text
    assert ("visitor", plain_chat.LEFT_OUT) in said(page)


def test_what_is_refused_stays_in_the_field(client: TestClient) -> None:
    page = post(client, text="a" * 301)
    assert_refused(page, 413, "Je bericht is te lang.")
    assert f">{'a' * 301}</textarea>" in page.text


def test_line_ends_count_once(client: TestClient) -> None:
    assert post(client, text="a\r\n" * 150).status_code == 303


@pytest.mark.parametrize("fields", [{"text": ""}, {"text": "  "}, {"text": "//"}, {"x": "y"}])
def test_nothing_is_no_message(client: TestClient, rasa: FakeRasa, fields: dict[str, str]) -> None:
    assert_refused(post(client, **fields), 400, "Je bericht is leeg.")
    assert rasa.told == [], "no conversation is opened for it"


def _form(**headers: str) -> dict[str, str]:
    return {**SAME, "Content-Type": "application/x-www-form-urlencoded", **headers}


def test_what_is_no_form_of_ours(client: TestClient, rasa: FakeRasa) -> None:
    assert_refused(client.post("/chat", json={"text": "hoi"}, headers=SAME), 415, "kon niet worden gelezen")
    assert_refused(client.post("/chat", content=b"text=%ff", headers=_form()), 400, "kon niet worden gelezen")
    many = "&".join(f"a{i}=b" for i in range(20)).encode()
    assert_refused(client.post("/chat", content=many, headers=_form()), 400, "kon niet worden gelezen")
    assert_refused(client.post("/chat", content=b"text=" + b"a" * 9000, headers=_form()), 413, "te lang")
    assert rasa.told == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_cannot_send_the_form(client: TestClient, rasa: FakeRasa, headers: dict[str, str]) -> None:
    post(client, text="mijn vraag")
    before = list(rasa.told)
    page = client.post("/chat", data={"text": "hun vraag"}, headers=headers, follow_redirects=False)
    assert_refused(page, 403, "van een andere site")
    assert "mijn vraag" not in page.text
    assert "set-cookie" not in page.headers
    assert rasa.told == before


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://testserver"}, {"Origin": "https://testserver"}])
def test_older_browsers_can(client: TestClient, headers: dict[str, str]) -> None:
    """Also behind a proxy that speaks https, and the kind of browser that says nothing of itself."""
    answer = client.post("/chat", data={"text": "hoi"}, headers=headers, follow_redirects=False)
    assert answer.status_code == 303


def test_again_from_the_beginning(client: TestClient, rasa: FakeRasa) -> None:
    key = post(client, text="hoi").cookies[plain_chat.COOKIE]
    answer = post(client, restart="1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat")
    assert plain_chat.COOKIE not in client.cookies
    assert rasa.told[-1][1] == "/restart"
    assert [who for who, _ in said(client.get("/chat"))] == ["petri"]
    client.cookies.set(plain_chat.COOKIE, key, path="/chat")
    assert [who for who, _ in said(client.get("/chat"))] == ["petri"], "the old key opens nothing"
    assert post(client, restart="1").status_code == 303


def test_a_closed_conversation_goes_on_in_a_new_one(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client.cookies.set(plain_chat.COOKIE, "een-sleutel-van-gisteren", path="/chat")
    assert [who for who, _ in said(client.get("/chat"))] == ["petri"]
    post(client, text="wat is hplc?")
    page = said(client.get("/chat"))
    assert page[0] == ("note", plain_chat.RENEWED)
    assert page[1] == ("visitor", "wat is hplc?")


def test_a_deep_link_is_a_button(client: TestClient, knowledge: Knowledge, rasa: FakeRasa) -> None:
    page = client.get("/chat?topic=occupation.salary&subject=chemisch-analist&level=havo")
    assert "Wat verdien je? (Chemisch analist, havo)</button>" in page.text
    assert rasa.told == [], "who only looks asks nothing"
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', page.text))
    first = post(client, **fields).cookies[plain_chat.COOKIE]
    assert rasa.told[-1][1] == '/occupation.salary{"occupation": "chemisch-analist", "level": "havo"}'
    assert [who for who, _ in said(client.get("/chat"))] == ["petri", "visitor", "petri"]
    second = post(client, **fields).cookies[plain_chat.COOKIE]
    assert second != first
    assert [who for who, _ in said(client.get("/chat"))] == ["petri", "visitor", "petri"], "a conversation of its own"


@pytest.mark.parametrize(
    "query", ["topic=bestaat.niet", "subject=baseclear", "topic=occupation.salary&subject=tovenaar"]
)
def test_a_link_that_leads_nowhere_says_so(client: TestClient, rasa: FakeRasa, query: str) -> None:
    page = client.get(f"/chat?{query}")
    assert page.status_code == 200
    assert [who for who, _ in said(page)] == ["petri", "note"]
    assert "Deze link klopt niet meer" in page.text
    fields = dict(part.split("=") for part in query.split("&"))
    refused = post(client, **{"topic": "", **fields})
    assert_refused(refused, 400, "Deze link klopt niet meer")
    assert rasa.told == []


@pytest.mark.parametrize("state", ["gone", "broken", "without actions"])
def test_petri_away(client: TestClient, rasa: FakeRasa, state: str) -> None:
    rasa.state = state
    page = post(client, text="wat is hplc?")
    assert_refused(page, 503, "Petri is even niet bereikbaar.")
    assert page.headers["retry-after"] == "5"
    assert ">wat is hplc?</textarea>" in page.text
    assert "secret" not in page.text
    rasa.state = "up"
    assert post(client, text="wat is hplc?").status_code == 303


def test_too_often(client: TestClient) -> None:
    answers = [post(client, text="hoi").status_code for _ in range(92)]
    assert answers[:90] == [303] * 90
    page = post(client, text="hoi")
    assert_refused(page, 429, "Dat gaat even te snel.")
    assert ("visitor", "hoi") in said(page), "and the conversation is still there"


def test_two_visitors_never_see_each_other(client: TestClient, knowledge: Knowledge) -> None:
    post(client, text="van de eerste")
    other = TestClient(client.app)
    post(other, text="van de tweede")
    assert "van de eerste" not in other.get("/chat").text
    assert "van de tweede" not in client.get("/chat").text


def test_a_long_conversation_is_shown_from_its_end(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_chat, "MAX_ENTRIES", 4)
    for i in range(5):
        post(client, text=f"vraag {i}")
    questions = [text for who, text in said(client.get("/chat")) if who == "visitor"]
    assert questions == ["vraag 3", "vraag 4"]


def test_nobody_is_turned_out_for_a_newcomer(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MAX_SESSIONS", 1)
    post(client, text="van de eerste")
    assert_refused(post(TestClient(client.app), text="hoi"), 503, "niet bereikbaar")
    assert post(client, text="en nog een").status_code == 303


def test_text_of_an_answer() -> None:
    made = blocks(
        "Mail a@b.nl <i>of</i> kijk op mborijnland.nl/open, o.a. nu.\n\nStap:\n1. een\n2. twee\n\n3. drie\n- los € 5"
    )
    assert [(each.name, each.start, len(each.lines)) for each in made] == [
        ("p", 1, 1),
        ("p", 1, 1),
        ("ol", 1, 2),
        ("ol", 3, 1),
        ("ul", 1, 1),
    ]
    assert made[0].lines[0] == (
        'Mail <a href="mailto:a@b.nl" rel="noopener noreferrer">a@b.nl</a> &lt;i&gt;of&lt;/i&gt; kijk op '
        '<a href="https://mborijnland.nl/open" rel="noopener noreferrer">mborijnland.nl/open</a>, o.a. nu.'
    )
    assert made[4].lines[0] == "los €\u00a05"
