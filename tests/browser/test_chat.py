"""The page /chat in a real browser, against the real servers."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, Request, Response, Route, expect

from bot.setup.dutch_pipeline import ROOT
from bot.stack import Stack
from tests.browser.conftest import Visit

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENSHOTS = ROOT / "build" / "screenshots"
QUESTION = "Wat verdien je in een lab?"
LINK = "?topic=programme.admission&level=vmbo-tl"
AWAY = "Petri is even niet bereikbaar"
# Bytes, everything gzipped: what a pupil's bundle pays for the first look.
FIRST_LOAD = 60_000
# Milliseconds. Rasa needs 15 to 40 seconds to load; this is only where waiting stops.
RASA_STARTS = 180_000


def say(page: Page, text: str) -> None:
    """Type something and send it with Enter."""
    page.get_by_role("textbox", name="Je vraag").fill(text)
    page.keyboard.press("Enter")


def ask(page: Page, text: str = QUESTION) -> None:
    """Say something and wait for what Petri says to it."""
    before = page.locator(".entry--petri").count()
    say(page, text)
    page.locator(".entry--petri").nth(before).wait_for()


def token(page: Page) -> str:
    """The key to the conversation of this tab."""
    return str(page.evaluate("JSON.parse(sessionStorage.getItem('petri.chat')).token"))


def texts(page: Page) -> list[str]:
    """What was said, in order."""
    return page.locator(".entry__text").all_inner_texts()


def problem(status: int, title: str) -> Callable[[Route], None]:
    """Answers a call as the edge does when it refuses."""
    body = json.dumps({"type": "about:blank", "title": title, "status": status})
    return lambda route: route.fulfill(status=status, content_type="application/problem+json", body=body)


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe-core finds wrong: the rule, and where."""
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", AXE_TAGS)
    return [(each["id"], [str(node["target"]) for node in each["nodes"]]) for each in found["violations"]]


