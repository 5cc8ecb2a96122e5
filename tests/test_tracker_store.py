"""Conversations are forgotten: after idling, and at once when asked."""

from __future__ import annotations

import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, Restarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import tracker_store
from bot.edge import sessions
from bot.tracker_store import ForgetfulTrackerStore
from tests.asynchronous import run


@pytest.fixture
def store() -> ForgetfulTrackerStore:
    return ForgetfulTrackerStore(Domain.empty())


def save(store: ForgetfulTrackerStore, sender: str, intent: str) -> None:
    events: list[Event] = [UserUttered(intent, {"name": intent, "confidence": 1.0})]
    if intent == "restart":
        events.append(Restarted())  # as Rasa's own action does; it empties the tracker's state
    run(store.save(DialogueStateTracker.from_events(sender, events)))


def test_a_conversation_is_remembered_while_it_lasts(store: ForgetfulTrackerStore) -> None:
    save(store, "a", "occupation.salary")
    assert run(store.retrieve("a")) is not None


def test_a_restarted_conversation_is_erased(store: ForgetfulTrackerStore) -> None:
    save(store, "a", "occupation.salary")
    save(store, "b", "occupation.salary")
    save(store, "a", "restart")
    assert list(store.store) == ["b"]


def test_an_idle_conversation_is_erased(store: ForgetfulTrackerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(tracker_store.time, "monotonic", lambda: now)
    save(store, "old", "occupation.salary")
    now += tracker_store.IDLE_SECONDS - 1
    save(store, "new", "occupation.salary")
    assert list(store.store) == ["old", "new"]
    now += 2
    store._forget_idle()
    assert list(store.store) == ["new"]


def test_nobody_has_to_speak_for_it(store: ForgetfulTrackerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    async def save_and_let_the_loop_turn() -> None:
        tracker = DialogueStateTracker.from_events("last", [UserUttered("x", {"name": "x", "confidence": 1.0})])
        await store.save(tracker)
        for _ in range(3):
            await asyncio.sleep(0)

    monkeypatch.setattr(tracker_store, "IDLE_SECONDS", -1)
    run(save_and_let_the_loop_turn())
    assert list(store.store) == []


def test_rasa_forgets_no_later_than_the_edge_closes_the_session() -> None:
    assert tracker_store.IDLE_SECONDS <= sessions.IDLE_SECONDS
