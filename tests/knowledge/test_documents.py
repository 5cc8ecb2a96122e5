"""Content errors name their file, line and field, in Dutch."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.checks import check
from bot.knowledge.documents import ContentError
from bot.knowledge.store import load
from tests.knowledge.editing import spoil


def problems(content: Path) -> list[str]:
    try:
        return [str(problem) for problem in check(load(content))]
    except ContentError as error:
        return [str(problem) for problem in error.problems]


def test_what_ships_is_in_order() -> None:
    assert [str(problem) for problem in check(load())] == []


BASECLEAR = "employers/baseclear.yml"


@pytest.mark.parametrize(
    "old, new, field, message",
    [
        ("status: open", "status: opne", "status", "'opne' mag hier niet"),
        ("kind: contractlab", "knid: contractlab", "", "het veld 'knid' bestaat niet"),
        ("status: open", "status: open\ncolour: red", "", "het veld 'colour' bestaat niet"),
        (
            "civ_partner: true",
            "civ_partner: [true]",
            "civ_partner",
            "hier hoort true of false te staan, niet een lijst",
        ),
        ("civ_partner: true", "civ_partner: true\nciv_partner: false", "civ_partner", "staat er twee keer"),
        ("[ovbsp-over]", "[no-such-source]", "facts", "bron 'no-such-source' staat niet in sources.yml"),
        ("as_of: '2023-05-22'", "as_of: mei 2023", "as_of", "'mei 2023' is geen jaar, maand of dag"),
        ("  employer.overview:", "  employer.overvieuw:", "answers.employer.overvieuw", "is geen onderwerp"),
        ("BaseClear zit sinds 1993", "Ik vond dat BaseClear sinds 1993", "facts", "'Ik vond' is een opmerking"),
    ],
)
def test_a_mistake_is_found_where_it_is(content: Path, old: str, new: str, field: str, message: str) -> None:
    line = spoil(content, BASECLEAR, old, new)
    found = [problem for problem in problems(content) if problem.startswith(BASECLEAR) and message in problem]
    assert found, problems(content)
    assert field in found[0]
    if field:
        assert abs(int(found[0].split(":")[1]) - line) <= 1


@pytest.mark.parametrize(
    "text, message",
    [
        ("BaseClear heeft 4321 machines.", "het getal 4321 staat in geen feit met deze bronnen"),
        ("BaseClear leest DNA uit! Leuk!", "heeft een uitroepteken"),
        ("U kunt hier DNA laten lezen.", "zegt 'u'"),
        ("Volgens de bronnen leest BaseClear DNA uit.", "is een opmerking van een onderzoeker"),
        ("BaseClear " + "leest DNA. " * 40, "woorden; hoogstens"),
        ("BaseClear leest " + "heel " * 30 + "veel DNA.", "een zin van 34 woorden"),
    ],
)
def test_an_answer_is_true_short_and_plain(content: Path, text: str, message: str) -> None:
    path = content / BASECLEAR
    kept = path.read_text(encoding="utf-8").split("answers:")[0]
    path.write_text(f"{kept}answers:\n  employer.overview:\n    text: {text!r}\n    sources: [ovbsp-over]\n", "utf-8")
    assert any(p.startswith(BASECLEAR) and message in p for p in problems(content)), problems(content)


def test_a_factual_answer_needs_a_source(content: Path) -> None:
    path = content / BASECLEAR
    kept = path.read_text(encoding="utf-8").split("answers:")[0]
    path.write_text(f"{kept}answers:\n  employer.overview:\n    text: BaseClear leest DNA uit.\n", "utf-8")
    assert any("noemt geen bron" in problem for problem in problems(content))


def test_broken_yaml_and_bytes_are_named(content: Path) -> None:
    (content / BASECLEAR).write_text("name: BaseClear\nsynonyms: [a\nkind: x\n", encoding="utf-8")
    assert any(p.startswith(f"{BASECLEAR}:3") and "geen geldige YAML" in p for p in problems(content))
    (content / BASECLEAR).write_bytes(b"name: caf\xe9\n")
    assert any(p.startswith(BASECLEAR) and "geen UTF-8" in p for p in problems(content))


def test_all_files_are_read_before_giving_up(content: Path) -> None:
    spoil(content, BASECLEAR, "status: open", "status: opne")
    spoil(content, "employers/lumc.yml", "status: open", "status: opne")
    assert len(problems(content)) == 2


def test_a_mistake_deep_under_a_name_is_found(content: Path) -> None:
    line = spoil(content, "guides/quiz.yml", "medisch-analist: 2", "medisch-analist: twee")
    (problem,) = problems(content)
    assert problem.startswith(f"guides/quiz.yml:{line}: questions.quiz_curious.options.illness.points.medisch-analist")


def test_two_subjects_may_not_share_a_name(content: Path) -> None:
    spoil(content, BASECLEAR, "synonyms:", "synonyms:\n- genomescan")
    assert any("'genomescan' is ook een naam van" in problem.casefold() for problem in problems(content))


def test_a_topic_without_answer_is_found(content: Path) -> None:
    with (content / "topics.yml").open("a", encoding="utf-8") as file:
        file.write('park.trees:\n  asks: "Welke bomen staan er?"\n  button: "Welke bomen?"\n  subject: none\n')
    assert any("park.trees: dit onderwerp heeft nog geen antwoord" in problem for problem in problems(content))