def shoot(page: Page, name: str, full_page: bool = False) -> None:
    """Keep a screenshot for who wants to look."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=full_page)


def test_conversation(visit: Visit) -> None:
    """Type a question, open the sources of the answer, rate it, tap a follow-up."""
    page = visit.open()
    expect(page.locator(".entry--petri").first).to_contain_text("computer")
    ask(page)
    answer = page.locator(".entry--petri").nth(1)
    expect(page.locator(".entry--visitor").last).to_contain_text(QUESTION)

    strip = answer.locator("details.sources")
    expect(strip.locator("summary")).to_contain_text("bron")
    strip.locator("summary").click()
    source = strip.get_by_role("link").first
    expect(source).to_be_visible()
    expect(source).to_have_attribute("target", "_blank")
    expect(source).to_have_attribute("rel", "noopener noreferrer")

    answer.get_by_role("button", name="Ja", exact=True).click()
    expect(answer.get_by_role("group", name="Dank je.")).to_be_visible()

    follow_ups = answer.get_by_role("list", name="Verder vragen").get_by_role("button")
    title = follow_ups.first.inner_text()
    before = page.locator(".entry--petri").count()
    follow_ups.first.click()
    page.locator(".entry--petri").nth(before).wait_for()
    expect(page.locator(".entry--visitor").last).to_contain_text(title)
    for button in follow_ups.all():
        expect(button).to_be_visible()
        expect(button).to_have_attribute("aria-disabled", "true")


def test_keyboard_only(visit: Visit) -> None:
    """Everything works without a pointer, and the focus goes only where the visitor sends it."""
    page = visit.open()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar het invoerveld")).to_be_focused()
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Je vraag")
    expect(field).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    answer = page.locator(".entry--petri").nth(1)
    answer.wait_for()
    expect(field).to_be_focused()

    tab_to(page, "summary", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(answer.locator("details")).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(field).to_be_focused()

    tab_to(page, ".follow-ups button", "Shift+Tab")
    page.keyboard.press("Enter")
    page.locator(".entry--petri").nth(2).wait_for()
    assert page.evaluate("document.activeElement.matches('.follow-ups [aria-pressed]')"), "the used button keeps focus"

    tab_to(page, "[role=log]", "Shift+Tab")
    page.keyboard.press("ArrowUp")
    expect(page.locator("article").last).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator("article").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("article").nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('a, summary')"), "Enter goes into the message"


def tab_to(page: Page, selector: str, key: str) -> None:
    """Press a key until the focus is on something."""
    for _ in range(40):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{key} never comes to {selector}")


def test_reload_keeps_the_conversation(visit: Visit) -> None:
    """A reload shows the same, with the same session, and what was used stays used."""
    page = visit.open()
    page.locator(".follow-ups button").first.click()
    page.locator(".entry--petri").nth(1).wait_for()
    ask(page)
    before, key = texts(page), token(page)
    page.reload()
    expect(page.locator(".entry")).to_have_count(len(before))
    assert texts(page) == before
    assert token(page) == key
    expect(page.locator(".follow-ups").first.locator("[aria-pressed=true]")).to_have_count(1)
    expect(page.locator("[data-part=live]")).to_be_empty()
    ask(page)


def test_deep_link_fires_once(visit: Visit) -> None:
    """The link asks its question once, also when the page is loaded again."""
    sessions: list[Request] = []
    visit.page.on("request", lambda call: sessions.append(call) if call.url.endswith("/api/session") else None)
    page = visit.open(LINK)
    expect(page.locator(".entry--petri")).to_have_count(2)
    assert page.url == f"{visit.url}/chat"
    assert sessions[0].post_data_json == {"surface": "link", "topic": "programme.admission", "level": "vmbo-tl"}
    page.reload()
    expect(page.locator(".entry--petri")).to_have_count(2)
    ask(page)
    assert len(sessions) == 1


def test_broken_deep_link(visit: Visit) -> None:
    """A link that asks nothing we know says so and still opens a conversation."""
    visit.expects_failed_calls = True
    page = visit.open("?topic=bestaat.niet")
    expect(page.locator(".entry--note")).to_contain_text("Deze link klopt niet meer")
    assert page.url == f"{visit.url}/chat"
    ask(page)


def test_restart_erases(visit: Visit) -> None:
    """'Opnieuw' closes the session at the edge and starts with an empty page and the cursor in the field."""
    page = visit.open()
    ask(page)
    old = token(page)
    page.locator(".menu summary").click()
    with page.expect_response(lambda response: response.request.method == "DELETE") as erased:
        page.get_by_role("button", name="Opnieuw").click()
    assert erased.value.status == 204
    expect(page.locator(".entry")).to_have_count(1)
    expect(page.get_by_role("textbox", name="Je vraag")).to_be_focused()
    assert token(page) != old
    answer = requests.post(
        f"{visit.url}/api/message", json={"text": QUESTION}, headers={"Authorization": f"Bearer {old}"}, timeout=15
    )
    assert answer.status_code == 401


def test_closed_session(visit: Visit) -> None:
    """When the edge has closed the session, the page says so and asks the question again in a new one."""
    visit.expects_failed_calls = True
    page = visit.open()
    requests.delete(f"{visit.url}/api/session", headers={"Authorization": f"Bearer {token(page)}"}, timeout=15)
    ask(page)
    expect(page.locator(".entry--note")).to_contain_text("half uur")
    expect(page.locator(".entry--petri")).to_have_count(2)
    ask(page)


@pytest.mark.parametrize(
    ("status", "title"),
    [(400, "Je bericht is leeg."), (413, "Je bericht is te lang."), (429, "Dat gaat even te snel.")],
)
def test_refused_message(visit: Visit, status: int, title: str) -> None:
    """What the edge refuses goes back to the field, with the reason beside it."""
    visit.expects_failed_calls = True
    page = visit.open()
    page.route("**/api/message", problem(status, title))
    say(page, QUESTION)
    field = page.get_by_role("textbox", name="Je vraag")
    expect(field).to_have_value(QUESTION)
    expect(field).to_have_accessible_description(title)
    expect(page.locator(".entry--visitor")).to_have_count(0)
    page.unroute("**/api/message")
    page.keyboard.press("Enter")
    expect(page.locator(".entry--petri")).to_have_count(2)


def test_refused_button(visit: Visit) -> None:
    """A button whose message is refused can be used again."""
    visit.expects_failed_calls = True
    page = visit.open()
    page.route("**/api/message", problem(429, "Dat gaat even te snel."))
    button = page.locator(".follow-ups button").first
    button.click()
    expect(page.locator(".composer__notice")).to_have_text("Dat gaat even te snel.")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    page.unroute("**/api/message")
    button.click()
    expect(page.locator(".entry--petri")).to_have_count(2)


def test_offline(visit: Visit) -> None:
    """Without internet the message waits, and is sent when there is internet again."""
    visit.expects_failed_calls = True
    page = visit.open()
    page.context.set_offline(True)
    say(page, QUESTION)
    expect(page.locator(".away")).to_contain_text("geen internet")
    page.context.set_offline(False)
    expect(page.locator(".entry--petri")).to_have_count(2)
    expect(page.locator(".away")).to_have_count(0)
    expect(page.locator(".entry--visitor")).to_have_count(1)


def test_slow_answer(visit: Visit) -> None:
    """After twenty seconds the page stops waiting; 'Probeer opnieuw' sends the same message."""
    visit.expects_failed_calls = True
    visit.page.clock.install()
    page = visit.open()
    held: list[Route] = []
    page.route("**/api/message", lambda route: held.append(route))
    with page.expect_request("**/api/message"):
        say(page, QUESTION)
    expect(page.locator(".entry--thinking")).to_be_visible()
    page.clock.fast_forward(20_001)
    expect(page.locator(".away")).to_contain_text(AWAY)
    page.unroute("**/api/message")
    with page.expect_request("**/api/message") as again:
        page.get_by_role("button", name="Probeer opnieuw").click()
    assert again.value.post_data_json == {"text": QUESTION}
    expect(page.locator(".entry--petri")).to_have_count(2)
    expect(page.locator(".entry--visitor")).to_have_count(1)


def test_reload_while_waiting(visit: Visit) -> None:
    """A question that had no answer yet is asked again after a reload."""
    page = visit.open()
    held: list[Route] = []
    page.route("**/api/message", lambda route: held.append(route))
    with page.expect_request("**/api/message"):
        say(page, QUESTION)
    page.unroute("**/api/message")
    page.reload()
    expect(page.locator(".entry--petri")).to_have_count(2)
    expect(page.locator(".entry--visitor")).to_have_count(1)


def test_one_message_at_a_time(visit: Visit) -> None:
    """What is sent while an answer is on its way stays in the field."""
    page = visit.open()
    held: list[Route] = []
    page.route("**/api/message", lambda route: held.append(route))
    with page.expect_request("**/api/message"):
        say(page, QUESTION)
    say(page, "En hoe lang duurt het?")
    expect(page.get_by_role("textbox", name="Je vraag")).to_have_value("En hoe lang duurt het?")
    expect(page.locator(".composer__notice")).to_contain_text("Wacht nog even")
    held[0].continue_()
    expect(page.locator(".entry--petri")).to_have_count(2)
    expect(page.get_by_role("textbox", name="Je vraag")).to_have_value("En hoe lang duurt het?")


def test_markup_is_text(visit: Visit) -> None:
    """Text that looks like HTML is shown as it was typed."""
    page = visit.open()
    typed = '<b>vet</b><img src="/x" onerror="alert(1)"> &amp;'
    ask(page, typed)
    expect(page.locator(".entry--visitor .entry__text")).to_have_text(typed)
    expect(page.locator(".transcript :is(b, img)")).to_have_count(0)


def test_answer_text(visit: Visit) -> None:
    """Paragraphs, lists and links; only what can be called is a phone number, only the web is a source's link."""
    page = visit.open()
    text = (
        "Mail sandra@civ-biosciences.nl of kijk op mborijnland.nl/voorlichting.\n\n"
        "- Bel 112 of 0800-0432.\n- Er zijn 112 banen, o.a. in Leiden, tot 01-04-2027.\n\n<i>Klaar</i> (https://duo.nl/a?b=c)."
    )
    sources = [
        {"id": "a", "title": "Goed", "publisher": "P", "url": "https://example.org/", "as_of": "2021-07-01"},
        {"id": "b", "title": "Fout", "publisher": "P", "url": "javascript:alert(1)", "as_of": None},
    ]
    message = {"id": "m2", "text": text, "topic": "civ.contact", "subject": None, "sources": sources, "buttons": []}
    page.route("**/api/message", lambda route: route.fulfill(json={"messages": [message]}))
    ask(page)
    answer = page.locator(".entry--petri").last
    links = [link.get_attribute("href") for link in answer.locator(".entry__text a").all()]
    assert links == [
        "mailto:sandra@civ-biosciences.nl",
        "https://mborijnland.nl/voorlichting",
        "tel:112",
        "tel:08000432",
        "https://duo.nl/a?b=c",
    ]
    expect(answer.locator(".entry__text > p")).to_have_count(2)
    expect(answer.locator(".entry__text > ul > li")).to_have_count(2)
    expect(answer.locator(".entry__text")).to_contain_text("<i>Klaar</i>")
    expect(answer.locator("summary")).to_have_text("2 bronnen · 2021")
    answer.locator("summary").click()
    expect(answer.locator(".sources a")).to_have_count(1)
    expect(answer.locator(".sources")).to_contain_text("zonder jaartal")


