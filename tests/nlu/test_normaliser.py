"""Reading how people type in a chat, and leaving alone what is Dutch already."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.names import lookup_tables
from bot.knowledge.store import Knowledge
from bot.nlu.normaliser import ChatNormaliser, Normaliser, load_normaliser
from bot.nlu.subject_matcher import SubjectMatcher


@pytest.fixture(scope="module")
def normalise() -> Normaliser:
    """With Petri's own list."""
    return load_normaliser()


@pytest.mark.parametrize(
    "typed, read",
    [
        ("Hvl vang je p/m als labrant??", "hoeveel vang je per maand als laborant?"),
        ("wrm is da nie egt saai", "waarom is dat niet echt saai"),
        ("idk ff gwn iets", "ik weet niet even gewoon iets"),
        ("kga naar 't lab", "ik ga naar het lab"),
        ("is er n opendag of 'n open-dag", "is er n open dag of een open dag"),
        ("stage plek bij halix", "stageplek bij halix"),
        ("💰?", "geld ?"),
        ("vet 😀 hoor", "vet hoor"),
    ],
)
def test_chat_dutch_is_read_as_dutch(normalise: Normaliser, typed: str, read: str) -> None:
    assert normalise(typed) == read


@pytest.mark.parametrize(
    "typed, read",
    [
        ("leuuuuk", "leuk"),
        ("heeeel saaaai", "heel saai"),
        ("mooooi", "mooi"),
        ("zoooo", "zo"),
        ("neeee", "nee"),
        ("jaaaa", "ja"),
        ("hoiii", "hoi"),
    ],
)
def test_a_stretched_letter_is_shortened(normalise: Normaliser, typed: str, read: str) -> None:
    assert normalise(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "Wat verdient een chemisch analist?",
        "mbo niveau 4, 3 jaar",
        "welke 17.000 banen",
        '/occupation.salary{"level": "havo"}',
        "/",
        "😀😀",
        "???",
        "bro",
    ],
)
def test_what_needs_no_rewriting_stays(normalise: Normaliser, typed: str) -> None:
    assert normalise(typed) == typed


def test_no_name_is_lost(normalise: Normaliser, knowledge: Knowledge) -> None:
    matcher = SubjectMatcher.of(lookup_tables(knowledge))
    found = lambda text: {each for mention in matcher.mentions(text) for each in mention.subjects}  # noqa: E731
    names = [
        (kind, subject_id, name)
        for kind, subjects in knowledge.subjects.items()
        for subject_id, subject in subjects.items()
        for name in [subject.name, *subject.synonyms]
    ]
    assert [each for each in names if (each[0], each[1]) not in found(normalise(each[2]))] == []


def test_the_component_rewrites_the_text_for_those_after_it() -> None:
    (message, empty) = ChatNormaliser().process([Message({TEXT: "hvl uur"}), Message({TEXT: ""})])
    assert message.get(TEXT) == message.as_dict(only_output_properties=True)[TEXT] == "hoeveel uur"
    assert empty.get(TEXT) == ""
