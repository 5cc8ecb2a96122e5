"""Says which topic a message is about: a linear classifier over tf-idf of words and letters, and the embedding.

Rasa's own CountVectorsFeaturizer and LogisticRegressionClassifier count n-grams without weighing them and cannot
set the regularisation; bench/nlu shows what that costs.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
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

_FILE = "classifier.npz"


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
            "embedding_weight": 0.5,
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
        tfidf = partial(TfidfVectorizer, sublinear_tf=True, dtype=np.float32)
        self._lemmas = tfidf(ngram_range=(1, 2), token_pattern=r"\S+", min_df=2)
        self._letters = tfidf(analyzer="char_wb", ngram_range=(2, 4), min_df=3)
        self._learned: dict[str, np.ndarray] = {}

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
        lemmas = self._lemmas.fit_transform(map(_lemmas, examples))
        letters = self._letters.fit_transform(e.get(TEXT) for e in examples)
        embeddings = np.vstack([_embedding(e) for e in examples])
        # Embeddings of one language lie in a narrow cone: centred, and without the directions in which they hardly
        # differ, they say as much and train twice as fast.
        pca = PCA(min(self._config["directions"], *embeddings.shape), svd_solver="randomized", random_state=0)
        mean_length = np.linalg.norm(pca.fit_transform(embeddings), axis=1).mean()
        self._learned = {
            "mean": pca.mean_,
            "directions": pca.components_.T * (self._config["embedding_weight"] / mean_length),
        }
        # As good as logistic regression here, and five times as fast to train. A finer tolerance changes nothing.
        model = LinearSVC(C=self._config["C"], tol=0.1)
        model.fit(self._join(lemmas, letters, embeddings), [e.get(INTENT) for e in examples])
        # Seven digits are plenty, and half the memory of sixteen.
        self._learned["coefficients"] = model.coef_.T.astype(np.float32)
        self._learned["intercepts"] = model.intercept_
        self._learned["intents"] = np.asarray(model.classes_, dtype=str)
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(
                folder / _FILE,
                **self._learned,
                lemmas=self._lemmas.get_feature_names_out().astype(str),
                lemma_weights=self._lemmas.idf_,
                letters=self._letters.get_feature_names_out().astype(str),
                letter_weights=self._letters.idf_,
            )
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
        """See the parent class. The file holds numbers and words only; pickle would run anything."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE, allow_pickle=False) as file:
            learned = dict(file)
        for vectorizer, kind in ((classifier._lemmas, "lemma"), (classifier._letters, "letter")):
            vectorizer.vocabulary_ = {str(name): column for column, name in enumerate(learned.pop(f"{kind}s"))}
            vectorizer.idf_ = learned.pop(f"{kind}_weights")
        classifier._learned = learned
        return classifier

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of each message that has a text."""
        for message in messages:
            if not message.get(TEXT):
                continue
            margins = (self._features(message) @ self._learned["coefficients"])[0] + self._learned["intercepts"]
            probabilities = softmax(margins * self._config["sharpness"])
            best = np.argsort(-probabilities)[: self._config["ranking_length"]]
            ranking = [
                {INTENT_NAME_KEY: str(self._learned["intents"][i]), PREDICTED_CONFIDENCE_KEY: float(probabilities[i])}
                for i in best
            ]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _features(self, message: Message) -> csr_matrix:
        lemmas = self._lemmas.transform([_lemmas(message)])
        letters = self._letters.transform([message.get(TEXT)])
        return self._join(lemmas, letters, _embedding(message))

    def _join(self, lemmas: csr_matrix, letters: csr_matrix, embeddings: np.ndarray) -> csr_matrix:
        """A row of features for each message."""
        dense = (embeddings - self._learned["mean"]) @ self._learned["directions"]
        return hstack([lemmas, letters, csr_matrix(dense)]).tocsr()


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
