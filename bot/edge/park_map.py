"""The drawn map of the Leiden Bio Science Park, from data/knowledge/park_map.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.edge.pages import templates
from bot.edge.problems import NOT_FOUND
from bot.knowledge.documents import ContentError, Document
from bot.knowledge.model import Record
from bot.knowledge.store import ROOT, Knowledge

FILE = "park_map.yml"
WIDTH = 360
# A label that stands out has a box: about as wide as its letters.
NAME_LETTER, ADDRESS_LETTER, BOX_HEIGHT = 8.0, 6.6, 44.0


class Spot(Record):
    """An employer on the map: a name short enough to draw, and the address as far as Petri knows it.

    `year` is of when that is, where it may have changed since.
    """

    name: str
    address: str
    year: str | None = None

    @property
    def dated_name(self) -> str:
        """The name, with the year if there is one."""
        return f"{self.name} ({self.year})" if self.year else self.name

    @property
    def dated_address(self) -> str:
        """The address, with the year if there is one."""
        return f"{self.address} ({self.year})" if self.year else self.address


class Place(Record, kw_only=True):
    """A street, or the part of the park in Oegstgeest. The file itself says what the fields mean."""

    name: str
    landmarks: str
    near: str
    at: tuple[int, int]
    side: Literal["left", "right", "above"]
    off: bool = False
    employers: dict[str, Spot]
    sources: list[str]


class Park(Record):
    """The shape of park_map.yml."""

    places: dict[str, Place]
    beside: list[str]
    sources: list[str]


@dataclass(frozen=True)
class Callout:
    """The box that names the employer somebody asks for, beside its dish."""

    x: float
    y: float
    width: float
    height: float = BOX_HEIGHT


class ParkMap:
    """Draws the map."""

    def __init__(self, knowledge: Knowledge, root: Path = ROOT) -> None:
        """Read the map and hold it against `knowledge`.

        Raises:
            ContentError: the file is not in shape, or names an employer or a source that does not exist.

        """
        document = Document(root / FILE, root)
        self.park = document.convert(Park)
        self._knowledge = knowledge
        self._place_of = {each: place for place in self.park.places.values() for each in place.employers}
        known = knowledge.subjects["employer"]
        used = [*self.park.sources, *(source for place in self.park.places.values() for source in place.sources)]
        wrong = [
            f"bedrijf '{each}' bestaat niet." for each in [*self._place_of, *self.park.beside] if each not in known
        ]
        wrong += [f"bron '{source}' bestaat niet." for source in used if source not in knowledge.sources]
        if wrong:
            raise ContentError([document.problem((), message) for message in wrong])

    def routes(self) -> list[Route]:
        """The drawing by itself."""
        return [Route("/park.svg", self.picture)]

    async def picture(self, request: Request) -> Response:
        """The map, with `?employer=` marked; 204 for one whose street Petri does not know."""
        employer = request.query_params.get("employer")
        if employer is not None and self._knowledge.subject("employer", employer) is None:
            raise NOT_FOUND
        headers = {"Cache-Control": "no-cache"}
        if employer is not None and employer not in self._place_of:
            return Response(status_code=204, headers=headers)
        drawing = templates.get_template("park.svg").render(self.context(employer))
        return Response(drawing, headers=headers, media_type="image/svg+xml")

    def context(self, employer: str | None = None) -> dict[str, Any]:
        """What the template park.svg needs to know."""
        marked = self._place_of.get(employer or "")
        spot = marked.employers[employer] if marked and employer else None
        title = "Kaart van het Leiden Bio Science Park"
        if marked and spot:
            title += f": {spot.name}, {spot.dated_address}, {marked.near}"
        return {
            "places": self.park.places.values(),
            "marked": marked,
            "spot": spot,
            "callout": _callout(marked, spot) if marked and spot else None,
            "title": title,
        }

    def beside(self) -> list[str]:
        """The names of employers on the park whose street Petri does not know."""
        return [self._knowledge.subjects["employer"][each].name for each in self.park.beside]


def _callout(place: Place, spot: Spot) -> Callout:
    width = max(len(spot.name) * NAME_LETTER, len(spot.dated_address) * ADDRESS_LETTER) + 20
    x, y = place.at
    if place.side == "above":
        return Callout(min(max(x - width / 2, 3), WIDTH - 3 - width), y - 20 - BOX_HEIGHT, width)
    return Callout(x + 22 if place.side == "right" else x - 22 - width, y - BOX_HEIGHT / 2, width)
