"""From a message as Rasa understood it to what Petri says; the knowledge is the real one."""

from __future__ import annotations

from typing import Any

import pytest

from actions.buttons import buttons_after, follow_ups
from actions.reply import compose
from actions.routing import topic_of
from actions.turn import Turn
from bot.knowledge.lookup import find
from bot.knowledge.store import Knowledge


def turn(intent: str, *mentions: tuple[str, str], **more: Any) -> Turn:
    defaults: dict[str, Any] = {
        "text": "",
        "is_elsewhere": False,
        "carried": {},
        "last_topic": None,
        "was_unclear": False,
        "ranking": {intent: 0.9},
    }
    return Turn(intent=intent, mentions=list(mentions), **{**defaults, **more})  # type: ignore[arg-type]


BASECLEAR = ("employer", "baseclear")
SCHOOL = ("employer", "mborijnland")
ANALYST = ("occupation", "chemisch-analist")
MEDICAL = ("occupation", "medisch-analist")
HAVO = ("level", "havo")


@pytest.mark.parametrize(
    "message, topic",
    [
        # Only a subject: the last topic is asked about it, if it can be.
        (turn("context.inform", MEDICAL, last_topic="occupation.salary"), "occupation.salary"),
        (turn("context.inform", BASECLEAR, last_topic="occupation.salary"), "occupation.salary"),
        (turn("context.inform", BASECLEAR, last_topic="occupation.workday"), "employer.roles"),
        (turn("context.inform", BASECLEAR, last_topic="employer.location"), "employer.location"),
        (turn("context.inform", BASECLEAR), "employer.overview"),
        (turn("context.inform", ANALYST), "occupation.overview"),
        (turn("context.inform", HAVO, last_topic="occupation.salary"), "programme.admission"),
        (turn("context.inform", HAVO, last_topic="programme.route"), "programme.route"),
        (turn("context.inform"), "fallback.clarify"),
        # The boundary between what names a company or a school and what does not.
        (turn("park.travel", BASECLEAR), "employer.location"),
        (turn("park.travel", SCHOOL), "programme.location"),
        (turn("park.travel"), "park.travel"),
        (turn("employer.location", SCHOOL), "programme.location"),
        (turn("programme.internship", BASECLEAR), "employer.internship"),
        (turn("programme.internship", SCHOOL), "programme.internship"),
        (turn("guide.fact", ANALYST), "occupation.overview"),
        # What Petri knows nothing about, unless the laboratory is named too.
        (turn("occupation.salary", is_elsewhere=True, text="wat verdient een kapper"), "fallback.out_of_scope"),
        (
            turn("occupation.salary", is_elsewhere=True, text="ik ben kapper, wat krijg ik in een lab"),
            "occupation.salary",
        ),
        (turn("programme.switch", is_elsewhere=True, text="ik ben kok en wil wat anders"), "programme.switch"),
        (turn("programme.difficulty", is_elsewhere=True, text="ik ben kok is dat te doen"), "programme.difficulty"),
        # 'Waar zit dat' after a question about an employer.
        (
            turn("programme.location", text="waar zit dat", last_topic="employer.overview", carried=dict([BASECLEAR])),
            "employer.location",
        ),
        # 'Ja, vertel meer'.
        (turn("context.more", last_topic="occupation.overview"), "occupation.workday"),
        (turn("context.more"), "fallback.clarify"),
        # 'Ik doe vmbo': which one is asked with the answer.
        (turn("context.inform", generic=frozenset(["vmbo"])), "programme.admission"),
        # Small talk has to be sure of itself.
        (turn("chat.thanks", ranking={"chat.thanks": 0.2, "occupation.teamwork": 0.18}), "occupation.teamwork"),
        (turn("safety.abuse", ranking={"safety.abuse": 0.3, "occupation.fit": 0.05}), "fallback.clarify"),
        (turn("chat.thanks", ranking={"chat.thanks": 0.5}), "chat.thanks"),
        # Somebody in distress who says 'ja' or 'oke' has not moved on; a question about the work has.
        (turn("context.more", last_topic="safety.distress"), "safety.distress"),
        (turn("chat.thanks", last_topic="safety.distress"), "safety.distress"),
        (turn("occupation.salary", last_topic="safety.distress"), "occupation.salary"),
        # Doubt: distress goes first.
        (turn("nlu_fallback", ranking={"occupation.hours": 0.2, "safety.distress": 0.16}), "safety.distress"),
        (turn("nlu_fallback", ranking={"occupation.hours": 0.2, "safety.distress": 0.05}), "fallback.clarify"),
        (turn("occupation.fit", ranking={"occupation.fit": 0.4, "safety.distress": 0.3}), "safety.distress"),
        (turn("occupation.fit", ranking={"occupation.fit": 0.6, "safety.distress": 0.3}), "occupation.fit"),
    ],
)
def test_topic_of(knowledge: Knowledge, message: Turn, topic: str) -> None:
    assert topic_of(message, knowledge) == topic


