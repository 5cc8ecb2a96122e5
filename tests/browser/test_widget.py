"""The widget on somebody else's page: the example in examples/widget, served from an origin of its own."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from playwright.sync_api import Locator, Page, Request, Response, expect

from bot.knowledge.store import Knowledge
from bot.setup.dutch_pipeline import ROOT
from tests.browser.conftest import Visit
from tests.browser.played import PlayedPetri, played_petri
from tests.browser.test_chat import plain, problem, shoot, violations

EXAMPLE = ROOT / "examples" / "widget"
ADDRESS = "http://localhost:8080"
# Bytes, gzipped, for the whole widget with its styles; fonts excluded.
BUDGET = 20_000
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
QUESTION = "Wat verdien je in een lab?"
ROUTE = {
    "from": "havo",
    "to": "analist",
    "steps": [{"title": "Nu: havo", "detail": "kies NaSk", "years": "nog 2 jaar"}, {"title": "Analist"}],
}

# What a page may say of all its elements. The custom properties are names that Petri uses too.
HOSTILE = """
body, body *, petri-widget {
    all: unset !important; font: italic 40px/3 cursive !important; color: red !important; opacity: .5 !important;
    display: inline !important; position: static !important; transform: rotate(3deg) !important;
    --accent: red; --paper: red; --space-4: 9rem; --target: 1px; --radius: 50%; }
html { font-size: 5px !important; direction: rtl; color: red; line-height: 4; cursor: wait; --ink: red; }
body { position: relative; transform: scale(.5) !important; filter: blur(1px); }
button, textarea, dialog, svg, petri-widget { display: none !important; }
"""
PLAIN = "html { margin: 0 }"


class Host:
    """A school's web server. `pages` are there besides the example's."""

    def __init__(self, petri: str) -> None:
        self.pages: dict[str, str] = {}
        host = self

        class Server(ThreadingHTTPServer):
            # With the usual five, a busy machine resets some of a page's requests.
            request_queue_size = 64

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                name = path.lstrip("/") or "index.html"
                file = EXAMPLE / name
                body = host.pages.get(name) or (file.read_text() if file.is_file() else "")
                self.send_response(200 if body else 204)
                kind = "text/css" if name.endswith(".css") else "text/html"
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.end_headers()
                self.wfile.write(body.replace(ADDRESS, petri).encode())

            def log_message(self, *args: Any) -> None:
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def page(self, name: str, *, style: str = PLAIN, script: str = "", body: str = "", head: str = "") -> None:
        """Have a page with the widget, whose script has the attributes `script`."""
        self.pages[f"{name}.css"] = style
        self.pages[name] = (
            f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{name}</title>'
            f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="{name}.css">{head}'
            f'<script src="{ADDRESS}/widget.js" {script} defer></script></head>'
            f"<body><main><h1>Pagina</h1><p>Tekst</p>{body}</main></body></html>"
        )

    def stop(self) -> None:
        """Close it."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def petri(knowledge: Knowledge) -> Iterator[PlayedPetri]:
    """The real edge before a Rasa that is played."""
    with played_petri(knowledge) as played:
        yield played


@pytest.fixture(scope="module")
def host(petri: PlayedPetri) -> Iterator[Host]:
    """The school's server."""
    server = Host(petri.url)
    yield server
    server.stop()


@pytest.fixture
def guest(host: Host, petri: PlayedPetri, visitor: Callable[..., Visit]) -> Callable[..., Visit]:
    """A visitor of the school."""

    def make(path: str = "", **options: Any) -> Visit:
        visit = visitor(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})
        visit.url, visit.also = host.url, (petri.url,)
        go(visit.page, f"{host.url}/{path}")
        return visit

    return make


def go(page: Page, url: str) -> None:
    """Load a page and wait until the widget is there."""
    page.goto(url)
    page.locator("petri-widget .petri").wait_for(state="attached")


def launcher(page: Page) -> Locator:
    """The button on the page."""
    return page.locator("petri-widget .launcher")


def field(page: Page) -> Locator:
    """Where the visitor types."""
    return page.get_by_role("textbox", name="Je vraag")


def open_panel(page: Page) -> Locator:
    """Open the panel with the launcher, and wait for the greeting."""
    launcher(page).click()
    page.locator(".entry--petri").first.wait_for()
    return page.get_by_role("dialog", name="Petri")


def ask(page: Page, text: str = QUESTION) -> None:
    """Say something and wait for what Petri says to it."""
    before = page.locator(".entry--petri").count()
    field(page).fill(text)
    page.keyboard.press("Enter")
    page.locator(".entry--petri").nth(before).wait_for()


