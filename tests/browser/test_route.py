"""The drawn route in a message. Rasa is played by a few lines here, so that the edge is real and starts at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from bot.knowledge.store import Knowledge
from tests.browser.conftest import Visit
from tests.browser.played import edge_before
from tests.browser.test_chat import ask, plain, shoot, violations

SOURCES = [{"id": "a", "title": "Analist", "publisher": "mboRijnland", "url": "https://example.org/", "as_of": "2026"}]
BUTTONS = [{"title": title, "payload": "/programme.admission"} for title in ("Wat moet ik kiezen?", "Waar kan dat?")]

THREE: dict[str, Any] = {
    "from": "vmbo-tl",
    "to": "chemisch analist",
    "steps": [
        {"title": "Nu: vmbo-tl", "detail": "kies NaSk2 en wiskunde", "years": None},
        {"title": "mbo-4 Analist", "detail": "mboRijnland, Leiden", "years": "3-4 jaar"},
        {"title": "Chemisch analist", "detail": "aan het werk in een lab", "years": None},
    ],
}
THREE_TEXT = """Van vmbo-tl naar chemisch analist:

1. Nu: haal je diploma. Kies NaSk2 en wiskunde als het kan.
2. Analist (mbo-4), mboRijnland in Leiden: drie tot vier jaar.
3. Je bent chemisch analist.

Volgende stap: meld je uiterlijk 1 april aan."""

# As many steps as there may be, with the longest words that may be in them.
FIVE: dict[str, Any] = {
    "from": "vmbo-b",
    "to": "bio-informaticus",
    "steps": [
        {"title": "Nu: vmbo-b, klas 3", "detail": "haal je diploma, kies Groen of Zorg", "years": "nog 2 jaar"},
        {"title": "mbo-2 Procestechniek Leiden", "detail": "mboRijnland Lammenschans, Leiden", "years": "2 jaar"},
        {
            "title": "mbo-4 Biotechnologie analist",
            "detail": "mboRijnland in Leiden of bbl bij een lab",
            "years": "3-4 jaar",
        },
        {"title": "hbo Bio-informatica", "detail": "Hogeschool Leiden, Zernikedreef 11", "years": "4 jaar"},
        {"title": "Bio-informaticus", "detail": "aan het werk op het Bio Science Park", "years": None},
    ],
}
FIVE_TEXT = """Van vmbo-b naar bio-informaticus:

1. Nu: haal je diploma.
2. Procestechniek (mbo-2), mboRijnland in Leiden: twee jaar.
3. Analist (mbo-4), mboRijnland in Leiden: drie tot vier jaar.
4. Bio-informatica (hbo), Hogeschool Leiden: vier jaar.
5. Je bent bio-informaticus.

Volgende stap: praat met je decaan."""

BROKEN: dict[str, Any] = {
    "nothing": None,
    "a word": "route",
    "no steps": {"from": "havo", "to": "analist"},
    "one step": {**THREE, "steps": THREE["steps"][:1]},
    "six steps": {**THREE, "steps": THREE["steps"] * 2},
    "a step without a title": {**THREE, "steps": [{"detail": "x"}, *THREE["steps"]]},
    "a step that is nothing": {**THREE, "steps": [None, *THREE["steps"]]},
    "a title that is no text": {**THREE, "steps": [{"title": {"b": 1}}, *THREE["steps"]]},
    "no name for where it goes": {**THREE, "to": None},
}


class Rasa:
    """Greets, and says to everything else what `says` holds."""

    def __init__(self) -> None:
        self.says: dict[str, Any] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one message."""
        is_greeting = json.loads(request.content)["message"] == "/chat.greeting"
        plainly: dict[str, Any] = {
            "text": "Hoi, ik ben Petri.",
            "topic": "chat.help",
            "subject": None,
            "sources": [],
            "buttons": [],
        }
        return httpx.Response(200, json=[{"custom": plainly if is_greeting else {**plainly, **self.says}}])


@dataclass
class Edge:
    """Where the edge is, and who answers behind it."""

    url: str
    rasa: Rasa


@pytest.fixture(scope="module")
def petri(knowledge: Knowledge) -> Iterator[Edge]:
    """The real edge before a Rasa that is played."""
    rasa = Rasa()
    with edge_before(rasa, knowledge) as url:
        yield Edge(url, rasa)


