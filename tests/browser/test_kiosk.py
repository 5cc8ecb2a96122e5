"""The page /kiosk in a real browser. Rasa is played; the edge is real."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from playwright.sync_api import Page, Response, Route, expect

from bot.knowledge.store import Knowledge
from tests.browser.conftest import Visit
from tests.browser.played import PlayedPetri, played_petri
from tests.browser.test_chat import shoot, violations
from tests.browser.test_route import THREE, THREE_TEXT

LANDSCAPE, PORTRAIT, TABLET = (
    {"width": 1920, "height": 1080},
    {"width": 1080, "height": 1920},
    {"width": 1280, "height": 800},
)
SIZES = {"1920": LANDSCAPE, "1080": PORTRAIT, "1280": TABLET}
TARGET, TEXT, MAX_CHOICES = 76, 24, 7
START = "Raak aan en vraag"
OWN = "Stel zelf een vraag"
SECRET = "wat verdient mijn buurvrouw"
DISTRESS = "het gaat niet goed met mij"

# What must hold of every state: the choices, the size of targets and letters, and that nothing leads away.
STATE = """() => {
  const seen = (each) => each.checkVisibility() && each.getBoundingClientRect().width > 2;
  const modal = document.querySelector("dialog[open]");
  const all = [...(modal ?? document).querySelectorAll("button, a, input, summary, [role=button]")].filter(seen);
  const name = (each) => each.getAttribute("aria-label") || each.innerText.trim();
  const small = [...document.querySelectorAll("body *")].filter((each) =>
    seen(each) && !each.closest(".visually-hidden, svg, script")
    && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  return {
    choices: all.filter((each) => !each.matches(".key, [role=switch]")).map(name),
    targets: all.map((each) => [name(each), each.getBoundingClientRect().width, each.getBoundingClientRect().height]),
    outside: all.filter((each) => {
      const box = each.getBoundingClientRect();
      return box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
    }).map(name),
    letters: Math.min(...small.map((each) => parseFloat(getComputedStyle(each).fontSize))),
    links: document.querySelectorAll("a, area, iframe, form[action], [href]:not(link, use)").length,
    wide: document.documentElement.scrollWidth - innerWidth,
  };
}"""

SPEECH = """(voices) => {
  window.spoken = [];
  const made = { getVoices: () => voices, cancel: () => window.spoken.push(null), addEventListener: () => {},
    speak: (each) => window.spoken.push(each.text) };
  Object.defineProperty(window, "speechSynthesis", { value: made });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}"""


@pytest.fixture(scope="module")
def served(knowledge: Knowledge) -> Iterator[PlayedPetri]:
    """The real edge before a Rasa that is played."""
    with played_petri(knowledge) as petri:
        yield petri


@pytest.fixture
def petri(served: PlayedPetri, knowledge: Knowledge) -> Iterator[PlayedPetri]:
    """The same, as it is before anybody has been there."""
    levels = knowledge.route_guide.questions["level"]
    options = [
        {"title": option.title, "payload": f'/context.inform{{"level": "{i}"}}'} for i, option in levels.options.items()
    ]
    guide = {
        "text": f"Vraag 1 van 4. {levels.text}\n\n{levels.why}",
        "topic": "guide.route_advice",
        "sources": [],
        "buttons": [*options, {"title": "Stop met de vragen", "payload": "/chat.restart"}],
    }
    served.rasa.says = {
        "/guide.route_advice": [guide],
        '/context.inform{"level": "vwo"}': [{**guide, "text": "Vraag 2 van 4. En verder?", "buttons": options[:3]}],
        DISTRESS: [{"text": knowledge.answers["safety.distress"].text, "topic": "safety.distress"}],
        SECRET: [{"text": "Dat is jouw geheim.", "topic": "fallback.unknown", "sources": []}],
        "lumc": [{"text": "Het LUMC zit bij het station.", "topic": "employer.location", "subject": "lumc"}],
        "route": [{"text": THREE_TEXT, "topic": "programme.route", "route": THREE}],
    }
    served.rasa.told.clear()
    yield served
    served.rasa.is_away = False


@pytest.fixture
def kiosk(visitor: Callable[..., Visit], petri: PlayedPetri) -> Callable[..., Page]:
    """Opens the kiosk, with Playwright's context options; `clock` holds the time, to be moved by the test."""

    def make(clock: bool = False, failing: bool = False, before: str = "", **options: Any) -> Page:
        visit = visitor(**{"viewport": LANDSCAPE, "has_touch": True, "reduced_motion": "reduce", **options})
        visit.expects_failed_calls = failing
        if clock:
            visit.page.clock.install()
        if before:
            visit.page.add_init_script(before)
        visit.page.goto(f"{visit.url}/kiosk")
        expect(visit.page.locator(".story__first")).to_be_visible()
        return visit.page

    return make


def start(page: Page) -> str:
    """Touch the screen; the token of the new session."""
    with page.expect_response(lambda r: r.url.endswith("/api/session") and r.request.method == "POST") as opened:
        page.get_by_role("button", name=START).tap()
    expect(page.locator(".card")).to_be_visible()
    return str(opened.value.json()["token"])


def choose(page: Page, name: str) -> None:
    """Tap a choice and wait for its answer."""
    page.get_by_role("button", name=name, exact=True).first.tap()
    expect(page.locator(".card__question")).to_have_text(name)
    expect(page.locator(".card__text")).to_be_visible()


def ask(page: Page, text: str) -> None:
    """Ask a question with a real keyboard, and wait for its answer."""
    page.get_by_role("button", name=OWN).tap()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator(".card__question")).to_have_text(text)
    expect(page.locator(".card__text")).to_be_visible()


