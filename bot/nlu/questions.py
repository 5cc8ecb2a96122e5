"""Telling questions apart: whether a text asks something, and where one message asks two things."""

from __future__ import annotations

import re

_ASKS = (
    r"(?:wat|wa|hoe|hoeveel|hvl|hoelang|waar|waarom|wrm|wie|wanneer|welke?|kan|kun|moet|mag|is|ben|heb|zijn|"
    r"wordt?|krijgt?|verdien|bestaa[nt]|doet|duurt|kost|hebben|heeft|gaat|zou)"
)
_QUESTION = re.compile(rf"(?:en |maar |ook |of )*{_ASKS}\b", re.IGNORECASE)
# Where a second question may begin: after the end of a sentence, a comma or 'en'.
_BOUNDARY = re.compile(rf"(?:[?.!,;]+\s*(?:en\s+|ook\s+|verder\s+)*|\s+en\s+(?:ook\s+)?)(?={_ASKS}\b)", re.IGNORECASE)
# A question of fewer words cannot be understood by itself.
MIN_WORDS = 2


def is_question(text: str) -> bool:
    """Whether `text` opens like a question, with or without question mark."""
    return bool(_QUESTION.match(text.lstrip()))


def split_questions(text: str) -> list[str]:
    """The questions in a message, at most two; the whole message where there are not two of them.

    Only what opens like a question counts: 'ik zit op havo en wat nu' is one.
    """
    for boundary in _BOUNDARY.finditer(text):
        parts = [text[: boundary.start()].strip(), text[boundary.end() :].strip()]
        if all(is_question(part) and len(part.split()) >= MIN_WORDS for part in parts):
            return parts
    return [text]
