"""The action that answers every topic."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, AllSlotsReset, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.knowledge import KNOWLEDGE
from actions.reply import CLARIFY, compose
from actions.turn import Turn, slot_changes


class AnswerTopic(Action):
    """Looks up the answer to what was asked, and remembers what the conversation is about."""

    def name(self) -> str:
        """See the parent class."""
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say the answer as one custom message."""
        turn = Turn.read(tracker)
        reply = compose(turn, KNOWLEDGE)
        dispatcher.utter_message(json_message=reply.as_json())
        if reply.topic == "chat.restart":
            return [AllSlotsReset(), ActiveLoop(None)]
        if reply.topic == CLARIFY:
            return [SlotSet("unclear", True)]
        changes = {**slot_changes(turn), "topic": reply.topic, "unclear": None}
        return [SlotSet(slot, value) for slot, value in changes.items() if value != tracker.get_slot(slot)]
