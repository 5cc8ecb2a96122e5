"""'Mijn overzicht': what was answered, as a page to print or keep. Rasa is played, so that the answers are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.knowledge.store import Knowledge
from tests.browser.conftest import Visit
from tests.browser.pdf import read_pdf
from tests.browser.played import PlayedPetri, played_petri
from tests.browser.test_chat import ask, shoot, violations
from tests.browser.test_route import FIVE, FIVE_TEXT

A4 = pytest.approx((595, 842), abs=1)
# When the conversations here take place: between the open day that was and the one that comes.
TODAY = "2026-11-23T12:00:00"
CAREFUL = "Petri is een computerprogramma. Een antwoord kan fout zijn, of intussen verouderd."


def source(name: str, as_of: str | None = "2026-09-01") -> dict[str, Any]:
    return {
        "id": name,
        "title": f"Titel {name}",
        "publisher": "mboRijnland",
        "url": f"https://example.org/{name}",
        "as_of": as_of,
    }


def button(title: str, payload: str) -> dict[str, str]:
    return {"title": title, "payload": payload}


ROUTE = {
    "text": FIVE_TEXT,
    "topic": "programme.route",
    "subject": "bio-informaticus",
    "route": FIVE,
    "sources": [source("a"), source("b", None)],
    "buttons": [button("Kom ik erin?", '/programme.admission{"level": "vmbo-b"}')],
}
OPEN_DAY = {
    "text": "De open dag is op 23 januari 2027.\n\n- Meld je uiterlijk 1 april aan.\n- De vorige was op 12 maart 2025.",
    "topic": "programme.open_day",
    "sources": [source("c"), source("a")],
    "buttons": [
        button("Waar is het?", "/programme.location"),
        button("Wat is je hobby?", '/context.inform{"choice": "a.b"}'),
        button("Opnieuw beginnen", "/chat.restart"),
    ],
}
WAGE = {
    "text": "Het loon steeg op 1 juli 2027.",
    "topic": "occupation.salary",
    "sources": [source("d", "2021")],
    "buttons": [],
}
SAID = {
    "hoe word ik dat?": ROUTE,
    "Wanneer is de open dag?": OPEN_DAY,
    "En het loon?": WAGE,
    "dank je": {"text": "Graag."},
}


@pytest.fixture(scope="module")
def petri(knowledge: Knowledge) -> Iterator[PlayedPetri]:
    with played_petri(knowledge) as petri:
        yield petri


@pytest.fixture
def talk(petri: PlayedPetri, visitor: Callable[..., Visit]) -> Callable[..., Page]:
    """Opens a chat in which this has been said."""

    def make(said: dict[str, Any] = SAID, **options: Any) -> Page:
        petri.rasa.says = {text: [reply] for text, reply in said.items()}
        visit = visitor(**{"reduced_motion": "reduce", **options})
        visit.page.clock.install(time=TODAY)
        page = visit.open()
        for text in said:
            ask(page, text)
        return page

    return make


def choose(page: Page, name: str) -> None:
    """Use a button of the menu, which has to be opened first on a phone."""
    menu = page.locator(".menu summary")
    if menu.is_visible():
        menu.click()
    page.get_by_role("button", name=name, exact=True).click()


def overview(page: Page) -> Page:
    """Open the overview."""
    choose(page, "Opslaan of printen")
    page.get_by_role("heading", name="Mijn overzicht").wait_for()
    return page


def test_what_is_in_it(talk: Callable[..., Page]) -> None:
    """The answers with their questions, the drawn route, the dates to come, ideas, and the sources as footnotes."""
    page = overview(talk())
    answers = page.locator(".overview__answer")
    headings = ["Hoe word ik dat?", "Wanneer is de open dag?", "En het loon?"]
    assert answers.get_by_role("heading").all_inner_texts() == headings, "and nothing of the small talk"
    expect(answers.nth(0).get_by_role("listitem")).to_have_count(5)
    expect(answers.nth(0).get_by_role("img", name=re.compile("Tekening: van vmbo-b"))).to_be_visible()
    assert [each.inner_text() for each in page.locator(".overview__label").all()] == [
        "bronnen 1, 2",
        "bronnen 3, 1",
        "bron 4",
    ]
    sources = page.locator(".overview__sources li")
    assert [" ".join(each.inner_text().split()) for each in sources.all()] == [
        "Titel a mboRijnland · 2026",
        "Titel b mboRijnland · zonder jaartal",
        "Titel c mboRijnland · 2026",
        "Titel d mboRijnland · 2021",
    ]
    dates, ideas = page.locator(".overview__next ul").all()
    assert dates.get_by_role("listitem").all_inner_texts() == [
        "De open dag is op 23 januari 2027.",
        "Meld je uiterlijk 1 april aan.",
    ], "no day that is over, and no day of a wage"
    assert ideas.get_by_role("listitem").all_inner_texts() == ["Waar is het?"]
    expect(page.locator(".overview")).to_contain_text("23 november 2026")
    expect(page.locator(".overview")).to_contain_text(CAREFUL)
    assert page.locator(".overview").get_by_role("button").all_inner_texts() == ["Terug", "Printen of opslaan"]


def test_code_leads_to_the_last_question(talk: Callable[..., Page], petri: PlayedPetri) -> None:
    """The QR code is there before anything can be printed, and holds the topic asked last."""
    page = overview(talk({"Hoe dan?": {**ROUTE, "subject": "chemisch-analist"}, "dank je": SAID["dank je"]}))
    code = page.get_by_role("img", name="QR-code")
    assert code.evaluate("each => each.complete && each.naturalWidth > 0")
    link = f"{petri.url}/chat?topic=programme.route&subject=chemisch-analist&level=vmbo-b"
    assert page.get_by_role("link", name="/chat?").get_attribute("href") == link
    assert "text=" in (code.get_attribute("src") or "")


def test_without_the_code(talk: Callable[..., Page], visitor: Callable[..., Visit]) -> None:
    """Without a code the address in words is left."""
    page = talk({"En het loon?": WAGE})
    page.route("**/qr.svg*", lambda route: route.fulfill(status=200, content_type="image/svg+xml", body="niets"))
    overview(page)
    expect(page.get_by_role("img", name="QR-code")).to_have_count(0)
    expect(page.locator(".overview__back")).to_contain_text("Ga naar localhost")


def test_print(talk: Callable[..., Page]) -> None:
    """A4, all of it, without buttons, and no page ends in the middle of an answer."""
    words = " ".join(["woorden"] * 45)
    many = {f"Vraag {chr(97 + i) * 3}?": {**WAGE, "text": f"Begin{i}. {words}\n\n{words} einde{i}."} for i in range(8)}
    page = overview(talk({**many, "hoe word ik dat?": ROUTE}))
    pages = read_pdf(page.pdf(prefer_css_page_size=True))
    assert 3 <= len(pages) <= 4
    assert all((each.width, each.height) == A4 for each in pages)
    everything = " ".join(each.text for each in pages)
    for i in range(8):
        [where] = [each.text for each in pages if f"Begin{i}." in each.text]
        assert f"einde{i}." in where
        assert f"Vraag {chr(97 + i) * 3}?" in where, "the question stands above its answer"
    [drawn] = [each.text for each in pages if "Zernikedreef" in each.text]
    assert "Van vmbo-b naar bio-informaticus" in drawn
    for text in ("Mijn overzicht", "https://example.org/d", "Verder vragen", "Scan de code", CAREFUL):
        assert text in everything
    for text in ("Printen of opslaan", "Terug", "Stuur", "computerhulp"):
        assert text not in everything


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white(talk: Callable[..., Page], scheme: str) -> None:
    """Black words on white in either theme."""
    page = overview(talk(color_scheme=scheme))
    page.emulate_media(media="print", color_scheme=scheme)
    page.set_viewport_size({"width": 660, "height": 930})
    colours = page.evaluate(
        """() => [...document.querySelectorAll('.overview :is(p, h1, h2, h3, li, b)')]
            .map(each => getComputedStyle(each).color)"""
    )
    assert set(colours) <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
    grounds = page.evaluate(
        """() => [document.body, ...document.querySelectorAll('.overview, .overview__sheet, .overview .route')]
            .map(each => getComputedStyle(each).backgroundColor)"""
    )
    assert set(grounds) <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    shoot(page, f"overview-print-{scheme}", full_page=True)


@pytest.mark.parametrize("way", ["button", "Escape", "back"])
def test_back_to_the_conversation(talk: Callable[..., Page], way: str) -> None:
    """The conversation is as it was, and the focus where it came from."""
    page = talk()
    before = page.locator(".transcript").evaluate("each => each.scrollTop")
    overview(page)
    expect(page.get_by_role("heading", name="Mijn overzicht")).to_be_focused()
    expect(page.get_by_role("textbox")).to_have_count(0)
    if way == "button":
        page.get_by_role("button", name="Terug").click()
    elif way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.go_back()
    expect(page.locator(".overview")).to_have_count(0)
    expect(page.locator(".menu summary")).to_be_focused()
    assert page.locator(".transcript").evaluate("each => each.scrollTop") == before
    ask(page, "dank je")
    overview(page)


def test_print_button(talk: Callable[..., Page]) -> None:
    """The button opens the browser's own print window, once for each time."""
    page = overview(talk({"En het loon?": WAGE}))
    page.evaluate("() => { window.printed = 0; window.print = () => window.printed++; }")
    page.get_by_role("button", name="Printen of opslaan").click()
    assert page.evaluate("window.printed") == 1
    expect(page.locator(".overview__bar")).to_contain_text("Opslaan als pdf")


