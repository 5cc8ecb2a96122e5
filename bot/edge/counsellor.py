"""The pages for counsellors, under /decaan: make a link, print cards, give a lesson.

Nothing is kept: what is chosen stands in the address, and a link is the same for everybody who gets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.edge import qr
from bot.edge.counsellor_material import MAX_CARDS, MINUTES, Lesson, load_lessons, load_sets
from bot.edge.offers import Link, Offers
from bot.edge.pages import render, templates
from bot.edge.text import blocks
from bot.knowledge.model import SubjectKind
from bot.knowledge.store import Knowledge

MAX_TITLE = 60
KINDS: dict[SubjectKind, str] = {
    "occupation": "Beroepen",
    "programme": "Opleidingen",
    "employer": "Bedrijven en scholen",
}

UNKNOWN = "Deze vraag kent Petri niet. Kies hieronder een andere."
UNKNOWN_SUBJECT = "Dit onderwerp of niveau kent Petri niet. Kies hieronder een ander."
CHOOSE_SUBJECT = "Kies nog waar de vraag over gaat. Dan krijg je de link."
NO_ANSWER_ABOUT = "Over ‘{name}’ heeft Petri hier geen eigen antwoord. Kies een ander onderwerp, of laat het leeg."
SAME_FOR_ALL = "Bij deze keuze is het antwoord voor elk niveau hetzelfde. De link noemt het niveau daarom niet."
UNKNOWN_CARD = "Een van de kaarten vraagt iets wat Petri niet kent. Die kaart is weggelaten."
TOO_MANY_CARDS = f"Op een blad passen {MAX_CARDS} kaarten. Je ziet de eerste {MAX_CARDS}."
UNKNOWN_LESSON = "Deze les is er niet. Je ziet de les voor het vmbo."

PETRI_IS = (
    "Petri is een computerprogramma van het CIV Bio Sciences in Leiden. "
    "Je hebt geen naam of account nodig, en na het gesprek bewaart Petri niets."
)
OPENS = "De link opent een chat. Petri geeft daar meteen antwoord op deze vraag. Daarna kun je zelf verder vragen."
OPENS_A_GUIDE = "De link opent een chat. Petri stelt je daar {count} korte vragen en laat dan zien wat bij je past."
OPENS_A_FACT = "De link opent een chat. Petri vertelt je daar een weetje. Daarna kun je zelf verder vragen."
COUNTS = {4: "vier", 5: "vijf", 6: "zes", 7: "zeven", 8: "acht"}

templates.filters["blocks"] = blocks


@dataclass
class Choice:
    """What somebody chose in the form: a link if that is one, and what there is to say about it."""

    topic: str = ""
    link: Link | None = None
    note: str = ""
    status: int = 200


@dataclass
class Sheet:
    """The cards that somebody chose."""

    cards: list[Link] = field(default_factory=list)
    note: str = ""
    status: int = 200


class Counsellor:
    """The pages."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Make links to what is in `knowledge`."""
        self._knowledge = knowledge
        self._sets = load_sets()
        self._lessons = load_lessons()

    @cached_property
    def offers(self) -> Offers:
        """What a link can ask."""
        return Offers(self._knowledge)

    def routes(self) -> list[Route]:
        """The pages."""
        return [
            Route("/decaan", self.link),
            Route("/decaan/kaarten", self.cards),
            Route("/decaan/les", self.lesson),
            Route("/decaan/werkblad", self.worksheet),
        ]

    async def link(self, request: Request) -> Response:
        """Choose a question; the link, its QR code and a text to send with it."""
        choice, sheet = self._choice(request.query_params), self._sheet(request.query_params.getlist("kaart"))
        origin = _origin(request)
        made: dict[str, Any] | None = None
        if choice.link:
            address = qr.address_for(choice.link.path, origin)
            answer = self.offers.answer(choice.link)
            made = {
                "link": choice.link,
                "address": address,
                "message": self._message(choice.link, address),
                "answer": answer,
                "sources": [self._knowledge.sources[i] for i in answer.sources],
            }
        return self._render(
            "counsellor.html",
            choice.status if choice.status != 200 else sheet.status,
            choice=choice,
            made=made,
            sheet=sheet,
            sets=self._sets,
            kinds=KINDS,
        )

    async def cards(self, request: Request) -> Response:
        """Up to six cards to print and cut."""
        sheet = self._sheet(request.query_params.getlist("kaart"))
        host = urlsplit(_origin(request)).netloc
        return self._render("counsellor-cards.html", sheet.status, sheet=sheet, host=host, sets=self._sets)

    async def lesson(self, request: Request) -> Response:
        """A lesson of twenty minutes."""
        lesson_id, lesson, warning = self._lesson(request)
        told = {name: self._knowledge.answers[part.tell] for name, part in lesson.parts.items() if part.tell}
        cited = [*(i for fact in lesson.facts for i in fact.sources), *(i for a in told.values() for i in a.sources)]
        return self._render(
            "counsellor-lesson.html",
            404 if warning else 200,
            warning=warning,
            lesson_id=lesson_id,
            lesson=lesson,
            lessons=self._lessons,
            told=told,
            minutes=MINUTES,
            sources={i: self._knowledge.sources[i] for i in dict.fromkeys(cited)},
        )

    async def worksheet(self, request: Request) -> Response:
        """What pupils fill in during the lesson, on one sheet of paper."""
        lesson_id, lesson, warning = self._lesson(request)
        host = urlsplit(_origin(request)).netloc
        return self._render(
            "counsellor-worksheet.html",
            404 if warning else 200,
            warning=warning,
            lesson_id=lesson_id,
            lesson=lesson,
            host=host,
        )

    def _render(self, template: str, status: int, **context: Any) -> Response:
        shared = {"offers": self.offers, "address": _address, "max_cards": MAX_CARDS, "max_title": MAX_TITLE}
        return render(template, status, **shared, **context)

    def _choice(self, given: Mapping[str, str]) -> Choice:
        topic, subject, level = (given.get(name) or None for name in ("topic", "subject", "level"))
        if topic is None:
            return Choice()
        if topic not in self.offers.by_topic:
            return Choice(note=UNKNOWN, status=400)
        name = self._name(subject) if subject else ""
        if (subject and not name) or (level and self._knowledge.subject("level", level) is None):
            return Choice(topic, note=UNKNOWN_SUBJECT, status=400)
        if Link(topic, subject, level) in self.offers:
            return Choice(topic, Link(topic, subject, level))
        if Link(topic, subject) in self.offers:
            return Choice(topic, Link(topic, subject), SAME_FOR_ALL if level else "")
        note = NO_ANSWER_ABOUT.format(name=name) if subject else CHOOSE_SUBJECT
        nearest = (Link(topic, level=level), Link(topic))
        return Choice(topic, next((each for each in nearest if each in self.offers), None), note)

    def _sheet(self, keys: Iterable[str]) -> Sheet:
        links = [Link.of_key(key) for key in keys if key]
        cards = [each for each in links if each in self.offers]
        if len(cards) < len(links):
            return Sheet(cards[:MAX_CARDS], UNKNOWN_CARD, 400)
        if len(cards) > MAX_CARDS:
            return Sheet(cards[:MAX_CARDS], TOO_MANY_CARDS, 400)
        return Sheet(cards)

    def _lesson(self, request: Request) -> tuple[str, Lesson, str]:
        wanted = request.query_params.get("voor") or next(iter(self._lessons))
        if wanted in self._lessons:
            return wanted, self._lessons[wanted], ""
        first = next(iter(self._lessons))
        return first, self._lessons[first], UNKNOWN_LESSON

    def _name(self, subject_id: str) -> str:
        found = (self._knowledge.subject(kind, subject_id) for kind in self._knowledge.subjects if kind != "level")
        return next((subject.name for subject in found if subject), "")

    def _message(self, link: Link, address: str) -> str:
        """What a counsellor can send to pupils."""
        guides = {
            "guide.quiz": self._knowledge.quiz.questions,
            "guide.route_advice": self._knowledge.route_guide.questions,
        }
        opens = OPENS_A_FACT if link.topic == "guide.fact" else OPENS
        if link.topic in guides:
            opens = OPENS_A_GUIDE.format(count=COUNTS.get(len(guides[link.topic]), "een paar"))
        return f"{self.offers.sentence(link)}\n\n{address}\n\n{opens}\n\n{PETRI_IS}"


def _origin(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _address(path: str, link: Link | None = None, cards: Iterable[Link] = (), **others: str) -> str:
    """A path with what is chosen in it."""
    parts = [link.query] if link else []
    parts.append(urlencode([*(("kaart", card.key) for card in cards), *others.items()]))
    query = "&".join(filter(None, parts))
    return f"{path}?{query}" if query else path
