"""Where a visitor may want to go on: the follow-up buttons under an answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.lookup import SCHOOL, Found, Subjects, find, programmes_for, richest
from bot.knowledge.model import SubjectKind
from bot.knowledge.store import Knowledge
from bot.payload import payload

MAX_BUTTONS = 4
# What to offer when a topic has too few follow-ups of its own.
SPARE = ("occupation.list", "guide.quiz", "chat.help")
AFTER_A_SCHOOL = ("programme.list", "programme.open_day", "programme.location", "programme.apply")
AFTER_A_CLOSED_COMPANY = ("employer.list", "park.overview", "employer.internship")
VMBO_LEVELS = ("vmbo-b", "vmbo-k", "vmbo-gl", "vmbo-tl")


@dataclass(frozen=True)
class Button:
    """A follow-up: what it says and what it sends."""

    title: str
    payload: str


def in_a_sentence(name: str) -> str:
    """A name as it stands inside a sentence: 'Chemisch analist' → 'chemisch analist', but 'QC-analist' stays."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def buttons_after(topic: str, found: Found, about: Subjects, knowledge: Knowledge) -> list[Button]:
    """Two to four buttons under an answer: subjects to choose from where the question left that open, then topics."""
    chosen = _subjects_to_choose(topic, found, about, knowledge)
    return [*chosen, *(b for b in follow_ups(topic, about, knowledge) if b not in chosen)][:MAX_BUTTONS]


def follow_ups(topic: str, about: Subjects, knowledge: Knowledge) -> list[Button]:
    """The next questions that Petri has an answer to; those about this very subject first."""
    following = [t for t in _following(topic, about, knowledge) if t != topic]
    own = [t for t in following if _is_answerable(t, about, knowledge)]
    titles = {knowledge.topics[t].button for t in own}
    if following:
        own += [t for t in SPARE if t not in own and t != topic and knowledge.topics[t].button not in titles][
            : max(0, 2 - len(own))
        ]
    return [topic_button(t, about, knowledge) for t in own[:MAX_BUTTONS]]


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


def _following(topic: str, about: Subjects, knowledge: Knowledge) -> list[str]:
    employer = knowledge.employers.get(about.get("employer", ""))
    if employer and topic.startswith("employer."):
        if employer.kind == SCHOOL:
            return list(AFTER_A_SCHOOL)
        if employer.status == "closed":
            return list(AFTER_A_CLOSED_COMPANY)
    return knowledge.topics[topic].next


def _is_answerable(topic_id: str, about: Subjects, knowledge: Knowledge) -> bool:
    """Whether the answer will be about the subject in play, or about no subject in particular."""
    found = find(knowledge, topic_id, {}, about)
    return found.is_own or (found.kind in (None, "level") and not knowledge.topics[topic_id].needs_subject)


def _subjects_to_choose(topic: str, found: Found, about: Subjects, knowledge: Knowledge) -> list[Button]:
    kind = knowledge.topics[topic].subject
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
