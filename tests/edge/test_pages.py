"""The pages about Petri and the map of the park, as the edge writes them."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import httpx
import pytest
from starlette.testclient import TestClient

from bot.edge import conversations
from bot.edge.about_pages import AXE, EXAMPLES, FIGURES
from bot.edge.app import create_app
from bot.edge.assistant import Assistant
from bot.edge.park_map import FILE, ParkMap
from bot.edge.payloads import link_payload
from bot.edge.sessions import IDLE_SECONDS
from bot.knowledge.checks import MAX_MEAN_SENTENCE_WORDS
from bot.knowledge.documents import ContentError
from bot.knowledge.editing.said import MAX_WORDS
from bot.knowledge.lookup import short_name
from bot.knowledge.store import ROOT, Knowledge
from bot.tracker_store import IDLE_SECONDS as TRACKER_SECONDS

PATHS = ["/", "/bronnen", "/privacy", "/toegankelijkheid"]
VENDOR = Path(__file__).parents[1] / "browser" / "vendor"
KIOSK = Path(__file__).parents[2] / "bot" / "edge" / "static" / "kiosk"


class Elements(HTMLParser):
    """The elements of a page: name and attributes, and the text of each list item that has an id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.items: dict[str, str] = {}
        self._item: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        attributes = dict(attrs)
        self.found.append((tag, attributes))
        if tag == "li" and attributes.get("id"):
            self._item = attributes["id"]
            self.items[self._item or ""] = ""

    def handle_endtag(self, tag: str) -> None:
        """Items with an id hold no lists."""
        if tag == "li":
            self._item = None

    def handle_data(self, data: str) -> None:
        """Note the text of an item."""
        if self._item is not None:
            self.items[self._item] += data

    def values(self, name: str, tag: str | None = None) -> list[str]:
        """Every value of this attribute."""
        return [value for each, has in self.found if tag in (None, each) if (value := has.get(name)) is not None]


@pytest.fixture(scope="module")
def client(knowledge: Knowledge) -> Iterator[TestClient]:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=[]))
    with TestClient(create_app(knowledge, Assistant("http://rasa", transport), "nl_petri_sm 0.1.0")) as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
def test_page(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"
    assert "script-src 'self'" in response.headers["content-security-policy"]
    page = Elements(response.text)
    assert page.values("lang", "html") == ["nl"]
    assert [tag for tag, _ in page.found].count("h1") == 1
    assert not page.values("style"), "the policy lets no style attribute through"
    assert [count for count in Counter(page.values("id")).values() if count > 1] == []
    assert all(page.values("content", "meta"))
    current = [has.get("href") for _, has in page.found if "aria-current" in has]
    assert set(current) == {path}


@pytest.mark.parametrize("path", PATHS)
def test_internal_links_lead_somewhere(client: TestClient, path: str) -> None:
    links = Elements(client.get(path).text)
    for link in {*links.values("href"), *links.values("src"), *links.values("action")}:
        parts = urlsplit(link)
        if parts.scheme in ("http", "https", "mailto"):
            continue
        target = client.get(f"{parts.path or path}?{parts.query}")
        assert target.status_code == 200, link
        if parts.fragment:
            assert parts.fragment in Elements(target.text).values("id"), link


def test_every_source_is_listed_with_its_uses(client: TestClient, knowledge: Knowledge) -> None:
    response = client.get("/bronnen")
    page = Elements(response.text)
    assert page.items.keys() == knowledge.sources.keys()
    links = page.values("href", "a")
    for source_id, source in knowledge.sources.items():
        assert source.title in page.items[source_id]
        assert source.publisher in page.items[source_id]
        assert source.url in links
        date = source.as_of[:4] if source.as_of else "zonder datum"
        assert date in page.items[source_id]
    for subjects in knowledge.subjects.values():
        for subject in subjects.values():
            for answer in subject.answers.values():
                for source_id in [*answer.sources, *(answer.why.sources if answer.why else [])]:
                    assert short_name(subject) in page.items[source_id]
    for topic_id, answer in knowledge.answers.items():
        for source_id in answer.sources:
            assert knowledge.topics[topic_id].button in page.items[source_id]
    unused = {source_id for source_id, text in page.items.items() if "Nog niet in een antwoord gebruikt" in text}
    assert 0 < len(unused) < len(knowledge.sources) / 10
    assert not unused & {source_id for fact in knowledge.all_facts() if fact.topic for source_id in fact.sources}


def test_list_of_sources_is_light(client: TestClient) -> None:
    assert len(gzip.compress(client.get("/bronnen").content, 6)) < 80_000


def test_search(client: TestClient, knowledge: Knowledge) -> None:
    """Every word has to be there, as typed by who does not mind capitals and accents."""
    page = client.get("/bronnen", params={"q": "LÚMC  universiteit"}).text
    found = Elements(page).items
    assert 0 < len(found) < 100
    assert all("lumc" in text.lower() and "universiteit" in text.lower() for text in found.values())
    assert f"{len(found)} van {len(knowledge.sources)} bronnen" in page
    assert 'value="LÚMC  universiteit"' in page


def test_search_that_finds_nothing(client: TestClient, knowledge: Knowledge) -> None:
    page = client.get("/bronnen", params={"q": '"><script>alert(1)</script>' + "x" * 1000}).text
    assert Elements(page).items == {}
    assert f"0 van {len(knowledge.sources)} bronnen" in page
    assert '<p class="nothing">' in page
    assert "<script>alert" not in page


def test_newest_first(client: TestClient, knowledge: Knowledge) -> None:
    ids = [*Elements(client.get("/bronnen", params={"volgorde": "datum"}).text).items]
    dates = [knowledge.sources[source_id].as_of or "" for source_id in ids]
    assert dates == sorted(dates, reverse=True)
    assert len(ids) == len(knowledge.sources)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.number)
