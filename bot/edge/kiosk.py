"""The kiosk of an open day: one page, with true stories for who passes by. What it does is in static/kiosk."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.edge.pages import render
from bot.knowledge.model import Source, Story
from bot.knowledge.store import Knowledge

# Where a person answers when Petri is away.
CONTACT_SOURCE = "civ-over"
# A label is to be read from two metres.
MAX_NAMED_SOURCES = 2
# The drawing (pages/kiosk-drawings.svg) that goes with a story; the others get a petri dish.
DRAWINGS = {
    "vaccinfabriek": "vial",
    "cellen-uit-1998": "cell",
    "hielprik": "drop",
    "dna-bedrijf": "helix",
    "medicijn-voor-een-mens": "cell",
    "kraanwater": "tap",
    "csi": "helix",
    "mh17": "helix",
    "huiddeeltjes": "coat",
    "dunne-plakjes": "microscope",
    "tarzan-en-jane": "robot",
    "robots-nemen-over": "robot",
    "bloeddonoren": "drop",
    "orgaan-op-plaatje": "chip",
    "haan-of-hen": "egg",
    "groentezaad": "seedling",
    "insectenpootje": "beetle",
    "vissen-in-een-flesje": "fish",
    "neushoorn": "flask",
    "slootwater": "flask",
    "satelliet-scharnier": "satellite",
    "naar-jupiter": "satellite",
    "slangengif": "vial",
    "tumor-op-reis": "helix",
    "olie-in-zee": "drop",
    "handtekening": "form",
    "genie": "microscope",
    "alleen-mannen": "flask",
    "baby-zonder-afweer": "cell",
    "witte-jas": "coat",
}
DEFAULT_DRAWING = "dish"


class Kiosk:
    """The page /kiosk."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Show the stories of `knowledge`."""
        self._stories = [story_of(i, story, knowledge) for i, story in knowledge.stories.items()]
        self._contact = knowledge.sources[CONTACT_SOURCE].url

    def routes(self) -> list[Route]:
        """The page."""
        return [Route("/kiosk", self.page)]

    async def page(self, request: Request) -> Response:
        """The page with everything it needs to go on when the edge is away."""
        return render("kiosk.html", stories=self._stories, contact=self._contact)


def story_of(story_id: str, story: Story, knowledge: Knowledge) -> dict[str, Any]:
    """A story as the page shows it: its paragraphs, where it comes from, and a drawing."""
    cited = [label_of(knowledge.sources[i]) for i in story.sources]
    named = list(dict.fromkeys(cited))[:MAX_NAMED_SOURCES]
    more = len(set(cited)) - len(named)
    return {
        "paragraphs": story.text.split("\n\n"),
        "source": f"Bron: {' · '.join(named)}" + (f" en nog {more}" if more else ""),
        "drawing": DRAWINGS.get(story_id, DEFAULT_DRAWING),
    }


def label_of(source: Source) -> str:
    """Who says it, and of which year: 'PWN, 2021'."""
    # What stands between brackets or after a comma tells how we came by it.
    name = source.publisher.partition(" (")[0].partition(", ")[0]
    return f"{name}, {source.as_of[:4]}" if source.as_of else name
