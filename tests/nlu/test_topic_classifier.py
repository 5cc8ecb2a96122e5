"""The classifier and the encoder, by themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.sentence_encoder import SentenceEncoder
from bot.nlu.topic_classifier import TopicClassifier

EXAMPLES = {
    "salary": ["wat verdien je", "hoeveel salaris krijg je", "verdient dat goed", "wat is het loon"],
    "chat": ["hoi", "hallo daar", "goedemiddag", "hey"],
    "travel": ["hoe kom ik er", "welke bus gaat daarheen", "kan ik met de trein", "is er parkeerplek"],
}


def prepared(messages: list[Message]) -> list[Message]:
    context = ExecutionContext(GraphSchema({}), node_name="encoder")
    encoder = SentenceEncoder.create({"alias": "encoder"}, None, Resource("e"), context)
    tokenizer = WhitespaceTokenizer(WhitespaceTokenizer.get_default_config())
    return encoder.process(tokenizer.process(messages))


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> TopicClassifier:
    """Trained on a few sentences, written and read back."""
    examples = [Message({TEXT: text, INTENT: intent}) for intent, texts in EXAMPLES.items() for text in texts]
    storage = LocalModelStorage(Path(tmp_path_factory.mktemp("classifier")))
    resource, config = Resource("classifier"), TopicClassifier.get_default_config()
    TopicClassifier.create(config, storage, resource, None).train(TrainingData(prepared(examples)))
    return TopicClassifier.load(config, storage, resource, None)


def test_what_was_learned_survives_writing_and_reading(classifier: TopicClassifier) -> None:
    messages = prepared([Message({TEXT: "wat verdien je daar"}), Message({TEXT: "gaat er een trein heen"})])
    assert [m.get(INTENT)["name"] for m in classifier.process(messages)] == ["salary", "travel"]


def test_the_ranking_holds_probabilities(classifier: TopicClassifier) -> None:
    (message,) = classifier.process(prepared([Message({TEXT: "wat is je loon"})]))
    ranking = message.get("intent_ranking")
    assert ranking[0]["name"] == "salary"
    assert {intent["name"] for intent in ranking} == EXAMPLES.keys()
    assert sum(intent["confidence"] for intent in ranking) == pytest.approx(1)


def test_a_message_without_text_is_left_alone(classifier: TopicClassifier) -> None:
    (message,) = classifier.process([Message({TEXT: ""})])
    assert message.get(INTENT) is None


def test_without_an_encoder_it_says_what_is_missing(classifier: TopicClassifier) -> None:
    with pytest.raises(ValueError, match="SentenceEncoder"):
        classifier.process([Message({TEXT: "salaris"})])


def test_the_encoder_puts_like_by_like() -> None:
    same, alike, other = (
        message.get_dense_features(TEXT)[1].features[0]
        for message in prepared([Message({TEXT: t}) for t in ("wat verdien je", "hoeveel loon krijg je", "welke bus")])
    )
    assert same.shape == (512,)
    assert np.dot(same, alike) > np.dot(same, other)
