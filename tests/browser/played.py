"""The real edge before a Rasa that is played: it starts at once, and answers buttons from the knowledge base."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn

from bot.edge.app import create_app
from bot.edge.assistant import Assistant
from bot.knowledge.lookup import find
from bot.knowledge.store import Knowledge
from bot.payload import parse_payload, payload


class PlayedRasa:
    """Answers a button as the knowledge base does, and what is typed with what `says` holds for it."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self.told: list[tuple[str, str]] = []
        self.says: dict[str, list[dict[str, Any]]] = {}
        self.is_away = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one message."""
        if self.is_away:
            raise httpx.ConnectError("refused")
        body = json.loads(request.content)
        said = body["message"]
        self.told.append((body["sender"], said))
        if said == "/restart":
            return httpx.Response(200, json=[])
        replies = self.says.get(said) or [self._reply(said if said.startswith("/") else "/fallback.unknown")]
        return httpx.Response(200, json=[{"custom": {**self._reply("/chat.help"), **reply}} for reply in replies])

    def _reply(self, sent: str) -> dict[str, Any]:
        topic, entities = parse_payload(sent)
        if topic not in self._knowledge.answers:
            topic = "chat.help"
        named: Any = {kind: value for kind, value in entities.items() if kind != "choice"}
        found = find(self._knowledge, topic, named, {})
        sources = {i: self._knowledge.sources[i] for i in found.answer.sources}
        topics = self._knowledge.topics
        return {
            "text": found.answer.text,
            "topic": topic,
            "subject": found.subject_id,
            "sources": [
                {"id": i, "title": s.title, "publisher": s.publisher, "url": s.url, "as_of": s.as_of}
                for i, s in sources.items()
            ],
            "buttons": [
                {"title": topics[each].button, "payload": payload(each, entities)} for each in topics[topic].next
            ],
        }


@dataclass
class PlayedPetri:
    """Where the edge is, and who answers behind it."""

    url: str
    rasa: PlayedRasa


@contextlib.contextmanager
def edge_before(rasa: Callable[[httpx.Request], httpx.Response], knowledge: Knowledge) -> Iterator[str]:
    """The address of the real edge, which talks to `rasa`; served for as long as the context lasts."""
    app = create_app(knowledge, Assistant("http://rasa", httpx.MockTransport(rasa)), "nl_petri_sm 0.1.0")
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the edge does not start"
        time.sleep(0.02)
    try:
        yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextlib.contextmanager
def played_petri(knowledge: Knowledge) -> Iterator[PlayedPetri]:
    """Serve it for as long as the context lasts."""
    rasa = PlayedRasa(knowledge)
    with edge_before(rasa, knowledge) as url:
        yield PlayedPetri(url, rasa)
