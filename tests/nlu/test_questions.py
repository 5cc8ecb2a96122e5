"""One message may ask two things; most that hold 'en' ask one."""

from __future__ import annotations

import pytest

from bot.nlu.questions import split_questions


@pytest.mark.parametrize(
    "text, parts",
    [
        ("wat verdien je en hoe lang duurt de opleiding?", ["wat verdien je", "hoe lang duurt de opleiding?"]),
        ("Wat verdient een analist? En hoe word je dat?", ["Wat verdient een analist", "hoe word je dat?"]),
        ("hvl verdien je, is het moeilijk", ["hvl verdien je", "is het moeilijk"]),
        ("kun je doorgroeien en is er werk", ["kun je doorgroeien", "is er werk"]),
    ],
)
def test_two_questions(text: str, parts: list[str]) -> None:
    assert split_questions(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "wat doet een analist en een laborant",
        "wat is het verschil tussen een analist en een laborant",
        "ik zit op havo en wat kan ik dan",
        "is het saai en zwaar",
        "wat is dat? ok",
        "hoi, wat kun je",
        "en",
        "",
    ],
)
def test_one_question(text: str) -> None:
    assert split_questions(text) == [text]
