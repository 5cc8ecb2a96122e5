"""What axe cannot see, the same for each face: chat page, widget, kiosk, plain form and pages. Rasa is played.

docs/accessibility.md says which test shows what; the last tests here see to it that what it names exists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from bot.knowledge.store import Knowledge
from bot.setup.dutch_pipeline import ROOT
from tests.browser.conftest import PHONE, Visit
from tests.browser.played import PlayedPetri, played_petri
from tests.browser.test_chat import plain
from tests.browser.test_widget import Host, go, open_panel

DOCUMENT = ROOT / "docs" / "accessibility.md"
DESKTOP = {"width": 1280, "height": 800}
LIST = "Welke beroepen zijn er?"
THINKING = "Petri denkt na."

# The faces, and what they are looked at on. The widget has the document of its host around it.
FACES = {"chat": PHONE, "widget": DESKTOP, "kiosk": DESKTOP, "plain": PHONE, "home": PHONE, "decaan": PHONE}
TALKS = ["chat", "widget", "plain"]

# For every script below: where the face's elements are, and what counts as seen.
BEFORE = """
const root = ROOT;
const isClipped = (each) => each && (getComputedStyle(each).clipPath === "inset(50%)" || isClipped(each.parentElement));
const seen = (each) => each.checkVisibility({visibilityProperty: true}) && each.getBoundingClientRect().width > 1
    && !isClipped(each);
const name = (each) => `${each.localName}.${each.className} ${(each.getAttribute("aria-label") ?? each.textContent)
    .trim().slice(0, 40)}`;
const controls = () => [...root.querySelectorAll("a[href], button, summary, textarea, select, input")].filter(seen);
// [red, green, blue, alpha] of a computed colour.
const rgba = (text) => {
    const parts = text.match(/[\\d.]+/g).map(Number);
    const isShares = text.startsWith("color(");
    return [...parts.slice(0, 3).map((part) => isShares ? part * 255 : part), parts[3] ?? 1];
};
const over = (top, under) => top.slice(0, 3).map((part, i) => part * top[3] + under[i] * (1 - top[3]));
// What is behind an element, with the lines of the notebook as a second ground where there are any.
const grounds = (each) => {
    const up = each.parentElement ?? each.getRootNode().host;
    const style = getComputedStyle(each), own = rgba(style.backgroundColor);
    const below = own[3] === 1 || !up ? [[255, 255, 255]] : grounds(up);
    const lines = [...style.backgroundImage.matchAll(/rgba?\\([^)]*\\)/g)].map(([text]) => rgba(text));
    const flat = below.map((under) => over(own, under));
    return [...flat, ...lines.filter((line) => line[3] === 1).map((line) => line.slice(0, 3))];
};
const light = (colour) => colour.slice(0, 3).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0.05);
const contrast = (one, other) => Math.max(light(one), light(other)) / Math.min(light(one), light(other));
const least = (colour, each) => Math.min(...grounds(each).map((under) => contrast(over(colour, under), under)));
"""


@dataclass
class Face:
    """A face in a browser."""

    name: str
    visit: Visit

    @property
    def page(self) -> Page:
        return self.visit.page

    def look(self, body: str, given: Any = None) -> Any:
        """Run a script in which `root` is what holds the face's elements."""
        root = 'document.querySelector("petri-widget").shadowRoot' if self.name == "widget" else "document"
        return self.page.evaluate(f"(given) => {{ {BEFORE.replace('ROOT', root)} {body} }}", given)

    def part(self, selector: str) -> Locator:
        """A part of the face. Playwright's own selectors see through a shadow root."""
        return self.page.locator(f"petri-widget {selector}" if self.name == "widget" else selector)


@pytest.fixture(scope="module")
def petri(knowledge: Knowledge) -> Iterator[PlayedPetri]:
    with played_petri(knowledge) as petri:
        yield petri


@pytest.fixture(scope="module")
def host(petri: PlayedPetri) -> Iterator[Host]:
    """A school's server."""
    server = Host(petri.url)
    yield server
    server.stop()


