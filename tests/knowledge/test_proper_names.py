"""A name in an answer must come from its sources, its subject, or what Petri knows."""

from __future__ import annotations

import pytest

from bot.knowledge.editing.evidence import Evidence
from bot.knowledge.editing.proper_names import ProperNames
from bot.knowledge.editing.said import everything_said
from bot.knowledge.editing.spelling import Speller, own_words
from bot.knowledge.store import Knowledge
from tests.knowledge.editing import evidence, fact, messages, said


@pytest.fixture(scope="module")
def speller(knowledge: Knowledge) -> Speller:
    return Speller(knowledge, own_words())


@pytest.mark.parametrize(
    "text, wrong",
    [
        ("De stichter komt uit Zweden.", None),
        ("De stichter komt uit Finland.", "Finland"),
        ("Het lab zit in Leiden, in Nederland.", None),
        ("Het lab werkt samen met BaseClear.", None),
        ("Het lab werkt samen met Novartis.", "Novartis"),
        ("Novartis is de eigenaar.", "Novartis"),
        ("Daarna ging Bakker naar huis.", "Bakker"),
        ("Bakkers maken brood.", None),
        ("Het lab zit in het Huygens-gebouw.", "Huygens-gebouw"),
        ("Kijk op novartis.com voor meer.", None),
    ],
)
def test_names(knowledge: Knowledge, speller: Speller, text: str, wrong: str | None) -> None:
    names = ProperNames(knowledge, evidence(fact("De stichter komt uit Zweden.")), speller.is_ordinary)
    found = messages(names.unsupported(said(text)))
    assert found == ([f"de naam '{wrong}' staat in geen feit met deze bronnen."] if wrong else [])


def test_every_text_that_ships_is_looked_at(knowledge: Knowledge, speller: Speller) -> None:
    """A made-up name put into any text is found, whatever its sources are."""
    names = ProperNames(knowledge, Evidence(knowledge), speller.is_ordinary)
    cited = [text for text in everything_said(knowledge) if text.sources]
    assert len(cited) > 700
    for text in cited:
        text.answer.text += " Dat zegt ook Zwobbel."
        try:
            assert any("'Zwobbel'" in message for message in messages(names.unsupported(text))), text.where
        finally:
            text.answer.text = text.answer.text.removesuffix(" Dat zegt ook Zwobbel.")
