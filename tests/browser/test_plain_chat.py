"""The page /chat without JavaScript, and when its script does not come. Rasa is played."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.knowledge.store import Knowledge
from tests.browser.conftest import Visit
from tests.browser.played import PlayedPetri, played_petri
from tests.browser.test_chat import shoot, violations


@pytest.fixture(scope="module")
def petri(knowledge: Knowledge) -> Iterator[PlayedPetri]:
    with played_petri(knowledge) as petri:
        yield petri


@pytest.fixture
def plain(visitor: Callable[..., Visit]) -> Callable[..., Page]:
    """Opens the page in a browser without JavaScript."""

    def make(query: str = "", **options: Any) -> Page:
        visit = visitor(**{"java_script_enabled": False, "reduced_motion": "reduce", **options})
        visit.expects_failed_calls = True
        visit.page.goto(f"{visit.url}/chat{query}")
        return visit.page

    return make


def test_conversation(plain: Callable[..., Page], petri: PlayedPetri) -> None:
    """Type, tap, look at the sources, reload, be refused, go back, begin again; all of it as pages."""
    page = plain()
    expect(page.locator(".entry--petri")).to_contain_text("computerprogramma")
    for name in ("Deel", "Opslaan of printen"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()
    page.get_by_role("button", name="Wat kun je?").click()
    expect(page.locator(".entry--visitor")).to_contain_text("Wat kun je?")
    assert page.url == f"{petri.url}/chat#laatste"
    question = '<b>vet</b> "aan" & uit?'
    page.get_by_role("textbox", name="Je vraag").fill(question)
    page.get_by_role("button", name="Stuur").click()
    expect(page.locator(".entry--visitor .entry__text").last).to_have_text(question)
    expect(page.locator(".transcript b")).to_have_count(0)
    asked = len(petri.rasa.told)
    page.reload()
    expect(page.locator(".entry--visitor")).to_have_count(2)
    assert len(petri.rasa.told) == asked

    page.get_by_role("button", name="Welke beroepen zijn er?").click()
    strip = page.locator("details.sources").last
    strip.locator("summary").click()
    expect(strip.get_by_role("link").first).to_be_visible()
    expect(page.get_by_role("list", name="Verder vragen")).to_have_count(1)

    page.get_by_role("button", name="Stuur").click()
    expect(page.locator(".composer__notice")).to_have_text("Je bericht is leeg. Typ een vraag of kies een knop.")
    expect(page.get_by_role("textbox")).to_have_accessible_description(
        "Je bericht is leeg. Typ een vraag of kies een knop."
    )
    expect(page.locator(".entry--visitor")).to_have_count(3)

    page.locator(".menu summary").click()
    page.get_by_role("button", name="Opnieuw").click()
    expect(page.locator(".entry")).to_have_count(1)
    assert page.context.cookies() == []


def test_petri_away(plain: Callable[..., Page], petri: PlayedPetri) -> None:
    """The page says so, and what was typed is still there to send again."""
    page = plain()
    petri.rasa.is_away = True
    try:
        page.get_by_role("textbox").fill("Wat is hplc?")
        page.get_by_role("button", name="Stuur").click()
        expect(page.locator(".composer__notice")).to_contain_text("Petri is even niet bereikbaar.")
        expect(page).to_have_title("Niet gelukt: Petri: vragen over werken in het lab")
    finally:
        petri.rasa.is_away = False
    page.get_by_role("button", name="Stuur").click()
    expect(page.locator(".entry--visitor")).to_contain_text("Wat is hplc?")


def test_keyboard_only(plain: Callable[..., Page]) -> None:
    """Everything can be reached with Tab, and an answer begins where one goes on reading."""
    page = plain()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar het invoerveld")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("Wat is hplc?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#laatste")).to_contain_text("Wat is hplc?")
    expect(page.locator("#laatste")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator(".follow-ups button").first).to_be_focused()


def test_deep_link(plain: Callable[..., Page], petri: PlayedPetri) -> None:
    """A link is a button, so that who only looks asks nothing; then it is asked once."""
    before = len(petri.rasa.told)
    page = plain("?topic=occupation.salary&subject=chemisch-analist&level=havo")
    assert len(petri.rasa.told) == before
    shoot(page, "plain-link")
    page.get_by_role("button", name="Wat verdien je? (Chemisch analist, havo)").click()
    expect(page.locator(".entry--visitor")).to_have_count(1)
    assert page.url == f"{petri.url}/chat#laatste"
    page.reload()
    expect(page.locator(".entry--visitor")).to_have_count(1)


@pytest.mark.parametrize(
    ("name", "size", "scheme"),
    [("phone", (390, 844), "light"), ("small", (320, 640), "dark"), ("desktop", (1280, 800), "light")],
)
def test_fits(plain: Callable[..., Page], name: str, size: tuple[int, int], scheme: str) -> None:
    """Nothing sticks out; pictures for the eye."""
    page = plain(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page.get_by_role("button", name="Welke beroepen zijn er?").click()
    page.locator(".entry--visitor").wait_for()
    shoot(page, f"plain-{name}-{scheme}-answer")
    page.get_by_role("button", name="Stuur").click()
    page.locator(".composer__notice").get_by_text("leeg").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    shoot(page, f"plain-{name}-{scheme}-refused")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(visitor: Callable[..., Visit], scheme: str) -> None:
    """No violation of WCAG 2.2 AA in either theme. axe is a script itself, so here only the page's own is missing."""
    visit = visitor(color_scheme=scheme)
    visit.expects_failed_calls = True
    page = visit.page
    page.route("**/petri-chat.js", lambda route: route.abort())

    def check() -> None:
        page.evaluate("document.getAnimations().forEach(each => each.finish())")
        assert violations(page) == []

    page.goto(f"{visit.url}/chat?topic=occupation.salary&subject=chemisch-analist")
    check()
    page.locator(".follow-ups button").click()
    page.locator(".entry--visitor").wait_for()
    check()
    page.locator("details.sources summary").click()
    page.locator(".menu summary").click()
    check()
    page.get_by_role("button", name="Stuur").click()
    page.locator(".composer__notice").get_by_text("leeg").wait_for()
    check()


def test_script_that_does_not_come(visitor: Callable[..., Visit]) -> None:
    """With JavaScript the form waits for the script, out of sight; when that never comes, the form is there."""
    visit = visitor()
    visit.expects_failed_calls = True
    page = visit.page
    page.route("**/petri-chat.js", lambda route: route.abort())
    page.goto(f"{visit.url}/chat")
    expect(page.get_by_role("textbox")).to_be_hidden()
    expect(page.get_by_role("textbox")).to_be_visible(timeout=6000)
    page.get_by_role("button", name="Wat kun je?").click()
    expect(page.locator(".entry--visitor")).to_have_count(1)
    page.unroute("**/petri-chat.js")
    page.reload()
    expect(page.locator(".entry")).to_have_count(1)
    expect(page.locator(".entry--visitor")).to_have_count(0)


def test_the_form_says_where_it_comes_from(plain: Callable[..., Page], petri: PlayedPetri) -> None:
    """Also to an edge that only looks at Origin: a browser leaves that out when a page lets nothing be told."""
    page = plain()
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Wat kun je?").click()
    assert sent.value.all_headers()["origin"] == petri.url
