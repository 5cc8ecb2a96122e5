"""Which answer belongs to a topic and the subjects in play."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.model import Answer, LevelId, Subject, SubjectKind
from bot.knowledge.store import Knowledge

# The kind of organisation that teaches.
SCHOOL = "onderwijs"
_ORDER: tuple[SubjectKind, ...] = ("occupation", "programme", "employer", "level")
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

    for other_kind, subject_id in _candidates(knowledge, topic_id, named, carried):
        subject = knowledge.subject(other_kind, subject_id)
        if subject and topic_id in subject.answers:
            if asked:
                # What holds for a level is general for an occupation or programme, but for the way to it.
                is_own = other_kind != "level" or kind == "level" or topic_id == "programme.route"
                return Found(subject.answers[topic_id], kind, asked, is_own)
            return Found(subject.answers[topic_id], other_kind, subject_id, is_own=True)
    return Found(knowledge.answers[topic_id], kind if asked else None, asked, is_own=False)


def _candidates(
    knowledge: Knowledge, topic_id: str, named: Subjects, carried: Subjects
) -> list[tuple[SubjectKind, str]]:
    """The subjects in play whose own answer could be the one, likeliest first."""
    kind = knowledge.topics[topic_id].subject
    if kind == "none":
        ranks = [(k, named) for k in _ORDER]
    elif kind == "level":
        # An occupation's own rules hold for the rest of the conversation; a programme's only while it is named.
        ranks = [(k, named) for k in _ORDER[:3]]
        ranks += [("occupation", carried), ("level", named)]
        ranks += [(k, carried) for k in _ORDER[1:]]
    else:
        ranks = [(k, subjects) for subjects in (named, carried) for k in _ORDER]
        # A company that is named says more than an occupation in general: 'en bij het LUMC?'
        first = ["employer", kind] if "employer" in named else [kind]
        ranks.sort(key=lambda rank: first.index(rank[0]) if rank[0] in first else len(first))
    asks_own_route = topic_id == "programme.route" and "level" in named
    if asks_own_route and not _has_rules_of_its_own(knowledge, {**carried, **named}):
        ranks.insert(0, ("level", named))
    return [(k, subjects[k]) for k, subjects in ranks if k in subjects]


def _has_rules_of_its_own(knowledge: Knowledge, about: Subjects) -> bool:
    """Whether getting in works differently for the occupation in play than for laboratory work in general."""
    occupation = knowledge.occupations.get(about.get("occupation", ""))
    return occupation is not None and "programme.admission" in occupation.answers


def kind_of(knowledge: Knowledge, subject_id: str, topic_id: str) -> SubjectKind | None:
    """What a subject is: the topic's own kind first, since some ids are both a school's and a programme's."""
    kinds = sorted(knowledge.subjects, key=lambda kind: kind != knowledge.topics[topic_id].subject)
    return next((kind for kind in kinds if knowledge.subject(kind, subject_id)), None)


def short_name(subject: Subject) -> str:
    """The name without what stands in brackets: 'Hbo Chemie (Hogeschool Leiden)' → 'Hbo Chemie'."""
    return re.sub(r"\s*\(.*?\)", "", subject.name)


def in_a_sentence(name: str) -> str:
    """A name as it stands inside a sentence: 'Chemisch analist' → 'chemisch analist', but 'QC-analist' stays."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def richest(knowledge: Knowledge, kind: SubjectKind, count: int) -> list[tuple[str, Subject]]:
    """The subjects of this kind that Petri can say most about, as (id, subject). Schools are no employers here."""
    subjects: Mapping[str, Subject] = knowledge.subjects[kind]
    if kind == "employer":
        subjects = {i: e for i, e in knowledge.employers.items() if e.status == "open" and e.kind != SCHOOL}
    return sorted(subjects.items(), key=lambda item: -len(item[1].answers))[:count]


def programmes_for(knowledge: Knowledge, occupation_id: str) -> list[str]:
    """The ids of the programmes at a school that lead to an occupation, Leiden first; no courses for adults."""
    fitting = [
        i
        for i, programme in knowledge.programmes.items()
        if occupation_id in programme.occupations and programme.school and programme.levels != ["volwassen"]
    ]
    return sorted(fitting, key=lambda i: knowledge.programmes[i].town != "Leiden")


def programmes_after(knowledge: Knowledge, level: str) -> list[str]:
    """The ids of the programmes in Leiden that one may enter from this level, those to most occupations first."""
    reachable = {to for crossing in knowledge.routes.crossings if level in crossing.levels for to in crossing.to}
    fitting = [i for i in _in_leiden(knowledge) if reachable & set(knowledge.programmes[i].levels)]
    return [i for i in fitting if "programme.overview" in knowledge.programmes[i].answers]


def _in_leiden(knowledge: Knowledge) -> list[str]:
    """The programmes at a school in Leiden, those that lead to most occupations first."""
    local = [i for i, each in knowledge.programmes.items() if each.school and each.town == "Leiden"]
    return sorted(local, key=lambda i: -len(knowledge.programmes[i].occupations))


def programme_at(knowledge: Knowledge, levels: Sequence[LevelId], topic_id: str, about: Subjects) -> str | None:
    """The programme at the first of these levels to answer a topic with.

    For the occupation in play, else the one in Leiden that leads to most occupations.
    """
    programme = knowledge.programmes.get(about.get("programme", ""))
    occupations = [about["occupation"]] if "occupation" in about else programme.occupations if programme else []
    fitting = [i for occupation in occupations for i in programmes_for(knowledge, occupation)]
    fitting += _in_leiden(knowledge)
    answering = [i for i in fitting if topic_id in knowledge.programmes[i].answers]
    return next((i for level in levels for i in answering if level in knowledge.programmes[i].levels), None)
