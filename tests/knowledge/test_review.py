"""`make check-content` as a whole: what ships passes, and every kind of mistake is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.knowledge import __main__ as command
from bot.knowledge.checks import check
from bot.knowledge.editing.review import review
from bot.knowledge.store import Knowledge, load
from tests.knowledge.editing import spoil


def test_what_ships_has_no_errors(knowledge: Knowledge) -> None:
    assert [str(problem) for problem in review(knowledge).errors] == []


def test_every_kind_of_mistake_is_found(content: Path) -> None:
    path = content / "employers" / "baseclear.yml"
    kept = path.read_text(encoding="utf-8").split("answers:")[0]
    answers = {
        "employer.overview": "BaseClear hoort bij Philips en zit in een gebouw van 4.321 verdiepingen.",
        "employer.roles": "In het labaratorium werken bio-informatici en analisten die DNA lezen voor klanten.",
        "employer.jobs": "In het laboratorium werken bio-informatici en analisten die DNA lezen voor klanten.",
        "employer.internship": "Meld je aan voor 31 december. De stage duurt negen maanden.",
        "visit.lab": "Kwaliteitsmanagementsystemen optimaliseren multidisciplinaire laboratoriumorganisaties. " * 4,
    }
    lines = [f"  {topic}:\n    text: {text!r}\n    sources: [ovbsp-over]\n" for topic, text in answers.items()]
    path.write_text(kept + "answers:\n" + "".join(lines), encoding="utf-8")

    found = [str(problem) for problem in review(load(content)).errors if problem.file == "employers/baseclear.yml"]
    for field, message in [
        ("employer.overview", "het getal 4.321 staat in geen feit"),
        ("employer.overview", "de naam 'Philips' staat in geen feit"),
        ("employer.roles", "'labaratorium' is geen bekend woord; bedoel je 'laboratorium'?"),
        ("employer.jobs", "op employers/baseclear.yml employer.roles"),
        ("employer.internship", "de datum 31 december staat in geen feit"),
        ("employer.internship", "het getal negen staat in geen feit"),
        ("visit.lab", "Flesch-Douma"),
        ("facts", "hier staat een feit over employer.location, maar een eigen antwoord is er niet."),
    ]:
        assert any(field in problem and message in problem for problem in found), (field, message, found)


@pytest.mark.parametrize(
    "file, old, new, message",
    [
        ("stories.yml", "about: [", "about: [geen-beroep, ", "'geen-beroep' is geen beroep of werkgever"),
        ("stories.yml", "text: |\n", "text: |\n    Er zijn 4321 robots.\n", "het getal 4321 staat in geen feit"),
        ("stories.yml", "text: |\n", "text: |\n" + "    Er is een lab.\n" * 15, "woorden; hoogstens 55"),
        ("stories.yml", "sources: [", "sources: [geen-bron, ", "bron 'geen-bron' staat niet in sources.yml"),
        ("terms.yml", "synonyms: [", "synonyms: [baseclear, ", "'baseclear' is ook een naam van 'baseclear'"),
        ("terms.yml", "text: |\n", "text: |\n    Kijk uit!\n", "heeft een uitroepteken"),
        ("interests.yml", "occupations: [", "occupations: [geen-beroep, ", "beroep 'geen-beroep' bestaat niet"),
        ("interests.yml", "employers: [", "employers: [geen-bedrijf, ", "werkgever 'geen-bedrijf' bestaat niet"),
        ("interests.yml", "synonyms: [", "synonyms: [medicijnen maken, ", "'medicijnen maken' is ook een naam van"),
    ],
)
def test_the_other_files_are_checked_too(content: Path, file: str, old: str, new: str, message: str) -> None:
    spoil(content, file, old, new)
    assert any(p.startswith(f"{file}:") and message in p for p in map(str, check(load(content))))


def test_a_why_is_checked_like_an_answer(content: Path) -> None:
    path = content / "employers" / "baseclear.yml"
    kept = path.read_text(encoding="utf-8").split("answers:")[0]
    why = "{text: 'U leest er 4321 keer DNA. " + "Dat is zo. " * 15 + "', sources: [geen-bron]}"
    path.write_text(
        f"{kept}answers:\n  employer.jobs:\n    text: x\n    sources: [ovbsp-over]\n    why: {why}\n", "utf-8"
    )
    found = [str(problem) for problem in check(load(content)) if "employer.jobs.why" in problem.field]
    for message in (
        "zegt 'u'",
        "woorden; hoogstens 50",
        "het getal 4321",
        "bron 'geen-bron' staat niet in sources.yml",
    ):
        assert any(message in problem for problem in found), (message, found)


def test_the_command_prints_a_table_and_the_first_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 0
    printed = capsys.readouterr().out
    assert "Flesch-Douma" in printed and "samen" in printed and "data/knowledge klopt" in printed
    assert printed.count("\nlet op: ") <= command.SHOWN_WARNINGS + 1


def test_errors_are_printed_and_stop_the_build(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(content, "employers/baseclear.yml", "status: open", "status: opne")
    monkeypatch.setattr(command, "load", lambda: load(content))
    assert command.main([]) == 1
    assert "'opne' mag hier niet" in capsys.readouterr().out


def test_petri_itself_loads_none_of_this() -> None:
    """What the servers import stays light: no dictionary, word list or vectors at start."""
    code = (
        "import sys; import bot.knowledge.store, bot.knowledge.lookup, bot.knowledge.names, bot.knowledge.checks;"
        "print([m for m in ('hunspell', 'wordfreq', 'sklearn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