def test_figures_stand_in_a_fact(knowledge: Knowledge, figure: object) -> None:
    number, source = figure.number, figure.source  # type: ignore[attr-defined]
    facts = [fact for fact in knowledge.all_facts() if source in fact.sources and number in fact.text]
    assert facts, f"{number} stands in no fact of {source}"
    year = figure.when[-4:]  # type: ignore[attr-defined]
    assert any((fact.as_of or knowledge.sources[source].as_of or "").startswith(year) for fact in facts)


def test_examples_can_be_asked(client: TestClient, knowledge: Knowledge) -> None:
    page = client.get("/").text
    examples = [example for group in EXAMPLES.values() for example in group]
    assert 3 <= len(examples) <= 6
    for example in examples:
        asks = example.asks
        assert link_payload(knowledge, asks["topic"], asks.get("subject"), asks.get("level"))
        assert f'href="{example.href.replace("&", "&amp;")}">{example.text}' in page


def test_privacy_says_what_the_code_does(client: TestClient, knowledge: Knowledge) -> None:
    page = client.get("/privacy").text
    assert IDLE_SECONDS == TRACKER_SECONDS
    assert f"{IDLE_SECONDS // 60} minuten niets vraagt" in page
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=[]))
    openings = conversations.Conversations(knowledge, Assistant("http://rasa", transport))._openings
    assert openings._seconds == 10 and "tien seconden" in page
    idle = (KIOSK / "idle.js").read_text()
    [patience] = re.findall(r"IDLE_IN_DISTRESS = ([\d_]+);", idle)
    [countdown] = re.findall(r"COUNTDOWN = (\d+);", idle)
    assert int(patience.replace("_", "")) / 1000 + int(countdown) <= 150 and "hoogstens tweeënhalve minuut" in page


def test_accessibility_says_what_is_tested(client: TestClient) -> None:
    assert f"axe-core {AXE}" in client.get("/toegankelijkheid").text
    page = client.get("/toegankelijkheid").text
    assert (
        f"hoogstens {MAX_WORDS['answer']}, en gemiddeld hoogstens {MAX_MEAN_SENTENCE_WORDS}".replace(".", ",") in page
    )
    assert (VENDOR / "axe.min.js").read_text(encoding="utf-8").startswith(f"/*! axe v{AXE}\n")


