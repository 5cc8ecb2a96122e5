"""The action that answers every topic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, AllSlotsReset, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.buttons import follow_ups
from actions.compose import compose
from actions.context import resolve
from actions.knowledge import KNOWLEDGE
from actions.reply import Reply
from actions.routing import CLARIFY
from actions.turn import Turn, slot_changes
from bot.knowledge.lookup import kind_of
from bot.payload import payload

# Nobody should be asked about their favourite lab after these.
ENDS_A_GUIDE = ("safety.distress", "chat.goodbye")
# After these, 'en bij BaseClear?' is still about what was asked before them.
ASIDES = ("chat.", "fallback.", "safety.abuse", "safety.personal")
# Said while a guide is asking, these are no answer and no question of their own: the guide asks again.
NOT_IN_A_GUIDE = ("context.more", "context.no", "context.choose", "context.why")
NOTHING_ELSE = "Dit is wat ik hierover weet."
# How many answers Petri can go back.
MAX_TRAIL = 12


class AnswerTopic(Action):
    """Looks up the answer to what was asked, and remembers what the conversation is about."""

    def name(self) -> str:
        """See the parent class."""
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say the answer as one custom message for each subject that was asked about."""
        read = Turn.read(tracker)
        if tracker.active_loop:
            if read.intent == "chat.restart":
                return _stop_guide(dispatcher)
            if read.intent in NOT_IN_A_GUIDE:
                return []
        turn = resolve(read, KNOWLEDGE)
        replies = [_once_more(reply, turn) for reply in compose(turn, KNOWLEDGE)]
        for reply in replies:
            dispatcher.utter_message(json_message=reply.as_json())
        topic = replies[-1].topic
        if topic == "chat.restart":
            return [AllSlotsReset(), ActiveLoop(None)]
        leaving = _leave_guide() if topic in ENDS_A_GUIDE else []
        changes = _to_remember(turn, replies, tracker.get_slot("level"))
        return leaving + [SlotSet(slot, value) for slot, value in changes.items() if value != tracker.get_slot(slot)]


def _to_remember(turn: Turn, replies: list[Reply], level: str | None) -> dict[str, Any]:
    """The slots after these replies."""
    topic = replies[-1].topic
    offered = [button.payload for button in replies[-1].buttons]
    if topic == CLARIFY:
        return {"unclear": True, "offered": offered}
    told = [*turn.told, *(reply.story for reply in replies if reply.story)]
    changes: dict[str, Any] = {**slot_changes(turn, level), "unclear": None, "offered": offered, "told": told or None}
    if not topic.startswith(ASIDES):
        changes["topic"] = topic
        changes["trail"] = [*turn.trail, *map(_asks_again, replies)][-MAX_TRAIL:]
    return changes


def _once_more(reply: Reply, turn: Turn) -> Reply:
    """The reply; one that the visitor just got says so, for another question may have been meant."""
    was_typed = bool(turn.text) and not turn.text.startswith("/")
    is_same = turn.trail[-1:] == (_asks_again(reply),) and reply.story is None and not turn.asks_why
    return replace(reply, text=f"{NOTHING_ELSE}\n\n{reply.text}") if was_typed and is_same else reply


def _asks_again(reply: Reply) -> str:
    """The payload that asks what this replies to."""
    kind = kind_of(KNOWLEDGE, reply.subject, reply.topic) if reply.subject else None
    return payload(reply.topic, {kind: str(reply.subject)} if kind else None)


def _stop_guide(dispatcher: CollectingDispatcher) -> list[EventType]:
    """End the guide, and keep what the conversation was about."""
    text = "Goed, we stoppen met de vragen. Waar ben je nieuwsgierig naar?"
    buttons = follow_ups("chat.restart", {}, KNOWLEDGE)
    dispatcher.utter_message(json_message=Reply(text, "chat.restart", buttons=buttons).as_json())
    return _leave_guide()


def _leave_guide() -> list[EventType]:
    return [ActiveLoop(None), SlotSet("requested_slot", None)]
