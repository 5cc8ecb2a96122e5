"""A real browser, and a page that notes what must not happen on it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from bot.stack import Stack

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}


@dataclass
class Visit:
    """One visitor's page, and what went wrong on it."""

    page: Page
    url: str
    # A test that makes calls fail expects the browser to report those calls, and nothing else.
    expects_failed_calls: bool = False
    # Where else the page may ask something: Petri, for a page of somebody else with the widget.
    also: tuple[str, ...] = ()
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, query: str = "") -> Page:
        """Open the chat and wait for the greeting."""
        self.page.goto(f"{self.url}/chat{query}")
        self.page.locator(".entry--petri").first.wait_for()
        return self.page

    def on_console(self, message: ConsoleMessage) -> None:
        """Note what the page complains of."""
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def on_request(self, request: Request) -> None:
        """Note a request that leaves our own server."""
        if urlsplit(request.url).netloc not in [urlsplit(url).netloc for url in (self.url, *self.also)]:
            self.foreign.append(request.url)

    def check(self) -> None:
        """Fail when something went wrong."""
        errors = self.errors
        if self.expects_failed_calls:
            errors = [error for error in errors if not error.startswith("Failed to load resource")]
        assert errors == [], "the page complained"
        assert self.foreign == [], "the page asked something of another origin"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"NO BROWSER: none of {', '.join(NAMES)} is installed, so the pages are NOT tested")
    # Chromium's sandbox does not work for root, which is what containers run as.
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS + as_root)
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser: Browser, petri: Stack) -> Iterator[Callable[..., Visit]]:
    """Makes visits, each in a browser of its own, with Playwright's context options (`color_scheme='dark'`)."""
    visits = []

    def make(**options: Any) -> Visit:
        context = browser.new_context(**{"viewport": PHONE, "locale": "nl-NL", **options})
        visit = Visit(context.new_page(), petri.url)
        visit.page.on("console", visit.on_console)
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
        context.on("request", visit.on_request)
        visits.append(visit)
        return visit

    yield make
    for visit in visits:
        visit.page.context.close()
    for visit in visits:
        visit.check()


@pytest.fixture
def visit(visitor: Callable[..., Visit]) -> Visit:
    """A visit on a phone."""
    return visitor()
