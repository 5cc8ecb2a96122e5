"""Which commands may reach Rasa. A text that begins with '/' is a command there, so only known ones may pass."""

from __future__ import annotations

import re

from bot.edge.problems import BAD_BUTTON, BAD_LINK
from bot.knowledge.lookup import kind_of, short_name
from bot.knowledge.store import Knowledge
from bot.payload import parse_payload, payload

# The question and the option of a guide.
_CHOICE = re.compile(r"[a-z_]{1,40}\.[a-z0-9-]{1,40}")
MAX_PAYLOAD = 300


def allowed_payload(knowledge: Knowledge, sent: str) -> str:
    """The payload of a button of ours, written anew from its parts.

    Raises:
        Problem: 400, it is not one that Petri's buttons have.

    """
    if len(sent) > MAX_PAYLOAD:
        raise BAD_BUTTON
    try:
        intent, entities = parse_payload(sent)
    except ValueError:
        raise BAD_BUTTON from None
    if intent not in {*knowledge.topics, "context.inform"} - {"fallback.clarify"}:
        raise BAD_BUTTON
    if not all(_is_known(knowledge, kind, value) for kind, value in entities.items()):
        raise BAD_BUTTON
    return payload(intent, entities)


def _is_known(knowledge: Knowledge, kind: str, value: str) -> bool:
    if kind == "choice":
        return bool(_CHOICE.fullmatch(value))
    if kind == "interest":
        return value in knowledge.interests
    return knowledge.subject(kind, value) is not None


def link_payload(knowledge: Knowledge, topic: str, subject: str | None, level: str | None) -> str:
    """The payload that asks what a deep link asks.

    Raises:
        Problem: 400, there is no such topic, subject or level.

    """
    if topic not in knowledge.topics or topic == "fallback.clarify":
        raise BAD_LINK
    entities: dict[str, str] = {}
    if subject is not None:
        kind = kind_of(knowledge, subject, topic)
        if kind is None:
            raise BAD_LINK
        entities[kind] = subject
    if level is not None:
        if knowledge.subject("level", level) is None:
            raise BAD_LINK
        entities["level"] = level
    return payload(topic, entities)


def link_question(knowledge: Knowledge, topic: str, subject: str | None, level: str | None) -> str:
    """What such a link asks, as the visitor may say it: 'Wat verdien je? (Chemisch analist, havo)'."""
    kind = kind_of(knowledge, subject, topic) if subject else None
    subjects = [knowledge.subject(kind, subject), knowledge.subject("level", level)]
    names = ", ".join(short_name(each) for each in subjects if each)
    question = knowledge.topics[topic].button
    return f"{question} ({names})" if names else question
