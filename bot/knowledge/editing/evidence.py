"""What each source says, as far as the facts and events tell; the measure of every claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bot.knowledge.model import Event, Fact
from bot.knowledge.store import Knowledge


class Evidence:
    """The texts and facts under each source id."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._texts: dict[str, list[str]] = defaultdict(list)
        self._facts: dict[str, list[Fact]] = defaultdict(list)
        for source_id, source in knowledge.sources.items():
            self._texts[source_id] += [source.title, source.publisher, (source.as_of or "").replace("-", " ")]
        for fact in knowledge.all_facts():
            for source_id in fact.sources:
                self._facts[source_id].append(fact)
        for event in knowledge.events.values():
            for source_id in event.sources:
                self._facts[source_id].append(_as_fact(event))
        for source_id, facts in self._facts.items():
            self._texts[source_id] += [text for fact in facts for text in (fact.text, fact.as_of or "")]

    def texts(self, sources: Iterable[str]) -> list[str]:
        """All that these sources say."""
        return [text for source_id in sources for text in self._texts.get(source_id, [])]

    def facts(self, sources: Iterable[str]) -> list[Fact]:
        """The facts and events that cite one of these sources."""
        found = {id(fact): fact for source_id in sources for fact in self._facts.get(source_id, [])}
        return list(found.values())


def _as_fact(event: Event) -> Fact:
    text = f"{event.name} {event.when} {event.where} {event.audience}"
    return Fact(text, event.sources, as_of=event.as_of, ages=event.ages)
