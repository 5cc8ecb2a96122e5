"""What the kiosk's page brings with it: the stories, with where they come from and a drawing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import httpx
import pytest
from starlette.testclient import TestClient

from bot.edge.app import create_app
from bot.edge.assistant import Assistant
from bot.edge.kiosk import DRAWINGS, label_of, story_of
from bot.edge.pages import PAGES
from bot.knowledge.model import Source, Story
from bot.knowledge.store import Knowledge


@pytest.fixture(scope="module")
def page(knowledge: Knowledge) -> Iterator[httpx.Response]:
    nobody = httpx.MockTransport(lambda request: httpx.Response(500))
    with TestClient(create_app(knowledge, Assistant("http://rasa", nobody), "")) as client:
        yield client.get("/kiosk")


def test_every_story_is_on_the_page(page: httpx.Response, knowledge: Knowledge) -> None:
    assert page.status_code == 200
    data = re.search(r'<script type="application/json" id="stories">(.*?)</script>', page.text, re.DOTALL)
    assert data
    stories = json.loads(data[1])
    assert ["\n\n".join(story["paragraphs"]) for story in stories] == [s.text for s in knowledge.stories.values()]
    assert all(story["source"].startswith("Bron: ") and len(story["source"]) > 8 for story in stories)


def test_every_drawing_is_there(page: httpx.Response, knowledge: Knowledge) -> None:
    drawn = set(re.findall(r'id="drawing-(\w+)"', (PAGES / "kiosk-drawings.svg").read_text("utf-8")))
    stories = [story_of(i, story, knowledge) for i, story in knowledge.stories.items()]
    assert {story["drawing"] for story in stories} <= drawn
    assert set(DRAWINGS) <= set(knowledge.stories), "a drawing is for a story that is gone"
    assert drawn == set(re.findall(r'id="drawing-(\w+)"', page.text))


def test_a_label_names_who_says_it_and_the_year() -> None:
    dated = Source(title="t", publisher="OOG TV (Sanquin)", url="https://example.org", as_of="2025-06")
    assert label_of(dated) == "OOG TV, 2025"
    assert label_of(Source(title="t", publisher="PWN", url="https://example.org")) == "PWN"


def test_no_more_sources_are_named_than_can_be_read(knowledge: Knowledge) -> None:
    several = list({label_of(source): i for i, source in knowledge.sources.items()}.values())[:4]
    told = story_of("x", Story(text="Een.\n\nTwee.", sources=several), knowledge)
    assert told["source"].endswith(" en nog 2")
    assert told["source"].count(" · ") == 1
    assert told["drawing"] == "dish"


def test_there_is_no_way_out(page: httpx.Response) -> None:
    assert "<a " not in page.text
    assert "<form" not in page.text
    assert "<iframe" not in page.text