def check(page: Page, is_whole: bool = True) -> dict[str, Any]:
    """What holds of every state."""
    state: dict[str, Any] = page.evaluate(STATE)
    assert 1 <= len(state["choices"]) <= MAX_CHOICES, state["choices"]
    assert [t for t in state["targets"] if t[1] < TARGET or t[2] < TARGET] == []
    assert state["letters"] >= TEXT
    assert state["links"] == 0
    assert state["wide"] <= 0
    if is_whole:
        assert state["outside"] == [], "it is all on the screen"
    return state


def shown(page: Page) -> list[str]:
    """The choices beside the answer."""
    return page.locator(".choices .choice").all_inner_texts()


def answers_401(petri: PlayedPetri, token: str) -> bool:
    """Whether the edge has forgotten a token."""
    headers = {"Authorization": f"Bearer {token}"}
    return requests.post(f"{petri.url}/api/message", json={"text": "hoi"}, headers=headers).status_code == 401


@pytest.mark.parametrize("size", SIZES)
def test_walking_through_answers(kiosk: Callable[..., Page], size: str) -> None:
    """From a story to eight answers and a guide; every state is whole, big and without a way out."""
    page = kiosk(viewport=SIZES[size])
    assert check(page)["choices"] == [START]
    shoot(page, f"kiosk-attract-{size}")
    start(page)
    expect(page.locator(".card__text")).to_contain_text("computerprogramma")
    check(page)
    shoot(page, f"kiosk-greeting-{size}")
    for step in range(8):
        titles = [title for title in shown(page) if title not in ("Meer keuzes", "Help me kiezen", "Hallo")]
        choose(page, titles[step % len(titles)])
        check(page)
        if step == 1:
            shoot(page, f"kiosk-answer-{size}")
    expect(page.get_by_role("button", name="Terug", exact=True)).to_be_visible()
    page.get_by_role("button", name="Opnieuw").tap()
    expect(page.locator(".card__question")).to_have_text("Welkom")
    choose(page, "Help me kiezen")
    check(page)
    shoot(page, f"kiosk-guide-{size}")


