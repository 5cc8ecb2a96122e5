"""A number, a date and a year in an answer are those of its sources."""

from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge.editing import figures
from tests.knowledge.editing import evidence, fact, messages, said

FACTS = (
    fact("De opleiding duurt 3 tot 4 jaar en telt 1.200 studenten op elf hogescholen."),
    fact("Aanmelden kan uiterlijk 1 april. Open dagen zijn op 22 en 23 november."),
    fact("De cao loopt sinds 2024.", as_of="2024-02-01"),
)


@pytest.mark.parametrize(
    "text, wrong",
    [
        ("Er zijn 1.200 studenten.", []),
        ("Er zijn 1200 studenten op elf hogescholen.", []),
        ("Er zijn 1.300 studenten.", ["1.300"]),
        ("Dat kan op twaalf hogescholen.", ["twaalf"]),
        ("De opleiding duurt drie tot vier jaar.", []),
        ("De opleiding duurt drie tot vijf jaar.", ["vijf"]),
        ("De opleiding duurt 2 jaar.", ["2"]),
        ("Er zijn twee wegen naar het lab.", []),
        ("Het loon steeg 3,3 procent.", ["3,3"]),
        ("Meld je aan voor 1 april.", []),
        ("Meld je aan voor 1 mei.", ["1 mei"]),
        ("Kom op 22 november.", []),
        ("Kom op 22 of 23 november.", []),
        ("Kom op 22 of 24 november.", ["24", "24 november"]),
        ("De cao ging in op 1 februari 2024.", []),
    ],
)
def test_a_number_or_date_must_be_in_the_sources(text: str, wrong: list[str]) -> None:
    found = messages(figures.unsupported(said(text), evidence(*FACTS)))
    assert [m.split("staat")[0].replace("het getal", "").replace("de datum", "").strip() for m in found] == wrong


def test_a_number_from_the_title_of_the_source_counts() -> None:
    assert not messages(figures.unsupported(said("Er staan 70 robots."), evidence(title="70 robots in het lab")))


AGING = (fact("Je verdient € 3.202 per maand. Er werken 40 mensen op nummer 12.", as_of="2022-12", ages=True),)


@pytest.mark.parametrize(
    "text, wrong",
    [
        ("Je verdient € 3.202 per maand.", "3.202"),
        ("Je verdiende in 2022 € 3.202 per maand.", None),
        ("Er werken 40 mensen.", "40"),
        ("Het adres is Sylviusweg 12.", None),
        ("Je kunt er van 12 tot 18 jaar terecht.", None),
    ],
)
def test_a_figure_that_can_change_carries_its_year(text: str, wrong: str | None) -> None:
    found = messages(figures.undated(said(text), evidence(*AGING)))
    expected = f"het cijfer {wrong} kan veranderen; noem het jaar (volgens het feit 2022)."
    assert found == ([expected] if wrong else [])


def test_a_figure_that_another_fact_holds_for_good_needs_no_year() -> None:
    assert not messages(figures.undated(said("Er werken 40 mensen."), evidence(*AGING, fact("Het zijn 40 mensen."))))


@pytest.mark.parametrize(
    "text, topic, today, is_stale",
    [
        ("Je verdient € 3.202 per maand.", "occupation.salary", date(2026, 11, 23), True),
        ("Je verdient € 3.202 per maand.", "occupation.salary", date(2024, 11, 23), False),
        ("In 2022 was dat € 3.202 per maand.", "occupation.salary", date(2026, 11, 23), True),
        ("In 2022 was dat € 3.202. Vraag naar nu.", "occupation.salary", date(2026, 11, 23), False),
        ("Er werken 40 mensen.", "employer.overview", date(2025, 11, 23), False),
        ("Er werken 40 mensen.", "employer.overview", date(2026, 11, 23), True),
    ],
)
def test_an_old_figure_is_a_warning_unless_the_text_says_so(text: str, topic: str, today: date, is_stale: bool) -> None:
    found = messages(figures.stale(said(text, topic), evidence(*AGING), today))
    assert bool(found) is is_stale
    assert all(message.startswith("let op: ") for message in found)


@pytest.mark.parametrize(
    "word, value",
    [("twee", "2"), ("elf", "11"), ("eenentwintig", "21"), ("tweeëndertig", "32"), ("honderd", "100")],
)
def test_numbers_in_words(word: str, value: str) -> None:
    assert figures.numbers(f"Er zijn {word} scholen.") == {value}