def test_unknown_page(client: TestClient) -> None:
    """A person gets a page, and a program what it understands."""
    page = client.get("/nergens", headers={"Accept": "text/html,*/*"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Deze pagina bestaat niet" in page.text
    assert client.get("/nergens").headers["content-type"] == "application/problem+json"


@pytest.fixture(scope="module")
def park(knowledge: Knowledge) -> ParkMap:
    return ParkMap(knowledge)


def test_map_says_what_the_employers_say(park: ParkMap, knowledge: Knowledge) -> None:
    """Each street on the map stands in a fact or the address of the employer; nobody is on it twice, or closed."""
    placed = [employer for place in park.park.places.values() for employer in place.employers]
    assert [each for each, count in Counter([*placed, *park.park.beside]).items() if count > 1] == []
    for place_id, place in park.park.places.items():
        for employer, spot in place.employers.items():
            known = knowledge.subjects["employer"][employer]
            assert known.status == "open", employer  # type: ignore[attr-defined]
            texts = [known.address or "", *(fact.text for fact in known.facts)]  # type: ignore[attr-defined]
            texts += [answer.text for answer in known.answers.values()]
            assert any(place.name in text for text in texts), (employer, place_id)
            street = spot.address.removeprefix("W. ").removeprefix("in ")
            assert any(street in text for text in texts), (employer, spot.address)
            cited = {source for fact in known.facts for source in fact.sources}
            cited |= {source for answer in known.answers.values() for source in answer.sources}
            assert cited & {*place.sources}, f"no source of {place_id} is one of {employer}"
    for employer in park.park.beside:
        assert knowledge.subjects["employer"][employer].status == "open"  # type: ignore[attr-defined]


def test_map_marks_an_employer(client: TestClient) -> None:
    response = client.get("/park.svg", params={"employer": "baseclear"})
    assert response.headers["content-type"].startswith("image/svg+xml")
    drawing = ElementTree.fromstring(response.text)
    space = {"svg": "http://www.w3.org/2000/svg"}
    title = drawing.find("svg:title", space)
    assert title is not None and title.text == (
        "Kaart van het Leiden Bio Science Park: BaseClear, Sylviusweg 74, langs het eerste deel van de Hartlijn"
    )
    words = ["".join(each.itertext()) for each in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert {"BaseClear", "Sylviusweg 74", "Leiden Centraal", "Hartlijn", "niet op schaal"} <= {*words}
    assert "Sylviusweg" not in words, "the box says it"
    assert response.text.count("park__dish--marked") == 1


def test_map_of_everybody(client: TestClient, park: ParkMap) -> None:
    drawing = client.get("/park.svg").text
    assert "park__dish--marked" not in drawing
    assert all(f">{place.name}</text>" in drawing for place in park.park.places.values())
    for employer in (each for place in park.park.places.values() for each in place.employers):
        ElementTree.fromstring(client.get("/park.svg", params={"employer": employer}).text)


@pytest.mark.parametrize(("employer", "status"), [("sron", 204), ("galapagos", 204), ("philips", 404), ("", 404)])
def test_who_is_not_on_the_map(client: TestClient, employer: str, status: int) -> None:
    assert client.get("/park.svg", params={"employer": employer}).status_code == status


def test_home_says_the_map_in_words(client: TestClient, park: ParkMap, knowledge: Knowledge) -> None:
    page = client.get("/").text
    for place in park.park.places.values():
        assert f"<b>{place.name}</b> <span>{place.near}</span>" in page
        assert all(spot.dated_name.replace("&", "&amp;") in page for spot in place.employers.values())
    assert all(name.replace("&", "&amp;").replace("'", "&#39;") in page for name in park.beside())


@pytest.mark.parametrize(
    ("old", "new"),
    [("baseclear: {", "base-clear: {"), ("beside: [", "beside: [philips, "), ("sources: [wiki-", "sources: [wikki-")],
)
def test_mistake_on_the_map(knowledge: Knowledge, tmp_path: Path, old: str, new: str) -> None:
    text = (ROOT / FILE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match="bestaat niet"):
        ParkMap(knowledge, tmp_path)