def wait_for_font(page: Page) -> None:
    """Wait for Petri's font. (`wait_for_function` needs `eval`, which a strict page has not.)"""
    page.evaluate("async () => { while (document.fonts.size < 2) await new Promise(done => setTimeout(done, 20)) }")


def texts(page: Page) -> list[str]:
    """What was said, in order."""
    return page.locator(".entry__text").all_inner_texts()


def focused(page: Page) -> str:
    """The class or the name of what has the focus."""
    return str(
        page.evaluate(
            """() => {
                const outer = document.activeElement;
                const inner = outer.shadowRoot?.activeElement ?? outer;
                return inner.className || inner.id || inner.localName;
            }"""
        )
    )


def listen(page: Page) -> None:
    """Note the widget's events, from before the page is there."""
    page.add_init_script(
        """window.heard = [];
        for (const type of ["open", "close", "answer"]) {
            document.addEventListener(`petri:${type}`, ({detail}) => heard.push([type, detail]));
        }"""
    )


def test_whole_conversation_on_a_strict_page(guest: Callable[..., Visit], petri: PlayedPetri) -> None:
    """Typed, tapped, rated, its sources read, begun anew: under a policy that lets nothing in but Petri."""
    asked: list[str] = []
    visit = guest()
    visit.page.on("request", lambda request: asked.append(request.url))
    page = visit.page
    assert page.evaluate("document.querySelector('meta[http-equiv=Content-Security-Policy]').content").startswith(
        "default-src 'none'"
    )
    panel = open_panel(page)
    expect(panel).to_be_visible()
    expect(page.locator(".entry--petri").first).to_contain_text("computer")
    petri.rasa.says = {QUESTION: [{"topic": "occupation.salary", "text": "Dat staat in de cao.", "sources": SOURCES}]}
    ask(page)
    answer = page.locator(".entry--petri").last
    expect(answer).to_contain_text("Dat staat in de cao.")
    answer.locator("summary").click()
    source = answer.get_by_role("link", name="Analist")
    expect(source).to_have_attribute("rel", "noopener noreferrer")
    expect(source).to_have_accessible_description("opent in een nieuw tabblad")
    answer.get_by_role("button", name="Ja", exact=True).click()
    expect(answer.get_by_role("group", name="Dank je.")).to_be_visible()
    page.locator(".entry--petri").first.get_by_role("list", name="Verder vragen").get_by_role("button").first.click()
    page.locator(".entry--petri").nth(2).wait_for()
    assert plain(page.locator("[data-part=live]").text_content() or "") == plain(
        page.locator(".entry--petri").last.locator(".entry__text").text_content() or ""
    )
    page.get_by_role("button", name="Opnieuw").click()
    expect(page.locator(".entry")).to_have_count(1)
    expect(field(page)).to_be_focused()
    assert not page.context.cookies()
    # Petri's font, which the page's policy would refuse as a font, came along as well.
    wait_for_font(page)
    assert page.evaluate("[...document.fonts].map(each => each.family + each.status)") == [
        "Petri Hyperlegibleloaded",
        "Petri Hyperlegibleloaded",
    ]


SOURCES = [{"id": "a", "title": "Analist", "publisher": "mboRijnland", "url": "https://example.org/", "as_of": "2026"}]


def test_the_conversation_goes_along(guest: Callable[..., Visit], host: Host) -> None:
    """To the next page and over a reload, open or closed, with the same session and without taking the focus."""
    visit = guest()
    page = visit.page
    listen(page)
    sessions: list[Request] = []
    page.on("request", lambda call: sessions.append(call) if call.url.endswith("/api/session") else None)
    open_panel(page)
    ask(page)
    before = texts(page)
    page.get_by_role("link", name="Profielen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welk profiel past bij een lab?")
    expect(page.get_by_role("dialog", name="Petri")).to_be_visible()
    expect(page.locator(".entry")).to_have_count(len(before))
    assert texts(page) == before
    assert focused(page) == "body"
    assert page.evaluate("heard") == [["open", None]]
    ask(page, "En hoe lang duurt dat?")
    page.reload()
    expect(page.locator(".entry")).to_have_count(len(before) + 2)
    page.get_by_role("button", name="Sluiten").click()
    page.reload()
    expect(launcher(page)).to_be_visible()
    expect(page.get_by_role("dialog", name="Petri")).to_be_hidden()
    launcher(page).click()
    expect(page.locator(".entry")).to_have_count(len(before) + 2)
    assert len(sessions) == 1


