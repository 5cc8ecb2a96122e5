"""What a button sends: Rasa's notation for an intent with entities, such as `/civ.board` or `/x.y{"level": "havo"}`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_PAYLOAD = re.compile(r"/(?P<intent>[a-z_]+\.[a-z_]+)(?P<entities>\{.*\})?")


def payload(intent: str, entities: Mapping[str, str] | None = None) -> str:
    """The notation for `intent` with `entities`, if it has any."""
    return f"/{intent}{json.dumps(entities)}" if entities else f"/{intent}"


def parse_payload(text: str) -> tuple[str, dict[str, str]]:
    """The intent and entities of a payload.

    Raises:
        ValueError: `text` is no payload, or an entity has a value that is not text.

    """
    match = _PAYLOAD.fullmatch(text)
    if not match:
        raise ValueError(f"no payload: {text!r}")
    entities = json.loads(match["entities"] or "{}")
    if not all(isinstance(value, str) for value in entities.values()):
        raise ValueError(f"an entity is not text: {text!r}")
    return match["intent"], entities
