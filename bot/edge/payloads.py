"""Which commands may reach Rasa. A text that begins with '/' is a command there, so only known ones may pass."""

from __future__ import annotations

import json
import re

from bot.edge.problems import BAD_BUTTON, BAD_LINK
from bot.knowledge.store import Knowledge
from bot.payload import payload

_PAYLOAD = re.compile(r"/(?P<intent>[a-z_]+\.[a-z_]+)(?P<entities>\{.*\})?")
# The question and the option of a guide.
_CHOICE = re.compile(r"[a-z_]{1,40}\.[a-z0-9-]{1,40}")
MAX_PAYLOAD = 300


def allowed_payload(knowledge: Knowledge, sent: str) -> str:
    """The payload of a button of ours, written anew from its parts.

    Raises:
        Problem: 400, it is not one that Petri's buttons have.

    """
    match = _PAYLOAD.fullmatch(sent) if len(sent) <= MAX_PAYLOAD else None
    if not match or match["intent"] not in {*knowledge.topics, "context.inform"} - {"fallback.clarify"}:
        raise BAD_BUTTON
    try:
        entities = json.loads(match["entities"] or "{}")
    except ValueError:
        raise BAD_BUTTON from None
    for kind, value in entities.items():
        is_known = isinstance(value, str) and (
            knowledge.subject(kind, value) is not None or (kind == "choice" and _CHOICE.fullmatch(value))
        )
        if not is_known:
            raise BAD_BUTTON
    return payload(match["intent"], entities)


def link_payload(knowledge: Knowledge, topic: str, subject: str | None, level: str | None) -> str:
    """The payload that asks what a deep link asks.

    Raises:
        Problem: 400, there is no such topic, subject or level.

    """
    if topic not in knowledge.topics or topic == "fallback.clarify":
        raise BAD_LINK
    entities = {}
    if subject is not None:
        # The topic's own kind first: some ids are both a school's and a programme's.
        kinds = sorted(knowledge.subjects, key=lambda kind: kind != knowledge.topics[topic].subject)
        kind = next((kind for kind in kinds if knowledge.subject(kind, subject)), None)
        if kind is None:
            raise BAD_LINK
        entities[str(kind)] = subject
    if level is not None:
        if knowledge.subject("level", level) is None:
            raise BAD_LINK
        entities["level"] = level
    return payload(topic, entities)
