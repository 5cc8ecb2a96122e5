"""Every way from a level to an occupation: it exists, is the one a counsellor would give, and is true to sources."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import msgspec
import pytest

from bot.knowledge.checks import check
from bot.knowledge.model import LevelId
from bot.knowledge.routes import RoutePlan, plan
from bot.knowledge.store import Knowledge, load

CLASSES: dict[str, list[int]] = {
    **{level: [2, 3, 4] for level in ("vmbo-b", "vmbo-k", "vmbo-gl", "vmbo-tl")},
    "havo": [3, 4, 5],
    "vwo": [3, 4, 5, 6],
}
STARTS: list[tuple[LevelId, int | None]] = [
    (level, year) for level in get_args(LevelId) for year in (None, *CLASSES.get(level, []))
]
OCCUPATIONS = list(load().occupations)
RANK = {level: rank for rank, level in enumerate(("mbo-2", "mbo-3", "mbo-4", "hbo", "wo"))}
# Learned at one level only, so also after a higher diploma.
LOWER_ON_PURPOSE = ("allround-laborant", "biotech-operator", "instrumentmaker")


def made(knowledge: Knowledge, level: LevelId, occupation: str, year: int | None = None) -> RoutePlan:
    found = plan(knowledge, level, occupation, year)
    assert found is not None
    return found


def titles(found: RoutePlan) -> list[str]:
    return [step.short_title for step in found.steps[1:-1]]


@pytest.mark.parametrize("occupation", OCCUPATIONS)
@pytest.mark.parametrize("level, year", STARTS)
def test_every_start_has_a_way_to_every_occupation(
    knowledge: Knowledge, level: LevelId, year: int | None, occupation: str
) -> None:
    found = made(knowledge, level, occupation, year)
    assert found.steps[0].title.startswith("Nu: ")
    assert found.steps[-1].short_title.lower() in knowledge.occupations[occupation].name.lower()
    assert 3 <= len(found.steps) <= 5
    assert found.next_step.endswith(".")
    assert found.sources and set(found.sources) <= knowledge.sources.keys()
    said = [found.next_step, *(step.title for step in found.steps), *found.limits, *found.dated, found.tip or ""]
    assert not [text for text in said if "{" in text or "  " in text]


@pytest.mark.parametrize("occupation", OCCUPATIONS)
@pytest.mark.parametrize("level, year", STARTS)
def test_no_way_goes_down_unless_the_occupation_is_learned_there(
    knowledge: Knowledge, level: LevelId, year: int | None, occupation: str
) -> None:
    here = RANK.get(level, RANK["mbo-3"] if level in ("havo", "vwo") else RANK["mbo-2"])
    here = min(here, RANK["hbo"])  # The work in a laboratory is learned at hbo, also after university.
    passed = [programme_level(knowledge, step.title) for step in made(knowledge, level, occupation, year).steps]
    ranks = [RANK[each] for each in passed if each]
    assert ranks == sorted(ranks)
    assert occupation in LOWER_ON_PURPOSE or all(rank >= here for rank in ranks)


def programme_level(knowledge: Knowledge, title: str) -> LevelId | None:
    for station_id, station in knowledge.routes.stations.items():
        if station.title == title:
            programme = knowledge.programmes.get(station_id)
            return programme.levels[0] if programme else station.level
    return None


@pytest.mark.parametrize("occupation", OCCUPATIONS)
@pytest.mark.parametrize("level", get_args(LevelId))
def test_school_and_years_are_those_of_the_programme(knowledge: Knowledge, level: LevelId, occupation: str) -> None:
    stations = {station.title: i for i, station in knowledge.routes.stations.items() if i != "hr-bml"}
    for step in made(knowledge, level, occupation).steps:
        programme = knowledge.programmes.get(stations.get(step.title, ""))
        if programme:
            assert programme.school and programme.school.split(" (")[0] in (step.detail or "")
            assert (programme.years or "") in (step.years or "")


@pytest.mark.parametrize(
    "level, year, occupation, expected",
    [
        ("vmbo-tl", None, "chemisch-analist", ["mbo-4 Analist"]),
        ("vmbo-k", None, "bio-informaticus", ["mbo-4 Analist", "Hbo Bio-informatica"]),
        ("vmbo-b", None, "allround-laborant", ["mbo-2-opleiding", "mbo-3 Allround laborant"]),
        ("vmbo-b", 3, "research-analist", ["mbo-2-opleiding", "mbo-4 Analist", "Hbo BML"]),
        ("vmbo-b", 4, "biotech-operator", ["mbo-2 Procesoperator A", "mbo-3 Procesoperator B"]),
        ("vmbo-gl", None, "instrumentmaker", ["mbo-4 Instrumentmaker"]),
        ("vmbo-gl", None, "qa-medewerker", ["mbo-4 Analist", "Werk als QC-analist"]),
        ("vmbo-tl", None, "mbber", ["mbo-4-opleiding", "Hbo MBRT"]),
        ("havo", 3, "chemisch-analist", ["Hbo Chemie"]),
        ("havo", 4, "medisch-analist", ["Hbo BML"]),
        ("havo", 3, "forensisch-analist", ["Hbo Forensisch Onderzoek"]),
        ("havo", 4, "mbber", ["Hbo MBRT"]),
        ("vwo", 3, "mbber", ["Hbo MBRT"]),
        ("havo", None, "allround-laborant", ["mbo-3 Allround laborant"]),
        ("vwo", None, "forensisch-analist", ["Hbo Forensisch Onderzoek"]),
        ("mbo-2", None, "medisch-analist", ["mbo-4 Analist"]),
        ("mbo-3", None, "chemisch-analist", ["mbo-4 Analist"]),
        ("mbo-4", None, "research-analist", ["Hbo BML"]),
        ("wo", None, "research-analist", ["Master Life Science & Tech."]),
        ("volwassen", None, "moleculair-analist", ["mbo-4 Analist"]),
        ("volwassen", None, "bio-informaticus", ["Hbo Bio-informatica"]),
        ("havo", None, "biotechnicus", ["Opleiding dierproeven"]),
        ("volwassen", None, "bloedafnamemedewerker", ["Opleiding in de zorg"]),
    ],
)
def test_the_way_is_what_a_counsellor_would_say(
    knowledge: Knowledge, level: LevelId, year: int | None, occupation: str, expected: list[str]
) -> None:
    assert titles(made(knowledge, level, occupation, year)) == expected


def test_who_may_have_the_diploma_already_can_start_working(knowledge: Knowledge) -> None:
    found = made(knowledge, "mbo-4", "chemisch-analist")
    assert "Analist, richting chemie? Dan kun je aan het werk." in found.steps[0].title
    assert found.steps[1].instead
    assert not made(knowledge, "vmbo-k", "chemisch-analist").steps[1].instead


@pytest.mark.parametrize(
    "year, now, next_step",
    [
        (3, "kies N&G of N&T", "Aanmelden is in havo 5, uiterlijk 1 mei."),
        (4, "houd N&G of N&T", "Aanmelden is in havo 5, uiterlijk 1 mei."),
        (5, "haal je havodiploma met N&G of N&T", "uiterlijk 1 mei"),
        (None, "haal je havodiploma met N&G of N&T", "uiterlijk 1 mei"),
    ],
)
def test_the_class_decides_what_to_do_now(knowledge: Knowledge, year: int | None, now: str, next_step: str) -> None:
    found = made(knowledge, "havo", "chemisch-analist", year)
    assert now in found.steps[0].title
    assert next_step in found.next_step
    assert found.dated == ["de profielregel is uit 2015"]


def test_every_profile_rule_says_how_old_it_is(knowledge: Knowledge) -> None:
    for level in ("havo", "vwo"):
        for occupation in OCCUPATIONS:
            for year in (None, *CLASSES[level]):
                found = made(knowledge, level, occupation, year)  # type: ignore[arg-type]
                asks_profile = any(profile in found.steps[0].title for profile in ("N&G", "N&T"))
                assert asks_profile == any("2015" in dated for dated in found.dated), (level, occupation, year)


def test_another_programme_can_be_chosen(knowledge: Knowledge) -> None:
    chosen = plan(knowledge, "havo", "medisch-analist", programme_id="mborijnland-analist")
    assert chosen and titles(chosen) == ["mbo-4 Analist"]
    in_rotterdam = plan(knowledge, "havo", "medisch-analist", programme_id="hr-bml")
    assert in_rotterdam and in_rotterdam.steps[1].detail == "Hogeschool Rotterdam"
    elsewhere = plan(knowledge, "havo", "medisch-analist", programme_id="hsleiden-bio-informatica")
    assert elsewhere == plan(knowledge, "havo", "medisch-analist")


def test_the_other_way_is_at_another_level_in_the_same_town(knowledge: Knowledge) -> None:
    found = made(knowledge, "havo", "medisch-analist")
    assert found.alternative == "Kan ook: mbo-4 Analist bij mboRijnland in Leiden."
    assert made(knowledge, "vmbo-gl", "medisch-analist").alternative is None
    assert made(knowledge, "vwo", "medisch-analist").alternative is None


def test_nothing_is_made_up(knowledge: Knowledge) -> None:
    assert plan(knowledge, "havo", "piloot") is None
    routes = msgspec.structs.replace(
        knowledge.routes, crossings=[c for c in knowledge.routes.crossings if "vwo" not in c.levels]
    )
    assert plan(replace(knowledge, routes=routes), "vwo", "chemisch-analist") is None


@pytest.mark.parametrize(
    "spoil, problem",
    [
        (lambda routes: routes.crossings[-1].sources.append("verzonnen"), "bron 'verzonnen' staat niet in"),
        (lambda routes: setattr(routes.stations["hsleiden-bml"], "by", "uiterlijk 3 mei"), "de datum 3 mei"),
        (lambda routes: setattr(routes.goals["qc-analist"], "limit", "Uit 1987."), "het getal 1987"),
        (lambda routes: routes.crossings[0].programmes.append("nergens"), "'nergens' ontbreekt hier"),
        (lambda routes: routes.crossings[0].occupations.append("piloot"), "een beroep dat niet bij goals staat"),
        (lambda routes: routes.goals.pop("mbber"), "'mbber' is geen beroep, of heeft nog geen weg erheen"),
    ],
)
def test_the_check_finds_what_is_wrong_in_routes(spoil, problem: str) -> None:  # type: ignore[no-untyped-def]
    knowledge = load()
    assert not [str(p) for p in check(knowledge) if str(p).startswith("routes.yml")]
    spoil(knowledge.routes)
    assert [p for p in check(knowledge) if str(p).startswith("routes.yml") and problem in str(p)]
