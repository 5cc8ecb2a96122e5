"""Every source, and where Petri uses it: what /bronnen shows."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from bot.edge.park_map import Park
from bot.knowledge.lookup import short_name
from bot.knowledge.model import Answer, Source
from bot.knowledge.store import Knowledge

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
UNDATED = "zonder datum"


@dataclass(frozen=True)
class Listed:
    """A source, and the names of the subjects and questions it is used for."""

    id: str
    source: Source
    uses: list[str]

    @property
    def date(self) -> str:
        """Of when it is: '1 maart 2025', 'maart 2025', '2025' or 'zonder datum'."""
        if not self.source.as_of:
            return UNDATED
        year, *rest = self.source.as_of.split("-")
        named = [MONTHS[int(rest[0]) - 1]] if rest else []
        return " ".join([*(str(int(day)) for day in rest[1:]), *named, year])

    @cached_property
    def _text(self) -> str:
        return fold(" ".join([self.source.title, self.source.publisher, self.date, *self.uses]))

    def holds(self, words: Iterable[str]) -> bool:
        """Whether each of these folded words, or the beginning of one, is somewhere in it."""
        return all(word in self._text for word in words)


class SourceList:
    """The sources, searched and put in order."""

    def __init__(self, knowledge: Knowledge, park: Park) -> None:
        """List the sources of `knowledge`, which `park` uses too."""
        uses: dict[str, dict[str, None]] = defaultdict(dict)
        for name, ids in _uses(knowledge, park):
            for source_id in ids:
                uses[source_id][name] = None
        self.all = [Listed(i, source, [*uses[i]]) for i, source in knowledge.sources.items()]

    def groups(self, query: str = "", newest_first: bool = False) -> list[tuple[str, list[Listed]]]:
        """What holds all words of `query`, under the first letters of the publishers or under the years."""
        words = fold(query).split()
        found = [each for each in self.all if each.holds(words)]
        if newest_first:
            found.sort(key=lambda each: (fold(each.source.publisher), fold(each.source.title)))
            found.sort(key=lambda each: each.source.as_of or "", reverse=True)
            return [(year, [*group]) for year, group in groupby(found, key=_year)]
        found.sort(key=lambda each: (_letter(each), fold(each.source.publisher), fold(each.source.title)))
        return [(letter, [*group]) for letter, group in groupby(found, key=_letter)]


def fold(text: str) -> str:
    """Without capitals and accents, as bot/edge/static/pages/sources.js does."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def _year(listed: Listed) -> str:
    return listed.source.as_of[:4] if listed.source.as_of else UNDATED.capitalize()


def _letter(listed: Listed) -> str:
    first = re.sub(r"[^a-z0-9]", "", fold(listed.source.publisher))[:1].upper()
    return first if first.isalpha() else "0–9"


def _uses(knowledge: Knowledge, park: Park) -> Iterator[tuple[str, list[str]]]:
    """Where each source is used: the name of a place, and the ids of the sources there."""

    def cited(answer: Answer) -> list[str]:
        return [*answer.sources, *(answer.why.sources if answer.why else [])]

    for of_kind in knowledge.subjects.values():
        for subject in of_kind.values():
            for answer in subject.answers.values():
                yield short_name(subject), cited(answer)
            for fact in subject.facts:
                yield short_name(subject), fact.sources
    for topic_id, answer in knowledge.answers.items():
        yield f"‘{knowledge.topics[topic_id].button}’", cited(answer)
    for facts in knowledge.facts.values():
        for fact in facts:
            if fact.topic:
                yield f"‘{knowledge.topics[fact.topic].button}’", fact.sources
    for event in knowledge.events.values():
        yield event.name, [*event.sources, *(source for fact in event.facts for source in fact.sources)]
    routes = knowledge.routes
    for station in routes.stations.values():
        yield "routes naar een beroep", station.sources
    for crossing in routes.crossings:
        yield "routes naar een beroep", crossing.sources
    for goal in routes.goals.values():
        yield "routes naar een beroep", goal.sources
    for advice in knowledge.route_guide.advice:
        yield "hulp bij kiezen", advice.sources
    for story in knowledge.stories.values():
        yield "weetjes", cited(story)
    for term in knowledge.terms.values():
        yield f"uitleg van ‘{term.name}’", cited(term)
    for sources in [park.sources, *(place.sources for place in park.places.values())]:
        yield "kaart van het park", sources
