"""The subject matcher with the names of the knowledge base, without training and storing it."""

from __future__ import annotations

from bot.knowledge.names import lookup_tables
from bot.knowledge.store import Knowledge
from bot.nlu.subject_matcher import SubjectMatcher


def matcher_of(knowledge: Knowledge) -> SubjectMatcher:
    """A matcher that knows every name in `knowledge`."""
    matcher = SubjectMatcher(SubjectMatcher.get_default_config(), None, None)  # type: ignore[arg-type]
    matcher._use(lookup_tables(knowledge))
    return matcher