def test_live_region_has_only_the_new_text(visit: Visit) -> None:
    """A screen reader hears each answer once, and never what the visitor typed."""
    page = visit.open()
    live = page.locator("[data-part=live]")
    ask(page)
    ask(page, "Welke bedrijven zijn er?")
    shown = page.locator(".entry--petri").last.locator(".entry__text").text_content() or ""
    heard = live.text_content() or ""
    assert plain(heard) == plain(shown)
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")


def plain(text: str) -> str:
    """The words of a text, without what only shapes it."""
    return "".join(character for character in text if character.isalnum())


def test_focus_stays(visit: Visit) -> None:
    """An answer never takes the focus."""
    page = visit.open()
    ask(page)
    expect(page.get_by_role("textbox", name="Je vraag")).to_be_focused()
    expect(page.get_by_role("textbox", name="Je vraag")).to_have_value("")


def test_counter(visit: Visit) -> None:
    """The counter shows from 250 characters on, and there is no room for more than 300."""
    page = visit.open()
    counter = page.locator("[data-part=counter]")
    field = page.get_by_role("textbox", name="Je vraag")
    field.fill("a" * 249)
    expect(counter).to_be_hidden()
    field.press("b")
    expect(counter).to_have_text("250 van 300 tekens")
    field.fill("a" * 300)
    field.press("b")
    expect(field).to_have_value("a" * 300)


