"""The pictures of docs/nlu.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

from tests.nlu.heldout import Result

BINS = 10
INK, BLUE, RED = "#1c2b33", "#1f6f8b", "#c8553d"


def calibration_error(results: Sequence[Result]) -> float:
    """Mean distance between said and true certainty over ten bins, weighed by how many sentences each holds."""
    return sum(count * abs(said - true) for said, true, count in _bins(results)) / len(results)


def draw_reliability(results: Sequence[Result], path: Path) -> None:
    """For each bin of certainty how often the likeliest intent is right: on the diagonal, as often as it says."""
    said, true, counts = (np.array(column) for column in zip(*_bins(results)))
    figure, axes = plt.subplots(figsize=(5, 4.6), dpi=110)
    axes.plot([0, 1], [0, 1], color=INK, linewidth=0.8, linestyle=":")
    axes.plot(said, true, color=BLUE, linewidth=1.5)
    axes.scatter(said, true, s=20 + 400 * counts / counts.max(), color=BLUE, alpha=0.85, linewidths=0)
    for x, y, count in zip(said, true, counts):
        axes.annotate(str(count), (x, y), textcoords="offset points", xytext=(0, -20), ha="center", fontsize=8)
    axes.set(xlim=(0, 1.04), ylim=(0, 1.04), xlabel="probability it gives", ylabel="share that is right")
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)


def draw_confusion(results: Sequence[Result], path: Path) -> None:
    """Rows: what was meant; columns: what was answered. Blue is right, red is wrong, darker is a larger share."""
    topics = sorted({r.counted_as for r in results} | {r.topic for r in results})
    place = {topic: i for i, topic in enumerate(topics)}
    pairs = Counter((r.counted_as, r.topic) for r in results)
    meant = Counter(r.counted_as for r in results)
    figure, axes = plt.subplots(figsize=(13, 13), dpi=90)
    for (row, column), count in pairs.items():
        share = count / meant[row]
        colour = BLUE if row == column else RED
        square = plt.Rectangle(
            (place[column] - 0.5, place[row] - 0.5), 1, 1, color=colour, alpha=0.15 + 0.85 * share, linewidth=0
        )
        axes.add_patch(square)
        if row != column:
            axes.text(place[column], place[row], str(count), ha="center", va="center", fontsize=6, color=INK)
    axes.set(xlim=(-0.5, len(topics) - 0.5), ylim=(len(topics) - 0.5, -0.5), xlabel="answered", ylabel="meant")
    axes.set_xticks(range(len(topics)))
    axes.set_xticklabels(topics, rotation=90, fontsize=6.5)
    axes.set_yticks(range(len(topics)))
    axes.set_yticklabels(topics, fontsize=6.5)
    axes.tick_params(length=0)
    axes.grid(color=INK, alpha=0.06, linewidth=0.5)
    axes.spines[["top", "right", "left", "bottom"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)


def _bins(results: Sequence[Result]) -> list[tuple[float, float, int]]:
    """Mean probability, share right and number of sentences of each bin that holds any."""
    bins = [[r for r in results if min(int(r.confidence * BINS), BINS - 1) == i] for i in range(BINS)]
    return [
        (float(np.mean([r.confidence for r in b])), float(np.mean([r.likeliest_is_right for r in b])), len(b))
        for b in bins
        if b
    ]
