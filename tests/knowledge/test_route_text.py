"""A route in words and as the drawing gets it."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from bot.knowledge.editing.said import sentences
from bot.knowledge.model import LevelId
from bot.knowledge.route_text import count_words, route_picture, route_text
from bot.knowledge.routes import RoutePlan, plan
from bot.knowledge.store import Knowledge, load

MAX_WORDS = 65
STARTS: list[tuple[LevelId, int | None]] = [
    *((level, None) for level in get_args(LevelId)),
    *(("havo", year) for year in (1, 3, 4, 5)),
    *(("vwo", year) for year in (1, 3, 4, 6)),
    *((level, year) for level in ("vmbo-b", "vmbo-k", "vmbo-gl", "vmbo-tl") for year in (1, 2, 3, 4)),  # type: ignore[misc]
]
OCCUPATIONS = list(load().occupations)


def planned(knowledge: Knowledge, level: LevelId, occupation: str, year: int | None = None) -> RoutePlan:
    found = plan(knowledge, level, occupation, year)
    assert found is not None
    return found


@pytest.mark.parametrize("occupation", OCCUPATIONS)
@pytest.mark.parametrize("level, year", STARTS)
def test_the_text_is_short_and_complete(
    knowledge: Knowledge, level: LevelId, year: int | None, occupation: str
) -> None:
    found = planned(knowledge, level, occupation, year)
    text = route_text(found)
    assert count_words(text) <= MAX_WORDS
    assert max(len(sentence.split()) for sentence in sentences(text)) <= 25
    numbered = re.findall(r"^(\d)\. (.+)$", text, re.MULTILINE)
    assert [int(number) for number, _ in numbered] == list(range(1, len(found.steps) + 1))
    assert numbered[0][1].startswith("Nu: ")
    assert "Volgende stap: " in text
    assert not re.search(r"[!{}]|\.\.|  |: [A-Z][a-z]+ je\b|\bu\b", text)
    for limit in (*found.limits, *found.dated):
        assert limit[1:] in text


@pytest.mark.parametrize("occupation", OCCUPATIONS)
@pytest.mark.parametrize("level, year", STARTS)
def test_the_drawing_has_room_for_its_words(
    knowledge: Knowledge, level: LevelId, year: int | None, occupation: str
) -> None:
    picture = route_picture(planned(knowledge, level, occupation, year))
    assert picture.keys() == {"from", "to", "steps"}
    assert 2 <= len(picture["steps"]) <= 5
    for step in picture["steps"]:
        assert step.keys() == {"title", "detail", "years"}
        assert 0 < len(step["title"]) <= 28
        assert 0 < len(step["detail"]) <= 40
        assert step["years"] is None or re.fullmatch(r"\d(-\d)? jaar", step["years"])


def test_text(knowledge: Knowledge) -> None:
    assert route_text(planned(knowledge, "vmbo-tl", "chemisch-analist")) == (
        "Van vmbo-tl naar chemisch analist:\n\n"
        "1. Nu: haal je diploma. Kies NaSk2 (scheikunde) en wiskunde als dat kan.\n"
        "2. Analist (mbo-4), richting chemie, mboRijnland in Leiden: landelijk drie tot vier jaar.\n"
        "3. Je bent chemisch analist.\n\n"
        "Volgende stap: meld je uiterlijk 1 april aan bij mboRijnland."
    )


def test_text_says_of_when_the_rules_are(knowledge: Knowledge) -> None:
    text = route_text(planned(knowledge, "vwo", "forensisch-analist"))
    assert text.endswith(
        "De profielregel is uit 2015 en in 2022-2023 was er een selectie. Vraag de hogeschool naar nu."
    )


def test_a_class_is_named(knowledge: Knowledge) -> None:
    assert route_text(planned(knowledge, "havo", "medisch-analist", 4)).startswith("Van havo 4 naar medisch analist:")
    assert route_text(planned(knowledge, "mbo-4", "medisch-analist", 2)).startswith("Van mbo-4 naar")


def test_a_programme_for_another_diploma_only_is_marked(knowledge: Knowledge) -> None:
    found = planned(knowledge, "hbo", "chemisch-analist")
    assert "2. Anders: hbo Chemie, Hogeschool Leiden: vier jaar." in route_text(found)
    assert route_picture(found)["steps"][1]["detail"] == "bij een ander diploma"


@pytest.mark.parametrize(
    "level, year, start, now",
    [
        ("havo", 4, "havo 4", "Nu: havo 4"),
        ("wo", None, "de universiteit", "Nu: universiteit"),
        ("volwassen", None, "ander werk", "Nu: je werkt al"),
    ],
)
def test_the_drawing_begins_where_the_visitor_is(
    knowledge: Knowledge, level: LevelId, year: int | None, start: str, now: str
) -> None:
    picture = route_picture(planned(knowledge, level, "qc-analist", year))
    assert (picture["from"], picture["steps"][0]["title"]) == (start, now)


def test_picture(knowledge: Knowledge) -> None:
    assert route_picture(planned(knowledge, "vmbo-tl", "chemisch-analist")) == {
        "from": "vmbo-tl",
        "to": "chemisch analist",
        "steps": [
            {"title": "Nu: vmbo-tl", "detail": "kies NaSk2 en wiskunde", "years": None},
            {"title": "mbo-4 Analist", "detail": "mboRijnland in Leiden", "years": "3-4 jaar"},
            {"title": "Chemisch analist", "detail": "aan het werk in een lab", "years": None},
        ],
    }