def test_nothing_is_not_sent(visit: Visit) -> None:
    """An empty message stays where it is."""
    page = visit.open()
    say(page, "   ")
    page.get_by_role("button", name="Stuur").click()
    expect(page.locator(".entry--visitor")).to_have_count(0)
    ask(page)
    expect(page.locator(".entry--visitor")).to_have_count(1)


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_motion(visitor: Callable[..., Visit], motion: str) -> None:
    """While Petri thinks its colonies move, but never for who wants things still."""
    page = visitor(reduced_motion=motion).open()
    held: list[Route] = []
    page.route("**/api/message", lambda route: held.append(route))
    with page.expect_request("**/api/message"):
        say(page, QUESTION)
    expect(page.locator(".entry--thinking")).to_contain_text("Petri denkt na")
    moves = page.evaluate("document.getAnimations().length > 0")
    assert moves == (motion == "no-preference")
    held[0].continue_()
    expect(page.locator(".entry--petri")).to_have_count(2)


@pytest.mark.parametrize("text_size", ["100%", "200%"])
@pytest.mark.parametrize("width", [320, 360])
def test_no_sideways_scrolling(visitor: Callable[..., Visit], width: int, text_size: str) -> None:
    """Everything fits the width of a small phone, also with the text at twice its size."""
    page = visitor(viewport={"width": width, "height": 640}).open()
    page.evaluate(
        "size => document.documentElement.style.fontSize = `calc(106.25% * ${parseInt(size)} / 100)`", text_size
    )
    ask(page)
    page.locator("summary").last.click()
    ask(page, "a" * 300)
    wide = page.evaluate(
        """() => [...document.querySelectorAll('html, body, .transcript, .transcript *, .header *, .composer *')]
            .filter(each => !each.closest('svg') && !each.closest('.visually-hidden, .entry__name'))
            .filter(each => each.getBoundingClientRect().right > innerWidth + 1 || (each.matches('html, .transcript')
                && each.scrollWidth > each.clientWidth))
            .map(each => each.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    shoot(page, f"chat-{width}-text-{text_size.rstrip('%')}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(visitor: Callable[..., Visit], scheme: str) -> None:
    """No violation of WCAG 2.2 AA in any state of the page, in either theme."""
    visit = visitor(color_scheme=scheme, reduced_motion="reduce")
    visit.expects_failed_calls = True
    page = visit.open(LINK)
    assert violations(page) == []
    page.locator(".follow-ups button").first.click()
    page.locator(".entry--petri").nth(2).wait_for()
    ask(page)
    page.locator("summary").last.click()
    page.get_by_role("button", name="Ja", exact=True).last.click()
    page.get_by_role("group", name="Dank je.").wait_for()
    page.get_by_role("textbox", name="Je vraag").fill("a" * 290)
    assert violations(page) == []
    page.route("**/api/message", problem(429, "Dat gaat even te snel."))
    say(page, QUESTION)
    page.locator(".composer__notice").get_by_text("te snel").wait_for()
    assert violations(page) == []
    page.route("**/api/message", lambda route: route.abort())
    page.route("**/healthz", lambda route: route.abort())
    page.keyboard.press("Enter")
    page.locator(".away").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "size"), [("phone", (360, 740)), ("desktop", (1280, 800))])
def test_screenshots(visitor: Callable[..., Visit], name: str, size: tuple[int, int], scheme: str) -> None:
    """Pictures of the page, for the eye."""
    options: dict[str, Any] = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    page = visitor(**options, reduced_motion="reduce").open()
    shoot(page, f"chat-{name}-{scheme}-greeting")
    ask(page)
    shoot(page, f"chat-{name}-{scheme}-answer")
    page.locator("summary").last.click()
    shoot(page, f"chat-{name}-{scheme}-sources")


def test_first_load(visitor: Callable[..., Visit]) -> None:
    """The first look is small, and nothing on it jumps."""
    visit = visitor()
    responses: list[Response] = []
    visit.page.on("response", lambda response: responses.append(response))
    page = visit.open()
    page.wait_for_load_state("networkidle")
    # A 304 says that a file asked for a second time is still the same.
    loaded = {each.url: each for each in responses if each.status == 200}
    size = sum(len(gzip.compress(response.body())) for response in loaded.values())
    assert size <= FIRST_LOAD
    shift = page.evaluate(
        """() => new Promise(resolve => {
            let sum = 0;
            const observer = new PerformanceObserver(list => list.getEntries().forEach(each => sum += each.value));
            observer.observe({type: 'layout-shift', buffered: true});
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
        })"""
    )
    assert shift == 0


def test_overview(visit: Visit) -> None:
    """What was answered can be kept: with its sources, and without what else was said."""
    page = visit.open(LINK)
    ask(page)
    ask(page, "Hoe word ik chemisch analist?")
    ask(page, "dank je wel")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Opslaan of printen").click()
    expect(page.get_by_role("heading", name="Mijn overzicht")).to_be_focused()
    expect(page.locator(".overview__answer")).to_have_count(3)
    expect(page.locator(".overview__sources li").first).to_be_visible()
    expect(page.get_by_role("img", name="QR-code")).to_be_visible()


def test_without_javascript(visitor: Callable[..., Visit]) -> None:
    """Without JavaScript it is a form: the same answers, as pages."""
    visit = visitor(java_script_enabled=False)
    page = visit.page
    page.goto(f"{visit.url}/chat")
    page.get_by_role("textbox", name="Je vraag").fill(QUESTION)
    page.get_by_role("button", name="Stuur").click()
    expect(page.locator(".entry--visitor")).to_contain_text(QUESTION)
    answer = page.locator(".entry--petri").last
    expect(answer.locator("details.sources")).to_have_count(1)
    title = answer.locator(".follow-ups button").first.inner_text()
    answer.locator(".follow-ups button").first.click()
    expect(page.locator(".entry--visitor").last).to_contain_text(title)
    expect(page.locator(".entry--petri")).to_have_count(3)


def test_rasa_comes_back(visit: Visit, petri: Stack) -> None:
    """When Rasa is gone the page says so; when it is back the answer comes by itself."""
    visit.expects_failed_calls = True
    page = visit.open()
    petri.control("stop rasa")
    try:
        say(page, QUESTION)
        expect(page.locator(".away")).to_contain_text(AWAY, timeout=15_000)
        expect(page.get_by_role("button", name="Probeer opnieuw")).to_be_visible()
        expect(page.locator("[data-part=live]")).to_contain_text(AWAY)
    finally:
        petri.control("start rasa")
    expect(page.locator(".entry--petri")).to_have_count(2, timeout=RASA_STARTS)
    expect(page.locator(".away")).to_have_count(0)
    expect(page.locator(".entry--visitor")).to_have_count(1)
