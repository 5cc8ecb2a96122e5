"""Composing what Petri says: the answer, its sources, and where to go on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from actions.turn import Turn
from bot.knowledge.lookup import Found, Subjects, find, programmes_for, richest
from bot.knowledge.model import SubjectKind
from bot.knowledge.store import Knowledge

MAX_BUTTONS = 4
CLARIFY = "fallback.clarify"
CONTACT = "civ.contact"
DISTRESS = "safety.distress"
OUT_OF_SCOPE = "fallback.out_of_scope"
# A doubtful message that is distress with this probability or more is answered as distress.
MIN_DISTRESS = 0.15
# A named company is about employer.*, a named school about programme.*, and a named subject is what a
# question for an explanation is about. What sentences look like does not always show that.
BOUNDARIES: dict[str, dict[str, str]] = {
    "guide.fact": {
        "occupation": "occupation.overview",
        "programme": "programme.overview",
        "company": "employer.overview",
        "school": "employer.overview",
    },
    "park.overview": {"company": "employer.overview"},
    "park.travel": {"company": "employer.location", "school": "programme.location"},
    "employer.location": {"school": "programme.location"},
    "programme.location": {"company": "employer.location"},
    "programme.internship": {"company": "employer.internship"},
}
# About these, a message that names an occupation or programme from elsewhere asks about that one, unless it speaks
# of a laboratory too ('ik ben kapper en wil het lab in').
ASKED_OF_ONE = re.compile(
    r"nlu_fallback"
    r"|occupation\.(overview|workday|salary|fit|downsides|prospects|growth|workplace|hours|safety|future)"
    r"|programme\.(overview|route|admission|duration|costs|content|difficulty|apply)"
)
OUR_FIELD = re.compile(r"\blab|laborant|labrant|anal[iy]st|operator|\bmlo\b|\bbml\b", re.IGNORECASE)
# Never offered as what somebody might have meant.
NOT_A_GUESS = ("nlu_fallback", "context.inform", "safety.", "fallback.", "chat.")


@dataclass(frozen=True)
class Button:
    """A follow-up: what it says and what it sends."""

    title: str
    payload: str


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


def payload(intent: str, entities: dict[str, str] | None = None) -> str:
    """What a button sends: Rasa's notation for an intent with entities."""
    return f"/{intent}{json.dumps(entities)}" if entities else f"/{intent}"


def topic_of(turn: Turn, knowledge: Knowledge) -> str:
    """The topic that a message asks about. A message that only names a subject takes up the last topic."""
    if _is_out_of_our_field(turn):
        return OUT_OF_SCOPE
    if turn.intent == "nlu_fallback":
        # Doubt about somebody's safety is not a reason to ask what they meant.
        return DISTRESS if turn.ranking.get(DISTRESS, 0) >= MIN_DISTRESS else CLARIFY
    if turn.intent != "context.inform":
        return _within_boundaries(turn, knowledge)
    named, last = turn.named, turn.last_topic
    if not named:
        return CLARIFY
    if last and knowledge.topics[last].subject in named:
        return last
    if "occupation" in named:
        return "occupation.overview"
    if "programme" in named:
        return "programme.overview"
    if "employer" in named:
        return _topic_at_employer(turn, knowledge)
    # Only a level: from here on the question is whether and how that gets you in.
    return last if last == "programme.route" else "programme.admission"


def _is_out_of_our_field(turn: Turn) -> bool:
    """Whether a message asks something of an occupation or programme from elsewhere."""
    asks_of_one = bool(ASKED_OF_ONE.fullmatch(turn.intent))
    return turn.is_elsewhere and not turn.named and asks_of_one and not OUR_FIELD.search(turn.text)


def _within_boundaries(turn: Turn, knowledge: Knowledge) -> str:
    """The topic, moved over the boundary that topics.yml draws between what names something and what does not."""
    elsewhere = BOUNDARIES.get(turn.intent, {})
    employer = knowledge.employers.get(turn.named.get("employer", ""))
    if employer:
        place = "school" if employer.kind == "onderwijs" else "company"
        return elsewhere.get(place, turn.intent)
    return next((elsewhere[kind] for kind in turn.named if kind in elsewhere), turn.intent)


def _topic_at_employer(turn: Turn, knowledge: Knowledge) -> str:
    last = turn.last_topic
    employer = knowledge.subject("employer", turn.named["employer"])
    if last and employer and last in employer.answers:
        return last
    if last in ("occupation.overview", "occupation.workday"):
        return "employer.roles"
    return last if last == "occupation.salary" else "employer.overview"


def compose(turn: Turn, knowledge: Knowledge) -> Reply:
    """Answer a message."""
    topic = topic_of(turn, knowledge)
    if topic == CLARIFY:
        return _clarify(turn, knowledge)
    if topic == "occupation.difference" and len(turn.all_named("occupation")) > 1:
        first, second = turn.all_named("occupation")[:2]
        return _difference(first, second, knowledge)
    found = find(knowledge, topic, turn.named, turn.carried)
    text, cited = _text(topic, found, turn, knowledge)
    about = {**turn.carried, **turn.named}
    return Reply(
        text=text,
        topic=topic,
        subject=found.subject_id,
        sources=cite(cited, knowledge),
        buttons=_choices(topic, about, knowledge) or follow_ups(topic, about, knowledge),
    )


