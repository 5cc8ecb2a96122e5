"""Which answer belongs to a topic and the subjects in play."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.model import Answer, Subject, SubjectKind
from bot.knowledge.store import Knowledge

# At most one subject of each kind.
Subjects = Mapping[SubjectKind, str]


@dataclass(frozen=True)
class Found:
    """An answer, the subject that the question is about, and whether it is that subject's own answer."""

    answer: Answer
    kind: SubjectKind | None
    subject_id: str | None
    is_own: bool


def find(knowledge: Knowledge, topic_id: str, named: Subjects, carried: Subjects) -> Found:
    """The best answer: a subject's own one, else the general one.

    The topic's own kind of subject goes before others, and what the message names before what is
    carried on from earlier. Topics about a level are the other way round: what holds for one occupation
    or programme ('medical imaging needs havo') is more specific than what holds for a level. A topic
    without subject ('what is bbl?') is only about what the message itself names. Where only one
    programme leads to the occupation in play, a question about 'the programme' is about that one.

    Raises:
        KeyError: there is no such topic.

    """
    topic = knowledge.topics[topic_id]
    kind = None if topic.subject == "none" else topic.subject
    about = {**carried, **named}
    if kind == "programme" and kind not in about and "occupation" in about:
        only = programmes_for(knowledge, about["occupation"])
        if len(only) == 1:
            about[kind] = only[0]
            carried = {**carried, kind: only[0]}
    asked = about.get(kind) if kind else None

    order: list[SubjectKind] = ["occupation", "programme", "employer", "level"]
    in_play = (named, carried) if kind else (named,)
    candidates = [(k, subjects[k]) for subjects in in_play for k in order if k in subjects]
    if kind == "level":
        candidates.sort(key=lambda candidate: order.index(candidate[0]))
    elif kind:
        candidates.sort(key=lambda candidate: candidate[0] != kind)
    for other_kind, subject_id in candidates:
        subject = knowledge.subject(other_kind, subject_id)
        if subject and topic_id in subject.answers:
            if asked:
                return Found(subject.answers[topic_id], kind, asked, is_own=True)
            return Found(subject.answers[topic_id], other_kind, subject_id, is_own=True)
    return Found(knowledge.answers[topic_id], kind if asked else None, asked, is_own=False)


def richest(knowledge: Knowledge, kind: SubjectKind, count: int) -> list[tuple[str, Subject]]:
    """The subjects of this kind that Petri can say most about, as (id, subject)."""
    subjects = knowledge.subjects[kind]
    return sorted(subjects.items(), key=lambda item: -len(item[1].answers))[:count]


def programmes_for(knowledge: Knowledge, occupation_id: str) -> list[str]:
    """The ids of the programmes that lead to an occupation, those that a school offers first."""
    fitting = [i for i, programme in knowledge.programmes.items() if occupation_id in programme.occupations]
    return sorted(fitting, key=lambda i: (knowledge.programmes[i].town or "") != "Leiden")
