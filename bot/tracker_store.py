"""Keeps conversations in memory only, and forgets them."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.constants import USER_INTENT_RESTART
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

# The edge's session tokens live as long; see bot/edge/sessions.py.
IDLE_SECONDS = 30 * 60


class ForgetfulTrackerStore(InMemoryTrackerStore):
    """Forgets a conversation after `IDLE_SECONDS` without a message, and at once when it is restarted."""

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None, **kwargs: Any) -> None:
        """See the parent class."""
        super().__init__(domain, event_broker)
        self._last_used: OrderedDict[str, float] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the conversation, or forget it when its last message was `/restart`."""
        # The restart itself empties the tracker's state, so the events have to tell.
        last = next((event for event in reversed(tracker.events) if isinstance(event, UserUttered)), None)
        if last is not None and last.intent_name == USER_INTENT_RESTART:
            self._forget(tracker.sender_id)
            return
        await super().save(tracker)
        self._last_used[tracker.sender_id] = time.monotonic()
        self._last_used.move_to_end(tracker.sender_id)
        asyncio.get_running_loop().call_later(IDLE_SECONDS + 1, self._forget_idle)

    def _forget_idle(self) -> None:
        limit = time.monotonic() - IDLE_SECONDS
        while self._last_used and next(iter(self._last_used.values())) < limit:
            self._forget(next(iter(self._last_used)))

    def _forget(self, sender_id: str) -> None:
        self._last_used.pop(sender_id, None)
        self.store.pop(sender_id, None)
