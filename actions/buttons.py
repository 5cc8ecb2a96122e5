"""Where a visitor may want to go on: the follow-up buttons under an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.lookup import (
    SCHOOL,
    Found,
    Subjects,
    find,
    in_a_sentence,
    programmes_after,
    programmes_for,
    richest,
    short_name,
)
from bot.knowledge.model import LevelId, Occupation, Subject, SubjectKind
from bot.knowledge.store import Knowledge
from bot.payload import payload

MAX_BUTTONS = 4
# How many ideas stand under a list of everything.
MAX_IDEAS = 2
# What to offer when a topic has too few follow-ups of its own.
SPARE = ("occupation.list", "guide.quiz", "chat.help")
AFTER_A_SCHOOL = ("programme.list", "programme.open_day", "programme.location", "programme.apply")
AFTER_A_CLOSED_COMPANY = ("employer.list", "park.overview", "employer.internship")
ASKED_LEVELS: tuple[LevelId, ...] = ("vmbo-k", "vmbo-tl", "havo", "vwo")
VMBO_LEVELS = ("vmbo-b", "vmbo-k", "vmbo-gl", "vmbo-tl")


@dataclass(frozen=True)
class Button:
    """A follow-up: what it says and what it sends."""

    title: str
    payload: str


def name_of(subject: Subject) -> str:
    """A subject's name as it stands inside a sentence; only an occupation is a common noun."""
    name = short_name(subject)
    return in_a_sentence(name) if isinstance(subject, Occupation) else name


def more_about(kind: SubjectKind, subject_id: str, knowledge: Knowledge) -> Button:
    """'Meer over chemisch analist'."""
    name = name_of(knowledge.subjects[kind][subject_id])
    return Button(f"Meer over {name}", payload(f"{kind}.overview", {kind: subject_id}))


def buttons_after(
    topic: str, found: Found, about: Subjects, knowledge: Knowledge, trail: Sequence[str] = ()
) -> list[Button]:
    """Two to four buttons under an answer: subjects to choose from where the question left that open, then topics."""
    chosen = _subjects_to_choose(topic, found, about, knowledge) or idea_buttons(topic, knowledge)
    return [*chosen, *(b for b in follow_ups(topic, about, knowledge, trail) if b not in chosen)][:MAX_BUTTONS]


def follow_ups(topic: str, about: Subjects, knowledge: Knowledge, trail: Sequence[str] = ()) -> list[Button]:
    """The next questions that Petri has an answer to: those not asked yet first, then those about this very subject.

    `trail` holds the payloads of what was answered before.
    """
    following = [t for t in _following(topic, about, knowledge) if t != topic]
    own = [t for t in following if _is_answerable(t, about, knowledge)]
    if following:
        own += [t for t in _spare(topic, about, knowledge) if t not in own][: max(0, MAX_BUTTONS - len(own))]
    buttons = {button.title: button for button in (topic_button(t, about, knowledge) for t in own)}
    fresh = [button for button in buttons.values() if button.payload not in trail]
    asked = [button for button in buttons.values() if button.payload in trail]
    return [*fresh, *asked[: max(0, 2 - len(fresh))]][:MAX_BUTTONS]


def idea_buttons(topic: str, knowledge: Knowledge) -> list[Button]:
    """'Iets met dna', 'Iets met dieren' …: ways to make a long list short."""
    if topic not in ("occupation.list", "employer.list"):
        return []
    ideas = {i: each for i, each in knowledge.interests.items() if topic == "occupation.list" or each.employers}
    return [
        Button(f"Iets met {each.name}", payload(topic, {"interest": i})) for i, each in list(ideas.items())[:MAX_IDEAS]
    ]


def topic_button(topic_id: str, about: Subjects, knowledge: Knowledge) -> Button:
    """A button that asks a topic about the subject in play."""
    topic = knowledge.topics[topic_id]
    kind: SubjectKind | None = None if topic.subject == "none" else topic.subject
    subject = about.get(kind) if kind else None
    return Button(topic.button, payload(topic_id, {str(kind): subject} if subject else None))


def vmbo_buttons(topic: str, knowledge: Knowledge) -> list[Button]:
    """'Vmbo' is four levels; one button for each."""
    return [
        Button(f"V{knowledge.levels[i].name[1:]}", payload(topic, {"level": i}))  # type: ignore[index]
        for i in VMBO_LEVELS
    ]


def level_buttons(topic: str, occupation_id: str, knowledge: Knowledge) -> list[Button]:
    """The levels of most who ask how to become something; the others type theirs."""
    return [
        Button(f"Ik doe {knowledge.levels[level].name}", payload(topic, {"occupation": occupation_id, "level": level}))
        for level in ASKED_LEVELS
    ]


def _following(topic: str, about: Subjects, knowledge: Knowledge) -> list[str]:
    employer = knowledge.employers.get(about.get("employer", ""))
    if employer and topic.startswith("employer."):
        if employer.kind == SCHOOL:
            return list(AFTER_A_SCHOOL)
        if employer.status == "closed":
            return list(AFTER_A_CLOSED_COMPANY)
    return knowledge.topics[topic].next


def _spare(topic: str, about: Subjects, knowledge: Knowledge) -> list[str]:
    """What else this subject has an answer of its own to; where nothing is in play, what everybody may ask."""
    kind = knowledge.topics[topic].subject
    subject = knowledge.subject(kind, about.get(kind)) if kind != "none" else None  # type: ignore[call-overload]
    if subject is None:
        return [t for t in SPARE if t != topic]
    own = [t for t, answer in subject.answers.items() if t != topic and knowledge.topics[t].subject == kind]
    return [t for t in own if _is_answerable(t, about, knowledge)] + [t for t in SPARE if t != topic]


def _is_answerable(topic_id: str, about: Subjects, knowledge: Knowledge) -> bool:
    """Whether the answer will be about the subject in play, or about no subject in particular, and tells something."""
    found = find(knowledge, topic_id, {}, about)
    if found.answer.unknown:
        return False
    return found.is_own or (found.kind in (None, "level") and not knowledge.topics[topic_id].needs_subject)


def _programme_button(programme_id: str, knowledge: Knowledge) -> Button:
    name = short_name(knowledge.programmes[programme_id])
    return Button(name, payload("programme.overview", {"programme": programme_id}))


def _subjects_to_choose(topic: str, found: Found, about: Subjects, knowledge: Knowledge) -> list[Button]:
    kind = knowledge.topics[topic].subject
    if topic == "programme.list" and "level" in about:
        return [
            _programme_button(i, knowledge) for i in programmes_after(knowledge, about["level"])[: MAX_BUTTONS // 2]
        ]
    if found.subject_id or kind == "none":
        return []
    if kind == "programme" and "occupation" in about:
        ids = [i for i in programmes_for(knowledge, about["occupation"]) if topic in knowledge.programmes[i].answers]
    elif knowledge.topics[topic].needs_subject:
        ids = [i for i, _ in richest(knowledge, kind, MAX_BUTTONS)]
    else:
        return []
    subjects = knowledge.subjects[kind]
    count = MAX_BUTTONS if knowledge.topics[topic].needs_subject else MAX_BUTTONS // 2
    return [Button(subjects[i].name, payload(topic, {str(kind): i})) for i in ids[:count]]
