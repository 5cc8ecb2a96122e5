"""Finds the occupations, programmes, employers and levels that a message names, also when misspelled.

Which kinds it names helps to see what is asked: 'wat doet X' depends on what X is.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.names import ORDINARY_WORDS

_TOKEN = re.compile(r"\w+")
# What is written in several ways and sounds the same, in order.
_SOUNDS = (
    *(("sch", "s"), ("ch", "g"), ("ph", "f"), ("th", "t"), ("qu", "kw"), ("x", "ks"), ("ck", "k"), ("ce", "se")),
    *(("ci", "si"), ("c", "k"), ("z", "s"), ("v", "f"), ("ij", "ei"), ("y", "ei"), ("ou", "au"), ("ie", "i")),
)
_DOUBLED = re.compile(r"(.)\1")
# How like a name a word is that only sounds like it.
SOUNDS_ALIKE = 0.95


@dataclass(frozen=True)
class Mention:
    """A stretch of text that names one or more subjects: `subjects` are (kind, id) pairs."""

    start: int
    end: int
    similarity: float
    subjects: tuple[tuple[str, str], ...]


# What kinds of name a sentence may hold that say what it asks, in the order of the features.
KINDS = ("occupation", "programme", "employer", "level", "elsewhere", "generic")

# What is matched by common words.
WEAK_KINDS = ("interest", "term")
# Half a name goes after a whole one, also when that is misspelled: 'reserch analist'.
LAST_KINDS = (*WEAK_KINDS, "generic", "sector")


# Only featurizers take part in training the components after them.
@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=True,
)
class SubjectMatcher(GraphComponent, EntityExtractorMixin):
    """Matches runs of words with the names in the look-up tables `<kind>:<id>`.

    Spaces, capitals and accents do not count: 'base clear' is BaseClear. A name may be misspelled by
    one letter from 6 letters on, two from 8 on and three from 13 on, if its first letter and its
    digits are right. A short one is not taken for misspelled when all its words are ordinary Dutch.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See the parent class."""
        return {
            # Names shorter than this are only recognised when spelled right.
            "min_fuzzy_length": 6,
            # Ordinary words that together are this long and look like a name can hardly mean anything else.
            "max_ordinary_length": 13,
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """See the parent class."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._use({})

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SubjectMatcher:
        """See the parent class."""
        return cls(config, model_storage, resource)

    @classmethod
    def of(cls, tables: dict[str, list[str]]) -> SubjectMatcher:
        """A matcher of the names in `tables` (`<kind>:<id>` → names) that is not part of a model."""
        matcher = cls(cls.get_default_config(), None, None)  # type: ignore[arg-type]  # it will not be stored
        matcher._use(tables)
        return matcher

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the names of the look-up tables."""
        self._use({table["name"]: table["elements"] for table in training_data.lookup_tables})
        with self._storage.write_to(self._resource) as folder:
            (folder / "names.json").write_text(json.dumps(self._tables), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SubjectMatcher:
        """See the parent class."""
        matcher = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            matcher._use(json.loads((folder / "names.json").read_text(encoding="utf-8")))
        return matcher

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to the examples, so that a classifier can learn from them."""
        for message in training_data.training_examples:
            self._add_features(message, self.mentions(message.get(TEXT) or ""))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add an entity for each subject that a message names (a name of two gives two), and the features."""
        for message in messages:
            mentions = self.mentions(message.get(TEXT) or "")
            found = [
                {
                    "entity": kind,
                    "value": subject_id,
                    "start": mention.start,
                    "end": mention.end,
                    "confidence_entity": mention.similarity,
                    "extractor": type(self).__name__,
                }
                for mention in mentions
                for kind, subject_id in mention.subjects
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
            self._add_features(message, mentions)
        return messages

    def _add_features(self, message: Message, mentions: list[Mention]) -> None:
        """One dense sentence feature: for each kind 1 if the message names one, else 0."""
        named = {kind for mention in mentions for kind, _ in mention.subjects}
        row = np.array([[float(kind in named) for kind in KINDS]], dtype=np.float32)
        message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, type(self).__name__))

    def mentions(self, text: str) -> list[Mention]:
        """The mentions in `text`, in order and without overlap; subjects first, then exact, then long."""
        candidates = list(self._candidates(text))
        candidates.sort(key=lambda m: (_goes_last(m), m.similarity < 1, m.start - m.end))
        chosen: list[Mention] = []
        for mention in candidates:
            if all(mention.end <= other.start or mention.start >= other.end for other in chosen):
                chosen.append(mention)
        return sorted(chosen, key=lambda mention: mention.start)

    def _candidates(self, text: str) -> Iterator[Mention]:
        tokens = [(plain(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(text)]
        for first in range(len(tokens)):
            for last in range(first, min(first + self._longest + 1, len(tokens))):
                words = [word for word, _, _ in tokens[first : last + 1]]
                key, start, end = "".join(words), tokens[first][1], tokens[last][2]
                if key in self._owners:
                    yield Mention(start, end, 1.0, self._owners[key])
                elif len(key) >= self._config["max_ordinary_length"] or (
                    len(key) >= self._config["min_fuzzy_length"] and not self._ordinary.issuperset(words)
                ):
                    heard, nearest = self._by_sound.get(sound(key)), self._nearest(key)
                    if heard:
                        yield Mention(start, end, SOUNDS_ALIKE, self._owners[heard])
                    elif nearest:
                        yield Mention(start, end, OSA.normalized_similarity(key, nearest), self._owners[nearest])

    def _nearest(self, key: str) -> str | None:
        allowed = 1 + (len(key) >= 8) + (len(key) >= 13)
        found = process.extractOne(key, self._by_initial[key[0]], scorer=OSA.distance, score_cutoff=allowed)
        if found is None or _digits(found[0]) != _digits(key):
            return None
        return str(found[0])

    def _use(self, tables: dict[str, list[str]]) -> None:
        self._tables = tables
        self._ordinary = frozenset(plain(word) for word in tables.get(ORDINARY_WORDS, []))
        owners: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._longest = 1
        for table, names in tables.items():
            kind, _, subject_id = table.partition(":")
            for name in names if subject_id else []:
                words = [plain(word) for word in _TOKEN.findall(name)]
                owners["".join(words)].add((kind, subject_id))
                self._longest = max(self._longest, len(words))
        self._owners = {name: tuple(sorted(subjects)) for name, subjects in owners.items() if name}
        long = [name for name in self._owners if len(name) >= self._config["min_fuzzy_length"]]
        # Two names that sound alike are told apart by their spelling only.
        sounds = Counter(sound(name) for name in long)
        self._by_sound = {sound(name): name for name in long if sounds[sound(name)] == 1}
        self._by_initial: dict[str, list[str]] = defaultdict(list)
        for name in long:
            self._by_initial[name[0]].append(name)


def _goes_last(mention: Mention) -> bool:
    """Whether it is only a common word: 'microbiologies analiste' is an occupation before it is a liking."""
    return all(kind in LAST_KINDS for kind, _ in mention.subjects)


def plain(word: str) -> str:
    """The word without capitals and accents."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def sound(word: str) -> str:
    """Roughly how a Dutch reader says a plain word: 'faarming' and 'pharming' are one."""
    for written, said in _SOUNDS:
        word = word.replace(written, said)
    return _DOUBLED.sub(r"\1", word)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
