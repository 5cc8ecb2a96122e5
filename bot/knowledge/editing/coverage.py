"""Which topic has an answer of its own for which subject; written to docs/coverage.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.knowledge.documents import Problem
from bot.knowledge.editing.said import subjects_by_folder
from bot.knowledge.model import Subject
from bot.knowledge.store import Knowledge

PAGE = Path(__file__).parents[3] / "docs" / "coverage.md"

OWN, GENERAL, UNKNOWN = "●", "○", "–"
_TITLES = {
    "occupations": ("Occupations", "occupation"),
    "programmes": ("Programmes", "programme"),
    "employers": ("Employers", "employer"),
    "organisations": ("Other organisations", "employer"),
    "levels": ("Levels", "level"),
}
_HEAD = """\
# What Petri can say

Made by `make coverage`; do not edit. Per kind of subject: every topic about that kind, and every other topic for which
one of them has an answer of its own.

| | |
|---|---|
| ● | an answer of its own |
| ○ | the general answer, introduced as such |
| – | honestly 'that I do not know' and where to ask: by its own answer, or because nothing general can be said |
"""


def gaps(knowledge: Knowledge) -> Iterator[Problem]:
    """Facts on a topic for which their subject has no answer: Petri would not tell what was found out."""
    for folder, subjects in subjects_by_folder(knowledge).items():
        for subject_id, subject in subjects.items():
            document = knowledge.documents[f"{folder}/{subject_id}.yml"]
            missing: dict[str, int] = {}
            for index, fact in enumerate(subject.facts):
                answer = subject.answers.get(fact.topic or "")
                if fact.topic and (answer is None or answer.unknown):
                    missing.setdefault(fact.topic, index)
            for topic, index in missing.items():
                found = "zegt alleen dat Petri het niet weet" if topic in subject.answers else "is er niet"
                message = f"hier staat een feit over {topic}, maar een eigen antwoord {found}."
                yield document.problem(("facts", index), message)


def page(knowledge: Knowledge) -> str:
    """The whole of docs/coverage.md."""
    parts = [_HEAD, _summary(knowledge)]
    for folder, subjects in subjects_by_folder(knowledge).items():
        title, kind = _TITLES[folder]
        parts.append(f"## {title}\n\n{_table(knowledge, kind, subjects)}")
    parts.append(f"## Topics about no subject\n\n{_general(knowledge)}")
    open_gaps = [f"- `{gap.file}`: {gap.message}" for gap in sorted(gaps(knowledge))]
    parts.append("## Gaps\n\nFacts that no answer tells; `make check-content` refuses them.\n\n" + "\n".join(open_gaps))
    if not open_gaps:
        parts[-1] += "None.\n"
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _summary(knowledge: Knowledge) -> str:
    lines = ["| | subjects | ● | ○ | – |", "|---|---:|---:|---:|---:|"]
    for folder, subjects in subjects_by_folder(knowledge).items():
        title, kind = _TITLES[folder]
        marks = [_mark(knowledge, topic, s) for topic in _own_topics(knowledge, kind) for s in subjects.values()]
        counts = " | ".join(str(marks.count(mark)) for mark in (OWN, GENERAL, UNKNOWN))
        lines.append(f"| {title} | {len(subjects)} | {counts} |")
    return "Over the topics about that kind of subject:\n\n" + "\n".join(lines)


def _table(knowledge: Knowledge, kind: str, subjects: Mapping[str, Subject]) -> str:
    own = _own_topics(knowledge, kind)
    others = [t for t in knowledge.topics if t not in own and any(t in s.answers for s in subjects.values())]
    tables = [_grid(knowledge, own, subjects)] if own else []
    if others:
        answering = {i: s for i, s in subjects.items() if any(topic in s.answers for topic in others)}
        tables.append("Topics about something else, where they have an answer of their own:\n\n")
        tables[-1] += _grid(knowledge, others, answering, own_only=True)
    return "\n\n".join(tables)


def _grid(knowledge: Knowledge, topics: list[str], subjects: Mapping[str, Subject], own_only: bool = False) -> str:
    groups = {topic.split(".")[0] for topic in topics}
    # With one group the part behind the dot says enough.
    heads = [topic.split(".")[1] if len(groups) == 1 else topic for topic in topics]
    # A break after '_' and '.' keeps the columns narrow.
    heads = [head.replace(".", ".<br>").replace("_", "_<br>") for head in heads]
    lines = ["| | " + " | ".join(heads) + " |", "|---|" + ":-:|" * len(topics)]
    for subject_id, subject in subjects.items():
        marks = [
            _mark(knowledge, topic, subject) if topic in subject.answers or not own_only else "" for topic in topics
        ]
        lines.append(f"| {subject_id} | {' | '.join(marks)} |")
    return "\n".join(lines)


def _general(knowledge: Knowledge) -> str:
    lines = ["| topic | |", "|---|:-:|"]
    for topic_id, topic in knowledge.topics.items():
        if topic.subject == "none":
            answer = knowledge.answers.get(topic_id)
            mark = UNKNOWN if answer is None or answer.unknown else OWN
            lines.append(f"| {topic_id} | {mark} |")
    return "\n".join(lines)


def _own_topics(knowledge: Knowledge, kind: str) -> list[str]:
    return [topic_id for topic_id, topic in knowledge.topics.items() if topic.subject == kind]


def _mark(knowledge: Knowledge, topic_id: str, subject: Subject) -> str:
    if topic_id in subject.answers:
        return UNKNOWN if subject.answers[topic_id].unknown else OWN
    general = knowledge.answers.get(topic_id)
    nothing = general is None or general.unknown or knowledge.topics[topic_id].needs_subject
    return UNKNOWN if nothing else GENERAL