def show(visit: Visit, name: str, petri: PlayedPetri, host: Host) -> Face:
    """Open a face."""
    page = visit.page
    if name == "widget":
        visit.url, visit.also = host.url, (petri.url,)
        go(page, host.url)
        open_panel(page)
    elif name == "kiosk":
        page.goto(f"{petri.url}/kiosk")
        page.get_by_role("button", name="Raak aan en vraag").click()
        page.locator(".choices .choice").first.wait_for()
    elif name in ("chat", "plain"):
        page.goto(f"{petri.url}/chat")
        page.locator(".follow-ups button").first.wait_for()
    else:
        page.goto(f"{petri.url}/{name}".removesuffix("home"))
    return Face(name, visit)


def follow(face: Face, title: str = LIST) -> None:
    """Use a button and wait for the answer."""
    face.page.get_by_role("button", name=title, exact=True).first.click()
    if face.name == "kiosk":
        expect(face.page.locator(".card__question")).to_have_text(title)
    else:
        expect(face.page.locator(".entry--visitor").last).to_contain_text(title)
        face.page.locator(".entry--visitor + .entry--petri").last.wait_for()


@pytest.fixture
def opened(visitor: Callable[..., Visit], petri: PlayedPetri, host: Host) -> Callable[..., Face]:
    """Opens a face for a test that talks."""

    def make(name: str) -> Face:
        return show(visitor(viewport=FACES[name], reduced_motion="reduce"), name, petri, host)

    return make


@pytest.fixture(scope="module")
def settled(browser: Browser, petri: PlayedPetri, host: Host) -> Iterator[Callable[[str], Face]]:
    """Each face once, with an answer whose sources are open, for tests that only look at it."""
    faces: dict[str, Face] = {}

    def make(name: str) -> Face:
        if name not in faces:
            context = browser.new_context(
                viewport=FACES[name],  # type: ignore[arg-type]
                locale="nl-NL",
                reduced_motion="reduce",
                java_script_enabled=name != "plain",
            )
            visit = Visit(context.new_page(), petri.url)
            visit.page.on("console", visit.on_console)
            context.on("request", visit.on_request)
            faces[name] = face = show(visit, name, petri, host)
            if name not in ("home", "decaan"):
                follow(face)
            if name in TALKS:
                face.part("details.sources summary").last.click()
        faces[name].page.set_viewport_size(FACES[name])  # type: ignore[arg-type]
        faces[name].page.emulate_media(color_scheme="light", forced_colors="none")
        return faces[name]

    yield make
    for face in faces.values():
        face.page.context.close()
        face.visit.check()


FOCUS = """
const each = root.activeElement;
if (!each || each === document.body) return null;
(window.stops ??= []).push(each);
const box = each.getBoundingClientRect(), style = getComputedStyle(each);
const [x, y] = [box.left + box.width / 2, Math.min(Math.max(box.top, 0) + Math.min(box.height, innerHeight) / 2,
    innerHeight - 2)];
const hit = root.elementFromPoint(x, y);
return {
    name: name(each),
    again: stops.indexOf(each) < stops.length - 1,
    inside: box.height > innerHeight / 2 || (box.top >= -1 && box.bottom <= innerHeight + 1),
    covered: !(hit && (each.contains(hit) || hit.contains(each))),
    ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    contrast: least(rgba(style.outlineColor), each.parentElement ?? each),
};
"""
# Two neighbours in the order of Tab must be neighbours for the eye too: lower, or further on in the same line.
ORDER = """
const all = window.stops, wrong = [];
for (let i = 1; i < all.length; i++) {
    const [one, other] = [all[i - 1], all[i]];
    if (!(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING)) wrong.push(["page", name(other)]);
    if (one.matches(".skip-link") || one.contains(other)) continue;
    if (one.closest(".transcript") !== other.closest(".transcript")) continue;
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    const isBelow = b.top >= a.bottom - 4, isBeside = b.left >= a.right - 4;
    if (!isBelow && !isBeside) wrong.push(["eye", name(one), name(other)]);
}
const missed = controls().filter((each) => each.tabIndex >= 0 && !all.includes(each)).map(name);
return {wrong, missed};
"""


