"""`make test-nlu`: what Petri understands of sentences that it never saw, written to docs/nlu.md."""

from __future__ import annotations

import os
from collections import Counter, defaultdict

from bot.knowledge.store import load as load_knowledge
from bot.setup.dutch_pipeline import ROOT
from bot.setup.training import ensure_model, environment
from tests.nlu import heldout

REPORT = ROOT / "docs" / "nlu.md"
LABELS = {
    "topic_right": "topic right at the first answer",
    "right_or_offered": "topic right, or among the choices offered",
    "subject_right": "subject recognised, where one is named",
    "out_of_scope_answered": "out of scope, answered as if in scope",
    "in_scope_refused": "in scope, refused or asked back",
}


def main() -> None:
    """Measure both halves and write the report."""
    os.environ.update(environment())
    agent, knowledge = heldout.load(ensure_model()), load_knowledge()
    halves = {half: heldout.understand(agent, knowledge, half) for half in ("dev", "test")}
    lines = [
        "# How well Petri understands",
        "",
        "Made by `make test-nlu`. The sentences stand in `tests/nlu/heldout`; see the README there. Choices were made",
        "on the dev half, the test half is only read here. Each sentence is taken as the first of a conversation.",
        "",
        f"| | dev ({len(halves['dev'])}) | test ({len(halves['test'])}) |",
        "|---|---|---|",
    ]
    figures = {half: heldout.figures(results) for half, results in halves.items()}
    lines += [f"| {label} | {figures['dev'][k]:.1%} | {figures['test'][k]:.1%} |" for k, label in LABELS.items()]
    missed = " | ".join(f"{figures[half]['distress_missed']:.0f}" for half in halves)
    lines += [f"| distress missed (count) | {missed} |", "", "## Topics of the test half, worst first", ""]
    lines += ["| topic | sentences | precision | recall | F1 |", "|---|---|---|---|---|", *_by_topic(halves["test"])]
    lines += ["", "## What was taken for what (test half)", "", *_confusions(halves["test"]), ""]
    REPORT.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines[:14]))
    print(f"The whole report is in {REPORT.relative_to(ROOT)}.")


def _by_topic(results: list[heldout.Result]) -> list[str]:
    """A table row for each topic. An answer that an honest reader also accepts counts for its own topic."""
    meant: Counter[str] = Counter()
    given: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for result in results:
        topic = result.topic if result.is_right else min(result.meant)
        meant[topic] += 1
        given[result.topic] += 1
        right[topic] += result.is_right
    rows = []
    for topic, count in meant.items():
        precision = right[topic] / given[topic] if given[topic] else 0.0
        recall = right[topic] / count
        f1 = 2 * precision * recall / (precision + recall) if right[topic] else 0.0
        rows.append((f1, f"| {topic} | {count} | {precision:.2f} | {recall:.2f} | {f1:.2f} |"))
    return [row for _, row in sorted(rows)]


def _confusions(results: list[heldout.Result]) -> list[str]:
    """A line for each pair of topics that was confused. Sentences are left out, so that nobody tunes to them."""
    pairs: dict[tuple[str, str], int] = defaultdict(int)
    for result in results:
        if not result.is_right:
            pairs[min(result.meant), result.topic] += 1
    return [f"- {meant} → {topic}: {n}" for (meant, topic), n in sorted(pairs.items(), key=lambda p: (-p[1], p[0]))]


if __name__ == "__main__":
    main()
