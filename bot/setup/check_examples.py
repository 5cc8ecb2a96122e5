"""Finds example sentences that teach nothing new, and intents with too few; prints what is wrong, by file and line.

make check-examples
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil
from typing import get_args

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from bot.knowledge.documents import ContentError
from bot.knowledge.model import SubjectKind
from bot.nlu.examples import Example, load_examples

# The share of the 3-letter runs of two sentences that they have in common (Jaccard). Above this they are one sentence
# with another word; across intents that is only allowed where a word makes the difference.
TOO_ALIKE_WITHIN = 0.8
TOO_ALIKE_ACROSS = 0.7
MIN_EXAMPLES = 60
# Sentences of which there are not many kinds.
MIN_EXAMPLES_RARE = 40
RARE = ("chat.", "context.", "safety.")
# To compare all at once takes tens of gigabytes.
ROWS_AT_A_TIME = 500


def problems(examples: Sequence[Example]) -> Iterator[str]:
    """What is wrong: too few for an intent, an unknown kind of name, sentences that are too much alike."""
    for intent, count in Counter(example.intent for example in examples).items():
        needed = MIN_EXAMPLES_RARE if intent.startswith(RARE) else MIN_EXAMPLES
        if count < needed:
            yield f"{intent}: {count} voorbeelden; schrijf er minstens {needed}, elk met eigen woorden."
    kinds = get_args(SubjectKind)
    for example in examples:
        for kind, words in example.marked:
            if kind not in kinds:
                yield f"{example.where}: [{words}]({kind}): '{kind}' bestaat niet; kies uit {', '.join(kinds)}."
    for one, other, alike in near_copies(examples):
        if one.intent == other.intent:
            yield f"{other.where}: '{other.text}' lijkt voor {alike:.0%} op '{one.text}' ({one.where}); schrap er een."
        else:
            yield (
                f"{other.where}: '{other.text}' ({other.intent}) lijkt voor {alike:.0%} op '{one.text}' "
                f"({one.intent}, {one.where}); maak duidelijk wat er gevraagd wordt, of schrap er een."
            )


def near_copies(examples: Sequence[Example]) -> Iterator[tuple[Example, Example, float]]:
    """Each pair that is too much alike, and how much."""
    runs = CountVectorizer(analyzer="char_wb", ngram_range=(3, 3), binary=True, dtype=np.int32).fit_transform(
        re.sub(r"\W+", " ", example.text.casefold()).strip() or "-" for example in examples
    )
    sizes = np.asarray(runs.sum(axis=1)).ravel()
    intents = np.array([example.intent for example in examples])
    for first, second in _candidates(runs):
        # A short sentence and a long one cannot be alike.
        smaller, larger = np.minimum(sizes[first], sizes[second]), np.maximum(sizes[first], sizes[second])
        first, second = (rows[smaller >= TOO_ALIKE_ACROSS * larger] for rows in (first, second))
        common = np.asarray(runs[first].multiply(runs[second]).sum(axis=1)).ravel()
        alike = common / (sizes[first] + sizes[second] - common)
        limit = np.where(intents[first] == intents[second], TOO_ALIKE_WITHIN, TOO_ALIKE_ACROSS)
        for pair in np.flatnonzero(alike > limit):
            yield examples[first[pair]], examples[second[pair]], float(alike[pair])


def _candidates(runs: csr_matrix) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The rows of the pairs that may be too much alike, each pair once, some rows at a time.

    Two sets can only share so much if they share one of their rarest members (Chaudhuri's prefix filter); comparing
    all pairs takes many times as long.
    """
    rarity = np.asarray(runs.sum(axis=0)).ravel()
    rows, columns = [], []
    for row in range(runs.shape[0]):
        members = runs.indices[runs.indptr[row] : runs.indptr[row + 1]]
        needed = len(members) - ceil(TOO_ALIKE_ACROSS * len(members)) + 1
        rarest = members[np.lexsort((members, rarity[members]))][:needed]
        rows += [row] * len(rarest)
        columns += list(rarest)
    rare = csr_matrix((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=runs.shape)
    by_member = rare.T.tocsr()
    for start in range(0, rare.shape[0], ROWS_AT_A_TIME):
        sharing = (rare[start : start + ROWS_AT_A_TIME] @ by_member).tocoo()
        once = sharing.row + start < sharing.col
        yield sharing.row[once] + start, sharing.col[once]


def main() -> None:
    """Print the problems; fail when there are any."""
    try:
        examples = load_examples()
    except ContentError as error:
        sys.exit(f"Stopped: data/nlu cannot be read.\n{error}")
    found = list(problems(examples))
    print("\n".join(found))
    if found:
        sys.exit(f"Stopped: {len(found)} problems in data/nlu; see above.")
    print(f"{len(examples):,} examples of {len({example.intent for example in examples})} intents; nothing too alike.")


if __name__ == "__main__":
    main()
