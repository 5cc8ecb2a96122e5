"""docs/coverage.md tells what Petri can say, and nothing found out stays untold."""

from __future__ import annotations

import dataclasses

from bot.knowledge.editing import coverage
from bot.knowledge.model import Answer, Fact
from bot.knowledge.store import Knowledge


def test_the_page_is_current(knowledge: Knowledge) -> None:
    assert coverage.PAGE.read_text(encoding="utf-8") == coverage.page(knowledge), "run `make coverage`"


def test_every_subject_and_topic_is_on_the_page(knowledge: Knowledge) -> None:
    page = coverage.page(knowledge)
    for subjects in knowledge.subjects.values():
        for subject_id in subjects:
            assert f"| {subject_id} |" in page
    for topic_id, topic in knowledge.topics.items():
        assert topic.subject != "none" or f"| {topic_id} |" in page


def test_a_fact_without_an_answer_is_a_gap(knowledge: Knowledge) -> None:
    baseclear = knowledge.employers["baseclear"]
    assert not list(coverage.gaps(knowledge))
    fact = Fact("De borrel is op vrijdag.", ["ovbsp-over"], topic="visit.events")

    untold = knowledge_with(knowledge, facts=[*baseclear.facts, fact], answers={})
    assert {p.message.split()[5].rstrip(",") for p in coverage.gaps(untold)} >= {"visit.events", "employer.location"}

    unknown = {"visit.events": Answer("Dat weet ik niet.", unknown=True)}
    (gap,) = coverage.gaps(knowledge_with(knowledge, facts=[fact], answers=unknown))
    assert gap.file == "employers/baseclear.yml" and "zegt alleen dat Petri het niet weet" in gap.message
    assert "visit.events" in coverage.page(knowledge_with(knowledge, facts=[fact], answers=unknown)).split("## Gaps")[1]


def test_the_marks(knowledge: Knowledge) -> None:
    answers = {
        "employer.overview": Answer("BaseClear leest DNA uit.", ["ovbsp-over"]),
        "employer.location": Answer("Dat weet ik niet.", unknown=True),
    }
    page = coverage.page(knowledge_with(knowledge, facts=[], answers=answers))
    head, row = (
        next(line for line in page.splitlines() if line.startswith(s)) for s in ("| | overview | jobs", "| baseclear ")
    )
    marks = dict(zip(head.split(" | "), row.split(" | ")))
    marks = {key.strip("| "): mark.strip("| ") for key, mark in marks.items()}
    assert (marks["overview"], marks["jobs"], marks["location"]) == ("●", "○", "–")


def knowledge_with(knowledge: Knowledge, facts: list[Fact], answers: dict[str, Answer]) -> Knowledge:
    """BaseClear with other facts and answers."""
    baseclear = knowledge.employers["baseclear"]
    changed = type(baseclear)(
        **{name: getattr(baseclear, name) for name in baseclear.__struct_fields__}
        | {"facts": facts, "answers": answers}
    )
    return dataclasses.replace(knowledge, employers={**knowledge.employers, "baseclear": changed})
