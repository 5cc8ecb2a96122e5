"""How Petri understands the held-out sentences: topic, subject, and what it refuses."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rasa.core.agent import Agent, load_agent
from rasa.utils.log_utils import configure_structlog

from actions.buttons import Button
from actions.compose import compose
from actions.context import resolve
from actions.doubt import MEANT
from actions.routing import CLARIFY
from actions.turn import Turn
from bot.knowledge.store import Knowledge
from bot.payload import parse_payload
from tests.asynchronous import run

FOLDER = Path(__file__).parent / "heldout"
OUT_OF_SCOPE = "fallback.out_of_scope"
# What the classifier calls a topic that nobody asks for by name.
TRAINED_AS = {"context.vague": CLARIFY}
NOT_ANSWERED = (CLARIFY, OUT_OF_SCOPE)


@dataclass(frozen=True)
class Result:
    """One sentence: what was meant, what Petri made of it, and how sure it was."""

    text: str
    meant: frozenset[str]
    topic: str
    offered: frozenset[str]
    subject_meant: str | None
    subjects: tuple[str, ...]
    confidence: float
    likeliest: str
    ranking: dict[str, float]

    @property
    def is_right(self) -> bool:
        """Whether the first answer is about the right topic."""
        return self.topic in self.meant

    @property
    def counted_as(self) -> str:
        """The one topic of those meant under which the sentence is counted: the answered one, where that is right."""
        return self.topic if self.is_right else min(self.meant)

    @property
    def likeliest_is_right(self) -> bool:
        """Whether the classifier's first intent is one of those meant, before any routing."""
        return TRAINED_AS.get(self.likeliest, self.likeliest) in self.meant

    @property
    def is_offered(self) -> bool:
        """Whether the right topic is answered, or among the choices offered for want of certainty."""
        return self.is_right or bool(self.offered & self.meant)

    @property
    def is_in_scope(self) -> bool:
        """Whether the sentence is about something that Petri should know."""
        return not self.meant & set(NOT_ANSWERED)


def understand(agent: Agent, knowledge: Knowledge, half: str) -> list[Result]:
    """Petri's reading of each sentence of `half` ('dev', 'test' or 'distress'), each as the first of a conversation."""
    sentences = yaml.safe_load((FOLDER / f"{half}.yml").read_text(encoding="utf-8"))
    return run(_understand(agent, knowledge, sentences))


async def _understand(agent: Agent, knowledge: Knowledge, sentences: list[dict[str, Any]]) -> list[Result]:
    results = []
    for sentence in sentences:
        parsed = await agent.parse_message(str(sentence["text"]))
        turn = resolve(Turn.of(parsed, {}), knowledge)
        reply = compose(turn, knowledge)[0]
        first = next(i for i in parsed["intent_ranking"] if i["name"] != "nlu_fallback")
        results.append(
            Result(
                text=str(sentence["text"]),
                meant=frozenset([sentence["topic"], *sentence.get("also", [])]),
                topic=reply.topic,
                offered=frozenset(parse_payload(b.payload)[0] for b in reply.buttons if _asks_back(reply.topic, b)),
                ranking=dict(turn.ranking),
                subject_meant=sentence.get("subject"),
                subjects=(*(i for _, i in turn.mentions), *([reply.subject] if reply.subject else [])),
                confidence=first["confidence"],
                likeliest=first["name"],
            )
        )
    return results


def _asks_back(topic: str, button: Button) -> bool:
    """Whether a button says what may have been meant; a follow-up does not."""
    return topic == CLARIFY or button.title.startswith(MEANT)


def load(model: Path) -> Agent:
    """The trained assistant, without servers. Nothing of what it reads is printed."""
    configure_structlog(logging.WARNING)
    return run(load_agent(model_path=str(model)))


def figures(results: list[Result]) -> dict[str, float]:
    """The shares that docs/nlu.md reports; all between 0 and 1, `distress_missed` is a count."""
    inside = [r for r in results if r.is_in_scope]
    outside = [r for r in results if OUT_OF_SCOPE in r.meant]
    named = [r for r in results if r.subject_meant]
    distress = [r for r in results if r.meant == {"safety.distress"}]
    return {
        "topic_right": _share(r.is_right for r in results),
        "right_or_offered": _share(r.is_offered for r in results),
        "subject_right": _share(r.subject_meant in r.subjects for r in named),
        "out_of_scope_answered": _share(r.topic not in (*NOT_ANSWERED, *r.meant) for r in outside),
        "in_scope_refused": _share(r.topic in NOT_ANSWERED for r in inside),
        "distress_missed": sum(not r.is_right for r in distress),
    }


def _share(found: Any) -> float:
    values = list(found)
    return sum(values) / len(values)