def test_the_choices_of_a_guide_come_in_groups(kiosk: Callable[..., Page], knowledge: Knowledge) -> None:
    """Twelve levels, never more than seven things to choose, and always a way to stop."""
    page = kiosk(viewport=TABLET)
    start(page)
    choose(page, "Help me kiezen")
    wanted = [option.title for option in knowledge.route_guide.questions["level"].options.values()]
    found: list[str] = []
    while not set(wanted) <= set(found):
        titles = shown(page)
        assert titles[-2:] == ["Meer keuzes", "Stop met de vragen"]
        assert not set(found) & set(titles[:-2]), "a choice comes twice before all were there"
        found += titles[:-2]
        check(page)
        page.get_by_role("button", name="Meer keuzes").tap()
    assert found == wanted
    assert shown(page)[0] == wanted[0], "after the last group comes the first"
    assert page.locator(".card__strip i").count() == 4
    page.get_by_role("button", name="Meer keuzes").tap()
    choose(page, "Vwo")
    expect(page.locator(".card__label")).to_have_text("Je koos")
    assert page.locator(".card__strip .is-done").count() == 2


def test_earlier_answers_can_be_read_again(kiosk: Callable[..., Page]) -> None:
    """Back and forth; an earlier answer still leads on, an answered question of a guide does not."""
    page = kiosk()
    start(page)
    choose(page, "Welke beroepen zijn er?")
    choose(page, shown(page)[0])
    back, forth = (page.get_by_role("button", name=name, exact=True) for name in ("Terug", "Verder"))
    back.tap()
    expect(page.locator(".card__question")).to_have_text("Welke beroepen zijn er?")
    expect(page.locator(".card__question")).to_be_focused()
    check(page)
    back.tap()
    expect(page.locator(".card__question")).to_have_text("Welkom")
    expect(back).to_have_count(0)
    forth.tap()
    choose(page, shown(page)[1])
    expect(forth).to_have_count(0)

    page.get_by_role("button", name="Opnieuw").tap()
    choose(page, "Help me kiezen")
    page.get_by_role("button", name="Meer keuzes").tap()
    choose(page, "Vwo")
    back.tap()
    expect(page.locator(".card__question")).to_have_text("Help me kiezen")
    assert shown(page) == []


def test_two_answers_are_two_cards(kiosk: Callable[..., Page], petri: PlayedPetri) -> None:
    """One at a time; a guide's question that comes after an answer says what it is."""
    guide = petri.rasa.says["/guide.route_advice"][0]
    petri.rasa.says["twee dingen"] = [{"text": "Het eerste.", "topic": "chat.help", "sources": []}, guide]
    page = kiosk()
    start(page)
    ask(page, "twee dingen")
    expect(page.locator(".card__text")).to_have_text("Het eerste.")
    check(page)
    page.get_by_role("button", name="Verder").tap()
    expect(page.locator(".card__question")).to_have_text("Terug naar de vragen")
    assert "Stop met de vragen" in shown(page)


@pytest.mark.parametrize("size", ["1080", "1280"])
def test_the_keyboard_on_the_screen(kiosk: Callable[..., Page], petri: PlayedPetri, size: str) -> None:
    """A question by touch, with what Dutch needs; the cursor and a real keyboard work too."""
    page = kiosk(viewport=SIZES[size])
    start(page)
    page.get_by_role("button", name=OWN).tap()
    field = page.get_by_role("textbox", name="Je vraag")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("inputmode", "none")
    keys = page.get_by_role("group", name="Toetsenbord")
    tap = lambda *names: [keys.get_by_role("button", name=name, exact=True).tap() for name in names]  # noqa: E731
    tap("i", "d", "e", "e", "e", "wis letter", "e met trema", "n", "spatie", "1", "vraagteken")
    expect(field).to_have_value("ideeën 1?")
    expect(field).to_be_focused()
    assert check(page)["choices"] == ["Terug", "Vraag"]
    shoot(page, f"kiosk-keyboard-{size}")
    page.keyboard.press("Home")
    tap("e met accent aigu")
    page.keyboard.type("q")
    expect(field).to_have_value("éqideeën 1?")
    # The keyboard is one stop for Tab, and the arrow keys go over it.
    page.keyboard.press("Tab")
    expect(keys.get_by_role("button", name="q", exact=True)).to_be_focused()
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(field).to_have_value("éqsideeën 1?")
    page.get_by_role("button", name="Vraag", exact=True).tap()
    expect(page.locator(".card__question")).to_have_text("éqsideeën 1?")
    assert petri.rasa.told[-1][1] == "éqsideeën 1?"


