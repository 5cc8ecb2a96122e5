"""`make test-nlu`: what Petri understands of sentences that it never saw, written to docs/nlu.md with two pictures."""

from __future__ import annotations

import os
from collections import Counter

from actions.routing import DISTRESS
from bot.knowledge.names import lookup_tables
from bot.knowledge.store import Knowledge
from bot.knowledge.store import load as load_knowledge
from bot.nlu.examples import Example, load_examples
from bot.nlu.normaliser import load_normaliser
from bot.nlu.subject_matcher import KINDS, SubjectMatcher
from bot.setup.dutch_pipeline import ROOT
from bot.setup.training import ensure_model, environment
from tests.nlu import heldout, pictures

REPORT = ROOT / "docs" / "nlu.md"
LABELS = {
    "topic_right": "topic right at the first answer",
    "right_or_offered": "topic right, or among the choices offered",
    "subject_right": "subject recognised, where one is named",
    "out_of_scope_answered": "out of scope, answered as if in scope",
    "in_scope_refused": "in scope, refused or asked back",
}
INTRODUCTION = """\
# How well Petri understands

Made by `make test-nlu`. The sentences stand in `tests/nlu/heldout`; see the README there. Choices were made on the dev
half; the test half was written blind, is never trained on, and only its figures are read. Each sentence is taken as the
first of a conversation, through the whole of Petri: the NLU pipeline, the context rules and the routing.
"""


def main() -> None:
    """Measure both halves and write the report."""
    os.environ.update(environment())
    agent, knowledge = heldout.load(ensure_model()), load_knowledge()
    halves = {half: heldout.understand(agent, knowledge, half) for half in ("dev", "test")}
    figures = {half: heldout.figures(results) for half, results in halves.items()}
    test = halves["test"]
    topics = _by_topic(test)
    lines = [
        INTRODUCTION,
        f"| | dev ({len(halves['dev'])}) | test ({len(test)}) |",
        "|---|---|---|",
        *(f"| {label} | {figures['dev'][k]:.1%} | {figures['test'][k]:.1%} |" for k, label in LABELS.items()),
        "| distress missed (count) | "
        + " | ".join(f"{figures[half]['distress_missed']:.0f}" for half in halves)
        + " |",
        "",
        *_hidden_distress(heldout.understand(agent, knowledge, "distress")),
        "",
        f"Macro F1 over the topics of the test half: {sum(f1 for f1, _ in topics) / len(topics):.3f}.",
        "",
        "## Is it as sure as it says?",
        "",
        "Sentences of the test half by the probability of the likeliest intent, and how often that is right. Expected",
        f"calibration error: {pictures.calibration_error(test):.3f}.",
        "",
        "![Reliability plot](nlu-reliability.png)",
        "",
        "## Names of subjects",
        "",
        "How the names that are marked in `data/nlu` are recognised (nothing is learned from the marks: SubjectMatcher",
        "only knows the names in `data/knowledge`). A name of several kinds counts as the marked one.",
        "",
        "| kind | marked | precision | recall | F1 |",
        "|---|---|---|---|---|",
        *_entities(load_examples(), knowledge),
        "",
        "## Topics of the test half, worst first",
        "",
        "| topic | sentences | precision | recall | F1 |",
        "|---|---|---|---|---|",
        *(row for _, row in topics),
        "",
        "## What was taken for what (test half)",
        "",
        "![Confusion picture](nlu-confusion.png)",
        "",
        *_confusions(test),
        "",
    ]
    pictures.draw_reliability(test, REPORT.with_name("nlu-reliability.png"))
    pictures.draw_confusion(test, REPORT.with_name("nlu-confusion.png"))
    REPORT.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines[1:10]))
    print(f"The whole report is in {REPORT.relative_to(ROOT)}.")


def _hidden_distress(results: list[heldout.Result]) -> list[str]:
    """What becomes of messages that mostly hint at distress, and of others with the same words."""
    in_need = [r for r in results if DISTRESS in r.meant]
    others = [r for r in results if DISTRESS not in r.meant]
    missed = sum(r.topic != DISTRESS for r in in_need)
    alarms = sum(r.topic == DISTRESS for r in others)
    return [
        f"Of {len(in_need)} messages that mostly only hint at distress (`distress.yml`) {missed} are missed; of",
        f"{len(others)} others with the same words {alarms} are taken for distress.",
    ]


def _by_topic(results: list[heldout.Result]) -> list[tuple[float, str]]:
    """The F1 and a table row of each topic. An answer that an honest reader also accepts counts for its own topic."""
    meant: Counter[str] = Counter()
    given: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for result in results:
        meant[result.counted_as] += 1
        given[result.topic] += 1
        right[result.topic] += result.is_right
    rows = []
    for topic, count in meant.items():
        precision, recall, f1 = _scores(right[topic], given[topic], count)
        rows.append((f1, f"| {topic} | {count} | {precision:.2f} | {recall:.2f} | {f1:.2f} |"))
    return sorted(rows)


def _entities(examples: list[Example], knowledge: Knowledge) -> list[str]:
    """A table row for each kind of subject: the words marked, against those that SubjectMatcher finds."""
    normalise = load_normaliser()
    matcher = SubjectMatcher.of(lookup_tables(knowledge))
    marked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for example in examples:
        if not example.marked:
            continue
        wanted = {kind for kind, _ in example.marked}
        # Of a mention that may be of several kinds, the marked one is meant.
        for mention in matcher.mentions(normalise(example.text)):
            kinds = {kind for kind, _ in mention.subjects} & set(KINDS[:4])
            for kind in kinds & wanted or kinds:
                found[kind] += 1
                right[kind] += kind in wanted
        for kind, _ in example.marked:
            marked[kind] += 1
    rows = []
    for kind in KINDS[:4]:
        precision, recall, f1 = _scores(min(right[kind], marked[kind]), found[kind], marked[kind])
        rows.append(f"| {kind} | {marked[kind]} | {precision:.2f} | {recall:.2f} | {f1:.2f} |")
    return rows


def _scores(right: int, given: int, meant: int) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    precision, recall = right / given if given else 0.0, right / meant
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def _confusions(results: list[heldout.Result]) -> list[str]:
    """A line for each pair of topics that was confused. Sentences are left out, so that nobody tunes to them."""
    pairs = Counter((result.counted_as, result.topic) for result in results if not result.is_right)
    return [f"- {meant} → {topic}: {n}" for (meant, topic), n in sorted(pairs.items(), key=lambda p: (-p[1], p[0]))]


if __name__ == "__main__":
    main()
