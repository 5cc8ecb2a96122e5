"""From a message as Rasa understood it to what Petri says; the knowledge is the real one."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from actions.buttons import buttons_after, follow_ups
from actions.compose import NO_REASON, compose
from actions.routing import topic_of
from actions.turn import Turn
from bot.knowledge.editing.said import MAX_WORDS
from bot.knowledge.lookup import find, short_name
from bot.knowledge.model import SubjectKind
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
        (turn("guide.fact", ANALYST), "guide.fact"),
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
        (turn("context.no"), "chat.help"),
        (turn("context.no", was_unclear=True), "fallback.clarify"),
        # A liking without an occupation, and a word to explain, also where the classifier does not know them.
        (turn("nlu_fallback", interests=("dna",), text="dna"), "occupation.list"),
        (turn("context.inform", interests=("dna",), last_topic="employer.list"), "employer.list"),
        (turn("fallback.out_of_scope", interests=("dna",), text="ik hou van dna"), "occupation.list"),
        (turn("fallback.out_of_scope", interests=("dna",), text="wie vond dna uit"), "fallback.out_of_scope"),
        (turn("occupation.overview", terms=("pipet",), text="wat is een pipet"), "guide.fact"),
        (
            turn("occupation.overview", ANALYST, terms=("pipet",), text="wat doet een analist met een pipet"),
            "occupation.overview",
        ),
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
        (turn("occupation.fit", ranking={"occupation.fit": 0.81, "safety.distress": 0.18}), "occupation.fit"),
        (
            turn("fallback.out_of_scope", ranking={"fallback.out_of_scope": 0.7, "safety.distress": 0.25}),
            "safety.distress",
        ),
    ],
)
def test_topic_of(knowledge: Knowledge, message: Turn, topic: str) -> None:
    assert topic_of(message, knowledge) == topic


def test_doubt_offers_the_likeliest_and_then_a_human(knowledge: Knowledge) -> None:
    ranking = {"nlu_fallback": 0.15, "occupation.salary": 0.14, "chat.thanks": 0.13, "programme.costs": 0.12}
    (first,) = compose(turn("nlu_fallback", ranking=ranking), knowledge)
    assert [b.payload for b in first.buttons] == ["/occupation.salary", "/programme.costs", "/civ.contact"]
    (second,) = compose(turn("nlu_fallback", ranking=ranking, was_unclear=True), knowledge)
    assert "@civ-biosciences.nl" in second.text
    assert second.topic == "fallback.clarify"


def test_a_named_employer_without_answer_is_owned_up_to(knowledge: Knowledge) -> None:
    (reply,) = compose(turn("occupation.salary", BASECLEAR, carried=dict([ANALYST])), knowledge)
    assert reply.subject == "chemisch-analist"
    assert reply.text.startswith("Van BaseClear weet ik dit niet.")


@pytest.mark.parametrize("kind", ["occupation", "programme"])
def test_any_two_occupations_or_programmes_are_compared(knowledge: Knowledge, kind: SubjectKind) -> None:
    subjects = knowledge.subjects[kind]
    for one, other in permutations(subjects, 2):
        (reply,) = compose(turn("occupation.difference", (kind, one), (kind, other)), knowledge)
        for subject_id in (one, other):
            assert short_name(subjects[subject_id]) in reply.text
        if kind == "occupation":
            assert knowledge.occupations[one].task in reply.text
        assert len(reply.text.split()) <= MAX_WORDS["answer"], reply.text
        assert reply.sources
        assert len(reply.buttons) == 3


def test_one_occupation_is_compared_with_the_last_one(knowledge: Knowledge) -> None:
    trail = ('/occupation.salary{"occupation": "qc-analist"}',)
    (reply,) = compose(turn("occupation.difference", ANALYST, trail=trail), knowledge)
    assert "QC-analist" in reply.text and "Chemisch analist" in reply.text


def test_one_question_about_two_subjects_gets_two_answers(knowledge: Knowledge) -> None:
    first, second = compose(turn("occupation.salary", ANALYST, MEDICAL), knowledge)
    assert (first.subject, second.subject) == ("chemisch-analist", "medisch-analist")
    assert first.text != second.text


def test_every_interest_leads_to_occupations_and_employers(knowledge: Knowledge) -> None:
    for interest_id, interest in knowledge.interests.items():
        for topic, ids in (("occupation.list", interest.occupations), ("employer.list", interest.employers)):
            if not ids:
                continue
            (reply,) = compose(turn(topic, interests=(interest_id,)), knowledge)
            assert interest.name in reply.text
            assert len(reply.text.split()) <= MAX_WORDS["answer"], reply.text
            assert reply.sources
            assert 2 <= len(reply.buttons) <= 4


def test_a_liking_is_taken_for_its_occupation_and_says_so(knowledge: Knowledge) -> None:
    interest_id, interest = next(iter(knowledge.interests.items()))
    guess = knowledge.occupations[interest.occupations[0]]
    (reply,) = compose(turn("occupation.workday", interests=(interest_id,)), knowledge)
    assert reply.subject == interest.occupations[0]
    assert reply.text.startswith("Ik ga uit van een") and guess.answers["occupation.workday"].text in reply.text
    assert reply.buttons[0].payload == f'/occupation.list{{"interest": "{interest_id}"}}'
    (plain,) = compose(turn("occupation.workday", ANALYST, interests=(interest_id,)), knowledge)
    assert plain.subject == "chemisch-analist"


def test_no_story_is_told_twice_until_all_are_told(knowledge: Knowledge) -> None:
    told: tuple[str, ...] = ()
    for _ in knowledge.stories:
        (reply,) = compose(turn("guide.fact", told=told), knowledge)
        assert reply.story and reply.story not in told
        told = (*told, reply.story)
    (again,) = compose(turn("guide.fact", told=told), knowledge)
    assert again.story in told


def test_a_story_is_about_what_is_named(knowledge: Knowledge) -> None:
    (reply,) = compose(turn("guide.fact", ("employer", "corpus")), knowledge)
    assert reply.topic == "employer.overview"


def test_why_gives_the_reason_or_owns_up(knowledge: Knowledge) -> None:
    for topic_id, answer in knowledge.answers.items():
        if topic_id.startswith(("chat.", "safety.", "fallback.", "guide.")):
            continue
        (reply,) = compose(replace(turn(topic_id), asks_why=True), knowledge)
        assert reply.text == (answer.why.text if answer.why else NO_REASON)
        assert len(reply.buttons) >= 2


def test_sources_carry_title_address_and_date(knowledge: Knowledge) -> None:
    (reply,) = compose(turn("employer.overview", BASECLEAR), knowledge)
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
                    assert not found.answer.unknown, (topic_id, subject_id, asked)


def test_what_was_answered_before_is_not_offered_again_while_there_is_more(knowledge: Knowledge) -> None:
    about = dict([ANALYST])
    first = follow_ups("occupation.overview", about, knowledge)
    second = follow_ups("occupation.overview", about, knowledge, trail=[first[0].payload])
    assert first[0] not in second and len(second) >= 2


def test_vmbo_asks_which_one(knowledge: Knowledge) -> None:
    (reply,) = compose(turn("context.inform", generic=frozenset(["vmbo"])), knowledge)
    assert [button.payload for button in reply.buttons] == [
        f'/programme.admission{{"level": "vmbo-{leerweg}"}}' for leerweg in ("b", "k", "gl", "tl")
    ]


def test_a_question_that_leaves_the_programme_open_offers_some(knowledge: Knowledge) -> None:
    about = dict([ANALYST])
    found = find(knowledge, "programme.duration", {}, about)
    offered = [b.payload for b in buttons_after("programme.duration", found, about, knowledge)]
    assert '/programme.duration{"programme": "mborijnland-analist"}' in offered
    assert not any("bijscholing" in payload for payload in offered)
