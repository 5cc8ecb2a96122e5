"""What a message means that says little by itself: 'ja', 'de tweede', 'die andere', 'nee ik bedoel hbo', 'waarom?'."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.routing import may_be_distress
from actions.turn import KINDS, Mention, Turn
from bot.knowledge.lookup import programme_at
from bot.knowledge.model import LevelId, SubjectKind
from bot.knowledge.store import Knowledge
from bot.payload import parse_payload

UNCLEAR = "nlu_fallback"
ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6}
ORDINALS |= {"bovenste": 1, "laatste": 0, "onderste": 0}
# A number is a place when it stands alone or is called one: not in '3 jaar'.
_NUMBER = re.compile(
    r"(?:^|\b(?:nummer|nr|optie|keuze|knop|antwoord)\W{0,2})([1-6])(?=\W*$|\b\W*(?:graag|dan|doe|aub)\b)"
)
_BACK = re.compile(r"\b(terug|vorige|daarvoor|hiervoor)\b", re.IGNORECASE)
_OTHER = re.compile(r"\b(andere|ander)\b", re.IGNORECASE)

# Levels that are taught in a programme, and the words that leave the exact level open.
TAUGHT: dict[str, tuple[LevelId, ...]] = {
    "mbo": ("mbo-4", "mbo-3"),
    "mbo-2": ("mbo-2",),
    "mbo-3": ("mbo-3",),
    "mbo-4": ("mbo-4",),
    "hbo": ("hbo",),
    "wo": ("wo",),
}


def ordinals(text: str) -> set[int]:
    """The places in a list that `text` names, from 1; 0 is the last: {2} for 'de tweede' and for 'nummer 2'."""
    words = re.findall(r"\w+", text.casefold())
    return {ORDINALS[word] for word in words if word in ORDINALS} | {int(n) for n in _NUMBER.findall(text.casefold())}


def resolve(turn: Turn, knowledge: Knowledge) -> Turn:
    """The turn with its meaning said in full; one that only leans on what was never said becomes unclear."""
    if may_be_distress(turn):
        return turn
    if turn.intent == "context.more":
        return _tap_first(turn)
    if turn.intent == "context.choose":
        return _choose(turn, knowledge)
    if turn.intent == "context.why":
        return replace(_again(turn, turn.trail[-1]), asks_why=True) if turn.trail else _unclear(turn)
    if turn.intent == "context.inform":
        return _at_another_level(turn, knowledge)
    return turn


def _unclear(turn: Turn) -> Turn:
    return replace(turn, intent=UNCLEAR)


def _again(turn: Turn, sent: str) -> Turn:
    """The turn in which a button with this payload is tapped."""
    intent, entities = parse_payload(sent)
    mentions: list[Mention] = [(kind, entities[kind]) for kind in KINDS if kind in entities]
    return turn.meaning(intent, mentions, [entities["interest"]] if "interest" in entities else [])


def _tap_first(turn: Turn) -> Turn:
    """'Ja, vertel meer' is the first button of the last answer. A guide has to be started by itself."""
    first = next((sent for sent in turn.offered if not sent.startswith(("/guide.", "/chat."))), None)
    return _again(turn, first) if first else _unclear(turn)


def _choose(turn: Turn, knowledge: Knowledge) -> Turn:
    """'De tweede', 'die andere', 'ga terug': from the subjects just offered, else from those talked about, else any."""
    if _BACK.search(turn.text):
        return _again(turn, turn.trail[-2]) if len(turn.trail) > 1 else _unclear(turn)
    subjects, earlier = _subject_buttons(turn), _talked_about(turn)
    choices = list(dict.fromkeys(earlier))
    if _OTHER.search(turn.text):
        others = [each for each in earlier if each != earlier[-1]]
        if others:
            return turn.meaning("context.inform", [others[-1]])
        return _again(turn, subjects[1]) if subjects else _unclear(turn)
    places = ordinals(turn.text)
    place = places.pop() if len(places) == 1 else None
    if place is None:
        return _unclear(turn)
    if not subjects and place <= len(choices) > 1:
        return turn.meaning("context.inform", [choices[place - 1]])
    buttons = subjects or turn.offered
    return _again(turn, buttons[place - 1]) if place <= len(buttons) > 0 else _unclear(turn)


def _subject_buttons(turn: Turn) -> list[str]:
    """The buttons that ask one question about several subjects: a list to choose from."""
    parsed = [(sent, *parse_payload(sent)) for sent in turn.offered]
    about_one = [(sent, intent) for sent, intent, entities in parsed if entities]
    first = about_one[0][1] if about_one else None
    of_first = [sent for sent, intent in about_one if intent == first]
    return of_first if len(of_first) > 1 else []


def _talked_about(turn: Turn) -> list[Mention]:
    """The subjects of the answers so far that are of the same kind as the last one's, oldest first."""
    entities = [parse_payload(sent)[1] for sent in turn.trail]
    subjects: list[Mention] = [(kind, each[kind]) for each in entities for kind in KINDS if kind in each]
    return [each for each in subjects if each[0] == subjects[-1][0]]


def _at_another_level(turn: Turn, knowledge: Knowledge) -> Turn:
    """'Nee ik bedoel hbo' after a question about a programme: the same of one at that level."""
    kinds: set[SubjectKind] = {kind for kind, _ in turn.mentions}
    level = turn.named.get("level", "mbo" if "mbo" in turn.generic else "")
    last = knowledge.topics.get(turn.last_topic or "")
    if kinds - {"level"} or level not in TAUGHT or last is None or last.subject != "programme":
        return turn
    programme = programme_at(knowledge, TAUGHT[level], str(turn.last_topic), turn.about)
    return turn.meaning(str(turn.last_topic), [("programme", programme)]) if programme else turn