def _text(topic: str, found: Found, turn: Turn, knowledge: Knowledge) -> tuple[str, list[str]]:
    """The text, and the ids of its sources. Says so when it is not about the subject asked for."""
    answer, subject = found.answer, knowledge.subject(found.kind, found.subject_id)
    employer = knowledge.employers.get(turn.named.get("employer", ""))
    if employer and _may_differ_by_employer(topic) and found.kind != "employer" and topic not in employer.answers:
        return f"Hoe dat bij {employer.name} is, weet ik niet. {answer.text}", answer.sources
    if found.is_own or subject is None or found.kind == "level":
        return answer.text, answer.sources
    if knowledge.topics[topic].needs_subject:
        contact = knowledge.answers[CONTACT]
        url = getattr(subject, "url", None)
        where = f"Kijk op {url}, of vraag het aan het CIV." if url else "Vraag het aan het CIV."
        return f"Dat weet ik niet van {subject.name}. {where}\n\n{contact.text}", contact.sources
    return f"Van {subject.name} weet ik dat niet precies. In het algemeen geldt dit.\n\n{answer.text}", answer.sources


def _may_differ_by_employer(topic: str) -> bool:
    return topic.startswith(("occupation.", "programme.")) and not topic.endswith(".list")


def _difference(first_id: str, second_id: str, knowledge: Knowledge) -> Reply:
    """Two occupations side by side, from their own data."""
    parts, cited = [], []
    for occupation_id in (first_id, second_id):
        occupation = knowledge.occupations[occupation_id]
        levels = " of ".join(knowledge.levels[level].name for level in occupation.levels)
        trained = f" Je leert het op {levels}." if levels else ""
        parts.append(f"{occupation.name}: {occupation.hook}{trained}")
        own = occupation.answers.get("occupation.overview")
        cited += own.sources if own else [s for fact in occupation.facts for s in fact.sources][:1]
    buttons = [
        Button(f"Meer over {knowledge.occupations[i].name.lower()}", payload("occupation.overview", {"occupation": i}))
        for i in (first_id, second_id)
    ]
    return Reply("\n\n".join(parts), "occupation.difference", first_id, cite(cited, knowledge), buttons)


def _clarify(turn: Turn, knowledge: Knowledge) -> Reply:
    """Offer the likeliest topics; the second time in a row, a human."""
    answer = knowledge.answers[CLARIFY]
    if turn.was_unclear:
        contact = knowledge.answers[CONTACT]
        text = f"Ik begrijp je vraag niet, sorry. Een mens kan je beter helpen.\n\n{contact.text}"
        return Reply(text, CLARIFY, None, cite(contact.sources, knowledge), follow_ups(CLARIFY, {}, knowledge))
    about = {**turn.carried, **turn.named}
    guesses = [topic for topic in turn.ranking if not topic.startswith(NOT_A_GUESS)][:3]
    buttons = [_button(topic, about, knowledge) for topic in guesses] or follow_ups(CLARIFY, {}, knowledge)
    return Reply(answer.text, CLARIFY, None, [], buttons)


def follow_ups(topic: str, about: Subjects, knowledge: Knowledge) -> list[Button]:
    """Two to four next questions that Petri has an answer to."""
    chosen = [t for t in knowledge.topics[topic].next if _is_answerable(t, about, knowledge)]
    if len(chosen) < 2 and knowledge.topics[topic].next:
        chosen += [t for t in ("chat.help", "guide.quiz") if t not in chosen]
    return [_button(t, about, knowledge) for t in chosen[:MAX_BUTTONS]]


def _is_answerable(topic_id: str, about: Subjects, knowledge: Knowledge) -> bool:
    found = find(knowledge, topic_id, {}, about)
    return found.is_own or not (knowledge.topics[topic_id].needs_subject or found.kind in ("employer", "programme"))


def _choices(topic: str, about: Subjects, knowledge: Knowledge) -> list[Button]:
    """The subjects to choose from, for a question that leaves open which one it is about."""
    kind = knowledge.topics[topic].subject
    if kind == "programme" and "programme" not in about and "occupation" in about:
        ids = [i for i in programmes_for(knowledge, about["occupation"]) if topic in knowledge.programmes[i].answers]
    elif knowledge.topics[topic].needs_subject and kind not in about:
        ids = [i for i, _ in richest(knowledge, kind, MAX_BUTTONS)]  # type: ignore[arg-type]
    else:
        return []
    subjects = knowledge.subjects[kind]  # type: ignore[index]
    return [Button(subjects[i].name, payload(topic, {kind: i})) for i in ids[:MAX_BUTTONS]]


def _button(topic_id: str, about: Subjects, knowledge: Knowledge) -> Button:
    """A button that asks a topic about the subject in play."""
    topic = knowledge.topics[topic_id]
    kind: SubjectKind | None = None if topic.subject == "none" else topic.subject
    subject = about.get(kind) if kind else None
    return Button(topic.button, payload(topic_id, {str(kind): subject} if subject else None))


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
