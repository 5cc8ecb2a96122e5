"""What Petri does with doubt: ask which of two was meant, offer what else may have been, say how it read a name."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.buttons import MAX_BUTTONS, Button, follow_ups, name_of, topic_button
from actions.reply import Reply, cite
from actions.routing import CLARIFY
from actions.turn import Turn
from bot.knowledge.lookup import kind_of
from bot.knowledge.model import SubjectKind
from bot.knowledge.store import Knowledge
from bot.payload import payload

CONTACT = "civ.contact"
# How a button under an answer begins that asks what else may have been meant.
MEANT = "Ik bedoel: "
# Never offered as what somebody might have meant.
NOT_A_GUESS = (
    *("nlu_fallback", "context.", "safety.", "fallback."),
    *(f"chat.{topic}" for topic in ("greeting", "goodbye", "thanks", "language", "feedback")),
)
# How likely something else must be to be offered beside an answer, and below which likelihood of that answer: two
# topics where the answer is likely, three where it is less likely than not.
MIN_ALTERNATIVE = 0.02
SURE = 0.95
LIKELY = 0.5
# A question back names the likeliest two when together they are this much of what is likely.
BETWEEN_TWO = 0.8
# Where to choose another subject of a kind, and how the button says so.
ANOTHER: dict[SubjectKind, tuple[str, str]] = {
    "occupation": ("occupation.list", "Nee, een ander beroep"),
    "programme": ("programme.list", "Nee, een andere opleiding"),
    "employer": ("employer.list", "Nee, een ander bedrijf"),
}


def clarify(turn: Turn, knowledge: Knowledge) -> Reply:
    """Ask back with the likeliest topics as buttons and a way to a human; the second time in a row, the human."""
    usual = follow_ups(CLARIFY, {}, knowledge)
    contact = topic_button(CONTACT, {}, knowledge)
    if turn.was_unclear:
        answer = knowledge.answers[CONTACT]
        text = f"Ik begrijp je vraag niet, sorry. Een mens kan je beter helpen.\n\n{answer.text}"
        return Reply(text, CLARIFY, None, cite(answer.sources, knowledge), usual)
    guesses = _guesses(turn)
    buttons = list(dict.fromkeys(topic_button(topic, turn.about, knowledge) for topic in guesses[:3]))
    if len(buttons) < 2:
        return Reply(knowledge.answers[CLARIFY].text, CLARIFY, None, [], usual)
    likely = [turn.ranking[topic] for topic in guesses]
    if sum(likely[:2]) >= BETWEEN_TWO * sum(likely):
        one, other = buttons[:2]
        text = f"Ik twijfel wat je bedoelt: ‘{one.title}’ of ‘{other.title}’ Kies hieronder, of vraag het anders."
        return Reply(text, CLARIFY, None, [], [one, other, contact])
    return Reply(knowledge.answers[CLARIFY].text, CLARIFY, None, [], [*buttons, contact])


def with_doubt(reply: Reply, turn: Turn, knowledge: Knowledge) -> Reply:
    """The reply, with buttons for what else may have been meant, and how a misspelled name was read."""
    is_in_doubt = reply.topic != CLARIFY and turn.ranking.get(turn.intent, 1.0) < SURE
    offering = _with_alternatives(reply, turn, knowledge) if is_in_doubt else reply
    return _with_the_name_as_read(offering, turn, knowledge)


def _with_alternatives(reply: Reply, turn: Turn, knowledge: Knowledge) -> Reply:
    """The reply with buttons for the other topics that may have been meant."""
    count = 2 if turn.ranking.get(reply.topic, 0.0) >= LIKELY else 3
    others = [topic for topic in _guesses(turn) if topic != reply.topic and turn.ranking[topic] >= MIN_ALTERNATIVE]
    buttons = [topic_button(topic, turn.about, knowledge) for topic in others[:count]]
    alternatives = {b.payload: Button(f"{MEANT}{b.title}", b.payload) for b in buttons}
    staying = [b for b in reply.buttons if b.payload not in alternatives][: MAX_BUTTONS - len(alternatives)]
    # A follow-up that may have been meant keeps its place: 'vertel verder' taps the first.
    kept = [alternatives.pop(b.payload, b) for b in reply.buttons if b.payload in alternatives or b in staying]
    return replace(reply, buttons=[*kept, *alternatives.values()])


def _guesses(turn: Turn) -> list[str]:
    """The topics that the message may be about, likeliest first."""
    least = MIN_ALTERNATIVE / 2
    return [topic for topic, p in turn.ranking.items() if p >= least and not topic.startswith(NOT_A_GUESS)]


def _with_the_name_as_read(reply: Reply, turn: Turn, knowledge: Knowledge) -> Reply:
    """'Je bedoelt BaseClear, denk ik': a name that was not spelled as any that Petri knows, with a way to mend it."""
    kind = kind_of(knowledge, reply.subject, reply.topic) if reply.subject else None
    typed = turn.guessed.get(str(reply.subject))
    if typed is None or kind not in ANOTHER:
        return reply
    name = name_of(knowledge.subjects[kind][str(reply.subject)])
    if _letters(typed).startswith(_letters(name)):
        return reply
    topic, title = ANOTHER[kind]
    buttons = [*reply.buttons[: MAX_BUTTONS - 1], Button(title, payload(topic))]
    return replace(reply, text=f"Je bedoelt {name}, denk ik.\n\n{reply.text}", buttons=buttons)


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text.casefold())