@pytest.mark.parametrize("name", ["chat", "widget", "kiosk", "plain"])
def test_focus_order(settled: Callable[[str], Face], name: str) -> None:
    """Tab comes to everything that can be used, in the order of the eye, never to something hidden, always visibly."""
    face = settled(name)
    first = {"chat": ".skip-link", "plain": ".skip-link", "widget": ".panel", "kiosk": ".card__question"}[name]
    face.look("window.stops = []; root.querySelector(given).focus()", first)
    if name in ("chat", "plain"):
        face.look("stops.push(root.activeElement)")
    for _ in range(40):
        face.page.keyboard.press("Tab")
        stop = face.look(FOCUS)
        if stop is None or stop["again"]:
            face.look("if (given) stops.pop()", stop is not None)
            break
        assert stop["inside"] and not stop["covered"], stop
        assert stop["ring"] >= 2 and stop["contrast"] >= 3, stop
    else:
        pytest.fail("Tab never comes to an end")
    assert face.look(ORDER) == {"wrong": [], "missed": []}
    assert face.look("return stops.length") >= 4


def test_the_ring_in_the_dark(settled: Callable[[str], Face]) -> None:
    """The mark of the focus is seen in the dark theme too, on each face."""
    for name in ("chat", "widget", "kiosk", "plain"):
        face = settled(name)
        face.page.emulate_media(color_scheme="dark")
        face.look(
            "window.stops = []; root.querySelector('.choices button, .follow-ups button:not([tabindex])').focus()"
        )
        face.page.keyboard.press("Tab")
        stop = face.look(FOCUS)
        assert stop["ring"] >= 2 and stop["contrast"] >= 3, (name, stop)


# Notes what is said in the live region and where the focus goes.
LISTEN = """
window.heard = []; window.moves = [];
new MutationObserver((changes) => changes.forEach(({addedNodes}) =>
    addedNodes.forEach((each) => heard.push(each.textContent))))
    .observe(root.querySelector("[data-part=live]"), {childList: true, subtree: true, characterData: true});
root.addEventListener("focusin", ({target}) => moves.push(name(target)));
"""


@pytest.mark.parametrize("name", ["chat", "widget"])
def test_an_answer_is_heard_once_and_takes_no_focus(opened: Callable[[str], Face], name: str) -> None:
    """Who has gone elsewhere stays there; a screen reader hears each new answer once, and nothing else."""
    face = opened(name)
    page = face.page
    follow(face)
    face.look(LISTEN)
    held: list[Route] = []
    page.route("**/api/message", lambda route: held.append(route))
    with page.expect_request("**/api/message"):
        page.get_by_role("textbox", name="Je vraag").fill("Wat typ ik hier?")
        page.keyboard.press("Enter")
    summary = face.part("details.sources summary").last
    summary.focus()
    face.look("moves.length = 0")
    before = face.part(".entry--petri").count()
    held[0].continue_()
    expect(face.part(".entry--petri")).to_have_count(before + 1)
    expect(summary).to_be_focused()
    assert face.look("return moves") == []
    page.unroute("**/api/message")
    face.part(".follow-ups button:not([aria-disabled])").last.click()
    expect(face.part(".entry--petri")).to_have_count(before + 2)

    shown = face.part(".entry--petri .entry__text").all_inner_texts()[before:]
    heard = [text for text in face.look("return heard") if text != THINKING]
    assert [plain(text) for text in heard] == [plain(text) for text in shown]
    assert plain(face.part("[data-part=live]").text_content() or "") == plain(shown[-1]), "what was said before is gone"
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")


