"""Says which topic a message is about: a linear classifier over tf-idf of words and letters, and the embedding.

Rasa's own CountVectorsFeaturizer and LogisticRegressionClassifier count n-grams without weighing them and cannot
set the regularisation; bench/nlu shows what that costs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import skops.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from scipy.special import softmax
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

_FILE = "classifier.skops"
# What a classifier file may hold beside numbers, text and scikit-learn's own types. It is data only.
_TRUSTED = ["scipy.sparse._csr.csr_matrix"]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Gives each message an intent and a ranking of intents with probabilities."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See the parent class."""
        return {
            # Inverse strength of regularisation. Higher trusts the examples more.
            "C": 0.3,
            # How much the embedding counts beside the words and the letters, and in how many directions.
            "embedding_weight": 0.7,
            "directions": 128,
            # What one unit of margin is worth when margins become probabilities. Chosen on the dev half so that what
            # is said to be sure for 80 % is right 80 % of the time; docs/nlu.md draws it.
            "sharpness": 7.0,
            # How many intents the ranking holds.
            "ranking_length": 10,
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """See the parent class."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._lemmas = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), token_pattern=r"\S+")
        self._letters = TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(2, 5), min_df=2)
        # Embeddings of one language lie in a narrow cone: centred, and without the directions in which they hardly
        # differ, they say as much and train twice as fast.
        self._directions = PCA(svd_solver="randomized", random_state=0)
        self._norm = 1.0
        # As good as logistic regression here, and five times as fast to train. A finer tolerance changes nothing.
        self._model = LinearSVC(C=config["C"], tol=0.1)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """See the parent class."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples that have an intent."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        texts = [e.get(TEXT) for e in examples]
        self._lemmas.fit(map(_lemmas, examples))
        self._letters.fit(texts)
        dense = np.vstack([_embedding(e) for e in examples])
        self._directions.n_components = min(self._config["directions"], *dense.shape)
        dense = self._directions.fit_transform(dense)
        self._norm = float(np.linalg.norm(dense, axis=1).mean())
        self._model.fit(self._features(examples), [e.get(INTENT) for e in examples])
        with self._storage.write_to(self._resource) as folder:
            parts = {
                "lemmas": self._lemmas,
                "letters": self._letters,
                "directions": self._directions,
                "norm": self._norm,
                "model": self._model,
            }
            skops.io.dump(parts, folder / _FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """See the parent class. skops loads only types known to be safe; pickle would run anything."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            parts = skops.io.load(folder / _FILE, trusted=_TRUSTED)
        classifier._lemmas, classifier._letters = parts["lemmas"], parts["letters"]
        classifier._model = parts["model"]
        classifier._directions, classifier._norm = parts["directions"], parts["norm"]
        return classifier

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of each message that has a text."""
        for message in messages:
            if not message.get(TEXT):
                continue
            margins = self._model.decision_function(self._features([message]))[0]
            probabilities = softmax(margins * self._config["sharpness"])
            best = np.argsort(-probabilities)[: self._config["ranking_length"]]
            ranking = [
                {INTENT_NAME_KEY: str(self._model.classes_[i]), PREDICTED_CONFIDENCE_KEY: float(probabilities[i])}
                for i in best
            ]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _features(self, messages: list[Message]) -> csr_matrix:
        texts = [message.get(TEXT) for message in messages]
        dense = self._directions.transform(np.vstack([_embedding(m) for m in messages])) / self._norm
        parts = [
            self._lemmas.transform(map(_lemmas, messages)),
            self._letters.transform(texts),
            csr_matrix(dense * self._config["embedding_weight"]),
        ]
        return hstack(parts).tocsr()


def _lemmas(message: Message) -> str:
    return " ".join(token.lemma or token.text for token in message.get(TOKENS_NAMES[TEXT], []))


def _embedding(message: Message) -> np.ndarray:
    """The sentence features that earlier components gave, as one row."""
    features = message.get_dense_features(TEXT)[1]
    if features is None:
        raise ValueError(
            "TopicClassifier needs a component before it that embeds the sentence, such as SentenceEncoder"
        )
    return np.asarray(features.features)