@pytest.fixture
def route_to(petri: Edge, visitor: Callable[..., Visit]) -> Iterator[Callable[..., Page]]:
    """Opens a chat in which Petri has just given a route."""

    def make(route: Any = THREE, text: str = THREE_TEXT, text_size: int = 100, **options: Any) -> Page:
        page = visitor(**{"reduced_motion": "reduce", **options}).open()
        if text_size != 100:
            page.evaluate("size => document.documentElement.style.fontSize = `${1.0625 * size}%`", text_size)
        tell_route(petri, page, route, text)
        return page

    yield make
    petri.rasa.says = {}


def tell_route(petri: Edge, page: Page, route: Any, text: str) -> None:
    """Ask for a route and get this one."""
    petri.rasa.says = {"text": text, "sources": SOURCES, "buttons": BUTTONS, "route": route}
    ask(page, "Hoe word ik analist?")


def picture(page: Page) -> Locator:
    """The last picture, drawn."""
    drawn = page.locator(".route").last
    drawn.wait_for()
    return drawn


def boxes(within: Locator, selector: str) -> list[dict[str, float]]:
    """Where things are on the page."""
    found: list[dict[str, float]] = within.evaluate(
        """(root, selector) => [...root.querySelectorAll(selector)].map(each => {
            const {left, right, top, bottom} = each.getBoundingClientRect();
            return {left, right, top, bottom, x: (left + right) / 2, y: (top + bottom) / 2};
        })""",
        selector,
    )
    return found


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two boxes cover each other, by more than a hair."""
    return (
        min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1
    )


@pytest.mark.parametrize(("route", "text"), [(THREE, THREE_TEXT), (FIVE, FIVE_TEXT)], ids=["three", "five"])
def test_picture(route_to: Callable[..., Page], route: dict[str, Any], text: str) -> None:
    """A dish for each step, the years on the way from it, and the same in words as a numbered list."""
    page = route_to(route, text)
    steps = route["steps"]
    drawn = picture(page)
    name = f"Tekening: van {route['from']} naar {route['to']} in {len(steps)} stappen"
    expect(page.get_by_role("img", name=name, exact=True)).to_have_count(1)
    expect(drawn.locator(".route__stop")).to_have_count(len(steps))
    expect(drawn.locator(".route__stop > .mascot")).to_have_count(1)
    for part, shown in (("title", drawn.locator("b")), ("detail", drawn.locator(".route__text > span"))):
        assert [each.replace("\u2060", "") for each in shown.all_inner_texts()] == [step[part] for step in steps]
    expect(drawn.locator(".route__way")).to_have_count(len(steps) - 1)
    assert drawn.locator(".route__way > span").all_inner_texts() == [step["years"] for step in steps if step["years"]]

    answer = page.locator(".entry--petri").last
    expect(answer.locator(".entry__text > ol")).to_have_count(1)
    expect(answer.locator(".entry__text > ol > li")).to_have_count(len(steps))
    expect(answer.locator(".entry__text > ol > li").last).to_have_text(f"Je bent {route['to']}.")
    expect(answer.locator(".entry__text > p")).to_have_count(2)


def test_screen_reader_hears_the_text_once(route_to: Callable[..., Page]) -> None:
    """The picture adds its name only: not to what is read out, not to the message's own name, no stop for Tab."""
    page = route_to()
    drawn = picture(page)
    assert plain(page.locator("[data-part=live]").text_content() or "") == plain(THREE_TEXT)
    expect(page.locator("article").last).not_to_have_accessible_name("kies NaSk2 en wiskunde")
    expect(drawn.locator("a, button, [tabindex]")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Je vraag")).to_be_focused()
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    read = [node.get("name", {}).get("value", "") for node in nodes if not node["ignored"]]
    assert [name for name in read if name.startswith("Tekening: van vmbo-tl")]
    assert not [name for name in read if "mboRijnland, Leiden" in name], "what is in the picture is not read again"


@pytest.mark.parametrize("steps", [2, 3, 4, 5])
@pytest.mark.parametrize(
    ("width", "text_size"), [(320, 100), (320, 200), (390, 100), (700, 100), (1280, 100), (1280, 200)]
)
def test_everything_has_its_place(route_to: Callable[..., Page], width: int, text_size: int, steps: int) -> None:
    """Nothing sticks out of the card or covers other words, and each tube runs from dish to dish."""
    route = {**FIVE, "steps": [*FIVE["steps"][: steps - 1], FIVE["steps"][-1]]}
    page = route_to(route, FIVE_TEXT, text_size, viewport={"width": width, "height": 800})
    drawn = picture(page)
    [card] = boxes(page.locator(".entry--petri .entry__body").last, ".entry__card")
    for each in boxes(drawn, ".route__steps, .route__text > *, svg, path, .route__way > span"):
        assert card["left"] <= each["left"] <= each["right"] <= card["right"], each
    words = drawn.locator(".route__text > *, .route__way > span")
    assert words.evaluate_all("all => all.every(each => each.scrollWidth <= each.clientWidth + 1)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    said, dishes = boxes(drawn, ".route__text > *, .route__way > span"), boxes(drawn, ".route__stop > svg")
    assert not [pair for pair in combinations(said, 2) if overlap(*pair)]
    assert all(each["right"] - each["left"] > 40 for each in said), "there is room for words"
    assert not [(each, dish) for each in boxes(drawn, ".route__text > *") for dish in dishes if overlap(each, dish)]

    tubes = boxes(drawn, ".route__glass")
    assert len(tubes) == len(dishes) - 1
    for tube, one, other in zip(tubes, dishes[:-1], dishes[1:], strict=True):
        ends = {"left": min(one["x"], other["x"]), "right": max(one["x"], other["x"])}
        ends |= {"top": min(one["y"], other["y"]), "bottom": max(one["y"], other["y"])}
        assert {side: tube[side] for side in ends} == pytest.approx(ends, abs=2)
    is_wide = width >= 700
    along = [dish["x" if is_wide else "y"] for dish in dishes]
    assert along == sorted(along)
    assert all(later - earlier > 40 for earlier, later in pairwise(along))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(route_to: Callable[..., Page], scheme: str) -> None:
    """No violation of WCAG 2.2 AA with a picture on the page, in either theme."""
    page = route_to(FIVE, FIVE_TEXT, color_scheme=scheme)
    picture(page)
    assert violations(page) == []


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_route(route_to: Callable[..., Page], kind: str) -> None:
    """Without a route that can be drawn there is the message as it always was."""
    page = route_to(BROKEN[kind])
    page.wait_for_load_state("networkidle")
    answer = page.locator(".entry--petri").last
    expect(answer.locator(".entry__text > ol > li")).to_have_count(3)
    expect(answer.locator("summary")).to_have_text("Bron · 2026")
    expect(answer.locator(".follow-ups button")).to_have_count(2)
    expect(page.locator(".route")).to_have_count(0)


def test_steps_of_few_words(route_to: Callable[..., Page]) -> None:
    """A step needs a title only; the years of the last step are part of what is said there."""
    steps = [
        {"title": "Nu: havo"},
        {"title": "hbo", "detail": "", "years": ""},
        {"title": "Analist", "years": "2 jaar"},
    ]
    page = route_to({**THREE, "steps": steps})
    drawn = picture(page)
    assert drawn.locator(".route__text").all_inner_texts() == ["Nu: havo", "hbo", "Analist\n2 jaar"]
    expect(drawn.locator(".route__way > span")).to_have_count(0)


def test_style_that_does_not_come(petri: Edge, visitor: Callable[..., Visit]) -> None:
    """A picture without its style would be a heap of parts: then there is none."""
    visit = visitor()
    visit.expects_failed_calls = True
    page = visit.open()
    page.route("**/route.css", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        tell_route(petri, page, THREE, THREE_TEXT)
    expect(page.locator(".entry--petri").last.locator(".entry__text > ol > li")).to_have_count(3)
    expect(page.locator(".route")).to_have_count(0)


def test_only_who_gets_a_route_pays_for_it(petri: Edge, visitor: Callable[..., Visit]) -> None:
    """The picture's script and style are loaded with the first route, once."""
    visit = visitor()
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    page = visit.open()
    page.wait_for_load_state("networkidle")
    assert not [name for name in asked if name.startswith("route.")]
    for _ in range(2):
        tell_route(petri, page, THREE, THREE_TEXT)
    expect(page.locator(".route")).to_have_count(2)
    assert sorted(name for name in asked if name.startswith("route.")) == ["route.css", "route.js"]
    ids = page.locator(".route linearGradient").evaluate_all("all => all.map(each => each.id)")
    assert len(set(ids)) == len(ids) == 4


def test_reload(route_to: Callable[..., Page]) -> None:
    """A reload draws it again, and then nothing flows in."""
    page = route_to(reduced_motion="no-preference")
    picture(page)
    page.reload()
    picture(page)
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_motion(route_to: Callable[..., Page], motion: str) -> None:
    """It flows from dish to dish once, but never for who wants things still."""
    page = route_to(reduced_motion=motion)
    moving = picture(page).evaluate("root => root.getAnimations({subtree: true}).length")
    assert moving == (2 if motion == "no-preference" else 0)
    page.wait_for_timeout(1000)
    assert page.evaluate("document.getAnimations().length") == 0


def test_question_stays_in_view(route_to: Callable[..., Page]) -> None:
    """The picture comes a moment later than its text, and the question is still above it."""
    page = route_to(viewport={"width": 390, "height": 500})
    picture(page)
    [question] = boxes(page.locator(".transcript"), ".entry--visitor")
    [log] = boxes(page.locator(".page"), ".transcript")
    assert log["top"] <= question["top"] < log["top"] + 40


def test_who_reads_on_is_left_alone(petri: Edge, visitor: Callable[..., Visit]) -> None:
    """A picture that comes late does not move what the visitor has scrolled to."""
    page = visitor(viewport={"width": 390, "height": 500}, reduced_motion="reduce").open()
    held: list[Route] = []
    page.route("**/route.css", lambda route: held.append(route))
    with page.expect_request("**/route.css"):
        tell_route(petri, page, THREE, THREE_TEXT)
    log = page.locator(".transcript")
    log.hover()
    page.mouse.wheel(0, -1000)
    page.wait_for_timeout(200)
    assert log.evaluate("each => each.scrollTop") == 0
    held[0].continue_()
    picture(page)
    assert log.evaluate("each => each.scrollTop") == 0


def test_forced_colours(route_to: Callable[..., Page]) -> None:
    """With the visitor's own colours the tubes, the dishes and Petri's face stay visible."""
    page = route_to(forced_colors="active")
    colours = picture(page).evaluate(
        """root => {
            const of = (selector, name) => getComputedStyle(root.querySelector(selector))[name];
            return {ground: of('.route__steps', 'backgroundColor'), canvas: getComputedStyle(root).backgroundColor,
                tube: of('stop', 'stopColor'), dish: of('.route__dish', 'color'), words: of('b', 'color'),
                last: of('.mascot', 'backgroundColor'), face: of('.mascot', 'color')};
        }"""
    )
    assert colours["tube"] == colours["dish"] == colours["last"] == colours["words"]
    assert colours["face"] == colours["canvas"] != colours["words"]


def test_numbered_lists(route_to: Callable[..., Page]) -> None:
    """Kinds of lists do not mix, counting goes on after a blank line, and a year or a date begins no item."""
    page = route_to(None, "2026. Zo.\n1 april is de dag.\n- a\n1. b\n2. mail mij op a@b.nl\n\n3. c\n- d\n10.30 uur")
    text = page.locator(".entry--petri").last.locator(".entry__text")
    shape = text.evaluate(
        "root => [...root.children].map(each => [each.localName, each.start ?? 0, each.children.length])"
    )
    assert shape == [["p", 0, 1], ["ul", 0, 1], ["ol", 1, 2], ["ol", 3, 1], ["ul", 0, 1], ["p", 0, 0]]
    expect(text.locator("ol a")).to_have_attribute("href", "mailto:a@b.nl")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "size"), [("small", (320, 700)), ("phone", (390, 844)), ("desktop", (1280, 900))])
def test_screenshots(route_to: Callable[..., Page], name: str, size: tuple[int, int], scheme: str) -> None:
    """Pictures of the picture, for the eye."""
    for route, text in ((THREE, THREE_TEXT), (FIVE, FIVE_TEXT)):
        page = route_to(route, text, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        picture(page).scroll_into_view_if_needed()
        shoot(page, f"route-{name}-{scheme}-{len(route['steps'])}")


@pytest.mark.parametrize(
    ("topic", "subject", "name"),
    [
        ("park.travel", None, "Kaart van het Leiden Bio Science Park"),
        ("employer.location", "lumc", "Kaart van het Leiden Bio Science Park: LUMC"),
        ("employer.location", "sron", None),
        ("employer.location", None, None),
        ("employer.overview", "lumc", None),
    ],
)
def test_an_answer_about_where_has_the_map(
    petri: Edge, visitor: Callable[..., Visit], topic: str, subject: str | None, name: str | None
) -> None:
    """The way to the park and the place of who is on the map are drawn under their answer; nothing else is."""
    page = visitor(reduced_motion="reduce").open()
    petri.rasa.says = {"text": "Je reist naar Leiden Centraal.", "sources": SOURCES, "topic": topic, "subject": subject}
    ask(page, "Waar is dat?")
    drawn = page.locator(".entry--petri").last.get_by_role("img", name="Kaart van het Leiden Bio Science Park")
    if name is None:
        page.wait_for_load_state("networkidle")
        expect(drawn).to_have_count(0)
    else:
        expect(drawn).to_have_accessible_name(re.compile(f"^{re.escape(name)}"))
        assert violations(page) == []
        shoot(page, f"map-{topic}")
    petri.rasa.says = {}