def test_what_does_not_fit_or_is_not_accepted(kiosk: Callable[..., Page]) -> None:
    """Nothing typed, 300 characters, and a question that the edge would not have."""
    page = kiosk(failing=True)
    start(page)
    page.get_by_role("button", name=OWN).tap()
    field, notice = page.get_by_role("textbox", name="Je vraag"), page.locator(".is-notice")
    page.get_by_role("button", name="Vraag", exact=True).tap()
    expect(notice).to_have_text("Typ eerst je vraag.")
    field.fill("a" * 300)
    page.get_by_role("button", name="x", exact=True).tap()
    expect(field).to_have_value("a" * 300)
    expect(notice).to_contain_text("300 tekens")
    field.fill("tientallen vragen")
    problem = json.dumps({"type": "about:blank", "title": "Dat gaat even te snel.", "status": 429})
    page.route("**/api/message", lambda r: r.fulfill(status=429, content_type="application/problem+json", body=problem))
    page.get_by_role("button", name="Vraag", exact=True).tap()
    expect(notice).to_have_text("Dat gaat even te snel.")
    expect(field).to_have_value("tientallen vragen")
    page.get_by_role("button", name="Terug").tap()
    page.locator(".choices .choice").first.tap()
    expect(page.locator(".choices__notice")).to_have_text("Dat gaat even te snel.")
    check(page)


def test_the_countdown_can_be_stopped(kiosk: Callable[..., Page], petri: PlayedPetri) -> None:
    """After a minute it counts down; 'Ik ben er nog' keeps everything, and so does any touch before."""
    page = kiosk(clock=True)
    token = start(page)
    ask(page, SECRET)
    dialog, stay = page.get_by_role("dialog", name="Ben je er nog?"), page.get_by_role("button", name="Ik ben er nog")
    page.clock.run_for(50_000)
    page.locator(".card__text").tap()
    page.clock.run_for(54_000)
    expect(page.locator(".top__soon")).to_be_hidden()
    page.clock.run_for(2_000)
    expect(page.locator(".top__soon")).to_be_visible()
    expect(dialog).to_be_hidden()
    page.clock.run_for(4_500)
    expect(dialog).to_be_visible()
    expect(page.locator(".idle__count")).to_have_text("15")
    expect(stay).to_be_focused()
    page.clock.run_for(10_000)
    expect(page.locator(".idle__count")).to_have_text("5")
    assert check(page)["choices"] == ["Ik ben er nog", "Klaar, wis alles"]
    shoot(page, "kiosk-countdown-1920")
    assert violations(page) == []
    # Touching beside it does nothing: whoever comes next must not get this conversation.
    page.touchscreen.tap(20, 20)
    expect(dialog).to_be_visible()
    stay.tap()
    expect(dialog).to_be_hidden()
    page.clock.run_for(59_000)
    expect(dialog).to_be_hidden()
    expect(page.locator(".card__question")).to_have_text(SECRET)
    assert not answers_401(petri, token)


def test_nobody_there_erases_everything(kiosk: Callable[..., Page], petri: PlayedPetri) -> None:
    """The edge forgets, the page forgets, and the next visitor is somebody else."""
    page = kiosk(clock=True)
    first = start(page)
    ask(page, SECRET)
    page.get_by_role("button", name=OWN).tap()
    page.keyboard.type("half een zin")
    with page.expect_response(lambda r: r.request.method == "DELETE") as erased:
        page.clock.run_for(61_000)
        page.clock.run_for(16_000)
    assert erased.value.status == 204
    expect(page.get_by_role("button", name=START)).to_be_visible()
    assert answers_401(petri, first)
    assert page.get_by_role("dialog").count() == 0
    everything = page.content() + page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert SECRET not in everything and "half een zin" not in everything and first not in everything

    second = start(page)
    assert second != first
    senders = {sender for sender, said in petri.rasa.told if said in ("/chat.greeting", SECRET)}
    assert len(senders) == 2
    expect(page.get_by_role("button", name="Terug")).to_have_count(0)
    page.get_by_role("button", name=OWN).tap()
    expect(page.get_by_role("textbox")).to_have_value("")
    assert SECRET not in page.content()


