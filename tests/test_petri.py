"""The whole way over HTTP, with the real servers: what must be true of Petri at any time."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from bot.knowledge.store import Knowledge
from bot.stack import Stack
from tests.client import Visitor

# The questions that the first release had to answer: (question, topics that are right, subjects that are right).
QUESTIONS: list[tuple[str, set[str], set[str | None]]] = [
    ("wat verdient een chemisch analist", {"occupation.salary"}, {"chemisch-analist"}),
    ("hvl verdien je als labrant", {"occupation.salary"}, {"allround-laborant"}),
    ("kan ik met vmbo tl analist worden", {"programme.admission", "programme.route"}, {"vmbo-tl"}),
    ("welke bedrijven zitten er op het bio science park", {"employer.list"}, {None}),
    ("wat doet baseclaer", {"employer.overview"}, {"baseclear"}),
    ("wat is het civ", {"civ.overview"}, {None}),
    ("wie zit er in de stuurgroep", {"civ.board"}, {None}),
    ("hoe lang duurt mlo niveau 4", {"programme.duration"}, {"mborijnland-analist"}),
    ("wat is het verschil tussen bol en bbl", {"programme.bol_bbl"}, {None}),
    ("werk je met proefdieren", {"occupation.animals"}, {None}),
    ("hoe kom ik er met de trein", {"park.travel"}, {None}),
    ("kan ik na mbo naar hbo", {"programme.progression"}, {None}),
    ("ben je een robot", {"chat.bot"}, {None}),
]


@pytest.mark.parametrize(("question", "topics", "subjects"), QUESTIONS)
def test_first_questions(petri: Stack, question: str, topics: set[str], subjects: set[str | None]) -> None:
    (reply,) = Visitor(petri.url).say(question)
    assert reply["topic"] in topics, reply["text"]
    assert reply["subject"] in subjects
    assert reply["sources"]
    assert all(source["url"].startswith("http") for source in reply["sources"])
    assert 2 <= len(reply["buttons"]) <= 4


def test_petri_says_that_it_is_a_computer(petri: Stack) -> None:
    visitor = Visitor(petri.url)
    assert "computer" in visitor.messages[0]["text"]
    (reply,) = visitor.say("ben je een robot")
    assert reply["topic"] == "chat.bot"
    assert "computer" in reply["text"]


@pytest.mark.parametrize(
    "text", ["asdf", "😀😀", "?!?", "/restart", '/inform{"x":1}', "a" * 300, "ß∂ƒ", "'; drop table"]
)
def test_odd_input_gets_a_kind_answer(petri: Stack, text: str) -> None:
    visitor = Visitor(petri.url)
    (reply,) = visitor.say(text)
    assert reply["topic"].startswith(("fallback.", "chat.")), reply
    assert reply["buttons"]
    assert visitor.say("wat verdient een chemisch analist")[0]["topic"] == "occupation.salary"


def test_every_topic_answers_its_button(petri: Stack, knowledge: Knowledge) -> None:
    """Each topic can be reached by a tap, and no answer leads to a button that does nothing."""
    for topic in knowledge.topics.keys() - {"fallback.clarify"}:
        visitor = Visitor(petri.url, topic=topic)
        reply = visitor.messages[-1]
        assert reply["topic"] == topic
        for button in reply["buttons"]:
            response = visitor.post("/api/message", json={"payload": button["payload"]})
            assert response.status_code == 200, f"{topic}: {button}"


def test_the_subject_is_carried_on(petri: Stack) -> None:
    visitor = Visitor(petri.url)
    visitor.say("wat doet een chemisch analist")
    (salary,) = visitor.say("en wat verdien je dan")
    assert (salary["topic"], salary["subject"]) == ("occupation.salary", "chemisch-analist")
    (there,) = visitor.say("en bij baseclear?")
    assert "BaseClear" in there["text"]
    (level,) = visitor.say("en als ik havo doe")
    assert (level["topic"], level["subject"]) == ("programme.admission", "havo")


def test_conversations_do_not_mix(petri: Stack) -> None:
    one, other = Visitor(petri.url), Visitor(petri.url)
    one.say("wat doet een chemisch analist")
    other.say("wat doet een medisch analist")
    assert one.say("wat verdien je")[0]["subject"] == "chemisch-analist"
    assert other.say("wat verdien je")[0]["subject"] == "medisch-analist"


def test_an_erased_conversation_is_gone(petri: Stack) -> None:
    """That Rasa forgets it too is in tests/test_tracker_store.py; here, that its key no longer fits."""
    visitor = Visitor(petri.url)
    visitor.say("wat doet een chemisch analist")
    headers = {"Authorization": f"Bearer {visitor.token}"}
    assert requests.delete(f"{petri.url}/api/session", headers=headers).status_code == 204
    assert visitor.post("/api/message", json={"text": "hoi"}).status_code == 401


def test_logs_hold_no_text_and_no_token(petri: Stack) -> None:
    visitor = Visitor(petri.url)
    visitor.say("zeldzaamwoord verdient een chemisch analist")
    logs = "".join(path.read_text(errors="replace") for path in petri.run_dir.glob("*.log"))
    assert "zeldzaamwoord" not in logs
    assert visitor.token not in logs


@pytest.mark.parametrize("server, signal", [("actions", "KILL"), ("actions", "TERM"), ("rasa", "KILL")])
def test_a_stopped_server_is_missed_and_comes_back(petri: Stack, server: str, signal: str) -> None:
    """SIGKILL as when the machine runs out of memory, SIGTERM as with `kill`; nobody starts it again by hand."""
    visitor, process = Visitor(petri.url), petri.control("pid", server)
    petri.control("signal", signal, server)
    if signal == "KILL":
        response = visitor.post("/api/message", json={"text": "wat is het civ"})
        assert response.status_code == 503
        assert "even niet bereikbaar" in response.json()["title"]
        assert response.headers["Retry-After"]
    _wait_until(lambda: petri.control("pid", server) not in (process, "0"))
    opening = {"surface": "website"}
    _wait_until(lambda: requests.post(f"{petri.url}/api/session", json=opening).status_code == 201)
    assert Visitor(petri.url).say("wat is het civ")[0]["topic"] == "civ.overview"


def test_only_the_edge_listens_outside(petri: Stack) -> None:
    listening = {}
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        address, port = line.split()[1].split(":")
        if line.split()[3] == "0A":
            listening[int(port, 16)] = address
    assert listening[petri.ports.rasa] == listening[petri.ports.actions] == "0100007F"


def test_health_names_the_pipeline(petri: Stack) -> None:
    body = requests.get(f"{petri.url}/healthz").json()
    assert body["status"] == "ok"
    assert re.fullmatch(r"nl_(petri|core_news)_sm \d\.\d\.\d", body["dutch_pipeline"])


def _wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(240):
        if holds():
            return
        time.sleep(0.5)
    raise AssertionError("it did not happen in two minutes")