def test_back_button_shows_what_was_said_since(guest: Callable[..., Visit], host: Host) -> None:
    """A page that the browser kept as it was shows what was said on the next page, and whether it is open."""
    page = guest().page
    open_panel(page)
    ask(page)
    page.evaluate(
        """() => {
            const saved = JSON.parse(sessionStorage.getItem("petri.chat"));
            saved.entries.push({id: 99, who: "note", text: "Later gezegd."});
            sessionStorage.setItem("petri.chat", JSON.stringify(saved));
            dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
        }"""
    )
    expect(page.locator(".entry").last).to_contain_text("Later gezegd.")
    expect(page.get_by_role("button", name="Opnieuw")).to_have_count(1)
    page.evaluate(
        """() => {
            sessionStorage.setItem("petri.widget", "closed");
            dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
        }"""
    )
    expect(page.get_by_role("dialog", name="Petri")).to_be_hidden()
    launcher(page).click()
    ask(page, "En nu?")
    expect(page.locator(".entry--visitor").last).to_contain_text("En nu?")
    expect(page.locator(".entry--visitor")).to_have_count(2)


STYLES = """() => {
    const root = document.querySelector("petri-widget").shadowRoot;
    return [...root.querySelectorAll("*")].map(each => {
        const style = getComputedStyle(each);
        const {x, y, width, height} = each.getBoundingClientRect();
        const all = [...style].filter(name => !name.startsWith("--")).map(name => `${name}: ${style[name]}`);
        return [each.localName + "." + each.getAttribute("class"), [x, y, width, height].map(Math.round), all];
    });
}"""


@pytest.mark.parametrize("size", [DESKTOP, SMALL], ids=["desktop", "small"])
def test_the_page_cannot_touch_it(guest: Callable[..., Visit], host: Host, size: dict[str, int]) -> None:
    """On a page that spoils all its own elements every part of the widget looks as on a plain one, to the pixel."""
    host.page("plain.html")
    host.page("hostile.html", style=HOSTILE)
    looks = []
    for name in ("plain.html", "hostile.html"):
        page = guest(name, viewport=size).page
        closed = page.evaluate(STYLES)
        page.evaluate("Petri.open()")
        page.locator(".entry--petri").first.wait_for()
        wait_for_font(page)
        field(page).blur()
        looks.append((closed, page.evaluate(STYLES)))
    for plainly, spoilt in zip(*looks, strict=True):
        assert len(plainly) == len(spoilt) > 5
        for one, other in zip(plainly, spoilt, strict=True):
            assert one[:2] == other[:2]
            assert one[2] == other[2], one[0]


def test_it_cannot_touch_the_page(guest: Callable[..., Visit], host: Host, petri: PlayedPetri) -> None:
    """Not its looks, its globals, its elements, its shortcuts, nor where it was scrolled to."""
    body = (
        '<button type="button">Knop</button><dialog>Eigen</dialog><textarea></textarea><p class="entry">Entry</p>'
        '<p id="vraag" class="transcript">Vraag</p><form class="composer"><a href="#">Link</a></form>'
        '<div style="height: 3000px"></div>'
    )
    host.page("page.html", style="p { color: navy } a { color: green }", body=body)
    look = """() => ({
        styles: [...document.documentElement.querySelectorAll(":not(petri-widget)"), document.documentElement].map(
            each => [...getComputedStyle(each)].map(name => getComputedStyle(each)[name]).join()),
        elements: document.querySelectorAll("*").length,
        attributes: document.documentElement.getAttributeNames() + document.body.getAttributeNames(),
        globals: Object.getOwnPropertyNames(window),
        scroll: scrollY,
    })"""
    scroll = "scrollTo({top: 500, behavior: 'instant'})"
    visit = guest("page.html")
    visit.expects_failed_calls = True
    page = visit.page
    page.evaluate("addEventListener('keydown', ({key}) => (window.pressed ??= []).push(key))")
    page.evaluate(scroll)
    open_panel(page)
    ask(page)
    used = page.evaluate(look)
    assert page.evaluate("window.pressed") is None, "what is typed to Petri is no shortcut of the page"

    page.route("**/widget.js", lambda route: route.abort())
    page.goto(page.url)
    page.evaluate(scroll)
    bare = page.evaluate(look)
    assert used["styles"] == bare["styles"]
    assert used["elements"] == bare["elements"] + 1
    assert used["attributes"] == bare["attributes"]
    assert set(used["globals"]) - set(bare["globals"]) == {"Petri"}
    assert used["scroll"] == bare["scroll"] == 500


