"""Sees which subject is described without being named: 'die fabriek van de hooikoortsprikken'."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.routing import BOUNDARIES
from actions.turn import Turn
from bot.knowledge.model import SubjectKind
from bot.knowledge.store import Knowledge

# Messages that are about no subject, whatever they describe.
NEVER = ("safety.", "chat.", "context.")
_WORD = re.compile(r"[^\W_]+")
# 'Dat bedrijf van ...': speaks of an employer, whatever the question looks like.
_AN_EMPLOYER = re.compile(
    r"\b(dat|die|de|het|een) ([^\W_]+ )?(bedrijf|firma|fabriek|club|museum|gebouw)\b", re.IGNORECASE
)
# 'Zo iemand die ...', 'de opleiding waar ...': so do these of another kind of subject.
_ANOTHER: dict[SubjectKind, re.Pattern[str]] = {
    "occupation": re.compile(
        r"\b(iemand|degene|persoon|mens|mensen|vakmensen|lui|gasten|types?) (die|van|met)\b", re.IGNORECASE
    ),
    "programme": re.compile(
        r"\b(opleiding|studie|cursus|cursusje|school|training) (waar|van|over|die|in|om)\b", re.IGNORECASE
    ),
}


def with_described(turn: Turn, knowledge: Knowledge) -> Turn:
    """The turn that names what its clues point to, as a guess; the same turn where they point to none or to several.

    A clue may be an ordinary word. It only counts where a question needs a subject that nothing names.
    """
    if turn.named.keys() - {"level"} or turn.intent.startswith(NEVER):
        return turn
    if _AN_EMPLOYER.search(turn.text):
        return _naming(turn, "employer", _employer_intent(turn), knowledge)
    topic = knowledge.topics.get(turn.intent)
    kinds = [kind for kind, speaks_of in _ANOTHER.items() if speaks_of.search(turn.text)]
    if topic and topic.subject != "none":
        kinds.insert(0, topic.subject)
    for kind in kinds:
        turn = _naming(turn, kind, turn.intent, knowledge)
    return turn


def _naming(turn: Turn, kind: SubjectKind, intent: str, knowledge: Knowledge) -> Turn:
    said = f" {' '.join(_WORD.findall(turn.text.casefold()))} "
    found = {
        subject_id: clues
        for subject_id, subject in knowledge.subjects[kind].items()
        if (clues := [clue for clue in subject.clues if f" {clue} " in said])
    }
    ranked = sorted(found, key=lambda subject_id: -len(found[subject_id]))
    is_one = bool(ranked) and (len(ranked) == 1 or len(found[ranked[0]]) > len(found[ranked[1]]))
    if kind in turn.about or not is_one:
        return turn
    guess = ranked[0]
    mentions = [*turn.mentions, (kind, guess)]
    return replace(turn, intent=intent, mentions=mentions, guessed={**turn.guessed, guess: found[guess][0]})


def _employer_intent(turn: Turn) -> str:
    """The intent where it can be about a company, else the likeliest one that is."""
    if turn.intent.startswith("employer.") or "company" in BOUNDARIES.get(turn.intent, {}):
        return turn.intent
    return next((intent for intent in turn.ranking if intent.startswith("employer.")), "employer.overview")