def test_doubt_offers_the_likeliest_and_then_a_human(knowledge: Knowledge) -> None:
    ranking = {"nlu_fallback": 0.15, "occupation.salary": 0.14, "chat.help": 0.13, "programme.costs": 0.12}
    first = compose(turn("nlu_fallback", ranking=ranking), knowledge)
    assert [button.payload for button in first.buttons] == ["/occupation.salary", "/programme.costs"]
    second = compose(turn("nlu_fallback", ranking=ranking, was_unclear=True), knowledge)
    assert "@civ-biosciences.nl" in second.text
    assert second.topic == "fallback.clarify"


def test_a_named_employer_without_answer_is_owned_up_to(knowledge: Knowledge) -> None:
    reply = compose(turn("occupation.salary", BASECLEAR, carried=dict([ANALYST])), knowledge)
    assert reply.subject == "chemisch-analist"
    assert reply.text.startswith("Van BaseClear weet ik dit niet.")


def test_two_occupations_are_compared_from_their_data(knowledge: Knowledge) -> None:
    reply = compose(turn("occupation.difference", ANALYST, MEDICAL), knowledge)
    assert knowledge.occupations["chemisch-analist"].hook in reply.text
    assert knowledge.occupations["medisch-analist"].hook in reply.text
    assert reply.sources


def test_sources_carry_title_address_and_date(knowledge: Knowledge) -> None:
    reply = compose(turn("employer.overview", BASECLEAR), knowledge)
    assert {"id", "title", "publisher", "url", "as_of"} == set(reply.sources[0])


def test_no_follow_up_repeats_the_question_or_leads_to_not_knowing(knowledge: Knowledge) -> None:
    for kind, subjects in knowledge.subjects.items():
        for subject_id in subjects:
            for topic_id, topic in knowledge.topics.items():
                if topic.subject != kind:
                    continue
                about = {kind: subject_id}
                buttons = follow_ups(topic_id, about, knowledge)
                assert 2 <= len(buttons) <= 4, (topic_id, subject_id)
                for button in buttons:
                    asked = button.payload.split("{")[0].removeprefix("/")
                    assert asked != topic_id
                    found = find(knowledge, asked, {}, about)
                    assert found.is_own or found.kind in (None, "level"), (topic_id, subject_id, asked)


def test_vmbo_asks_which_one(knowledge: Knowledge) -> None:
    reply = compose(turn("context.inform", generic=frozenset(["vmbo"])), knowledge)
    assert [button.payload for button in reply.buttons] == [
        f'/programme.admission{{"level": "vmbo-{leerweg}"}}' for leerweg in ("b", "k", "gl", "tl")
    ]


def test_a_question_that_leaves_the_programme_open_offers_some(knowledge: Knowledge) -> None:
    about = dict([ANALYST])
    found = find(knowledge, "programme.duration", {}, about)
    offered = [b.payload for b in buttons_after("programme.duration", found, about, knowledge)]
    assert '/programme.duration{"programme": "mborijnland-analist"}' in offered
    assert not any("bijscholing" in payload for payload in offered)
