"""The guides' answers and outcomes; whole guides are walked in tests/conversations."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from actions.guides import _option, best_advice, best_occupations
from bot.knowledge.store import Knowledge


@pytest.mark.parametrize(
    "text, option",
    [
        ("Wat DNA vertelt", "dna"),
        ("dna", "dna"),
        ("wat dna verteld", "dna"),
        ("ik vind ziektes interessant denk ik", "illness"),
        ("hoe een apparaat werkt", "machines"),
        ("wat verdien je eigenlijk", None),
        ("wat is dna?", None),
        ("", None),
        ("ziektes en medicijnen", None),
        ("de tweede", "substances"),
        ("3", "dna"),
        ("9", None),
        ("geen idee", "any"),
        ("geen bloed", None),
        ("kan ik dan ook iets met dna doen", None),
    ],
)
def test_a_typed_answer_is_recognised(knowledge: Knowledge, text: str, option: str | None) -> None:
    assert _option("quiz_curious", knowledge.quiz.questions["quiz_curious"], {"text": text, "entities": []}) == option


def test_a_tapped_answer_is_recognised(knowledge: Knowledge) -> None:
    tap: dict[str, Any] = {"text": "/context.inform", "entities": [{"entity": "choice", "value": "quiz_curious.any"}]}
    assert _option("quiz_curious", knowledge.quiz.questions["quiz_curious"], tap) == "any"
    # The same button, tapped when another question is asked.
    assert _option("quiz_doing", knowledge.quiz.questions["quiz_doing"], tap) is None


def test_every_way_through_the_advice_ends_somewhere_that_fits(knowledge: Knowledge) -> None:
    guide = knowledge.route_guide
    slots = list(guide.questions)
    for answers in itertools.product(*(guide.questions[slot].options for slot in slots)):
        chosen = best_advice(guide.advice, dict(zip(slots, answers)))
        assert 1 <= len(chosen) <= 2
        assert all(answers[0] in advice.levels for advice in chosen)
        others = [a for a in guide.advice if answers[0] in a.levels and {answers[1], "any"} & {*a.interests, "any"}]
        if answers[1] != "any" and any(answers[1] in a.interests or not a.interests for a in others):
            assert all(answers[1] in advice.interests or not advice.interests for advice in chosen)
        assert len({advice.programme for advice in chosen}) == len(chosen)


def test_advice_for_an_unknown_level_is_an_error(knowledge: Knowledge) -> None:
    with pytest.raises(ValueError, match="no advice for level"):
        best_advice(knowledge.route_guide.advice, {"level": "kleuterschool"})


def test_every_way_through_the_quiz_gives_two_occupations_with_reasons(knowledge: Knowledge) -> None:
    questions = knowledge.quiz.questions
    found = set()
    for answers in itertools.product(*(question.options for question in questions.values())):
        first, second = best_occupations(questions, dict(zip(questions, answers)))
        assert first[0] != second[0]
        assert (first[1] and second[1]) or answers.count("any") > 3
        found |= {first[0], second[0]}
    scored = {o for q in questions.values() for option in q.options.values() for o in option.points}
    assert found == scored, f"no answers lead to {scored - found}"