def test_nobody_waits_on_a_screen_that_nobody_touched(kiosk: Callable[..., Page]) -> None:
    page = kiosk(clock=True)
    page.clock.fast_forward(300_000)
    expect(page.get_by_role("button", name=START)).to_be_visible()
    assert page.get_by_role("dialog").count() == 0


def test_an_answer_that_comes_too_late_is_for_nobody(kiosk: Callable[..., Page], petri: PlayedPetri) -> None:
    """The visitor has gone; the answer to their question must not turn up in the next conversation."""
    page = kiosk(failing=True)
    first = start(page)
    held: list[Route] = []
    page.route("**/api/message", lambda route: held.append(route))
    page.get_by_role("button", name=OWN).tap()
    page.keyboard.type(SECRET)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Petri denkt na", exact=True)).to_be_visible()
    check(page)
    page.get_by_role("button", name="Opnieuw").tap()
    expect(page.locator(".card__question")).to_have_text("Welkom")
    with contextlib.suppress(Exception):
        held[0].fulfill(json={"messages": [{"id": "m9", "text": "Dat is jouw geheim.", "topic": "chat.help"}]})
    page.wait_for_timeout(300)
    expect(page.locator(".card__question")).to_have_text("Welkom")
    assert SECRET not in page.content() and "geheim" not in page.content()
    assert answers_401(petri, first)


def test_a_session_that_the_edge_has_closed_is_renewed(kiosk: Callable[..., Page], petri: PlayedPetri) -> None:
    page = kiosk(failing=True)
    token = start(page)
    requests.delete(f"{petri.url}/api/session", headers={"Authorization": f"Bearer {token}"})
    ask(page, SECRET)
    expect(page.locator(".card__text")).to_have_text("Dat is jouw geheim.")


@pytest.mark.parametrize("size", ["1080", "1280"])
def test_somebody_in_distress_gets_time_and_large_numbers(kiosk: Callable[..., Page], size: str) -> None:
    """The numbers are large and all on the screen, nothing draws away from them, and the clock is patient."""
    page = kiosk(clock=True, viewport=SIZES[size])
    start(page)
    ask(page, DISTRESS)
    numbers = page.locator(".card__number")
    assert numbers.all_inner_texts() == ["113", "0800-0432", "0800-2000", "112"]
    sizes = numbers.evaluate_all("all => all.map((each) => parseFloat(getComputedStyle(each).fontSize))")
    assert min(sizes) >= 2 * TEXT
    text = page.locator(".card__text")
    assert text.evaluate("each => each.scrollHeight <= each.clientHeight"), "without scrolling"
    assert shown(page) == []
    check(page)
    shoot(page, f"kiosk-distress-{size}")
    page.clock.run_for(118_000)
    assert page.get_by_role("dialog").count() == 0
    page.clock.run_for(3_000)
    expect(page.get_by_role("dialog")).to_be_visible()


def test_sources_are_codes_to_scan(kiosk: Callable[..., Page], knowledge: Knowledge) -> None:
    """Each code is of the address of a source or of an address in the text, and is there."""
    page = kiosk()
    start(page)
    choose(page, "Welke beroepen zijn er?")
    urls = {knowledge.sources[i].url for i in knowledge.answers["occupation.list"].sources}
    expect(page.get_by_text("Scan om verder te lezen")).to_be_visible()
    codes = page.locator(".further img")
    assert 1 <= codes.count() <= 3
    for code in codes.all():
        expect(code).to_be_visible()
        asked = urlsplit(code.get_attribute("src") or "")
        assert asked.path == "/qr.svg"
        assert parse_qs(asked.query)["text"][0] in urls
        page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=code.element_handle())
        assert (code.get_attribute("alt") or "").startswith("QR-code naar ")
    ask(page, DISTRESS)
    assert "113.nl" in (page.locator(".further img").get_attribute("src") or "")


