"""The widget on a school's page, with the real servers behind it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from bot.stack import Stack
from tests.browser.conftest import Visit
from tests.browser.test_widget import DESKTOP, QUESTION, Host, ask, go, open_panel


def test_whole_conversation(visitor: Callable[..., Visit], petri: Stack) -> None:
    """Greeted, answered with sources, a follow-up tapped, on the next page still there."""
    host = Host(petri.url)
    visit = visitor(viewport=DESKTOP)
    visit.url, visit.also = host.url, (petri.url,)
    page = visit.page
    try:
        go(page, host.url)
        open_panel(page)
        expect(page.locator(".entry--petri").first).to_contain_text("computer")
        ask(page, QUESTION)
        answer = page.locator(".entry--petri").nth(1)
        expect(answer.locator("details.sources summary")).to_contain_text("bron")
        answer.get_by_role("list", name="Verder vragen").get_by_role("button").first.click()
        page.locator(".entry--petri").nth(2).wait_for()
        page.evaluate("Petri.ask('programme.admission', undefined, 'havo')")
        page.locator(".entry--petri").nth(3).wait_for()
        said = page.locator(".entry").count()
        page.get_by_role("link", name="Profielen").click()
        expect(page.locator(".entry")).to_have_count(said)
    finally:
        host.stop()