def test_nothing_yet(talk: Callable[..., Page]) -> None:
    """Without an answer there is nothing to keep, and that is said."""
    page = talk({"dank je": SAID["dank je"]})
    choose(page, "Opslaan of printen")
    expect(page.locator(".composer__notice")).to_contain_text("nog geen antwoord")
    expect(page.locator("[data-part=live]")).to_contain_text("nog geen antwoord")
    expect(page.locator(".overview")).to_have_count(0)


def test_outcome_of_a_guide(talk: Callable[..., Page]) -> None:
    """An outcome stands under the name of the guide, and its questions are left out."""
    question = {"text": "Vraag 6 van 6. Buiten of binnen?\n\nDan weet ik waar.", "topic": "guide.quiz"}
    outcome = {"text": "Twee beroepen.", "topic": "guide.quiz", "sources": [source("a")]}
    page = talk({"de test": question, "binnen": outcome})
    expect(page.locator(".strip i")).to_have_count(6)
    expect(page.locator(".strip .is-filled")).to_have_count(6)
    overview(page)
    assert page.locator(".overview__answer h2").all_inner_texts() == ["De test: welk lab past bij mij?"]


def test_only_who_uses_it_pays(talk: Callable[..., Page]) -> None:
    """Nothing of it is loaded before it is used, and then each file once."""
    page = talk({"En het loon?": WAGE})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1].partition("?")[0]))
    overview(page)
    # The browser may ask whether the mascot is still the same.
    assert sorted(set(asked) - {"petri.svg"}) == ["overview.css", "overview.js", "qr.svg", "share.js"]


