"""The example sentences, and the check of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.knowledge.documents import ContentError
from bot.knowledge.names import lookup_tables
from bot.knowledge.store import Knowledge
from bot.nlu.examples import Example, load_examples
from bot.nlu.normaliser import load_normaliser
from bot.nlu.subject_matcher import SubjectMatcher
from bot.setup.check_examples import near_copies, problems


@pytest.fixture(scope="module")
def ours() -> list[Example]:
    return load_examples()


def test_ours_have_no_problems(ours: list[Example]) -> None:
    assert list(problems(ours)) == []


def test_every_topic_that_can_be_asked_has_examples(ours: list[Example], knowledge: Knowledge) -> None:
    assert knowledge.topics.keys() - {example.intent for example in ours} == {"fallback.clarify"}


def test_names_that_are_marked_are_recognised(ours: list[Example], knowledge: Knowledge) -> None:
    """Nearly all: 'chemie' or 'hogeschool' may be any of several, and some are spelled past recognition."""
    normalise = load_normaliser()
    matcher = SubjectMatcher.of(lookup_tables(knowledge))
    marked = [(example, words) for example in ours for _, words in example.marked]
    unseen = [words for example, words in marked if not matcher.mentions(normalise(words))]
    assert len(marked) > 5000
    assert len(unseen) < 0.02 * len(marked), unseen


def test_examples_are_read_with_their_names_and_place(tmp_path: Path) -> None:
    line = "    - hvl vangt een [labrant](occupation) bij [halix](employer)"
    text = f"version: '3.1'\nnlu:\n- intent: occupation.salary\n  examples: |\n{line}\n"
    (tmp_path / "occupation.yml").write_text(text, encoding="utf-8")
    marked = (("occupation", "labrant"), ("employer", "halix"))
    expected = Example("hvl vangt een labrant bij halix", "occupation.salary", marked, "data/nlu/occupation.yml:5")
    assert load_examples(tmp_path) == [expected]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nlu:\n- intent: chat.thanks\n  examples: |\n    - dank\n    bedankt\n", "regel 6: begin elke zin met '- '"),
        ("nlu:\n- intent: chat.thanks\n  exmaples: |\n    - dank\n", "exmaples"),
        ("nlu:\n- intent: chat.thanks\n  examples: [dank\n", "geen geldige YAML"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "chat.yml").write_text(f"version: '3.1'\n{text}", encoding="utf-8")
    with pytest.raises(ContentError, match=message) as raised:
        load_examples(tmp_path)
    assert raised.value.problems[0].file == "chat.yml"


def of(intent: str, *texts: str) -> list[Example]:
    return [Example(text, intent, (), f"data/nlu/x.yml:{line}") for line, text in enumerate(texts, start=1)]


def test_near_copies_are_found_within_and_across_intents() -> None:
    given = [
        *of("a", "hoeveel verdient een laborant per maand", "hoeveel verdient een laborant per maand?", "iets anders"),
        *of("b", "hoeveel verdient een laborante per maand", "waar staat die school eigenlijk"),
    ]
    pairs = {(one.text, other.text) for one, other, _ in near_copies(given)}
    assert pairs == {(given[0].text, given[1].text), (given[0].text, given[3].text), (given[1].text, given[3].text)}


def test_every_pair_that_is_too_much_alike_is_found(ours: list[Example]) -> None:
    """The shortcut finds what comparing all pairs finds."""
    some = [Example(e.text[: len(e.text) * 2 // 3], e.intent, (), e.where) for e in ours[::40]]
    some += [Example(e.text + " nu", e.intent, (), e.where) for e in some[::7]]

    def runs(text: str) -> set[str]:
        words = re.sub(r"\W+", " ", text.casefold()).split()
        return {f" {w} "[i : i + 3] for w in words for i in range(len(w))}

    def alike(one: Example, other: Example) -> float:
        a, b = runs(one.text), runs(other.text)
        return len(a & b) / len(a | b)

    expected = {
        (one.where, other.where, other.text)
        for i, one in enumerate(some)
        for other in some[i + 1 :]
        if alike(one, other) > (0.8 if one.intent == other.intent else 0.7)
    }
    assert {(one.where, other.where, other.text) for one, other, _ in near_copies(some)} == expected
    assert expected


def test_too_few_examples_and_unknown_kinds_are_named() -> None:
    wrong = [Example("waar is [dat](plek)", "occupation.salary", (("plek", "dat"),), "data/nlu/x.yml:7")]
    few, unknown = problems(wrong)
    assert few.startswith("occupation.salary: 1 voorbeelden; schrijf er minstens 60")
    assert unknown.startswith("data/nlu/x.yml:7: [dat](plek): 'plek' bestaat niet; kies uit occupation")
