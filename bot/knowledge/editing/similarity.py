"""Answers that are nearly the same text: who asks twice would read the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from bot.knowledge.documents import Problem
from bot.knowledge.editing.said import Said

# The cosine between counts of character 5-grams, names of the subject left out: 1 is the same text.
SAME = 0.85
ALIKE = 0.70
_SHORTEST = 8

# The same thing as a topic and as a subject: who asks about the one asks about the other.
_SHARED = {
    frozenset(pair)
    for pair in (
        ("answers/civ.yml", "organisations/civ-biosciences.yml"),
        ("answers/civ.yml", "organisations/practoraat-biosciences.yml"),
        ("answers/park.yml", "organisations/lbsp.yml"),
    )
}


def problems(texts: Sequence[Said]) -> Iterator[Problem]:
    """Every pair that is too much alike: an error from SAME, a warning from ALIKE."""
    texts = [said for said in texts if len(said.text.split()) >= _SHORTEST]
    if len(texts) < 2:
        return
    vectors = normalize(CountVectorizer(analyzer="char_wb", ngram_range=(5, 5)).fit_transform(map(_bare, texts)))
    alike = (vectors @ vectors.T).tocoo()
    close = (alike.data >= ALIKE) & (alike.row < alike.col)
    for first, second, score in sorted(zip(alike.row[close], alike.col[close], alike.data[close])):
        one, other = texts[first], texts[second]
        if not _may_be_alike(one, other):
            message = f"lijkt voor {score:.0%} op {one.where}; zeg wat hier anders is."
            yield other.problem(message.replace("%", " procent"), warning=bool(score < SAME))


def _may_be_alike(one: Said, other: Said) -> bool:
    # The same rules hold at several levels, and a visitor is at one; of the guide's outcomes one sees one or two.
    names = (one.document.name, other.document.name)
    both_levels = all(name.startswith("levels/") for name in names)
    return both_levels or one.kind == other.kind == "advice" or frozenset(names) in _SHARED


def _bare(said: Said) -> str:
    """The text without its subject's name: putting in another name makes no other answer."""
    name = said.subject.name if said.subject else ""
    return re.sub(re.escape(name), " ", said.text, flags=re.IGNORECASE) if name else said.text
