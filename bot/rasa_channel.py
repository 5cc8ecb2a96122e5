"""The channel through which the edge talks to Rasa."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

log = logging.getLogger(__name__)


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
            said, sender_id = request.json["message"], request.json["sender"]
            try:
                await on_new_message(UserMessage(said, collector, sender_id, input_channel=self.name()))
            except Exception:
                log.exception("a message could not be handled")
            return response.json(collector.messages)

        return blueprint
