"""The pages about Petri: what it is, where its answers come from, what it keeps, and who can use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.edge.pages import render
from bot.edge.park_map import ParkMap
from bot.edge.sessions import IDLE_SECONDS
from bot.edge.source_list import SourceList
from bot.knowledge.store import Knowledge

MAX_QUERY = 100
# What tests/browser/vendor holds.
AXE = "4.14.1"


@dataclass(frozen=True)
class Figure:
    """A number to show large, with 'ruim' or the like: what it counts, of when it is, and who says so."""

    about: str
    number: str
    counts: str
    when: str
    source: str


@dataclass(frozen=True)
class Example:
    """A question that the front page asks for the visitor; `asks` are the parts of a deep link."""

    text: str
    asks: Mapping[str, str]

    @property
    def href(self) -> str:
        """The deep link."""
        return f"/chat?{urlencode(self.asks)}"


FIGURES = (
    Figure("", "430", "bedrijven op het Leiden Bio Science Park", "eind 2024", "lbsp-groei-2024"),
    Figure("ruim", "25.000", "mensen werken er, scholen en onderzoek meegeteld", "eind 2024", "lbsp-groei-2024"),
    Figure("ongeveer", "60.000", "monsters per jaar, in het waterlab van Rijkswaterstaat", "2025", "rws-lab-2025"),
)
EXAMPLES = {
    "pupil": (
        Example("Wat doet een chemisch analist?", {"topic": "occupation.overview", "subject": "chemisch-analist"}),
        Example(
            "Ik doe vmbo-tl. Hoe word ik laborant?",
            {"topic": "programme.route", "subject": "allround-laborant", "level": "vmbo-tl"},
        ),
    ),
    "visitor": (
        Example("Kan ik een lab bekijken?", {"topic": "visit.lab"}),
        Example("Wat maakt BaseClear?", {"topic": "employer.overview", "subject": "baseclear"}),
    ),
    "counsellor": (
        Example("Ik ben decaan of ouder", {"topic": "guide.counsellor"}),
        Example("Welke opleidingen zijn er?", {"topic": "programme.list"}),
    ),
}


class AboutPages:
    """The pages about Petri."""

    def __init__(self, knowledge: Knowledge, park: ParkMap) -> None:
        """Write pages with what is in `knowledge`."""
        self._knowledge = knowledge
        self._park = park
        self._sources = SourceList(knowledge, park.park)

    def routes(self) -> list[Route]:
        """The pages."""
        return [
            Route("/", self.home),
            Route("/bronnen", self.sources),
            Route("/privacy", self.privacy),
            Route("/toegankelijkheid", self.accessibility),
        ]

    async def home(self, request: Request) -> Response:
        """What Petri is, and for whom."""
        return render(
            "home.html",
            knowledge=self._knowledge,
            figures=FIGURES,
            examples=EXAMPLES,
            beside=self._park.beside(),
            **self._park.context(),
        )

    async def sources(self, request: Request) -> Response:
        """Every source, and where it is used."""
        query = request.query_params.get("q", "").strip()[:MAX_QUERY]
        newest_first = request.query_params.get("volgorde") == "datum"
        groups = self._sources.groups(query, newest_first)
        return render(
            "sources.html",
            groups=groups,
            query=query,
            newest_first=newest_first,
            found=sum(len(listed) for _, listed in groups),
            total=len(self._sources.all),
        )

    async def privacy(self, request: Request) -> Response:
        """What is kept of a conversation."""
        return render("privacy.html", minutes=IDLE_SECONDS // 60)

    async def accessibility(self, request: Request) -> Response:
        """How well everybody can use Petri."""
        return render("accessibility.html", axe=AXE)
