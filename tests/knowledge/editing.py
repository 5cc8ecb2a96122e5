"""Texts and evidence made up for the tests of bot.knowledge.editing, and mistakes put into a copy of the content."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from bot.knowledge.documents import Document, Problem
from bot.knowledge.editing.evidence import Evidence
from bot.knowledge.editing.said import Said
from bot.knowledge.model import Answer, Fact, Source, Subject
from bot.knowledge.store import ROOT

DOCUMENT = Document(ROOT / "employers" / "baseclear.yml", ROOT)


def said(text: str, topic: str = "employer.overview", subject: Subject | None = None, file: str = "") -> Said:
    """An answer that cites the source 's'."""
    document = Document(ROOT / file, ROOT) if file else DOCUMENT
    return Said(document, ("answers", topic), "answer", Answer(text, ["s"]), topic, subject)


def evidence(*facts: Fact, title: str = "Een pagina") -> Evidence:
    """What the source 's' says."""
    source = Source(title, "Een uitgever", "https://example.org/")
    known = SimpleNamespace(sources={"s": source}, all_facts=lambda: facts, events={})
    return Evidence(known)  # type: ignore[arg-type]


def fact(text: str, as_of: str | None = None, ages: bool = False) -> Fact:
    """A fact from the source 's'."""
    return Fact(text, ["s"], as_of=as_of, ages=ages)


def messages(problems: object) -> list[str]:
    """The messages, those of warnings after 'let op: '."""
    found: list[Problem] = list(problems)  # type: ignore[call-overload]
    return [("let op: " if problem.warning else "") + problem.message for problem in found]


def spoil(content: Path, file: str, old: str, new: str) -> int:
    """Replace the first `old` in a file, and return its line."""
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer holds {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1
