"""How hard a text is to read."""

from __future__ import annotations

import pytest

from bot.knowledge.editing import readability
from tests.knowledge.editing import messages, said


@pytest.mark.parametrize(
    "word, count",
    [
        *(("lab", 1), ("jaar", 1), ("ijs", 1), ("leeuw", 1), ("bijen", 2), ("chemie", 2), ("nieuwe", 2), ("mooie", 2)),
        *(("groeien", 2), ("koeien", 2), ("museum", 3), ("eieren", 3), ("radio", 3), ("station", 3), ("theater", 3)),
        *(("ideeën", 3), ("beïnvloed", 3), ("reageren", 4), ("bacteriën", 4), ("laboratorium", 6), ("foto's", 2)),
        *(("DNA", 3), ("HPLC", 4), ("mbo", 3), ("QC-analist", 5), ("12", 2)),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert readability.syllables(word) == count


def test_flesch_douma_by_hand() -> None:
    """Eight words in two sentences, ten syllables."""
    measured = readability.measure("Je meet de stof. Dan schrijf je alles op.")
    assert (measured.words, measured.sentences, measured.syllables) == (9, 2, 10)
    assert measured.flesch_douma == pytest.approx(206.84 - 0.93 * 4.5 - 77 * 10 / 9)


def test_plain_words_are_no_problem() -> None:
    text = "In een lab meet je wat er in bloed of water zit. Je werkt precies en schrijft op wat je ziet."
    assert not messages(readability.problems(said(text), set()))


def test_hard_sentences_are_a_warning_and_harder_ones_an_error() -> None:
    hard = (
        "De laboranten controleren de apparaten en schrijven daarna alle resultaten van de metingen op in het systeem."
    )
    assert any(m.startswith("let op: Flesch-Douma") for m in messages(readability.problems(said(hard), set())))
    hopeless = "Kwaliteitsmanagementsystemen optimaliseren multidisciplinaire laboratoriumorganisaties. " * 4
    assert any(m.startswith("Flesch-Douma") for m in messages(readability.problems(said(hopeless), set())))


def test_rare_words_count_unless_explained() -> None:
    text = "Met chromatografie en cytologie bekijk je het vacciniavirus. De centrifuge staat naast de flowkast."
    rare = {"chromatografie", "cytologie", "vacciniavirus"}
    assert rare <= set(readability.rare_words(text, set()))
    assert not rare & set(readability.rare_words(text, rare))
    assert any("zeldzame woorden" in m for m in messages(readability.problems(said(text), set())))


def test_a_joined_word_is_as_plain_as_its_parts() -> None:
    assert not readability.rare_words("De labopleiding en de opleidingskosten zijn bekend.", set())


def test_names_and_lists_do_not_make_a_text_hard() -> None:
    listed = "Kies uit:\n\n- Biologie en Medisch Laboratoriumonderzoek\n- Levensmiddelentechnologie"
    assert readability.prose(listed).split() == ["Kies", "uit:"]
    assert "Rotterdam" not in readability.prose("Je kunt naar Hogeschool Rotterdam of hogeschoolrotterdam.nl.")
