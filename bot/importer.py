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
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import get_text_hash

from bot.knowledge.names import lookup_tables
from bot.knowledge.store import load
from bot.nlu.examples import load_examples

# These start a form; their rules stand in data/rules/guide.yml.
GUIDED_TOPICS = ("guide.route_advice", "guide.quiz")
# Rasa's own name for the intent of a message that was not understood.
FALLBACK_INTENTS = {"fallback.clarify": "nlu_fallback"}


class ExampleMessage(Message):
    """An example to learn from, which is cheap to copy and to compare.

    Rasa copies every example at every merge, and hashes it with all its tokens and features after every step, for a
    cache that Petri does not keep. With 20,000 examples that takes longer than learning from them.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> ExampleMessage:
        """Values are replaced, never changed in place."""
        return ExampleMessage(self.data, set(self.output_properties), self.time, list(self.features))

    def __hash__(self) -> int:
        """Two that are equal have the same."""
        return hash((self.get(TEXT), self.get(INTENT)))

    def fingerprint(self) -> str:
        """Of what was written. The features follow from it."""
        return str(get_text_hash(f"{self.get(TEXT)} {self.get(INTENT)}"))


class KnowledgeImporter(RasaFileImporter):
    """Rasa's own files, plus what follows from data/knowledge."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """See the parent class.

        Raises:
            ContentError: data/knowledge or data/nlu cannot be read.

        """
        super().__init__(*args, **kwargs)
        self._knowledge = load()
        self._examples = load_examples()

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

    def get_nlu_data(self, language: str = "nl") -> TrainingData:
        """The examples of data/nlu with the look-up tables. Which names they mark is for people and for the tests."""
        examples = [ExampleMessage({TEXT: example.text, INTENT: example.intent}) for example in self._examples]
        tables = [{"name": name, "elements": words} for name, words in lookup_tables(self._knowledge).items()]
        return TrainingData(examples, lookup_tables=tables)
