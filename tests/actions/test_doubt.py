"""Doubt: asking which of two, offering what else, saying how a name was read."""

from __future__ import annotations

from typing import Any

from actions.compose import compose
from actions.doubt import clarify
from actions.reply import Reply
from bot.knowledge.store import Knowledge
from tests.actions.test_compose import turn


def answer(knowledge: Knowledge, intent: str, *mentions: tuple[str, str], **more: Any) -> Reply:
    (reply,) = compose(turn(intent, *mentions, **more), knowledge)
    return reply


def titles(reply: Reply) -> list[str]:
    return [button.title for button in reply.buttons]


def test_between_two_the_two_are_named_and_offered(knowledge: Knowledge) -> None:
    ranking = {"nlu_fallback": 0.2, "occupation.salary": 0.45, "programme.costs": 0.43, "occupation.hours": 0.03}
    reply = answer(knowledge, "nlu_fallback", ranking=ranking)
    assert reply.topic == "fallback.clarify"
    assert reply.text.startswith("Ik twijfel wat je bedoelt: ‘Wat verdien je?’ of ‘")
    assert [b.payload for b in reply.buttons] == ["/occupation.salary", "/programme.costs", "/civ.contact"]


def test_lost_among_many_offers_three_and_a_human(knowledge: Knowledge) -> None:
    likely = ("occupation.salary", "programme.costs", "occupation.hours", "programme.duration", "occupation.growth")
    reply = answer(knowledge, "nlu_fallback", ranking=dict.fromkeys(likely, 0.1))
    assert [b.payload for b in reply.buttons] == [*(f"/{topic}" for topic in likely[:3]), "/civ.contact"]


def test_twice_lost_brings_the_human(knowledge: Knowledge) -> None:
    reply = clarify(turn("nlu_fallback", was_unclear=True), knowledge)
    assert "Een mens kan je beter helpen" in reply.text and reply.sources


def test_an_answer_in_doubt_offers_what_else_may_have_been_meant(knowledge: Knowledge) -> None:
    ranking = {"occupation.salary": 0.6, "programme.costs": 0.3, "chat.thanks": 0.06, "occupation.hours": 0.01}
    reply = answer(knowledge, "occupation.salary", ranking=ranking)
    assert reply.topic == "occupation.salary"
    assert [t for t in titles(reply) if t.startswith("Ik bedoel: ")] == titles(reply)[-1:]
    assert reply.buttons[-1].payload == "/programme.costs"
    assert len(reply.buttons) <= 4


def test_an_answer_that_is_likelier_wrong_than_right_offers_three(knowledge: Knowledge) -> None:
    ranking = {"occupation.salary": 0.4, "programme.costs": 0.2, "occupation.hours": 0.2, "programme.bol_bbl": 0.1}
    reply = answer(knowledge, "occupation.salary", ranking=ranking)
    meant = {"/programme.costs", "/occupation.hours", "/programme.bol_bbl"}
    assert {b.payload for b in reply.buttons if b.title.startswith("Ik bedoel: ")} == meant
    assert len(reply.buttons) == 4


def test_a_sure_answer_does_not(knowledge: Knowledge) -> None:
    ranking = {"occupation.salary": 0.96, "programme.costs": 0.03}
    assert not any(t.startswith("Ik bedoel") for t in titles(answer(knowledge, "occupation.salary", ranking=ranking)))


def test_a_name_that_was_guessed_is_said_and_can_be_mended(knowledge: Knowledge) -> None:
    about = ("employer.overview", ("employer", "baseclear"))
    reply = answer(knowledge, *about, guessed={"baseclear": "baseklaar"})
    assert reply.text.startswith("Je bedoelt BaseClear, denk ik.\n\n")
    assert (titles(reply)[-1], reply.buttons[-1].payload) == ("Nee, een ander bedrijf", "/employer.list")
    assert not answer(knowledge, *about, guessed={"baseclear": "BaseClears"}).text.startswith("Je bedoelt")
    assert not answer(knowledge, *about).text.startswith("Je bedoelt")
