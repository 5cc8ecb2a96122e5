"""Rewrites how people type in a chat to ordinary Dutch, before anything else reads the message.

'Hvl vang je p/m als labrant??' becomes 'hoeveel vang je per maand als laborant?'. The list is data/chat_dutch.yml.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

LIST = Path(__file__).resolve().parents[2] / "data" / "chat_dutch.yml"

# A word may hold or begin with an apostrophe ('m'n', ''t') and hold a slash ('p/m').
_WORD = re.compile(r"'?\w+(?:['/]\w+)*")
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")
_REPEATED_MARK = re.compile(r"([?!.,])[?!.,]+")
_EMOJI = re.compile("[\u2190-\u2bff\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]")
_SPACES = re.compile(r"\s+")


class Normaliser:
    """The rewriting itself.

    Args:
        rules: `words` (as written → as read), `compounds` (as read) and `emoji` (picture → word).

    """

    def __init__(self, rules: dict[str, Any]) -> None:
        self._words: dict[str, str] = {word.casefold(): meant for word, meant in rules["words"].items()}
        self._emoji: dict[str, str] = rules["emoji"]
        self._compounds = {"".join(re.findall(r"\w", each)): each for each in rules["compounds"]}
        spelled = ("[ -]?".join(letters) for letters in sorted(self._compounds, key=len, reverse=True))
        self._compound = re.compile(rf"\b(?:{'|'.join(spelled)})\b", re.IGNORECASE)

    def __call__(self, text: str) -> str:
        """`text` in ordinary Dutch; itself where nothing would be left, and where it is a tapped button."""
        if text.startswith("/"):
            return text
        read = _EMOJI.sub(lambda picture: f" {self._emoji.get(picture[0], '')} ", text)
        read = _STRETCHED.sub(_shorten, read)
        read = _WORD.sub(lambda word: self._words.get(word[0].casefold(), word[0]), read)
        read = self._compound.sub(lambda found: self._compounds["".join(re.findall(r"\w", found[0].casefold()))], read)
        read = _SPACES.sub(" ", _REPEATED_MARK.sub(r"\1", read)).strip()
        return read if re.search(r"\w", read) else text


def _shorten(stretched: re.Match[str]) -> str:
    """A letter typed three times or more: 'leuuuk', 'heeeel', 'zoooo', 'nieettt'.

    Dutch doubles a long vowel in a closed syllable, not after another vowel; a final e is long by itself.
    """
    letter, text = stretched[1], stretched.string
    before, after = text[: stretched.start()][-1:].casefold(), text[stretched.end() :][:1].casefold()
    is_closed = after.isalpha() or letter.casefold() == "e"
    is_long = letter.casefold() in "aeou" and before not in (*"aeiou",) and is_closed
    return letter * 2 if is_long else letter


def load_normaliser() -> Normaliser:
    """The normaliser with Petri's own list."""
    return Normaliser(yaml.safe_load(LIST.read_text(encoding="utf-8")))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ChatNormaliser(GraphComponent):
    """Puts ordinary Dutch in the place of each message's text, for every component after it.

    It goes first. What is found later (`start` and `end` of an entity) is counted in the text as read.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ChatNormaliser:
        """See the parent class."""
        return cls()

    def __init__(self) -> None:
        """See the parent class."""
        self._normalise = load_normaliser()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """The list decides what comes out, so that Rasa may not reuse what came out with another one."""
        return hashlib.sha256(LIST.read_bytes()).hexdigest()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples are read as messages are."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Rewrite the text of each message that has one."""
        for message in messages:
            if message.get(TEXT):
                message.set(TEXT, self._normalise(message.get(TEXT)), add_to_output=True)
        return messages