def test_keyboard(guest: Callable[..., Visit]) -> None:
    """Into the panel and out of it without a pointer; Escape goes back step by step."""
    page = guest().page
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(launcher(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()
    page.locator(".entry--petri").first.wait_for()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".entry--petri").nth(1).wait_for()
    expect(field(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    assert focused(page).startswith("entry ")
    page.keyboard.press("Escape")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Petri")).to_be_hidden()
    expect(launcher(page)).to_be_focused()
    expect(launcher(page)).to_have_attribute("aria-expanded", "false")
    # Beside the page, the page stays in reach.
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()
    page.get_by_role("link", name="Profielen").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Petri")).to_be_visible()
    expect(page.get_by_role("link", name="Profielen")).to_be_focused()


@pytest.mark.parametrize(("size", "name"), [(PHONE, "phone"), ({"width": 844, "height": 390}, "on its side")])
def test_full_screen_on_a_phone(guest: Callable[..., Visit], size: dict[str, int], name: str) -> None:
    """It takes the whole screen, the page behind is out of reach, and closing gives the page back."""
    page = guest(viewport=size, has_touch=True, is_mobile=True).page
    launcher(page).tap()
    page.locator(".entry--petri").first.wait_for()
    panel = page.get_by_role("dialog", name="Petri")
    assert panel.bounding_box() == {"x": 0, "y": 0, **size}
    assert focused(page).startswith("panel"), "no keyboard comes up by itself"
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    named = [node["name"]["value"] for node in nodes if not node["ignored"] and "name" in node]
    assert "Sluiten" in named and "Profielen" not in named
    page.evaluate("document.querySelector('a').focus()")
    assert focused(page).startswith("panel")
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate("['PETRI-WIDGET', 'BODY'].includes(document.activeElement.tagName)")
    composer = page.locator(".composer").bounding_box()
    assert composer and round(composer["y"] + composer["height"]) == size["height"]
    page.get_by_role("button", name="Sluiten").tap()
    expect(panel).to_be_hidden()
    expect(launcher(page)).to_be_focused()
    page.get_by_role("link", name="Profielen").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welk profiel past bij een lab?")


def test_it_follows_the_window(guest: Callable[..., Visit]) -> None:
    """A window made small or large lays the panel anew, with the same conversation and the focus where it was."""
    page = guest().page
    panel = open_panel(page)
    ask(page)
    box = panel.bounding_box()
    assert box and (box["width"], box["height"]) == (408, 680)
    assert (box["x"] + box["width"], box["y"] + box["height"]) == (1280 - 17, 800 - 17)
    page.set_viewport_size(SMALL)
    expect(field(page)).to_be_focused()
    assert panel.bounding_box() == {"x": 0, "y": 0, **SMALL}
    assert page.evaluate("document.querySelector('petri-widget').shadowRoot.querySelector('dialog').matches(':modal')")
    page.set_viewport_size(DESKTOP)
    expect(field(page)).to_be_focused()
    assert panel.bounding_box() == box
    expect(page.locator(".entry--petri")).to_have_count(2)


def test_events(guest: Callable[..., Visit], petri: PlayedPetri) -> None:
    """The page hears that it opens and closes, and what an answer was about, but never what was said."""
    visit = guest()
    page = visit.page
    listen(page)
    page.reload()
    open_panel(page)
    petri.rasa.says = {QUESTION: [{"topic": "occupation.salary", "subject": "chemisch-analist", "text": "Geheim."}]}
    ask(page)
    page.get_by_role("button", name="Sluiten").click()
    assert page.evaluate("heard") == [
        ["open", None],
        ["answer", {"topic": "chat.greeting", "subject": None}],
        ["answer", {"topic": "occupation.salary", "subject": "chemisch-analist"}],
        ["close", None],
    ]
    page.evaluate("heard.length = 0")
    page.reload()
    launcher(page).click()
    expect(page.locator(".entry--petri")).to_have_count(2)
    assert page.evaluate("heard") == [["open", None]], "an answer is told once"


def test_page_asks(guest: Callable[..., Visit], host: Host, petri: PlayedPetri) -> None:
    """`Petri.ask` begins a conversation or goes on with the one that there is, with the question in words."""
    host.page("ask.html", body='<button type="button" id="knop">Wat verdient een analist?</button>')
    visit = guest("ask.html")
    page = visit.page
    page.evaluate(
        "knop.addEventListener('click', () => Petri.ask('occupation.salary', 'chemisch-analist', 'havo'), {once: true})"
    )
    page.locator("#knop").click()
    expect(page.locator(".entry--petri")).to_have_count(2)
    assert petri.rasa.told[-1][1] == '/occupation.salary{"occupation": "chemisch-analist", "level": "havo"}'
    key = page.evaluate("JSON.parse(sessionStorage['petri.chat']).token")
    page.evaluate("Petri.ask('programme.admission', 'chemisch-analist', 'havo')")
    expect(page.locator(".entry--petri")).to_have_count(3)
    expect(page.locator(".entry--visitor").last).to_have_text(re.compile(r"\? \(Chemisch analist, havo\)$"))
    assert page.evaluate("JSON.parse(sessionStorage['petri.chat']).token") == key
    page.evaluate("Petri.close()")
    expect(page.get_by_role("dialog", name="Petri")).to_be_hidden()
    expect(page.locator("#knop")).to_be_focused()
    # Closed, on the next page, and twice at once: nothing is lost that can be kept.
    page.reload()
    page.evaluate("Petri.ask('civ.contact'); Petri.ask('civ.contact')")
    expect(page.locator(".entry--petri")).to_have_count(4)
    expect(page.locator(".composer__notice")).to_contain_text("Wacht nog even")
    visit.expects_failed_calls = True
    page.evaluate("Petri.ask('bestaat.niet')")
    expect(page.locator(".entry--note")).to_contain_text("Deze link klopt niet meer")
    page.evaluate("Petri.ask(); Petri.ask(null, {}); Petri.open(); Petri.open()")
    expect(page.locator(".entry--petri")).to_have_count(4)


def test_page_of_a_topic(guest: Callable[..., Visit], host: Host) -> None:
    """A conversation begins with what the page is about; one that goes on is not interrupted by it."""
    page = guest("profielen.html").page
    expect(launcher(page)).to_have_text("Vraag over je profiel")
    open_panel(page)
    expect(page.locator(".entry--petri")).to_have_count(2)
    before = texts(page)
    go(page, f"{host.url}/profielen.html")
    expect(page.locator(".entry")).to_have_count(len(before))
    page.wait_for_load_state("networkidle")
    assert texts(page) == before


def colour(page: Page, selector: str, name: str) -> list[int]:
    """A colour in the widget, as red, green and blue."""
    found = page.locator(selector).last.evaluate("(each, name) => getComputedStyle(each)[name]", name)
    return [int(float(value)) for value in re.findall(r"[\d.]+", found)[:3]]


def contrast(one: list[int], other: list[int]) -> float:
    """As WCAG reckons it."""

    def luminance(rgb: list[int]) -> float:
        shares = [v / 255 / 12.92 if v / 255 <= 0.04045 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in rgb]
        return 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2] + 0.05

    low, high = sorted(map(luminance, (one, other)))
    return high / low


@pytest.mark.parametrize(
    ("accent", "scheme"), [("yellow", "light"), ("#000", "dark"), ("hsl(210 90% 40%)", "light"), ("#c0005a", "dark")]
)
def test_accent(guest: Callable[..., Visit], host: Host, accent: str, scheme: str) -> None:
    """Whatever colour a school has, what is written in it or on it can be read."""
    host.page("accent.html", script=f'data-accent="{accent}"')
    page = guest("accent.html", color_scheme=scheme).page
    usual = {"light": [15, 95, 74], "dark": [134, 214, 179]}[scheme]
    assert colour(page, ".launcher", "backgroundColor") != usual
    assert contrast(colour(page, ".launcher", "color"), colour(page, ".launcher", "backgroundColor")) >= 4.5
    open_panel(page)
    ask(page)
    for selector in (".composer__send", ".entry--visitor .entry__card"):
        assert contrast(colour(page, selector, "color"), colour(page, selector, "backgroundColor")) >= 4.5
    button = page.locator(".follow-ups button").last
    assert (
        contrast(colour(page, ".follow-ups button", "color"), colour(page, ".follow-ups button", "backgroundColor"))
        >= 4.5
    )
    button.hover()
    page.wait_for_timeout(250)
    assert (
        contrast(colour(page, ".follow-ups button", "color"), colour(page, ".follow-ups button", "backgroundColor"))
        >= 4.5
    )
    assert contrast(colour(page, ".restart", "color"), colour(page, ".panel", "backgroundColor")) >= 4.5


def test_wishes(guest: Callable[..., Visit], host: Host) -> None:
    """Attributes and custom properties; nonsense in them changes nothing."""
    style = "petri-widget { --petri-accent: #c0005a; --petri-offset: 40px; --petri-width: 500px; --petri-radius: 0px }"
    host.page("wishes.html", style=style, script='data-theme="dark" data-position="left" data-label="Vragen?"')
    page = guest("wishes.html", color_scheme="light").page
    expect(launcher(page)).to_have_text("Vragen?")
    box = launcher(page).bounding_box()
    assert box and (box["x"], box["y"] + box["height"]) == (40, 800 - 40)
    panel = open_panel(page)
    assert colour(page, ".panel", "backgroundColor") == [29, 37, 47]
    box = panel.bounding_box()
    assert box and (box["x"], box["width"]) == (40, 500)
    expect(panel).to_have_css("border-radius", "0px")

    host.page(
        "nonsense.html", script='data-theme="x" data-position="up" data-label="" data-accent="url(x)" data-level="y"'
    )
    page = guest("nonsense.html", color_scheme="light").page
    expect(launcher(page)).to_have_text("Vraag Petri")
    assert colour(page, ".launcher", "backgroundColor") == [15, 95, 74]
    open_panel(page)
    assert colour(page, ".panel", "backgroundColor") == [251, 250, 246]
    expect(page.locator(".entry--petri")).to_have_count(1)


def test_twice_is_once(guest: Callable[..., Visit], host: Host) -> None:
    """A script loaded twice gives one launcher, also when it comes before the page is there."""
    again = f'<script src="{ADDRESS}/widget.js"></script><script src="{ADDRESS}/widget.js?x" async></script>'
    host.page("twice.html", head=again)
    page = guest("twice.html").page
    page.wait_for_load_state("networkidle")
    expect(page.locator("petri-widget")).to_have_count(1)
    expect(launcher(page)).to_have_count(1)
    assert page.evaluate("document.documentElement.lastElementChild.localName") == "petri-widget"
    open_panel(page)


def test_the_page_has_a_petri_of_its_own(guest: Callable[..., Visit], host: Host) -> None:
    """A name that the page uses stays the page's; an element of that name does not count."""
    host.page("own.html", head="<script>window.Petri = 'van ons'</script>")
    page = guest("own.html").page
    assert page.evaluate("Petri") == "van ons"
    open_panel(page)
    host.page("element.html", body='<div id="Petri"></div>')
    page = guest("element.html").page
    assert page.evaluate("typeof Petri.ask") == "function"


def test_old_browser(visitor: Callable[..., Visit], host: Host, petri: PlayedPetri) -> None:
    """Where it cannot work there is nothing, and nothing complains."""
    for lack in ("delete Document.prototype.adoptedStyleSheets", "delete window.HTMLDialogElement"):
        visit = visitor(viewport=DESKTOP)
        visit.url, visit.also = host.url, (petri.url,)
        visit.page.add_init_script(lack)
        visit.page.goto(host.url)
        visit.page.wait_for_load_state("networkidle")
        assert visit.page.evaluate("document.querySelector('petri-widget')") is None
        assert not visit.page.evaluate("Object.hasOwn(window, 'Petri')")


def test_without_storage(guest: Callable[..., Visit], host: Host) -> None:
    """A page that may keep nothing has a chat all the same, for as long as it is there."""
    host.page("storage.html")
    visit = guest("storage.html")
    page = visit.page
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    )
    page.reload()
    open_panel(page)
    ask(page)


def test_petri_is_away(guest: Callable[..., Visit], petri: PlayedPetri) -> None:
    """A calm word in the panel, nothing on the page, and the conversation goes on by itself."""
    visit = guest()
    visit.expects_failed_calls = True
    page = visit.page
    petri.rasa.is_away = True
    try:
        launcher(page).click()
        expect(page.locator(".away")).to_contain_text("Petri is even niet bereikbaar")
        shoot(page, "widget-desktop-light-away")
    finally:
        petri.rasa.is_away = False
    expect(page.locator(".entry--petri")).to_have_count(1, timeout=10_000)
    page.context.set_offline(True)
    field(page).fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".away")).to_contain_text("geen internet")
    page.context.set_offline(False)
    expect(page.locator(".entry--petri")).to_have_count(2)


