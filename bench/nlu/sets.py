"""What is trained and scored on: Petri's own sentences, and xSID 0.7 nl (CC BY-SA 4.0, see xsid/LICENSE)."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.nlu.examples import load_examples
from bot.setup.dutch_pipeline import ROOT

XSID = Path(__file__).parent / "xsid"
# DIET takes 150 s an epoch on all our examples (2 cores), four hours in all: ways that are compared get this many each.
PER_INTENT = 25


@dataclass(frozen=True)
class Set:
    """Sentences to learn from with their intents, and sentences to score with the intents that are right."""

    texts: list[str]
    intents: list[str]
    asked: list[str]
    accepted: list[set[str]]


def ours(per_intent: int | None) -> Set:
    """Petri's examples (all, or a fixed draw of some of each intent) and the test half of its held-out sentences."""
    by_intent: dict[str, list[str]] = defaultdict(list)
    for example in load_examples():
        by_intent[example.intent].append(example.text)
    draw = random.Random(0)
    drawn = {i: draw.sample(texts, per_intent) if per_intent else texts for i, texts in by_intent.items()}
    held_out = yaml.safe_load((ROOT / "tests/nlu/heldout/test.yml").read_text(encoding="utf-8"))
    accepted = [{s["topic"], *s.get("also", [])} for s in held_out]
    # The classifier's name of what is too vague to answer.
    accepted = [{"context.vague" if topic == "fallback.clarify" else topic for topic in each} for each in accepted]
    return Set(
        [text for texts in drawn.values() for text in texts],
        [intent for intent, texts in drawn.items() for _ in texts],
        [str(s["text"]) for s in held_out],
        accepted,
    )


def xsid() -> Set:
    """The 300 sentences of the validation part to learn from, the 500 of the test part to score."""
    (texts, intents), (asked, right) = _read("valid"), _read("test")
    return Set(texts, intents, asked, [{intent} for intent in right])


def _read(part: str) -> tuple[list[str], list[str]]:
    texts, intents = [], []
    for line in (XSID / f"nl.{part}.conll").read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            texts.append(line.removeprefix("# text = "))
        elif line.startswith("# intent = "):
            # Rasa takes a slash for a question with several answers.
            intents.append(line.removeprefix("# intent = ").replace("/", "."))
    return texts, intents


SETS = {"sample": lambda: ours(PER_INTENT), "all": lambda: ours(None), "xsid": xsid}
