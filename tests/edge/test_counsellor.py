"""The pages for counsellors, as the edge writes them, and what their links ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

import httpx
import msgspec
import pytest
from starlette.testclient import TestClient

from actions.compose import compose
from actions.turn import Turn
from bot.edge import counsellor, counsellor_material
from bot.edge.app import create_app
from bot.edge.assistant import Assistant
from bot.edge.counsellor_material import MAX_CARDS, MINUTES, Lesson, load_lessons, load_sets
from bot.edge.offers import GROUPS, Link, Offers
from bot.edge.payloads import link_payload
from bot.knowledge.editing.said import sentences, without_links
from bot.knowledge.store import Knowledge
from bot.payload import parse_payload

PATHS = ["/decaan", "/decaan/kaarten", "/decaan/les", "/decaan/werkblad"]
OURS = "http://testserver"
# Petri tells another story each time, and more of a route than the page shows.
TOLD_OTHERWISE = ("guide.fact",)


class Elements(HTMLParser):
    """The elements of a page: name and attributes; and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note it."""
        self.text += data

    def all(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        """The elements of this name with these attributes."""
        return [each for name, each in self.found if name == tag and attributes.items() <= each.items()]


@pytest.fixture(scope="module")
def client(knowledge: Knowledge) -> Iterator[TestClient]:
    nobody = httpx.MockTransport(lambda request: httpx.Response(500))
    with TestClient(create_app(knowledge, Assistant("http://rasa", nobody), "")) as client:
        yield client


@pytest.fixture(scope="module")
def offers(knowledge: Knowledge) -> Offers:
    return Offers(knowledge)


def made(page: str) -> Link | None:
    """The link that a page shows, read back from the address in it."""
    fields = Elements(page).all("input", id="link")
    if not fields:
        return None
    address = urlsplit(str(fields[0]["value"]))
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{OURS}/chat"
    return Link(**dict(parse_qsl(address.query, strict_parsing=True)))


def test_every_link_on_offer_opens_to_the_answer_that_is_shown(knowledge: Knowledge, offers: Offers) -> None:
    links = [link for of_topic in offers.by_topic.values() for link in of_topic]
    assert len(links) > 1000 and len(set(links)) == len(links)
    for link in links:
        payload = link_payload(knowledge, link.topic, link.subject, link.level)
        topic, entities = parse_payload(payload)
        turn = Turn(topic, payload, list(entities.items()), {}, None, {topic: 1.0})  # type: ignore[arg-type]
        [reply] = compose(turn, knowledge)
        assert reply.topic == link.topic, link
        shown = offers.answer(link)
        assert shown.text and not shown.unknown, link
        if link.topic not in TOLD_OTHERWISE:
            assert reply.text == shown.text, link


def test_nothing_else_is_on_offer(knowledge: Knowledge, offers: Offers) -> None:
    assert {topic.split(".")[0] for topic in offers.by_topic} == set(GROUPS)
    needing = [i for i, topic in knowledge.topics.items() if topic.needs_subject]
    assert needing and not any(Link(topic) in offers for topic in needing)
    subjects = {link.subject for links in offers.by_topic.values() for link in links}
    closed = {i for i, employer in knowledge.employers.items() if employer.status != "open"}
    assert closed and not closed & subjects
    unknown = [
        (topic, i)
        for kind, of_kind in knowledge.subjects.items()
        for i, subject in of_kind.items()
        for topic, answer in subject.answers.items()
        if answer.unknown and kind != "level"
    ]
    assert not any(Link(topic, i) in offers for topic, i in unknown)


def test_a_key_reads_back(offers: Offers) -> None:
    for link in (link for links in offers.by_topic.values() for link in links):
        assert Link.of_key(link.key) == link
    assert Link("a.b", None, "havo").key == "a.b::havo"
    assert Link.of_key("a.b:c:d:e:f") == Link("a.b", "c", "d")


def test_whatever_can_be_chosen_gives_its_link(client: TestClient, offers: Offers) -> None:
    for topic, links in offers.by_topic.items():
        for link in {links[0], links[-1]}:
            response = client.get(f"/decaan?{link.query}")
            assert response.status_code == 200
            assert made(response.text) == link
            page = Elements(response.text)
            chosen = {str(each["value"]) for each in page.all("option") if "selected" in each}
            assert chosen == {each for each in (topic, link.subject, link.level) if each}
            assert not re.search(r'class="note"', response.text)


def test_the_code_and_the_text_hold_the_same_link(client: TestClient, knowledge: Knowledge) -> None:
    link = Link("occupation.salary", "chemisch-analist")
    page = Elements(client.get(f"/decaan?{link.query}").text)
    address = str(page.all("input", id="link")[0]["value"])
    assert address == f"{OURS}/chat?topic=occupation.salary&subject=chemisch-analist"
    [code] = page.all("img")
    assert parse_qs(urlsplit(str(code["src"])).query) == {"text": [link.path]}
    assert client.get(str(code["src"])).headers["content-type"] == "image/svg+xml"
    assert f"Chemisch analist: wat verdien je?\n\n{address}\n\n" in page.text
    assert counsellor.OPENS in page.text and counsellor.PETRI_IS in page.text
    answer = knowledge.occupations["chemisch-analist"].answers["occupation.salary"].text
    assert answer.split("\n")[0].replace("€ ", "€\u00a0") in page.text


def test_the_text_says_what_a_guide_does(client: TestClient, knowledge: Knowledge) -> None:
    words = {4: "vier", 5: "vijf", 6: "zes"}
    for topic, guide in (("guide.quiz", knowledge.quiz), ("guide.route_advice", knowledge.route_guide)):
        assert f"stelt je daar {words[len(guide.questions)]} korte vragen" in client.get(f"/decaan?topic={topic}").text


@pytest.mark.parametrize(
    ("query", "status", "says", "link"),
    [
        ("topic=bestaat.niet", 400, counsellor.UNKNOWN, None),
        ("topic=chat.greeting", 400, counsellor.UNKNOWN, None),
        ("topic=safety.distress", 400, counsellor.UNKNOWN, None),
        ("topic=occupation.salary&subject=bakker", 400, counsellor.UNKNOWN_SUBJECT, None),
        ("topic=occupation.salary&subject=havo", 400, counsellor.UNKNOWN_SUBJECT, None),
        ("topic=programme.subjects&level=groep-8", 400, counsellor.UNKNOWN_SUBJECT, None),
        ("topic=occupation.overview", 200, counsellor.CHOOSE_SUBJECT, None),
        ("topic=occupation.workday&subject=lumc", 200, "Over ‘Leids Universitair", Link("occupation.workday")),
        (
            "topic=occupation.salary&subject=chemisch-analist&level=havo",
            200,
            counsellor.SAME_FOR_ALL,
            Link("occupation.salary", "chemisch-analist"),
        ),
        ("topic=guide.quiz&level=havo", 200, counsellor.SAME_FOR_ALL, Link("guide.quiz")),
        ("topic=&subject=&level=", 200, "Hier komt je link", None),
        ("", 200, "Hier komt je link", None),
        ("topic=guide.quiz&kaart=x.y", 400, counsellor.UNKNOWN_CARD, Link("guide.quiz")),
    ],
)
def test_what_cannot_be_is_said_in_dutch(
    client: TestClient, query: str, status: int, says: str, link: Link | None
) -> None:
    response = client.get(f"/decaan?{query}")
    assert response.status_code == status
    assert says in response.text
    assert made(response.text) == link


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", ["topic", "subject", "level", "kaart", "voor", "titel"])
def test_what_is_not_ours_is_not_repeated(client: TestClient, path: str, name: str) -> None:
    for hostile in ('"><script>alert(1)</script>', "Bel 0900-1234", "x" * 9000, "{{ 7 * 7 }}", "guide.quiz:<b>:"):
        query = urlencode({"topic": "guide.quiz", name: hostile})
        page = client.get(f"{path}?{query}").text
        assert hostile not in page and hostile[:40] not in page


def test_six_cards_fit_and_a_seventh_is_told(client: TestClient, offers: Offers) -> None:
    links = [links[-1] for links in offers.by_topic.values()][:7]
    cards = [("kaart", link.key) for link in links]
    page = Elements(client.get(f"/decaan/kaarten?{urlencode(cards[:6])}").text)
    codes = [parse_qs(urlsplit(str(code["src"])).query)["text"][0] for code in page.all("img")]
    assert codes == [link.path for link in links[:6]]
    assert all(offers.question(link) in page.text for link in links[:6])
    assert "testserver/chat" in page.text
    response = client.get(f"/decaan/kaarten?{urlencode(cards)}")
    assert response.status_code == 400 and counsellor.TOO_MANY_CARDS in response.text
    assert len(Elements(response.text).all("img")) == MAX_CARDS
    response = client.get(f"/decaan/kaarten?{urlencode(cards[:2])}&kaart=bestaat.niet")
    assert response.status_code == 400 and counsellor.UNKNOWN_CARD in response.text
    assert len(Elements(response.text).all("img")) == 2


def test_the_title_is_never_sent(client: TestClient) -> None:
    page = client.get("/decaan/kaarten?kaart=guide.quiz").text
    [title] = Elements(page).all("input", type="text")
    assert title["maxlength"] == "60" and title["autocomplete"] == "off" and "name" not in title
    assert "<form" not in page


def test_cards_go_along_while_another_is_chosen(client: TestClient) -> None:
    cards = "kaart=guide.quiz&kaart=programme.subjects::havo"
    page = Elements(client.get(f"/decaan?topic=guide.fact&{cards}").text)
    assert [each["value"] for each in page.all("input", type="hidden")] == ["guide.quiz", "programme.subjects::havo"]
    sheets = [str(each["href"]) for each in page.all("a") if str(each["href"]).startswith("/decaan/kaarten?")]
    assert parse_qs(urlsplit(sheets[0]).query)["kaart"] == ["guide.quiz", "programme.subjects::havo", "guide.fact"]


def test_what_is_ready_is_on_offer(knowledge: Knowledge, offers: Offers) -> None:
    ready = {**load_sets(), **load_lessons()}
    assert len(ready) == len(load_sets()) + len(load_lessons())
    for name, each in ready.items():
        assert 0 < len(each.cards) <= MAX_CARDS and len(set(each.cards)) == len(each.cards), name
        assert [link.key for link in each.cards if link not in offers] == [], name
    # An answer that opens with what Petri does not know is a poor example.
    opens = [offers.answer(link).text.split("\n")[0] for each in ready.values() for link in each.cards]
    assert [text for text in opens if "weet ik niet" in text] == []


@pytest.mark.parametrize("path", PATHS)
def test_pages_have_headers_and_no_dead_links(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-cache"
    assert "'unsafe" not in response.headers["content-security-policy"]
    assert "set-cookie" not in response.headers
    page = Elements(response.text)
    assert not any("style" in attributes for _, attributes in page.found)
    places = [each.get(name) for _, each in page.found for name in ("href", "src")]
    for place in dict.fromkeys(str(each) for each in places if each and each.startswith("/")):
        answer = client.get(place)
        assert answer.status_code == 200, place
        fragment = urlsplit(place).fragment
        assert not fragment or f'id="{fragment}"' in answer.text, place


@pytest.mark.parametrize("path", ["/decaan/les", "/decaan/werkblad"])
def test_a_lesson_that_is_not_there(client: TestClient, path: str) -> None:
    response = client.get(f"{path}?voor=groep-8")
    assert response.status_code == 404
    assert counsellor.UNKNOWN_LESSON in response.text


@pytest.mark.parametrize("lesson", load_lessons().values(), ids=load_lessons())
def test_a_lesson_is_whole(client: TestClient, knowledge: Knowledge, lesson: Lesson) -> None:
    assert list(lesson.parts) == list(MINUTES)
    assert [MINUTES[name][0] for name in MINUTES] == [0, *[end for _, end in MINUTES.values()][:-1]]
    assert {part.tell for part in lesson.parts.values()} - {None} <= set(knowledge.answers)
    for fact in lesson.facts:
        assert fact.sources and set(fact.sources) <= set(knowledge.sources)
        cited = {source for each in knowledge.all_facts() for source in each.sources}
        assert set(fact.sources) <= cited
    assert len(lesson.worksheet.questions) == 6


def test_what_petri_does_not_know_is_what_petri_says(client: TestClient, knowledge: Knowledge) -> None:
    """When one of these becomes known, the lesson has to change too."""
    page = " ".join(Elements(client.get("/decaan/les").text).text.split())
    for topic, says, told in (
        ("programme.difficulty", "Hoeveel mensen stoppen, weet ik niet", "Hoeveel studenten stoppen met een"),
        ("programme.bol_bbl", "in bbl kunt doen, weet ik niet. Vraag het aan mboRijnland", "in bbl kunt doen, weet"),
        (
            "programme.subjects",
            "hbo Chemie en BML kies je N&G of N&T (regel uit 2015)",
            "hbo Chemie en BML is uit 2015",
        ),
        ("chat.privacy", "30 minuten", "na een half uur zonder berichten"),
    ):
        assert says in knowledge.answers[topic].text.replace("\n", " "), topic
        assert told in page, topic
    assert len(knowledge.quiz.questions) == 6
    assert any("zes keer" in step for part in load_lessons()["vmbo"].parts.values() for step in part.steps)


@pytest.mark.parametrize("path", [*PATHS, "/decaan/les?voor=havo-vwo", "/decaan/werkblad?voor=havo-vwo"])
def test_the_language(client: TestClient, path: str) -> None:
    """Short sentences, 'je', and nothing that shouts."""
    page = re.sub(r"<(option|optgroup|script|style|title).*?</\1>", "", client.get(path).text, flags=re.DOTALL)
    blocks = re.findall(r"<(?:p|li|h\d|figcaption)\b[^>]*>(.*?)</(?:p|li|h\d|figcaption)>", page, re.DOTALL)
    texts = [" ".join(Elements(each).text.split()) for each in blocks]
    assert len(texts) > 10
    for sentence in (each for text in texts for each in sentences(without_links(text))):
        assert len(sentence.split()) <= 25, sentence
        assert "!" not in sentence and not re.search(r"\b(u|uw|uzelf)\b", sentence), sentence


def test_a_misspelled_field_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sets.yml").write_text("a: {title: x, text: y, linkz: []}\n")
    monkeypatch.setattr(counsellor_material, "ROOT", tmp_path)
    with pytest.raises(msgspec.ValidationError, match="linkz"):
        load_sets()


def test_the_host_of_a_link_is_the_one_that_was_asked(client: TestClient) -> None:
    page = client.get("/decaan?topic=guide.quiz", headers={"Host": "petri.example.org"}).text
    assert "http://petri.example.org/chat?topic=guide.quiz" in page
    assert quote("/chat?topic=guide.quiz", safe="/") in page