def test_refused_message(guest: Callable[..., Visit]) -> None:
    """What the edge refuses is said in the panel, with the edge's own words, across origins too."""
    visit = guest()
    visit.expects_failed_calls = True
    page = visit.page
    open_panel(page)
    page.route("**/api/message", problem(429, "Te snel."))
    field(page).fill(QUESTION)
    page.keyboard.press("Enter")
    expect(field(page)).to_have_accessible_description("Te snel.")
    page.unroute("**/api/message")
    requests.delete(
        f"{visit.also[0]}/api/session",
        headers={"Authorization": f"Bearer {page.evaluate('JSON.parse(sessionStorage[`petri.chat`]).token')}"},
        timeout=15,
    )
    page.keyboard.press("Enter")
    expect(page.locator(".entry--note")).to_contain_text("half uur")


def test_size(guest: Callable[..., Visit], petri: PlayedPetri, host: Host) -> None:
    """One request puts it there, and a whole conversation asks for nothing but fonts and answers."""
    host.page("size.html")
    visit = guest("size.html")
    page = visit.page
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response) if petri.url in response.url else None)
    page.reload()
    launcher(page).wait_for()
    page.wait_for_load_state("networkidle")
    assert [each.url for each in responses] == [f"{petri.url}/widget.js"]
    open_panel(page)
    ask(page)
    page.locator(".follow-ups button").last.click()
    page.locator(".entry--petri").nth(2).wait_for()
    files = [each for each in responses if "/api/" not in each.url and "/fonts/" not in each.url]
    assert [each.url for each in files] == [f"{petri.url}/widget.js"]
    sent = requests.get(f"{petri.url}/widget.js", headers={"Accept-Encoding": "gzip"}, stream=True, timeout=15)
    assert len(sent.raw.read(decode_content=False)) <= BUDGET
    assert len(gzip.compress(requests.get(f"{petri.url}/widget.js", timeout=15).content)) <= BUDGET


