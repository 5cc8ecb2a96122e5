"""Composing what Petri says: the answer, its sources, and where to go on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from actions.buttons import Button, buttons_after, follow_ups, in_a_sentence, topic_button, vmbo_buttons
from actions.routing import CLARIFY, topic_of
from actions.turn import Turn
from bot.knowledge.lookup import Found, find
from bot.knowledge.model import Occupation, Programme, Subject, SubjectKind
from bot.knowledge.store import Knowledge
from bot.payload import payload

CONTACT = "civ.contact"
# Never offered as what somebody might have meant.
NOT_A_GUESS = ("nlu_fallback", "context.", "safety.", "fallback.", "chat.")
# What is true of the schools in Leiden, and not of one elsewhere.
ABOUT_LEIDEN = ("programme.location", "programme.open_day", "programme.apply")


@dataclass(frozen=True)
class Reply:
    """One message of the public interface (see docs/http.md), but for its id."""

    text: str
    topic: str
    subject: str | None = None
    sources: list[dict[str, Any]] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The reply as the edge passes it on."""
        return asdict(self)


def compose(turn: Turn, knowledge: Knowledge) -> Reply:
    """Answer a message."""
    topic = topic_of(turn, knowledge)
    if topic == CLARIFY:
        return _clarify(turn, knowledge)
    if topic == "occupation.difference":
        kinds: tuple[SubjectKind, ...] = ("occupation", "programme")
        for kind in kinds:
            pair = turn.all_named(kind)[:2]
            if len(pair) == 2:
                return _difference(kind, pair, knowledge)
    about = turn.about
    found = find(knowledge, topic, turn.named, turn.carried)
    text, cited = _text(topic, found, turn, knowledge)
    buttons = buttons_after(topic, found, about, knowledge)
    if knowledge.topics[topic].subject == "level" and "vmbo" in turn.generic and "level" not in about:
        text = f"Vmbo is er in vier soorten. Kies hieronder de jouwe, dan weet ik meer.\n\n{text}"
        buttons = vmbo_buttons(topic, knowledge)
    return Reply(text, topic, found.subject_id, cite(cited, knowledge), buttons)


def cite(ids: Iterable[str], knowledge: Knowledge) -> list[dict[str, Any]]:
    """The sources as the public interface shows them, each once."""
    return [
        {
            "id": source_id,
            "title": knowledge.sources[source_id].title,
            "publisher": knowledge.sources[source_id].publisher,
            "url": knowledge.sources[source_id].url,
            "as_of": knowledge.sources[source_id].as_of,
        }
        for source_id in dict.fromkeys(ids)
    ]


def _text(topic: str, found: Found, turn: Turn, knowledge: Knowledge) -> tuple[str, list[str]]:
    """The text, and the ids of its sources. Says so when it is not about the subject asked for."""
    answer, subject = found.answer, knowledge.subject(found.kind, found.subject_id)
    employer = knowledge.employers.get(turn.named.get("employer", ""))
    if employer and topic.startswith("occupation.") and topic != "occupation.list" and topic not in employer.answers:
        name = _short(employer)
        caveat = (
            f"Van {name} weet ik dit niet." if employer.status == "open" else f"{name} is hier gestopt of verhuisd."
        )
        return f"{caveat} In het algemeen geldt dit.\n\n{answer.text}", answer.sources
    if found.is_own or subject is None or found.kind == "level":
        return answer.text, answer.sources
    if knowledge.topics[topic].needs_subject or _is_elsewhere(topic, subject):
        contact = knowledge.answers[CONTACT]
        url = getattr(subject, "url", None)
        where = f"Kijk op {url}, of vraag het aan het CIV." if url else "Vraag het aan het CIV."
        return f"Dat weet ik niet van {_short(subject)}. {where}\n\n{contact.text}", contact.sources
    name = f"het beroep {in_a_sentence(subject.name)}" if isinstance(subject, Occupation) else _short(subject)
    return f"Over {name} weet ik dat niet precies. In het algemeen geldt dit.\n\n{answer.text}", answer.sources


def _is_elsewhere(topic: str, subject: Subject) -> bool:
    """Whether the general answer does not hold for this programme: another town, or a course for adults."""
    if not isinstance(subject, Programme):
        return False
    return subject.levels == ["volwassen"] or (topic in ABOUT_LEIDEN and subject.town not in (None, "Leiden"))


def _short(subject: Subject) -> str:
    return re.sub(r"\s*\(.*?\)", "", subject.name)


def _difference(kind: SubjectKind, ids: list[str], knowledge: Knowledge) -> Reply:
    """Two occupations or programmes side by side, from their own data."""
    parts, cited, buttons = [], [], []
    for subject_id in ids:
        subject = knowledge.subjects[kind][subject_id]
        assert isinstance(subject, Occupation | Programme)
        levels = " of ".join(knowledge.levels[level].name for level in subject.levels)
        if isinstance(subject, Occupation):
            trained = f" Je leert het op {levels}." if levels else ""
            parts.append(f"{subject.name}: {subject.hook}{trained}")
        else:
            school = f" bij {subject.school}" if subject.school else ""
            parts.append(f"{_short(subject)}: {levels}{school}.")
        own = subject.answers.get(f"{kind}.overview")
        cited += own.sources if own else [source for fact in subject.facts for source in fact.sources][:1]
        title = f"Meer over {in_a_sentence(_short(subject))}"
        buttons.append(Button(title, payload(f"{kind}.overview", {kind: subject_id})))
    return Reply("\n\n".join(parts), "occupation.difference", ids[0], cite(cited, knowledge), buttons)


def _clarify(turn: Turn, knowledge: Knowledge) -> Reply:
    """Offer the likeliest topics; the second time in a row, a human."""
    usual = follow_ups(CLARIFY, {}, knowledge)
    if turn.was_unclear:
        contact = knowledge.answers[CONTACT]
        text = f"Ik begrijp je vraag niet, sorry. Een mens kan je beter helpen.\n\n{contact.text}"
        return Reply(text, CLARIFY, None, cite(contact.sources, knowledge), usual)
    about = turn.about
    guesses = [topic for topic in turn.ranking if not topic.startswith(NOT_A_GUESS)][:3]
    buttons = [topic_button(topic, about, knowledge) for topic in guesses]
    if len(buttons) < 2:
        buttons = usual
    return Reply(knowledge.answers[CLARIFY].text, CLARIFY, None, [], buttons)
