"""The channel through which the edge talks to Rasa."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.nlu.questions import split_questions

log = logging.getLogger(__name__)

# Only questions about the work, the way to it and who does it are answered two at a time: not small talk, and
# never half of a cry for help.
FACTUAL = ("occupation.", "programme.", "employer.", "park.", "civ.", "visit.")


class EdgeInput(InputChannel):
    """Takes `{"sender", "message"}` and answers with the messages; Rasa's own `rest` logs what was typed on failure."""

    @classmethod
    def name(cls) -> str:
        """The part of the address: /webhooks/edge/webhook."""
        return "edge"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """See the parent class."""
        blueprint = Blueprint("edge_webhook")

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            collector = CollectingOutputChannel()
            sender_id = request.json["sender"]
            try:
                for said in await _questions(request.json["message"], request.app.ctx.agent):
                    await on_new_message(UserMessage(said, collector, sender_id, input_channel=self.name()))
            except Exception:
                log.exception("a message could not be handled")
            return response.json(collector.messages)

        return blueprint


async def _questions(text: str, agent: Agent) -> list[str]:
    """The message, or the two different questions in it when both are understood by themselves."""
    parts = [] if text.startswith("/") else split_questions(text)
    if len(parts) < 2:
        return [text]
    parsed = [await agent.parse_message(part) for part in parts]
    intents = [each["intent"]["name"] or "" for each in parsed]
    asks_again = intents[0] == intents[1] and not parsed[1]["entities"]
    return parts if all(intent.startswith(FACTUAL) for intent in intents) and not asks_again else [text]