def test_route_is_drawn(guest: Callable[..., Visit], petri: PlayedPetri, host: Host) -> None:
    """The picture of a route, with its style from Petri, in the widget's own theme."""
    host.page("route.html", script='data-theme="dark"')
    page = guest("route.html", color_scheme="light").page
    open_panel(page)
    petri.rasa.says = {QUESTION: [{"topic": "programme.route", "text": "Zo.\n\n1. Nu.\n2. Analist.", "route": ROUTE}]}
    ask(page)
    picture = page.get_by_role("img", name="Tekening: van havo naar analist in 2 stappen")
    expect(picture).to_be_visible()
    # Petri's face at the end is drawn as on the chat page: the picture's own rules do not reach into it.
    expect(picture.locator(".mascot use")).to_have_count(5)
    face = picture.locator(".mascot")
    parts = face.evaluate("each => [...each.children].map(part => part.getBoundingClientRect().toJSON())")
    around = face.evaluate("each => each.getBoundingClientRect().toJSON()")
    for part in parts:
        assert around["left"] - 2 <= part["left"] <= part["right"] <= around["right"] + 2
    assert colour(page, ".route__stop > .route__dish", "color") == [217, 169, 78]
    box = picture.bounding_box()
    assert box and box["width"] < 400
    shoot(page, "widget-desktop-dark-route")