def test_the_kiosk_is_heard_once(opened: Callable[[str], Face]) -> None:
    """There the focus goes to the new question, and the answer is said once."""
    face = opened("kiosk")
    face.look(LISTEN)
    follow(face)
    expect(face.page.locator(".card__question")).to_be_focused()
    # On a low screen the codes stand under the text.
    shown = "".join(face.page.locator(".card__text > :not(.further)").all_inner_texts())
    heard = [text for text in face.look("return heard") if text != THINKING]
    assert [plain(text) for text in heard] == [plain(shown)]
    assert face.page.locator("[aria-live]:not([aria-live=off])").count() == 2, "the other one is of the countdown"


@pytest.mark.parametrize("name", ["chat", "widget"])
def test_the_transcript_is_one_stop(settled: Callable[[str], Face], name: str) -> None:
    """Messages are no stops for Tab; the arrow keys come to each of them, and each says who speaks."""
    face = settled(name)
    page = face.page
    messages = face.part("article.entry")
    assert messages.count() >= 3
    assert face.look("return [...root.querySelectorAll('article')].filter((each) => each.tabIndex >= 0).length") == 0
    page.get_by_role("log").focus()
    page.keyboard.press("Home")
    names = []
    for message in messages.all():
        expect(message).to_be_focused()
        expect(message).to_be_in_viewport()
        names.append(
            face.look(
                "return root.activeElement.getAttribute('aria-labelledby').split(' ').map((id) => "
                "root.getElementById(id).textContent).join(' ')"
            )
        )
        page.keyboard.press("ArrowDown")
    assert [each.split()[0] for each in names[:3]] == ["Petri", "Jij", "Petri"]
    assert LIST in names[1]
    expect(messages.last).to_be_focused()
    page.keyboard.press("Enter")
    assert face.look("return root.activeElement.matches('article a, article summary, article button')")
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox", name="Je vraag")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    # What was used is read with the arrow keys, but Tab passes it by.
    assert face.look("return [...root.querySelectorAll('[aria-disabled=true]')].every((each) => each.tabIndex < 0)")


