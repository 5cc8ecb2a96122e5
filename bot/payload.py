"""What a button sends: Rasa's notation for an intent with entities, such as `/civ.board` or `/x.y{"level": "havo"}`."""

from __future__ import annotations

import json
from collections.abc import Mapping


def payload(intent: str, entities: Mapping[str, str] | None = None) -> str:
    """The notation for `intent` with `entities`, if it has any."""
    return f"/{intent}{json.dumps(entities)}" if entities else f"/{intent}"
