"""A subject that is described, not named."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from actions.clues import with_described
from actions.compose import compose
from bot.knowledge.store import Knowledge
from tests.actions.test_compose import turn

CLUES = {"hal-allergy": ["hooikoorts", "prikken tegen allergie"], "varmx": ["bloedverdunners"], "iff": []}


@pytest.fixture
def clued(knowledge: Knowledge) -> Knowledge:
    """Three employers with clues of this test."""
    employers = {i: msgspec.structs.replace(knowledge.employers[i], clues=clues) for i, clues in CLUES.items()}
    return replace(knowledge, employers=employers, organisations={})


def test_what_is_described_is_named_as_a_guess(clued: Knowledge) -> None:
    said = turn("employer.location", text="Waar zit die fabriek tegen hooikoorts?")
    described = with_described(said, clued)
    assert described.named == {"employer": "hal-allergy"}
    (reply,) = compose(described, clued)
    assert reply.subject == "hal-allergy"
    assert reply.text.startswith("Je bedoelt HAL Allergy, denk ik.")
    assert reply.buttons[-1].title == "Nee, een ander bedrijf"


@pytest.mark.parametrize(
    ("intent", "ranking", "meant"),
    [
        ("programme.internship", {"programme.internship": 0.9}, "programme.internship"),
        ("fallback.out_of_scope", {"fallback.out_of_scope": 0.8, "employer.jobs": 0.1}, "employer.jobs"),
        ("occupation.impact", {"occupation.impact": 0.8}, "employer.overview"),
    ],
)
def test_what_speaks_of_a_company_is_about_it(
    clued: Knowledge, intent: str, ranking: dict[str, float], meant: str
) -> None:
    described = with_described(turn(intent, text="dat bedrijf met die bloedverdunners", ranking=ranking), clued)
    assert (described.intent, described.named) == (meant, {"employer": "varmx"})


def test_somebody_who_does_something_is_an_occupation(knowledge: Knowledge) -> None:
    analyst = msgspec.structs.replace(knowledge.occupations["chemisch-analist"], clues=["chromatograaf"])
    described = replace(knowledge, occupations={"chemisch-analist": analyst})
    said = turn("guide.fact", text="wat doet zo iemand die met een chromatograaf werkt")
    assert with_described(said, described).named == {"occupation": "chemisch-analist"}


def test_distress_stays_distress(clued: Knowledge) -> None:
    said = turn("safety.distress", text="dat bedrijf met die bloedverdunners, hoeveel is genoeg")
    assert with_described(said, clued) is said


def test_more_clues_go_before_fewer(clued: Knowledge) -> None:
    text = "prikken tegen allergie en hooikoorts, en ook bloedverdunners"
    assert with_described(turn("employer.overview", text=text), clued).named == {"employer": "hal-allergy"}


@pytest.mark.parametrize(
    ("intent", "text", "more"),
    [
        ("employer.overview", "hooikoortsig bedrijf", {}),
        ("employer.overview", "hooikoorts en bloedverdunners", {}),
        ("employer.overview", "hooikoorts", {"carried": {"employer": "iff"}}),
        ("employer.list", "wie doet iets tegen hooikoorts", {}),
        ("fallback.out_of_scope", "wat helpt tegen hooikoorts", {}),
    ],
)
def test_a_clue_is_not_enough_by_itself(clued: Knowledge, intent: str, text: str, more: dict[str, object]) -> None:
    said = turn(intent, text=text, **more)
    assert with_described(said, clued) is said


def test_a_name_goes_before_a_clue(clued: Knowledge) -> None:
    said = turn("employer.overview", ("employer", "iff"), text="doet iff iets tegen hooikoorts")
    assert with_described(said, clued) is said
