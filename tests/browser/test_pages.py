"""The pages about Petri in a real browser, and the map of the park. Rasa is played: no conversation is held here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.edge.park_map import ParkMap
from bot.knowledge.store import Knowledge
from tests.browser.conftest import Visit
from tests.browser.played import PlayedPetri, played_petri
from tests.browser.test_chat import SCREENSHOTS, violations

PATHS = {
    "home": "/",
    "sources": "/bronnen",
    "privacy": "/privacy",
    "accessibility": "/toegankelijkheid",
    "nowhere": "/nergens",
}


@pytest.fixture(scope="module")
def petri(knowledge: Knowledge) -> Iterator[PlayedPetri]:
    """The real edge before a Rasa that is played."""
    with played_petri(knowledge) as petri:
        yield petri


@pytest.fixture
def goto(visitor: Callable[..., Visit]) -> Callable[..., Page]:
    """Opens a page, with Playwright's context options; `has_font` is whether our font comes along."""

    def make(path: str, has_font: bool = True, **options: Any) -> Page:
        visit = visitor(**{"reduced_motion": "reduce", **options})
        # The browser reports the 404 of a page that does not exist.
        visit.expects_failed_calls = path == PATHS["nowhere"] or not has_font
        if not has_font:
            visit.page.route("**/*.woff2", lambda route: route.abort())
        visit.page.goto(visit.url + path)
        return visit.page

    return make


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_axe(goto: Callable[..., Page], path: str, scheme: str) -> None:
    """No violation of WCAG 2.2 AA, in either theme, also with everything open."""
    page = goto(path, color_scheme=scheme)
    page.locator("main details summary").evaluate_all("all => all.slice(0, 3).forEach(each => each.click())")
    if path == PATHS["sources"]:
        page.get_by_role("searchbox").fill("universiteit")
        expect(page.get_by_role("status")).to_contain_text(" van ")
    assert violations(page) == []


@pytest.mark.parametrize("text_size", [100, 200])
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_narrow(goto: Callable[..., Page], path: str, text_size: int) -> None:
    """Everything fits a screen of 320 pixels (which is 1280 at 400 %), also with the text at twice its size.

    The font that stands in for ours is wider, so that is tried too.
    """
    page = goto(path, has_font=text_size == 100, viewport={"width": 320, "height": 640})
    page.evaluate("size => document.documentElement.style.fontSize = `${1.0625 * size}%`", text_size)
    wide = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(each => !each.closest('svg, .table, .visually-hidden, .skip-link'))
            .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
            .map(each => each.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_keyboard(goto: Callable[..., Page], path: str) -> None:
    """The first stop leads past the header; every stop is visible, in the order of the page, and shows the focus."""
    page = goto(path)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    tops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const each = document.activeElement, box = each.getBoundingClientRect(), style = getComputedStyle(each);
                const isTall = box.height > innerHeight / 2, isSeen = box.top > 1 && box.bottom < innerHeight - 1;
                return {name: each.outerHTML.slice(0, 60), isMain: !!each.closest('main'), y: box.top + scrollY,
                    seen: box.width > 0 && (isSeen || (isTall && box.top < innerHeight && box.bottom > 0)),
                    outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2};
            }"""
        )
        if not stop["isMain"]:
            break
        assert stop["seen"] and stop["outline"], stop
        tops.append(stop["y"])
    assert tops
    assert all(later > earlier - 100 for earlier, later in pairwise(tops)), tops


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_targets_are_big_enough(goto: Callable[..., Page], path: str) -> None:
    """What can be hit is at least 24 pixels high and wide, but for links within a sentence."""
    small = goto(path).evaluate(
        """() => [...document.querySelectorAll('a:not(.skip-link), button, summary, input, select')]
            .filter(each => !(each.closest('p') && getComputedStyle(each).display.startsWith('inline')))
            .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
            .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_search(goto: Callable[..., Page], knowledge: Knowledge) -> None:
    """The list follows what is typed, and says how much it is; nothing is asked of the server."""
    page = goto("/bronnen")
    total = len(knowledge.sources)
    count, items = page.get_by_role("status"), page.locator(".sources > li:visible")
    expect(count).to_have_text(f"{total} bronnen")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    field = page.get_by_role("searchbox", name="Zoek in de bronnen")
    field.press_sequentially("Universiteit 2024")
    expect(count).to_have_text(re.compile(rf"^\d{{1,2}} van {total} bronnen$"))
    number = int((count.text_content() or "").split()[0])
    assert number > 0
    expect(items).to_have_count(number)
    assert all("2024" in text for text in items.all_inner_texts())
    visible_groups = page.locator(".group:visible").count()
    expect(page.locator(".index li:visible")).to_have_count(visible_groups)
    expect(field).to_be_focused()

    field.fill("qqqq")
    expect(count).to_have_text(f"0 van {total} bronnen")
    expect(page.get_by_text("Geen bron gevonden.")).to_be_visible()
    field.fill("")
    expect(count).to_have_text(f"{total} bronnen")
    assert asked == []


def test_search_without_javascript(goto: Callable[..., Page], knowledge: Knowledge) -> None:
    """The same words find as much on the server."""
    queries = ["universiteit 2024", "Lumc", "zonder datum Wat verdien"]
    scripted, plain = goto("/bronnen"), goto("/bronnen", java_script_enabled=False)
    for query in queries:
        scripted.get_by_role("searchbox").fill(query)
        plain.get_by_role("searchbox").fill(query)
        plain.get_by_role("button", name="Zoek").click()
        count = plain.get_by_role("status").text_content() or ""
        assert re.fullmatch(rf"\d+ van {len(knowledge.sources)} bronnen", count)
        assert int(count.split()[0]) > 0, query
        expect(scripted.get_by_role("status")).to_have_text(count)