@pytest.mark.parametrize(
    ("name", "size", "scheme"),
    [
        ("phone", (390, 844), "light"),
        ("small", (320, 640), "dark"),
        ("desktop", (1280, 800), "light"),
    ],
)
def test_fits(talk: Callable[..., Page], name: str, size: tuple[int, int], scheme: str) -> None:
    """Nothing sticks out, what is pressed is large enough, no violation of WCAG 2.2 AA; pictures for the eye."""
    page = talk(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    overview(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    small = page.evaluate(
        """() => [...document.querySelectorAll('.overview button')].map(each => each.getBoundingClientRect())
            .filter(({width, height}) => Math.min(width, height) < 44).length"""
    )
    assert small == 0
    assert violations(page) == []
    shoot(page, f"overview-{name}-{scheme}", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_menu_and_strip(talk: Callable[..., Page], scheme: str) -> None:
    """The menu opens, closes by Escape, by a click beside it and by Tab; pictures for the eye."""
    question = {"text": "Vraag 2 van 6. Buiten of binnen?\n\nDan weet ik waar.", "topic": "guide.quiz"}
    page = talk({"de test": question}, color_scheme=scheme, viewport={"width": 390, "height": 844})
    menu = page.locator(".menu")
    expect(page.locator(".strip .is-filled")).to_have_count(2)
    menu.locator("summary").click()
    expect(page.get_by_role("button", name="Opnieuw")).to_be_visible()
    shoot(page, f"menu-phone-{scheme}")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(menu).not_to_have_attribute("open", "")
    menu.locator("summary").click()
    page.locator(".transcript").click()
    expect(menu).not_to_have_attribute("open", "")


def test_printing_the_chat_itself(talk: Callable[..., Page]) -> None:
    """The browser's own print command gives the whole conversation, not just what the window shows."""
    words = " ".join(["woorden"] * 60)
    page = talk({f"Zin {i}?": {**WAGE, "text": f"Begin{i}. {words} einde{i}."} for i in range(9)}, color_scheme="dark")
    pages = read_pdf(page.pdf(format="A4"))
    everything = " ".join(each.text for each in pages)
    assert len(pages) > 1
    for i in range(9):
        assert f"Zin {i}?" in everything and f"einde{i}." in everything
    assert "Stuur" not in everything and "Hielp dit?" not in everything
