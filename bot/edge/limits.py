"""How often something may be done."""

from __future__ import annotations

import time

from cachetools import TTLCache

from bot.edge.problems import too_many


class Limit:
    """At most `most` times for one key in each period of `seconds`."""

    def __init__(self, most: int, seconds: int) -> None:
        """Count nothing yet."""
        self._most, self._seconds = most, seconds
        self._counts: TTLCache[tuple[str, int], int] = TTLCache(100_000, seconds)

    def count(self, key: str) -> None:
        """Count one more for `key`.

        Raises:
            Problem: 429 when it was one too many.

        """
        now = time.time()
        period = (key, int(now // self._seconds))
        self._counts[period] = self._counts.get(period, 0) + 1
        if self._counts[period] > self._most:
            raise too_many(retry_after=int(self._seconds - now % self._seconds) + 1)