def test_order(goto: Callable[..., Page]) -> None:
    """Another order is another page, with the search kept."""
    page = goto("/bronnen")
    page.get_by_role("searchbox").fill("lumc")
    page.get_by_role("combobox", name="Volgorde").select_option("Nieuwste eerst")
    page.wait_for_url("**/bronnen?q=lumc&volgorde=datum")
    years = page.locator(".group h2").all_inner_texts()
    assert years[:-1] == sorted(years[:-1], reverse=True) and years[-1] == "Zonder datum"
    expect(page.get_by_role("searchbox")).to_have_value("lumc")


def test_link_to_a_source(goto: Callable[..., Page], knowledge: Knowledge) -> None:
    """An answer can point to its source: that one is in view and stands out."""
    page = goto("/bronnen#civ-over")
    source = page.locator("#civ-over")
    expect(source).to_be_in_viewport()
    expect(source).to_contain_text(knowledge.sources["civ-over"].title)
    colours = page.evaluate(
        "[...document.querySelectorAll('.sources > li')].slice(0, 2).concat(document.querySelector('#civ-over'))"
        ".map(each => getComputedStyle(each).backgroundColor)"
    )
    assert colours[0] == colours[1] != colours[2]


def test_examples_lead_to_the_chat(goto: Callable[..., Page]) -> None:
    """A question on the front page is asked in the chat."""
    page = goto("/")
    page.get_by_role("link", name="Kan ik een lab bekijken?").click()
    expect(page.locator(".entry--petri").nth(1)).to_contain_text("Zo kun je een lab bekijken")


@pytest.mark.parametrize("colours", ["none", "active"])
def test_map_keeps_its_words_apart(goto: Callable[..., Page], knowledge: Knowledge, colours: str) -> None:
    """No name on the map covers another or a dish, none is cut off, and lines and letters differ from the paper."""
    page = goto("/chat", forced_colors=colours, viewport={"width": 360, "height": 740})
    places = ParkMap(knowledge).park.places.values()
    for employer in [None, *(each for place in places for each in place.employers)]:
        crossing = page.evaluate(DRAW, employer)
        assert crossing == [], employer


DRAW = """async employer => {
    const {drawMap} = await import('/static/chat/map.js');
    const card = await drawMap(employer);
    document.querySelector('main').replaceChildren(card);
    await document.fonts.ready;
    const map = card.querySelector('svg'), edge = map.getBoundingClientRect(), wrong = [];
    if (edge.width < 250) wrong.push('small');
    const boxes = [...map.querySelectorAll('text:not([transform]), .park__plate, .park__callout rect')].map(each => {
        const {left, right, top, bottom} = each.getBoundingClientRect();
        const name = each.textContent || each.localName;
        return {name, own: each.closest('.park__callout'), left, right, top, bottom};
    });
    for (const one of boxes) {
        if (one.left < edge.left || one.right > edge.right || one.top < edge.top - 1 || one.bottom > edge.bottom) {
            wrong.push(`cut off: ${one.name}`);
        }
        for (const other of boxes) {
            if (one === other || (one.own && one.own === other.own)) continue;
            const [width, height] = [Math.min(one.right, other.right) - Math.max(one.left, other.left),
                Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)];
            if (width > 3 && height > 5) wrong.push(`${one.name} over ${other.name}`);
        }
    }
    const box = map.querySelector('.park__callout rect')?.getBoundingClientRect();
    for (const text of map.querySelectorAll('.park__callout text')) {
        if (text.getBoundingClientRect().right > box.right - 4) wrong.push(`too long: ${text.textContent}`);
    }
    const colour = (selector, name) => getComputedStyle(map.querySelector(selector))[name];
    const paper = colour('.park__paper', 'fill');
    if ([colour('.park__line', 'stroke'), colour('text', 'fill'), colour('.park__plate', 'stroke')].includes(paper)) {
        wrong.push('invisible');
    }
    return wrong;
}"""


def test_map_in_the_chat(goto: Callable[..., Page]) -> None:
    """It is one picture with a name; who is not on it has none, and an employer nobody knows is an error."""
    page = goto("/chat")
    draw = "id => import('/static/chat/map.js').then(({drawMap}) => drawMap(id)).then(card => {"
    draw += "card && document.querySelector('.transcript').append(card); return !!card; })"
    assert page.evaluate(draw, "lumc") is True
    assert page.evaluate(draw, None) is True
    assert page.evaluate(draw, "sron") is False
    name = "Kaart van het Leiden Bio Science Park: LUMC, Albinusdreef 2, vlak bij station Leiden Centraal"
    expect(page.get_by_role("img", name=name, exact=True)).to_have_count(1)
    expect(page.get_by_role("img", name="Kaart van het Leiden Bio Science Park", exact=True)).to_have_count(1)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "size"),
    [("small", (320, 700)), ("phone", (390, 844)), ("desktop", (1280, 800))],
    ids=lambda value: str(value),
)
def test_screenshots(goto: Callable[..., Page], name: str, size: tuple[int, int], scheme: str) -> None:
    """Pictures of the pages, for the eye."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page = goto("/", viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    for page_name, path in PATHS.items():
        if path == PATHS["nowhere"]:
            continue
        page.goto(page.url.rsplit("/", 1)[0] + path)
        page.wait_for_load_state("networkidle")
        # The list of all sources is very long.
        page.screenshot(path=SCREENSHOTS / f"page-{page_name}-{name}-{scheme}.png", full_page=page_name != "sources")
