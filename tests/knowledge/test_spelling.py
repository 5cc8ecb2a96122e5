"""Every word is in the dictionary or in words.txt."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot.knowledge.documents import Document
from bot.knowledge.editing import spelling
from bot.knowledge.editing.spelling import Speller
from bot.knowledge.store import Knowledge

OWN = ["-lab", "cleanroom-", "flowkast", "NaSk2", "pipetteer"]


@pytest.fixture(scope="module")
def speller(knowledge: Knowledge) -> Speller:
    return Speller(knowledge, OWN)


@pytest.mark.parametrize(
    "word",
    [
        *("laboratorium", "Laboratorium", "Eén", "foto's", "flowkast", "Flowkast", "NaSk2", "Pipetteer", "BaseClear"),
        *("ziekenhuislab", "cleanroomgedrag", "NaSk2-docent", "arbeids-", "en/of", "mbo-4", "Zernikedreef"),
    ],
)
def test_known(speller: Speller, word: str) -> None:
    assert speller.knows(word)


@pytest.mark.parametrize(
    "word", ["labaratorium", "nask3", "zwobbellab", "cleanroomzwobbel", "scheikundde", "baseclaer"]
)
def test_unknown(speller: Speller, word: str) -> None:
    assert not speller.knows(word)


def test_the_nearest_word_is_offered(speller: Speller) -> None:
    assert speller.suggestion("labaratorium") == "laboratorium"
    assert speller.suggestion("flowcast") == "flowkast"
    assert speller.suggestion("qqqqqqqqqq") is None


def test_words_of_a_text() -> None:
    text = "Kijk op mborijnland.nl/voorlichting of mail info@lis.nl: arbeids- en rusttijden (€ 24,34) vóór {by}."
    assert spelling.words_of(text) == ["Kijk", "op", "of", "mail", "arbeids-", "en", "rusttijden", "vóór"]


def test_a_mistake_is_found_with_file_line_and_field(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "levels" / "havo.yml"
    path.parent.mkdir()
    path.write_text("name: havo\nanswers:\n  programme.levels:\n    text: Naar het labaratorium.\n", encoding="utf-8")
    spoiled = dataclasses.replace(knowledge, documents={"levels/havo.yml": Document(path, tmp_path)})
    (problem,) = spelling.problems(spoiled, Speller(knowledge, []), [])
    assert (problem.file, problem.line, problem.field) == ("levels/havo.yml", 4, "answers.programme.levels.text")
    assert problem.message.startswith("'labaratorium' is geen bekend woord; bedoel je 'laboratorium'?")


def test_the_word_list_is_sorted_and_needed(knowledge: Knowledge) -> None:
    nothing = dataclasses.replace(knowledge, documents={})
    found = list(spelling.problems(nothing, Speller(knowledge, ["zulu", "alfa"]), ["zulu", "alfa"]))
    assert [(p.line, p.warning) for p in found] == [(1, True), (2, True), (1, False)]
