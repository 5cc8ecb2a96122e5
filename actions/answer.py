"""The action that answers every topic."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, AllSlotsReset, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.buttons import follow_ups
from actions.knowledge import KNOWLEDGE
from actions.reply import Reply, compose
from actions.routing import CLARIFY
from actions.turn import Turn, slot_changes

# Nobody should be asked about their favourite lab after these.
ENDS_A_GUIDE = ("safety.distress", "chat.goodbye")
# After these, 'en bij BaseClear?' is still about what was asked before them.
ASIDES = ("chat.", "fallback.", "safety.abuse", "safety.personal")


class AnswerTopic(Action):
    """Looks up the answer to what was asked, and remembers what the conversation is about."""

    def name(self) -> str:
        """See the parent class."""
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say the answer as one custom message."""
        turn = Turn.read(tracker)
        if turn.intent == "chat.restart" and tracker.active_loop:
            return _stop_guide(dispatcher)
        reply = compose(turn, KNOWLEDGE)
        dispatcher.utter_message(json_message=reply.as_json())
        if reply.topic == "chat.restart":
            return [AllSlotsReset(), ActiveLoop(None)]
        if reply.topic == CLARIFY:
            return [SlotSet("unclear", True)]
        changes: dict[str, Any] = {**slot_changes(turn, tracker.get_slot("level")), "unclear": None}
        if not reply.topic.startswith(ASIDES):
            changes["topic"] = reply.topic
        leaving = _leave_guide() if reply.topic in ENDS_A_GUIDE else []
        return leaving + [SlotSet(slot, value) for slot, value in changes.items() if value != tracker.get_slot(slot)]


def _stop_guide(dispatcher: CollectingDispatcher) -> list[EventType]:
    """End the guide, and keep what the conversation was about."""
    text = "Goed, we stoppen met de vragen. Waar ben je nieuwsgierig naar?"
    buttons = follow_ups("chat.restart", {}, KNOWLEDGE)
    dispatcher.utter_message(json_message=Reply(text, "chat.restart", buttons=buttons).as_json())
    return _leave_guide()


def _leave_guide() -> list[EventType]:
    return [ActiveLoop(None), SlotSet("requested_slot", None)]
