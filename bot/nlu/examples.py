"""The example sentences of data/nlu, from which Petri learns to tell topics apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.knowledge.documents import ContentError, Document
from bot.setup.dutch_pipeline import ROOT

FOLDER = ROOT / "data" / "nlu"

_ENTITY = re.compile(r"\[([^\]]+)\]\(([^)]*)\)")


@dataclass(frozen=True)
class Example:
    """A sentence of `intent`; `marked` are the (kind, words) that it names, marked `[words](kind)` in the file."""

    text: str
    intent: str
    marked: tuple[tuple[str, str], ...]
    where: str


class _Intent(msgspec.Struct, forbid_unknown_fields=True):
    intent: str
    examples: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """Rasa's format, as far as Petri uses it."""

    version: str
    nlu: list[_Intent]


def load_examples(folder: Path = FOLDER) -> list[Example]:
    """Every example in the files of `folder`, in order. Rasa's own reader gives no line numbers, and takes long.

    Raises:
        ContentError: a file is not of the expected shape.

    """
    return [example for path in sorted(folder.glob("*.yml")) for example in _read(Document(path, folder))]


def _read(document: Document) -> list[Example]:
    examples = []
    for number, block in enumerate(document.convert(_File).nlu):
        first = document.line("nlu", number, "examples") + 1
        for line, written in enumerate(block.examples.splitlines(), start=first):
            if not written.startswith("- "):
                steps = ("nlu", number, "examples")
                raise ContentError([document.problem(steps, f"regel {line}: begin elke zin met '- '.")])
            written = written.removeprefix("- ").strip()
            marked = tuple((kind, words) for words, kind in _ENTITY.findall(written))
            where = f"data/nlu/{document.name}:{line}"
            examples.append(Example(_ENTITY.sub(r"\1", written), block.intent, marked, where))
    return examples