def test_a_route_is_drawn(kiosk: Callable[..., Page]) -> None:
    page = kiosk(viewport=PORTRAIT)
    start(page)
    ask(page, "route")
    expect(page.get_by_role("img", name="Tekening")).to_be_visible()
    check(page)
    shoot(page, "kiosk-route-1080")


@pytest.mark.parametrize(("name", "viewport"), [("1080", PORTRAIT), ("1920", LANDSCAPE)])
def test_the_map_is_drawn(kiosk: Callable[..., Page], name: str, viewport: dict[str, int]) -> None:
    page = kiosk(viewport=viewport)
    start(page)
    ask(page, "lumc")
    expect(page.get_by_role("img", name="Kaart van het Leiden Bio Science Park: LUMC")).to_be_visible()
    check(page)
    shoot(page, f"kiosk-map-{name}")


def test_there_is_no_way_out(kiosk: Callable[..., Page]) -> None:
    """No menu, no shortcut, no selection, no dragging, no zooming."""
    page = kiosk()
    start(page)
    choose(page, "Welke beroepen zijn er?")
    stopped = page.evaluate(
        """() => {
          const text = document.querySelector(".card__text");
          const stops = (event) => !text.dispatchEvent(event);
          const key = (init) => stops(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
          const plain = (type) => stops(new Event(type, { bubbles: true, cancelable: true }));
          return {
            menu: plain("contextmenu"), drag: plain("dragstart"), drop: plain("drop"), select: plain("selectstart"),
            copy: plain("copy"), paste: plain("paste"),
            zoom: stops(new WheelEvent("wheel", { bubbles: true, cancelable: true, ctrlKey: true })),
            print: key({ key: "p", ctrlKey: true }), find: key({ key: "f", metaKey: true }), help: key({ key: "F1" }),
            back: key({ key: "ArrowLeft", altKey: true }), reload: key({ key: "F5" }),
          };
        }"""
    )
    assert [name for name, is_stopped in stopped.items() if not is_stopped] == []
    letters = "cancelable: true, bubbles: true"
    assert page.evaluate(f"document.body.dispatchEvent(new KeyboardEvent('keydown', {{key: 'a', {letters}}}))")
    style = page.evaluate("(({userSelect, touchAction}) => [userSelect, touchAction])(getComputedStyle(document.body))")
    assert style == ["none", "pan-y"]
    address = page.url
    page.locator(".card").click(button="right")
    page.keyboard.press("Alt+ArrowLeft")
    assert page.url == address


@pytest.mark.parametrize(("size", "scheme"), [("1080", "light"), ("1920", "dark")])
def test_petri_away_and_back(kiosk: Callable[..., Page], petri: PlayedPetri, size: str, scheme: str) -> None:
    """The question is kept, the stories go on, and the answer comes by itself."""
    page = kiosk(failing=True, clock=True, viewport=SIZES[size], color_scheme=scheme)
    start(page)
    petri.rasa.is_away = True
    page.get_by_role("button", name=OWN).tap()
    page.keyboard.type(SECRET)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ik ben zo terug")).to_be_visible()
    expect(page.get_by_text("Je vraag blijft staan")).to_be_visible()
    expect(page.locator(".story__first")).to_be_visible()
    expect(page.get_by_role("button", name=START)).to_be_hidden()
    assert page.get_by_role("img", name="QR-code naar de site").evaluate("image => image.naturalWidth > 0")
    assert page.evaluate(STATE)["letters"] >= TEXT
    assert violations(page) == []
    shoot(page, f"kiosk-away-{size}-{scheme}")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/healthz") else None)
    for _ in range(25):
        page.clock.run_for(1_000)
        page.wait_for_timeout(10)
    assert 2 <= len(asked) <= 5, "it asks less and less often"
    petri.rasa.is_away = False
    # The edge keeps a reading of its health for two seconds.
    page.wait_for_timeout(2_100)
    for _ in range(31):
        page.clock.run_for(1_000)
        page.wait_for_timeout(20)
    expect(page.locator(".card__text")).to_have_text("Dat is jouw geheim.")


