"""'Wat is het verschil tussen X en Y?': two subjects side by side, from their own data."""

from __future__ import annotations

from collections.abc import Sequence

from actions.buttons import more_about, name_of, topic_button
from actions.lists import line_about
from actions.reply import Reply, cite
from actions.turn import Turn
from bot.knowledge.lookup import short_name
from bot.knowledge.model import LevelId, Occupation, Organisation, Programme, Subject, SubjectKind
from bot.knowledge.store import Knowledge
from bot.payload import parse_payload

COMPARABLE: tuple[SubjectKind, ...] = ("occupation", "programme", "employer")
# How many workplaces and occupations a comparison names.
MAX_EXAMPLES = 2


def compare(turn: Turn, knowledge: Knowledge) -> Reply | None:
    """The two subjects that the message names, or the one it names beside the last one talked about."""
    for kind in COMPARABLE:
        pair = turn.all_named(kind)[:2]
        if len(pair) == 1 and kind not in turn.generic:
            pair = [*_talked_about(kind, pair[0], turn), *pair]
        if len(pair) == 2:
            return _side_by_side(kind, pair, knowledge)
    return None


def _talked_about(kind: SubjectKind, other_than: str, turn: Turn) -> list[str]:
    """The last subject of this kind that was answered about, unless it is the one that is named."""
    earlier = (parse_payload(sent)[1].get(kind) for sent in reversed(turn.trail))
    return [each for each in earlier if each and each != other_than][:1]


def _side_by_side(kind: SubjectKind, pair: Sequence[str], knowledge: Knowledge) -> Reply:
    subjects = [knowledge.subjects[kind][i] for i in pair]
    levels = [getattr(subject, "levels", []) for subject in subjects]
    same_level = levels[0] == levels[1] and bool(levels[0])
    parts = [_line(subject, knowledge, with_level=not same_level) for subject in subjects]
    if same_level:
        parts.append(f"Allebei zijn ze op {_or(_names(levels[0], knowledge))}.")
    cited = [source for subject in subjects for source in _sources(kind, subject)]
    buttons = [more_about(kind, i, knowledge) for i in pair]
    last = {"occupation": "guide.quiz", "programme": "guide.route_advice", "employer": "employer.list"}[kind]
    buttons.append(topic_button(last, {}, knowledge))
    return Reply("\n\n".join(parts), "occupation.difference", pair[0], cite(cited, knowledge), buttons)


def _line(subject: Subject, knowledge: Knowledge, *, with_level: bool) -> str:
    """'Chemisch analist: je meet … Werkplek: waterlab, voedsellab. Niveau: mbo-4 of hbo.'"""
    levels = getattr(subject, "levels", [])
    level = f" Niveau: {_or(_names(levels, knowledge))}." if with_level and levels else ""
    if isinstance(subject, Occupation):
        places = f" Werkplek: {', '.join(subject.workplaces[:MAX_EXAMPLES])}." if subject.workplaces else ""
        return f"{subject.name}: je {subject.task}.{places}{level}"
    if isinstance(subject, Programme):
        school = subject.school or "op meer scholen in Nederland"
        town = f", {subject.town}" if subject.town and subject.town not in school else ""
        years = f" Duurt {subject.years}." if subject.years else ""
        becomes = [name_of(knowledge.occupations[i]) for i in subject.occupations[:MAX_EXAMPLES]]
        work = f" Daarna ben je bijvoorbeeld {_or(becomes)}." if becomes else ""
        return f"{short_name(subject)}: {school}{town}.{level}{years}{work}"
    assert isinstance(subject, Organisation)
    return line_about(subject)


def _sources(kind: SubjectKind, subject: Subject) -> list[str]:
    own = subject.answers.get(f"{kind}.overview")
    return own.sources if own else [source for fact in subject.facts for source in fact.sources][:1]


def _names(levels: Sequence[LevelId], knowledge: Knowledge) -> list[str]:
    # 'mbo-4' is shorter than 'mbo niveau 4'.
    return [level if level.startswith("mbo") else knowledge.levels[level].name for level in levels]


def _or(words: Sequence[str]) -> str:
    """'a, b of c'."""
    return " of ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