def test_launcher_is_small_and_steps_aside(guest: Callable[..., Visit], host: Host) -> None:
    """On a small screen it is a face in a corner; what has the focus under it is seen through it."""
    host.page("small.html", style="a { position: fixed; bottom: 30px; right: 30px }", body='<a href="#x">Onder</a>')
    page = guest("small.html", viewport=SMALL).page
    box = launcher(page).bounding_box()
    assert box and box["width"] == box["height"] and 44 <= box["width"] <= 64
    assert (box["x"] + box["width"], box["y"] + box["height"]) == (320 - 17, 640 - 17)
    expect(launcher(page)).to_have_accessible_name("Vraag Petri")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Onder")).to_be_focused()
    expect(launcher(page)).to_have_css("opacity", "0.15")
    page.keyboard.press("Tab")
    expect(launcher(page)).to_be_focused()
    expect(launcher(page)).to_have_css("opacity", "1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe(guest: Callable[..., Visit], petri: PlayedPetri, scheme: str, size: dict[str, int]) -> None:
    """No violation of WCAG 2.2 AA on the school's page with the widget on it: closed, open, answered, away."""
    visit = guest(viewport=size, color_scheme=scheme)
    visit.expects_failed_calls = True
    page = visit.page
    assert violations(page) == []
    open_panel(page)
    assert violations(page) == []
    petri.rasa.says = {QUESTION: [{"topic": "programme.route", "text": "Zo.", "route": ROUTE, "sources": SOURCES}]}
    ask(page)
    page.locator(".route").wait_for()
    page.locator("summary").last.click()
    assert violations(page) == []
    page.route("**/api/message", problem(429, "Dat gaat even te snel."))
    field(page).fill("a" * 290)
    page.keyboard.press("Enter")
    page.locator(".composer__notice").get_by_text("te snel").wait_for()
    assert violations(page) == []
    page.route("**/api/message", lambda route: route.abort())
    page.route("**/healthz", lambda route: route.abort())
    page.keyboard.press("Enter")
    page.locator(".away").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_zoom_and_large_text(guest: Callable[..., Visit], width: int) -> None:
    """At 400 % zoom of a desktop, and with the visitor's own text at twice its size, everything is in reach."""
    page = guest(viewport={"width": width, "height": 200 if width == 320 else 800}).page
    if width == 1280:
        page.context.new_cdp_session(page).send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1})
    panel = open_panel(page)
    ask(page, "a" * 300)
    wide = page.evaluate(
        """() => [...document.querySelector("petri-widget").shadowRoot.querySelectorAll(".panel *")]
            .filter(each => !each.closest("svg") && !each.closest(".visually-hidden, .entry__name"))
            .filter(each => each.getBoundingClientRect().right > innerWidth + 1
                || (each.matches(".transcript") && each.scrollWidth > each.clientWidth))
            .map(each => each.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    expect(panel).to_be_visible()
    field(page).scroll_into_view_if_needed()
    expect(field(page)).to_be_in_viewport()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_motion(guest: Callable[..., Visit], host: Host, motion: str) -> None:
    """The panel slides in, but never for who wants things still."""
    host.page("motion.html")
    page = guest("motion.html", reduced_motion=motion).page
    page.evaluate("Petri.open()")
    page.locator("petri-widget .panel").wait_for()
    # What it is given to do, not whether it is still busy: that would be a race.
    moves = page.evaluate(
        "getComputedStyle(document.querySelector('petri-widget').shadowRoot.querySelector('dialog')).animationName"
    )
    assert (moves != "none") == (motion == "no-preference")


def test_print(guest: Callable[..., Visit]) -> None:
    """The page is printed as it is without the widget."""
    page = guest().page
    open_panel(page)
    page.emulate_media(media="print")
    expect(page.locator("petri-widget")).to_be_hidden()
    expect(page.locator("petri-widget .panel")).to_be_hidden()


def test_forced_colours(guest: Callable[..., Visit]) -> None:
    """With the visitor's own colours the launcher and the panel have an edge."""
    page = guest(forced_colors="active").page
    assert colour(page, ".launcher", "borderTopColor") != colour(page, ".launcher", "backgroundColor")
    open_panel(page)
    assert colour(page, ".panel", "borderTopColor") != colour(page, ".panel", "backgroundColor")
    shoot(page, "widget-desktop-forced")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "size"), [("small", SMALL), ("phone", PHONE), ("desktop", DESKTOP)])