def test_escape_on_the_kiosk(visitor: Callable[..., Visit], petri: PlayedPetri, host: Host) -> None:
    """Out of the question, back to the answer; out of the countdown, with everything still there."""
    visit = visitor(viewport=DESKTOP, reduced_motion="reduce")
    visit.page.clock.install()
    face = show(visit, "kiosk", petri, host)
    page = face.page
    follow(face)
    page.get_by_role("button", name="Stel zelf een vraag").click()
    expect(page.get_by_role("textbox", name="Je vraag")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".card__question")).to_be_focused()
    page.clock.run_for(61_000)
    expect(page.get_by_role("dialog", name="Ben je er nog?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".card__question")).to_have_text(LIST)
    assert face.look("return root.activeElement !== document.body"), "the focus is not lost"


SPACED = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`);
if (given) root.adoptedStyleSheets = [...root.adoptedStyleSheets, window.spaced = sheet];
else root.adoptedStyleSheets = [...root.adoptedStyleSheets].filter((each) => each !== window.spaced);
"""
# What sticks out sideways or is cut off. Where the height is not enough something must scroll.
CUT = """
const top = root.querySelector(".panel") ?? document.body;
const all = [...top.querySelectorAll("*")].filter((each) => seen(each) && !each.closest("svg, noscript, .skip-link"));
const scrolls = (each) => ["auto", "scroll"].includes(getComputedStyle(each).overflowY);
const hidden = (each) => ["hidden", "clip"].includes(getComputedStyle(each).overflowY);
return {
    wide: all.filter((each) => each.getBoundingClientRect().right > innerWidth + 1).map(name),
    sideways: [document.documentElement, ...all].filter((each) => (each === document.documentElement || scrolls(each))
        && !each.matches("textarea") && each.scrollWidth > each.clientWidth + 1).map(name),
    cut: all.filter((each) => hidden(each) && !scrolls(each) && each.scrollHeight > each.clientHeight + 2).map(name),
};
"""


@pytest.mark.parametrize(
    ("name", "zoom"),
    [("chat", 2), ("chat", 4), ("widget", 2), ("widget", 4), ("plain", 2), ("plain", 4)],
)
def test_zoom(settled: Callable[[str], Face], name: str, zoom: int) -> None:
    """At 200 % and 400 % of a desktop (640 and 320 pixels wide, low as well) everything is there and can be reached."""
    face = settled(name)
    height = 800 // zoom
    face.page.set_viewport_size({"width": 1280 // zoom, "height": height})
    assert face.look(CUT) == {"wide": [], "sideways": [], "cut": []}
    for part in (".entry__text > :first-child", ".entry__text li", ".follow-ups button", "textarea"):
        last = face.part(part).last
        last.evaluate("each => each.scrollIntoView({block: 'center'})")
        hit = last.evaluate(
            """each => {
                const box = each.getBoundingClientRect();
                return each.contains(each.getRootNode().elementFromPoint(box.left + 6, box.top + box.height / 2));
            }"""
        )
        assert hit, f"{part} cannot be seen"
    taken = face.part(".composer").evaluate(
        "each => getComputedStyle(each).position === 'static' ? 0 : each.getBoundingClientRect().height"
    )
    assert taken <= height * 0.5, "what stays at the foot leaves room to read"


@pytest.mark.parametrize("name", [*TALKS, "home", "decaan"])
def test_text_spacing(settled: Callable[[str], Face], name: str) -> None:
    """With the visitor's own spaces between letters, words and lines nothing is cut off (WCAG 1.4.12)."""
    face = settled(name)
    plainly = face.look(CUT)
    face.look(SPACED, True)
    try:
        assert face.look(CUT) == plainly == {"wide": [], "sideways": [], "cut": []}
    finally:
        face.look(SPACED, False)


@pytest.mark.parametrize("name", ["chat", "kiosk", "plain", "home"])
def test_forced_colours(settled: Callable[[str], Face], name: str) -> None:
    """With the visitor's own colours every button has an edge, the focus a ring, and a list its dots."""
    face = settled(name)
    face.page.emulate_media(forced_colors="active")
    flat = face.look(
        """return controls().filter((each) => each.matches("button, textarea, .button, .menu *")).filter((each) => {
            const style = getComputedStyle(each);
            return !parseFloat(style.borderTopWidth) || style.borderTopStyle === "none"
                || contrast(rgba(style.borderTopColor), rgba(style.backgroundColor)) < 3;
        }).map(name)"""
    )
    assert flat == []
    dots = face.look(
        """return [...root.querySelectorAll(".entry__text ul > li, .card__text ul > li")].map((each) => {
            const dot = getComputedStyle(each, "::before"), canvas = getComputedStyle(document.documentElement);
            return dot.content !== "none" && contrast(rgba(dot.backgroundColor), grounds(each)[0]) < 3;
        }).filter(Boolean).length"""
    )
    assert dots == 0
    face.look("window.stops = []; controls().find((each) => each.matches('button, a')).focus()")
    face.page.keyboard.press("Tab")
    stop = face.look(FOCUS)
    assert stop["ring"] >= 2 and stop["contrast"] >= 3, stop


@pytest.mark.parametrize("name", TALKS)
def test_targets(settled: Callable[[str], Face], name: str) -> None:
    """What can be hit is 44 pixels high and wide, and a link in a list of sources at least 24 high."""
    face = settled(name)
    if name != "widget":
        face.look("root.querySelector('.menu').open = true")
    small = face.look(
        """return controls().filter((each) => !each.closest(".entry__text") && !each.matches(".skip-link"))
            .map((each) => [name(each), each.getBoundingClientRect(), each.matches(".sources a") ? 24 : 44])
            .filter(([, {width, height}, least]) => width < least || height < least)
            .map(([name, {width, height}]) => `${name} ${width} x ${height}`)"""
    )
    if name != "widget":
        face.look("root.querySelector('.menu').open = false")
    assert small == []


# Every element with words of its own: their colour on what is behind them. A ground that axe cannot reckon with, such
# as the squares of the notebook, counts as each of its colours.
FAINT = """
const hasWords = (each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
const words = [...root.querySelectorAll("*")].filter((each) => seen(each) && hasWords(each)
    && !each.closest("svg, noscript, script, select"));
const faint = words.map((each) => {
    const style = getComputedStyle(each), size = parseFloat(style.fontSize), isBold = style.fontWeight >= 700;
    return [name(each), least(rgba(style.color), each), size >= 24 || (isBold && size >= 18.66) ? 3 : 4.5];
});
const fields = [...root.querySelectorAll("textarea, select, input:not([type=hidden])")].filter(seen).map((each) =>
    [`edge of ${name(each)}`, least(rgba(getComputedStyle(each).borderTopColor), each.parentElement), 3]);
return {count: words.length, faint: [...faint, ...fields].filter(([, is, wanted]) => !(is >= wanted)),
    least: Math.min(...faint.map(([, is]) => is))};
"""


@pytest.mark.parametrize("name", FACES)
def test_contrast(settled: Callable[[str], Face], name: str) -> None:
    """Words have 4.5 : 1 (large ones 3 : 1) and the edge of a field 3 : 1, in both themes."""
    face = settled(name)
    for scheme in ("light", "dark"):
        face.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        face.look("root.getAnimations().forEach((each) => each.finish())")
        found = face.look(FAINT)
        assert found["count"] >= 8
        assert found["faint"] == [], scheme


@pytest.mark.parametrize("name", FACES)
def test_nothing_moves(settled: Callable[[str], Face], name: str) -> None:
    """For who wants things still no animation runs, and nothing on the page scrolls smoothly."""
    face = settled(name)
    assert face.page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    # A colour may fade; what changes its place, size or shape may not.
    moving = face.look(
        """return root.getAnimations().filter((each) => each.playState === "running"
            && !/color|shadow|opacity/.test(each.transitionProperty ?? "")).map((each) => name(each.effect.target))"""
    )
    assert moving == []
    smooth = face.look(
        "return [document.documentElement, ...root.querySelectorAll('*')].filter((each) => "
        "getComputedStyle(each).scrollBehavior === 'smooth').map(name)"
    )
    assert smooth == []


def rows() -> list[list[str]]:
    """The rows of the document's tables of MITRE's items: number, item, a score for each face, evidence."""
    found = re.findall(r"^\| (4\.\d\.\d+) \|(.*)\|$", DOCUMENT.read_text(), re.MULTILINE)
    return [[number, *(cell.strip() for cell in rest.split("|"))] for number, rest in found]


def test_the_document_has_all_sixty() -> None:
    """Each of MITRE's items once, with a score for each face and evidence; and the sums under it are right."""
    wanted = [f"4.{play}.{item}" for play, items in enumerate((3, 22, 18, 12, 5), 1) for item in range(1, items + 1)]
    assert [row[0] for row in rows()] == wanted
    scores = ("yes", "partly", "no", "n/a")
    for number, _, *given, evidence in rows():
        assert len(given) == 4 and set(given) <= set(scores), number
        assert len(evidence) > 20, number
    for face, label in enumerate(("Chat", "Widget", "Kiosk", "Plain form and pages"), 2):
        counted = Counter(row[face] for row in rows())
        assert " | ".join([f"| {label}", *(str(counted[score]) for score in scores)]) + " |" in DOCUMENT.read_text()


def test_the_document_names_what_exists() -> None:
    """Every test and every file that it names as evidence is there."""
    text = DOCUMENT.read_text()
    for file, name in re.findall(r"`([\w/]+\.py)::(\w+)", text):
        paths = [path for path in (ROOT / "tests").rglob("*.py") if str(path).endswith(f"/{file}")]
        assert paths, file
        assert any(f"def {name}(" in path.read_text() for path in paths), f"{file}::{name}"
    for path in re.findall(r"`((?:bot|data|docs|tests|deploy|actions)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path
