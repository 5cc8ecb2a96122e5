"""What Petri sends back: the text, its sources, and where to go on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from actions.buttons import Button
from bot.knowledge.store import Knowledge


@dataclass(frozen=True)
class Reply:
    """One message of the public interface (see docs/http.md), but for its id."""

    text: str
    topic: str
    subject: str | None = None
    sources: list[dict[str, Any]] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    # The drawing of a route, only where there is one.
    route: dict[str, Any] | None = None
    # The story that is told, so that it is not told twice. Not sent.
    story: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The reply as the edge passes it on."""
        fields = asdict(self)
        del fields["story"]
        if self.route is None:
            del fields["route"]
        return fields


def cite(ids: Iterable[str], knowledge: Knowledge) -> list[dict[str, Any]]:
    """The sources as the public interface shows them, each once."""
    return [
        {
            "id": source_id,
            "title": knowledge.sources[source_id].title,
            "publisher": knowledge.sources[source_id].publisher,
            "url": knowledge.sources[source_id].url,
            "as_of": knowledge.sources[source_id].as_of,
        }
        for source_id in dict.fromkeys(ids)
    ]