def test_without_a_network_the_page_stays(kiosk: Callable[..., Page]) -> None:
    """Everything that is needed while the edge is gone is there already."""
    page = kiosk(failing=True, clock=True)
    page.context.set_offline(True)
    expect(page.get_by_role("heading", name="Ik ben zo terug")).to_be_visible()
    assert page.get_by_role("img", name="QR-code naar de site").evaluate("image => image.naturalWidth > 0")
    page.clock.run_for(120_000)
    page.locator(".story").tap()
    expect(page.locator(".story__first")).to_be_visible()
    assert page.url.endswith("/kiosk")
    page.context.set_offline(False)
    expect(page.get_by_role("button", name=START)).to_be_visible()
    start(page)


def test_a_visitor_who_leaves_while_petri_is_away_is_forgotten_too(
    kiosk: Callable[..., Page], petri: PlayedPetri
) -> None:
    page = kiosk(failing=True, clock=True)
    token = start(page)
    petri.rasa.is_away = True
    page.get_by_role("button", name=OWN).tap()
    page.keyboard.type(SECRET)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Je vraag blijft staan")).to_be_visible()
    page.clock.run_for(61_000)
    page.clock.run_for(16_000)
    expect(page.get_by_text("Je vraag blijft staan")).to_be_hidden()
    assert SECRET not in page.content()
    petri.rasa.is_away = False
    page.wait_for_timeout(2_100)
    for _ in range(31):
        page.clock.run_for(1_000)
        page.wait_for_timeout(20)
    expect(page.get_by_role("button", name=START)).to_be_visible()
    assert answers_401(petri, token)


def test_reading_aloud(kiosk: Callable[..., Page]) -> None:
    """With a Dutch voice of this computer; off until asked for, and off again for the next visitor."""
    voices = '[{"lang": "en-GB", "localService": true}, {"lang": "nl-BE", "localService": true}]'
    page = kiosk(before=f"({SPEECH})({voices})")
    switch = page.get_by_role("switch", name="Voorlezen")
    expect(switch).to_be_visible()
    expect(switch).to_have_attribute("aria-checked", "false")
    check(page)
    start(page)
    assert [text for text in page.evaluate("spoken") if text] == []
    switch.tap()
    expect(switch).to_have_attribute("aria-checked", "true")
    assert "computerprogramma" in page.evaluate("spoken.filter(Boolean).join(' ')")
    shoot(page, "kiosk-voice-1920")
    assert violations(page) == []
    page.evaluate("spoken.length = 0")
    choose(page, "Welke beroepen zijn er?")
    assert page.evaluate("spoken.filter(Boolean).length") > 1
    page.evaluate("spoken.length = 0")
    ask(page, DISTRESS)
    assert page.evaluate("spoken.filter(Boolean)") == [], "not in a hall full of people"
    page.get_by_role("button", name="Opnieuw").tap()
    expect(page.locator(".card__question")).to_have_text("Welkom")
    expect(switch).to_have_attribute("aria-checked", "false")
    assert page.evaluate("spoken.filter(Boolean)") == []
    assert page.evaluate("spoken.at(-1)") is None


@pytest.mark.parametrize("voices", ["[]", '[{"lang": "en-US", "localService": true}]', '[{"lang": "nl-NL"}]'])
def test_no_reading_aloud_without_a_dutch_voice_here(kiosk: Callable[..., Page], voices: str) -> None:
    """A voice over the internet would tell somebody else what is asked."""
    page = kiosk(before=f"({SPEECH})({voices})")
    expect(page.get_by_role("switch")).to_have_count(0)


def test_stories_follow_each_other(kiosk: Callable[..., Page]) -> None:
    page = kiosk(clock=True, reduced_motion="no-preference")
    told = set()
    for _ in range(4):
        told.add(page.locator(".story__first").inner_text())
        page.clock.run_for(17_000)
    assert len(told) >= 3


def test_nothing_moves_under_reduced_motion(kiosk: Callable[..., Page]) -> None:
    """The story stays, and no animation runs, here or in the conversation."""
    page = kiosk(clock=True)
    story = page.locator(".story__first").inner_text()
    page.clock.fast_forward(120_000)
    expect(page.locator(".story__first")).to_have_text(story)
    assert page.evaluate("document.getAnimations().length") == 0
    start(page)
    assert page.evaluate("document.getAnimations().length") == 0


