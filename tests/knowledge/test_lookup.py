"""Which answer is chosen: this subject's own, else the general one."""

from __future__ import annotations

import pytest

from bot.knowledge.lookup import find, programmes_for
from bot.knowledge.model import Answer, Level, Occupation, Organisation, Programme, Routes, Topic
from bot.knowledge.store import Knowledge


def answer(text: str) -> Answer:
    return Answer(text, ["s"])


@pytest.fixture
def small(knowledge: Knowledge) -> Knowledge:
    """A knowledge base in which every answer says whose it is."""
    topic = {"asks": "?", "button": "?"}
    return Knowledge(
        topics={
            "occupation.salary": Topic(**topic, subject="occupation"),
            "programme.admission": Topic(**topic, subject="level"),
            "visit.lab": Topic(**topic, subject="none"),
        },
        sources={},
        occupations={
            "smith": Occupation(
                name="Smid",
                hook="",
                task="",
                answers={"occupation.salary": answer("smith's"), "programme.admission": answer("smith's")},
            ),
            "baker": Occupation(name="Bakker", hook="", task=""),
        },
        programmes={"school": Programme(name="Smeden", school="Smidsschool", occupations=["smith"], town="Leiden")},
        employers={"forge": Organisation(name="Smederij", kind="x", answers={"visit.lab": answer("forge's")})},
        organisations={},
        levels={"havo": Level(name="havo", answers={"programme.admission": answer("havo's")})},
        answers={t: answer("general") for t in ("occupation.salary", "programme.admission", "visit.lab")},
        facts={},
        events={},
        routes=Routes(),
        route_guide=knowledge.route_guide,
        quiz=knowledge.quiz,
        interests={},
        stories={},
        terms={},
        elsewhere=knowledge.elsewhere,
        documents={},
    )  # fmt: skip


@pytest.mark.parametrize(
    "topic, named, carried, text, subject, is_own",
    [
        ("occupation.salary", {"occupation": "smith"}, {}, "smith's", "smith", True),
        ("occupation.salary", {}, {"occupation": "smith"}, "smith's", "smith", True),
        ("occupation.salary", {"occupation": "baker"}, {}, "general", "baker", False),
        ("occupation.salary", {}, {}, "general", None, False),
        # The employer is named, but the question is what the occupation earns.
        ("occupation.salary", {"employer": "forge"}, {"occupation": "smith"}, "smith's", "smith", True),
        # What holds for one occupation is more specific than what holds for a level.
        ("programme.admission", {"level": "havo"}, {"occupation": "smith"}, "smith's", "havo", True),
        ("programme.admission", {"level": "havo"}, {"occupation": "baker"}, "havo's", "havo", True),
        ("programme.admission", {}, {}, "general", None, False),
        # A topic without subject may still have an answer of one.
        ("visit.lab", {"employer": "forge"}, {}, "forge's", "forge", True),
        ("visit.lab", {"occupation": "smith"}, {}, "general", None, False),
    ],
)
def test_find(
    small: Knowledge, topic: str, named: dict, carried: dict, text: str, subject: str | None, is_own: bool
) -> None:
    found = find(small, topic, named, carried)
    assert (found.answer.text, found.subject_id, found.is_own) == (text, subject, is_own)


def test_an_unknown_topic_is_an_error(small: Knowledge) -> None:
    with pytest.raises(KeyError):
        find(small, "occupation.nonsense", {}, {})


def test_programmes_for(small: Knowledge) -> None:
    assert programmes_for(small, "smith") == ["school"]
    assert programmes_for(small, "baker") == []