def test_screenshots(
    guest: Callable[..., Visit], petri: PlayedPetri, name: str, size: dict[str, int], scheme: str
) -> None:
    """Pictures of the widget on the school's page, for the eye."""
    petri.rasa.says = {}
    page = guest(viewport=size, color_scheme=scheme).page
    shoot(page, f"widget-{name}-{scheme}-closed")
    open_panel(page)
    wait_for_font(page)
    shoot(page, f"widget-{name}-{scheme}-greeting")
    page.evaluate("Petri.ask('occupation.salary', 'chemisch-analist')")
    page.locator(".entry--petri").nth(1).wait_for()
    shoot(page, f"widget-{name}-{scheme}-answer")


def test_strictest_page(guest: Callable[..., Visit], host: Host, petri: PlayedPetri) -> None:
    """On a page that lets no text become script or markup, and whose addresses are relative to elsewhere."""
    policy = f"require-trusted-types-for 'script'; script-src {ADDRESS}; connect-src {ADDRESS}; style-src 'self'"
    base = f'<base href="{petri.url}/ergens/"><meta http-equiv="Content-Security-Policy" content="{policy}">'
    host.page("strict.html")
    host.pages["strict.html"] = (
        host.pages["strict.html"]
        .replace("</title>", f"</title>{base}")
        .replace('href="strict.html.css"', f'href="{host.url}/strict.html.css"')
    )
    page = guest("strict.html").page
    open_panel(page)
    petri.rasa.says = {QUESTION: [{"topic": "programme.route", "text": "Zo.", "route": ROUTE, "sources": SOURCES}]}
    ask(page)
    page.locator(".route").wait_for()
    # The mascot's parts are found in the shadow root, not at the base.
    dish = page.locator(".launcher .mascot__dish, .header .mascot__dish").last
    box = dish.bounding_box()
    assert box and box["width"] > 20
