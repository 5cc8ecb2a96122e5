"""What a message means that says little by itself: 'ja', 'de tweede', 'die andere', 'nee ik bedoel hbo', 'waarom?'."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.clues import with_described
from actions.routing import may_be_distress
from actions.turn import KINDS, Mention, Turn
from bot.knowledge.lookup import programme_at
from bot.knowledge.model import LevelId
from bot.knowledge.store import Knowledge
from bot.payload import parse_payload

UNCLEAR = "nlu_fallback"
# How likely another meaning has to be, for what leans on something that was never said.
MIN_OTHERWISE = 0.3
ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6}
ORDINALS |= {"bovenste": 1, "laatste": 0, "onderste": 0}
# A number is a place when it stands alone or is called one: not in '3 jaar'.
_NUMBER = re.compile(
    r"(?:^|\b(?:nummer|nr|optie|keuze|knop|antwoord)\W{0,2})([1-6])(?=\W*$|\b\W*(?:graag|dan|doe|aub)\b)"
)
_BACK = re.compile(r"\b(terug|vorige|daarvoor|hiervoor)\b", re.IGNORECASE)
_OTHER = re.compile(r"\b(andere|ander)\b", re.IGNORECASE)

_WHY = re.compile(
    r"\b(waar(om|door)|wrm|waaro|why|hoezo|hoe (komt|kan|kwam)|reden|oorzaak|uitleg\w*|leg|ligt)\b", re.IGNORECASE
)

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
    if turn.intent == "context.why" and _WHY.search(turn.text):
        return _why(turn, knowledge)
    if turn.intent in ("context.inform", UNCLEAR, "programme.progression") and _names_a_taught_level(turn):
        return _at_another_level(turn, knowledge)
    return with_described(turn, knowledge)


def _unclear(turn: Turn) -> Turn:
    """The turn as what else it may mean, if likely enough: 'qa geld' chooses nothing where nothing is offered."""
    others = {intent: p for intent, p in turn.ranking.items() if not intent.startswith("context.")}
    likeliest = next((intent for intent, p in others.items() if p >= MIN_OTHERWISE), UNCLEAR)
    return replace(turn, intent=likeliest, ranking=others)


def _again(turn: Turn, sent: str) -> Turn:
    """The turn in which a button with this payload is tapped."""
    intent, entities = parse_payload(sent)
    mentions: list[Mention] = [(kind, entities[kind]) for kind in KINDS if kind in entities]
    return turn.meaning(intent, mentions, [entities["interest"]] if "interest" in entities else [])


def _why(turn: Turn, knowledge: Knowledge) -> Turn:
    """'Waarom?': the last question again, asked for its reason; after 'what does one do', what that is good for."""
    if not turn.trail:
        return _unclear(turn)
    last = _again(turn, turn.trail[-1])
    purpose = knowledge.topics[last.intent].purpose
    return last.meaning(purpose, last.mentions) if purpose else replace(last, asks_why=True)


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


def _names_a_taught_level(turn: Turn) -> bool:
    """Whether the message names no other subject than a level at which one can follow a programme."""
    return {kind for kind, _ in turn.mentions} <= {"level"} and _taught_level(turn) in TAUGHT


def _taught_level(turn: Turn) -> str:
    return turn.named.get("level", "mbo" if "mbo" in turn.generic else "")


def _at_another_level(turn: Turn, knowledge: Knowledge) -> Turn:
    """'Nee ik bedoel hbo', 'en via het mbo?': the last question about a programme, of one at that level."""
    last, levels = str(turn.last_topic), TAUGHT[_taught_level(turn)]
    if last == "programme.route" and turn.targets and "occupation" in turn.about:
        programme = programme_at(knowledge, levels, "programme.overview", turn.about)
        here: list[Mention] = [("occupation", turn.about["occupation"])]
        return turn.meaning(last, [*here, ("programme", programme)]) if programme else turn
    if turn.intent == "programme.progression" or last not in knowledge.topics:
        return turn
    programme = (
        programme_at(knowledge, levels, last, turn.about) if knowledge.topics[last].subject == "programme" else None
    )
    return turn.meaning(last, [("programme", programme)]) if programme else turn