def test_every_story_fits(kiosk: Callable[..., Page]) -> None:
    """On each screen, with the invitation under it and with what stands there while Petri is away."""
    page = kiosk()
    for size in (*SIZES.values(), {"width": 800, "height": 1280}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for away in (False, True):
            assert cut_stories(page, away) == [], (size, away)


def cut_stories(page: Page, away: bool) -> list[str]:
    """The stories that are not all on the screen, or too small."""
    cut: list[str] = page.evaluate(
        """async (away) => {
          const { Attract } = await import("/static/kiosk/attract.js");
          const part = (name) => document.querySelector(`[data-part=${name}]`);
          [part("invite").hidden, part("gone").hidden] = [away, !away];
          const stories = JSON.parse(document.getElementById("stories").textContent);
          return stories.filter((each) => {
            new Attract([each], { drawing: part("drawing"), story: part("story") }).start();
            const letters = [...part("story").children].map((p) => parseFloat(getComputedStyle(p).fontSize));
            return part("story").scrollHeight > part("story").clientHeight || Math.min(...letters) < 24
              || part("drawing").getBoundingClientRect().height < 100;
          }).map((each) => each.paragraphs[0]);
        }""",
        away,
    )
    return cut


@pytest.mark.parametrize(("size", "scheme"), [("1920", "dark"), ("1080", "light")])
def test_axe_finds_nothing(kiosk: Callable[..., Page], size: str, scheme: str) -> None:
    page = kiosk(viewport=SIZES[size], color_scheme=scheme)
    found = {"attract": violations(page)}
    shoot(page, f"kiosk-attract-{size}-{scheme}")
    start(page)
    found["greeting"] = violations(page)
    choose(page, "Welke beroepen zijn er?")
    found["answer"] = violations(page)
    shoot(page, f"kiosk-answer-{size}-{scheme}")
    choose(page, shown(page)[0])
    found["next"] = violations(page)
    page.get_by_role("button", name="Opnieuw").tap()
    choose(page, "Help me kiezen")
    found["guide"] = violations(page)
    page.get_by_role("button", name="Opnieuw").tap()
    ask(page, DISTRESS)
    found["distress"] = violations(page)
    page.get_by_role("button", name=OWN).tap()
    found["keyboard"] = violations(page)
    shoot(page, f"kiosk-keyboard-{size}-{scheme}")
    assert found == {state: [] for state in found}


@pytest.mark.parametrize("zoom", [2, 4])
def test_zoomed_in_the_page_scrolls(kiosk: Callable[..., Page], zoom: int) -> None:
    """A browser's zoom makes the window smaller in CSS pixels; 400 % of a tablet is 320 pixels wide."""
    page = kiosk(viewport={"width": 1280 // zoom, "height": 800 // zoom})
    check(page, is_whole=False)
    start(page)
    choose(page, "Welke beroepen zijn er?")
    check(page, is_whole=False)
    page.get_by_role("button", name=OWN).tap()
    check(page, is_whole=False)
    page.get_by_role("button", name="Vraag", exact=True).scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Vraag", exact=True)).to_be_in_viewport()


def test_a_keyboard_is_enough(kiosk: Callable[..., Page]) -> None:
    """The focus goes where the visitor goes: to the question above the answer, and from there to the choices."""
    page = kiosk()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=START)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".card__question")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".card__text")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".choices .choice").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".card__question")).to_have_text("Welke beroepen zijn er?")
    expect(page.locator(".card__question")).to_be_focused()
    expect(page.locator("[data-part=live]")).to_contain_text("beroepen")


def test_it_all_comes_from_petri(kiosk: Callable[..., Page]) -> None:
    """One look at what the first look costs; `Visit.check` sees to the rest."""
    kinds: list[Response] = []
    page = kiosk()
    page.on("response", lambda response: kinds.append(response))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert {urlsplit(each.url).netloc for each in kinds} == {urlsplit(page.url).netloc}
    assert [each.url for each in kinds if each.status >= 400] == []
