"""What 'ja', 'de tweede', 'die andere', 'nee ik bedoel hbo' and 'waarom?' mean after what was said before."""

from __future__ import annotations

import pytest
from rasa_sdk import Tracker

from actions.context import ordinals, resolve
from actions.routing import topic_of
from actions.turn import Turn
from bot.knowledge.store import Knowledge
from tests.actions.test_compose import turn

CHEMIST = '/occupation.salary{"occupation": "chemisch-analist"}'
OPERATOR = '/occupation.salary{"occupation": "biotech-operator"}'
FOLLOW_UPS = ("/guide.quiz", '/occupation.workday{"occupation": "qc-analist"}', "/employer.list")
COMPANIES = (
    '/employer.overview{"employer": "baseclear"}',
    '/employer.overview{"employer": "genomescan"}',
    "/guide.quiz",
)


@pytest.mark.parametrize(
    "text, places",
    [
        ("de eerste", {1}),
        ("en die laatste?", {0}),
        ("2", {2}),
        ("nummer 3 graag", {3}),
        ("3 jaar", set()),
        ("ja", set()),
    ],
)
def test_ordinals(text: str, places: set[int]) -> None:
    assert ordinals(text) == places


@pytest.mark.parametrize(
    "message, topic, about",
    [
        # 'Ja': the first button that is a question.
        (turn("context.more", offered=FOLLOW_UPS), "occupation.workday", ("occupation", "qc-analist")),
        (turn("context.more"), "fallback.clarify", None),
        # From a list of subjects.
        (turn("context.choose", text="de tweede", offered=COMPANIES), "employer.overview", ("employer", "genomescan")),
        (turn("context.choose", text="de laatste", offered=COMPANIES), "employer.overview", ("employer", "genomescan")),
        (turn("context.choose", text="de vierde", offered=COMPANIES), "fallback.clarify", None),
        # From the buttons, where they are not a list.
        (turn("context.choose", text="nummer 3", offered=FOLLOW_UPS), "employer.list", None),
        # From what was talked about.
        (
            turn("context.choose", text="en die eerste?", trail=(CHEMIST, OPERATOR), last_topic="occupation.salary"),
            "occupation.salary",
            ("occupation", "chemisch-analist"),
        ),
        (
            turn("context.choose", text="die andere", trail=(CHEMIST, OPERATOR), last_topic="occupation.salary"),
            "occupation.salary",
            ("occupation", "chemisch-analist"),
        ),
        (
            turn("context.choose", text="ga terug", trail=(CHEMIST, "/park.travel")),
            "occupation.salary",
            ("occupation", "chemisch-analist"),
        ),
        (turn("context.choose", text="ga terug"), "fallback.clarify", None),
        # 'Waarom?'
        (
            turn("context.why", text="waarom?", trail=(CHEMIST,)),
            "occupation.salary",
            ("occupation", "chemisch-analist"),
        ),
        (turn("context.why", text="waarom?"), "fallback.clarify", None),
        (turn("context.why", text="waar kan dat", trail=(CHEMIST,)), "fallback.clarify", None),
        (turn("context.why", text="waarom?", trail=("/occupation.overview",)), "occupation.impact", None),
        # A correction of the level is about a programme at that level.
        (
            turn(
                "context.inform",
                ("level", "hbo"),
                last_topic="programme.duration",
                carried={"programme": "mborijnland-analist"},
            ),
            "programme.duration",
            ("programme", "hsleiden-bml"),
        ),
        (
            turn("context.inform", last_topic="programme.duration", generic=frozenset(["mbo"])),
            "programme.duration",
            ("programme", "mborijnland-analist"),
        ),
        (
            turn(
                "nlu_fallback",
                text="en via het mbo?",
                last_topic="programme.route",
                carried={"occupation": "moleculair-analist", "level": "havo"},
                generic=frozenset(["mbo"]),
                targets=frozenset(["mbo"]),
            ),
            "programme.route",
            ("programme", "mborijnland-analist"),
        ),
        # A school level says where the visitor comes from.
        (
            turn("context.inform", ("level", "havo"), last_topic="occupation.safety"),
            "programme.admission",
            ("level", "havo"),
        ),
    ],
)
def test_resolve(knowledge: Knowledge, message: Turn, topic: str, about: tuple[str, str] | None) -> None:
    meant = resolve(message, knowledge)
    assert topic_of(meant, knowledge) == topic
    if about:
        assert meant.named[about[0]] == about[1]  # type: ignore[index]


def test_distress_is_never_taken_for_something_else(knowledge: Knowledge) -> None:
    ranking = {"context.no": 0.4, "safety.distress": 0.3}
    message = turn("context.no", text="nee ik wil niet meer", ranking=ranking, offered=FOLLOW_UPS)
    assert topic_of(resolve(message, knowledge), knowledge) == "safety.distress"


@pytest.mark.parametrize(
    "text, level",
    [
        ("niet mbo 3 maar hbo", "hbo"),
        ("hbo bedoel ik, niet mbo 3", "hbo"),
        ("hbo in plaats van mbo 3", "hbo"),
        ("ik wil niet naar het hbo", "hbo"),
    ],
)
def test_what_is_denied_is_not_meant(text: str, level: str) -> None:
    names = {"mbo 3": "mbo-3", "hbo": "hbo"}
    entities = [{"entity": "level", "value": v, "start": text.index(n)} for n, v in names.items() if n in text]
    latest = {"text": text, "intent": {"name": "context.inform"}, "entities": entities}
    tracker = Tracker("v", {}, latest, [], False, None, {}, "action_listen")
    assert Turn.read(tracker).named["level"] == level


@pytest.mark.parametrize(
    "text, year",
    [
        ("ik zit in havo 4", 4),
        ("5 vwo", 5),
        ("h3 nu", 3),
        ("ik zit in de 2e klas", 2),
        ("mbo 4", None),
        ("3 jaar", None),
    ],
)
def test_the_year_of_school(text: str, year: int | None) -> None:
    tracker = Tracker("v", {}, {"text": text, "intent": {}, "entities": []}, [], False, None, {}, "action_listen")
    assert Turn.read(tracker).school_year == year


@pytest.mark.parametrize(
    "text, name, is_bare",
    [
        ("en bij halix?", "halix", True),
        ("halix", "halix", True),
        ("stage halix", "halix", False),
        ("en dan?", "", False),
    ],
)
def test_a_bare_name_asks_nothing_by_itself(text: str, name: str, is_bare: bool) -> None:
    start = text.index(name)
    entity = {"entity": "employer", "value": "halix", "start": start, "end": start + len(name)}
    message = {"text": text, "intent": {}, "entities": [entity] if name else []}
    assert Turn.of(message, {}).is_bare is is_bare
