"""A whole conversation on the kiosk, against the real servers."""

from __future__ import annotations

from collections.abc import Callable

import requests
from playwright.sync_api import Page, expect

from bot.stack import Stack
from tests.browser.conftest import Visit
from tests.browser.test_kiosk import LANDSCAPE, START, ask, check, shown


def tap(page: Page, name: str) -> None:
    """Tap a choice and wait for what Petri says to it."""
    page.get_by_role("button", name=name, exact=True).tap()
    expect(page.locator(".card__question")).to_have_text(name)
    expect(page.locator(".choices .choice").first).to_be_visible()


def test_a_visit(visitor: Callable[..., Visit], petri: Stack) -> None:
    """Touch, follow, ask, take the advice guide to its end, and leave nothing behind."""
    visit = visitor(viewport=LANDSCAPE, has_touch=True)
    page = visit.page
    page.goto(f"{visit.url}/kiosk")
    with page.expect_response(lambda r: r.url.endswith("/api/session")) as opened:
        page.get_by_role("button", name=START).tap()
    token = opened.value.json()["token"]
    expect(page.locator(".card__text")).to_contain_text("computerprogramma")
    check(page)
    ask(page, "Wat verdien je in een lab?")
    expect(page.locator(".further img").first).to_be_visible()
    check(page)
    for _ in range(3):
        tap(page, shown(page)[0])
        check(page)

    ask(page, "Help me kiezen")
    for question in range(1, 5):
        expect(page.locator(".card__text")).to_contain_text(f"Vraag {question} van 4")
        check(page)
        page.locator(".choices .choice").first.tap()
    expect(page.locator(".card__strip")).to_have_count(0)
    expect(page.locator(".further")).to_be_visible()
    check(page)

    with page.expect_response(lambda r: r.request.method == "DELETE") as erased:
        page.get_by_role("button", name="Opnieuw").tap()
    assert erased.value.status == 204
    headers = {"Authorization": f"Bearer {token}"}
    assert requests.post(f"{petri.url}/api/message", json={"text": "hoi"}, headers=headers).status_code == 401
    expect(page.locator(".card__question")).to_have_text("Welkom")
    expect(page.get_by_role("button", name="Terug")).to_have_count(0)
