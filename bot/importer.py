"""Derives training data from the knowledge base, so that adding a topic or an employer is adding it there.

The topics become intents, and each topic a rule that answers it. The names of every subject become
a look-up table called `<kind>:<id>`, from which SubjectMatcher learns to recognise them.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.names import lookup_tables
from bot.knowledge.store import load

# These start a form; their rules stand in data/rules/guide.yml.
GUIDED_TOPICS = ("guide.route_advice", "guide.quiz")
# Rasa's own name for the intent of a message that was not understood.
FALLBACK_INTENTS = {"fallback.clarify": "nlu_fallback"}


class KnowledgeImporter(RasaFileImporter):
    """Rasa's own files, plus what follows from data/knowledge."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """See the parent class.

        Raises:
            ContentError: data/knowledge cannot be read.

        """
        super().__init__(*args, **kwargs)
        self._knowledge = load()

    def get_domain(self) -> Domain:
        """The domain of domain.yml with an intent for each topic."""
        intents = [topic for topic in self._knowledge.topics if topic not in FALLBACK_INTENTS]
        return super().get_domain().merge(Domain.from_dict({"intents": intents}))

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """The rules of data/rules with one for each topic."""
        rules = [
            {
                "rule": f"answer {topic}",
                "steps": [{"intent": FALLBACK_INTENTS.get(topic, topic)}, {"action": "action_answer"}],
            }
            for topic in self._knowledge.topics
            if topic not in GUIDED_TOPICS
        ]
        reader = YAMLStoryReader(self.get_domain(), "data/knowledge/topics.yml")
        derived = StoryGraph(reader.read_from_parsed_yaml({"version": "3.1", "rules": rules}))
        return super().get_stories(exclusion_percentage).merge(derived)

    def get_nlu_data(self, language: str | None = "nl") -> TrainingData:
        """The examples of data/nlu with the look-up tables."""
        data = super().get_nlu_data(language)
        # TrainingData.merge() would copy every example, three times in one training.
        tables = lookup_tables(self._knowledge)
        data.lookup_tables += [{"name": name, "elements": words} for name, words in tables.items()]
        return data
