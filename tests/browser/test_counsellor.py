"""The pages for counsellors in a real browser. Rasa is played; the edge is real."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, Request, expect

from bot.edge.counsellor_material import load_sets
from bot.edge.offers import Offers
from bot.knowledge.store import Knowledge
from tests.browser.conftest import Visit
from tests.browser.pdf import PdfPage, read_pdf
from tests.browser.played import PlayedPetri, played_petri
from tests.browser.test_chat import SCREENSHOTS, violations

LINK = "/decaan?topic=occupation.salary&subject=chemisch-analist"
SIX = "/decaan/kaarten?" + urlencode([("kaart", link.key) for link in load_sets()["vmbo-2"].cards])
PATHS = {
    "start": "/decaan",
    "link": LINK,
    "note": "/decaan?topic=occupation.overview&kaart=guide.quiz",
    "cards": SIX,
    "no-cards": "/decaan/kaarten",
    "lesson": "/decaan/les",
    "worksheet": "/decaan/werkblad?voor=havo-vwo",
}
# An A4 in points.
A4 = (595, 842)
SCHOOL = "Bonaventura College Leiden, vmbo 2, LOB"


@pytest.fixture(scope="module")
def petri(knowledge: Knowledge) -> Iterator[PlayedPetri]:
    """The real edge before a Rasa that is played."""
    with played_petri(knowledge) as petri:
        yield petri


@pytest.fixture
def goto(visitor: Callable[..., Visit]) -> Callable[..., Page]:
    """Opens a page, with Playwright's context options."""

    def make(path: str, **options: object) -> Page:
        visit = visitor(**{"reduced_motion": "reduce", **options})
        visit.page.goto(visit.url + path)
        return visit.page

    return make


def choose(page: Page, topic: str, subject: str | None = None, level: str | None = None) -> None:
    """Choose in the form, as a counsellor does."""
    page.get_by_label("Vraag", exact=True).select_option(topic)
    if subject:
        page.get_by_label("Over", exact=True).select_option(subject)
    if level:
        page.get_by_label("Voor leerlingen van").select_option(level)


def pdf(page: Page) -> list[PdfPage]:
    """The page as it is printed."""
    return read_pdf(page.pdf(prefer_css_page_size=True))


def test_a_link_opens_in_the_chat_and_asks_once(petri: PlayedPetri, goto: Callable[..., Page]) -> None:
    """Choose, copy, and open what was copied: the question is asked once, also after a reload."""
    page = goto("/decaan", permissions=["clipboard-read", "clipboard-write"])
    choose(page, "programme.route", "chemisch-analist", "vmbo-tl")
    link = page.get_by_label("Link", exact=True)
    expect(link).to_have_value(re.compile("subject=chemisch-analist&level=vmbo-tl$"))
    assert page.url.endswith("/decaan?topic=programme.route&subject=chemisch-analist&level=vmbo-tl")
    button = page.get_by_role("button", name="Kopieer de link")
    button.click()
    expect(page.get_by_role("button", name="Link gekopieerd")).to_be_focused()
    expect(page.locator("[data-part=live]")).to_have_text("Link gekopieerd.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == link.input_value()
    page.get_by_role("button", name="Kopieer de tekst").click()
    expect(page.locator("[data-part=live]")).to_have_text("Tekst gekopieerd.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f"Chemisch analist, vmbo tl: hoe word je dat?\n\n{copied}\n\n")

    before = len(petri.rasa.told)
    page.goto(copied)
    expect(page.locator(".entry--petri")).to_have_count(2)
    page.reload()
    expect(page.locator(".entry--petri")).to_have_count(2)
    asked = [said for _, said in petri.rasa.told[before:] if said.startswith("/programme.route")]
    assert asked == ['/programme.route{"occupation": "chemisch-analist", "level": "vmbo-tl"}']


def test_copying_where_there_is_no_clipboard(goto: Callable[..., Page]) -> None:
    """On a page without https the text is copied the old way, or selected."""
    page = goto(LINK)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Kopieer de link").click()
    expect(page.get_by_role("button", name="Link gekopieerd")).to_be_visible()
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="Kopieer de tekst").click()
    expect(page.locator("[data-part=live]")).to_contain_text("kopieer hem zelf")
    expect(page.get_by_label("Tekst voor je leerlingen")).to_be_focused()


def test_the_form_offers_what_fits(goto: Callable[..., Page]) -> None:
    """Each choice shows only what it can be about, and what was being chosen keeps the focus."""
    page = goto("/decaan")
    expect(page.get_by_label("Over", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Verder")).to_be_hidden()
    choose(page, "employer.location")
    expect(page.locator(".note")).to_contain_text("Kies nog waar de vraag over gaat.")
    expect(page.locator("[data-part=live]")).to_contain_text("Kies nog waar de vraag over gaat.")
    expect(page.get_by_label("Link", exact=True)).to_have_count(0)
    expect(page.get_by_label("Voor leerlingen van")).to_have_count(0)

    choose(page, "programme.subjects")
    expect(page.get_by_label("Link", exact=True)).to_be_visible()
    level = page.get_by_label("Voor leerlingen van")
    level.focus()
    level.select_option("havo")
    expect(page.get_by_label("Link", exact=True)).to_have_value(re.compile("level=havo$"))
    expect(level).to_be_focused()
    expect(page.locator(".preview__text")).to_contain_text("N&G")
    expect(page.locator("[data-part=live]")).to_have_text("Je link is klaar: Welke vakken moet ik kiezen?")
    page.get_by_label("Over", exact=True).select_option("hsleiden-bml")
    expect(page.locator(".note")).to_contain_text("voor elk niveau hetzelfde")
    expect(page.get_by_label("Link", exact=True)).to_have_value(re.compile("subject=hsleiden-bml$"))
    page.reload()
    expect(page.get_by_label("Over", exact=True)).to_have_value("hsleiden-bml")


def test_without_connection(visitor: Callable[..., Visit]) -> None:
    """When the server cannot say what fits, the page says so and the form can be sent."""
    visit = visitor()
    visit.expects_failed_calls = True
    visit.page.goto(f"{visit.url}/decaan")
    visit.page.context.set_offline(True)
    choose(visit.page, "guide.quiz")
    expect(visit.page.locator("[data-part=live]")).to_contain_text("geen verbinding")
    visit.page.context.set_offline(False)
    visit.page.get_by_role("button", name="Verder").click()
    expect(visit.page.get_by_label("Link", exact=True)).to_have_value(re.compile(r"\?topic=guide.quiz$"))


def test_without_javascript(goto: Callable[..., Page]) -> None:
    """A plain form, in two steps; nothing that cannot be used is shown."""
    page = goto("/decaan", java_script_enabled=False)
    choose(page, "occupation.workday")
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Over", exact=True).select_option("medisch-analist")
    page.get_by_role("button", name="Maak de link").click()
    expect(page.get_by_label("Link", exact=True)).to_have_value(
        re.compile(r"/chat\?topic=occupation.workday&subject=medisch-analist$")
    )
    expect(page.get_by_label("Tekst voor je leerlingen")).to_have_value(re.compile("Medisch analist: hoe ziet een dag"))
    expect(page.get_by_role("button", name=re.compile("Kopieer|Print"))).to_have_count(0)
    page.get_by_role("link", name="Zet op een kaartenblad").click()
    expect(page.locator(".qr-card")).to_have_count(1)
    expect(page.get_by_role("button", name=re.compile("Print"))).to_have_count(0)
    expect(page.get_by_text("het menu van je browser")).to_be_visible()
    page.get_by_role("link", name="Nog een kaart kiezen").click()
    choose(page, "guide.quiz")
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("link", name="Zet op een kaartenblad (2 van 6)").click()
    expect(page.locator(".qr-card")).to_have_count(2)
    page.get_by_role("link", name="Haal weg").first.click()
    expect(page.locator(".qr-card__question")).to_have_text("Welk lab past bij mij?")


def test_six_cards_print_on_one_a4(goto: Callable[..., Page]) -> None:
    """With the title that was typed, which goes nowhere else."""
    page = goto(SIX, viewport={"width": 1280, "height": 800})
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))
    page.get_by_label("Titel op het blad").fill(SCHOOL)
    [sheet] = pdf(page)
    assert (round(sheet.width), round(sheet.height)) == A4
    for text in (SCHOOL, "Welk lab past bij mij?", "Vertel een weetje", "/chat", "computerprogramma"):
        assert text in sheet.text
    assert "Print het blad" not in sheet.text and "Haal weg" not in sheet.text and "Voor decanen" not in sheet.text
    assert not any("Bonaventura" in f"{each.url} {each.post_data}" for each in sent)
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    assert "Bonaventura" not in page.url
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 726, "height": 1056})
    codes = page.locator(".qr-card__code")
    expect(codes).to_have_count(6)
    for code in codes.all():
        assert code.evaluate("each => each.complete && each.naturalWidth > 0")
        box = code.bounding_box()
        # 30 mm is what a phone reads easily from a desk.
        assert box and box["width"] == box["height"] >= 113


def test_the_longest_cards_fit(goto: Callable[..., Page], knowledge: Knowledge) -> None:
    """Nothing is cut off of the six longest questions, and they still print on one page."""
    offers = Offers(knowledge)
    links = sorted((link for links in offers.by_topic.values() for link in links), key=lambda each: each.key)
    longest = sorted(links, key=lambda each: -len(offers.sentence(each)))[:3]
    longest += sorted(links, key=lambda each: -len(offers.question(each)))[:3]
    page = goto("/decaan/kaarten?" + urlencode([("kaart", link.key) for link in longest]))
    assert len(pdf(page)) == 1
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 726, "height": 1056})
    room = page.locator(".qr-card").evaluate_all("all => all.map(each => each.clientHeight - each.scrollHeight)")
    assert len(room) == 6 and min(room) >= 0


@pytest.mark.parametrize("voor", ["vmbo", "havo-vwo"])
def test_the_worksheet_prints_on_one_a4(goto: Callable[..., Page], voor: str) -> None:
    """With all its questions and room to write."""
    page = goto(f"/decaan/werkblad?voor={voor}")
    [sheet] = pdf(page)
    assert (round(sheet.width), round(sheet.height)) == A4
    for number in range(1, 7):
        assert f"{number}." in sheet.text
    assert "Print het werkblad" not in sheet.text
    assert len(pdf(goto(f"/decaan/les?voor={voor}"))) <= 2


def test_the_print_button_prints(goto: Callable[..., Page]) -> None:
    """It opens the browser's own dialogue."""
    page = goto(SIX)
    page.evaluate("window.print = () => { document.title = 'printed'; }")
    page.get_by_role("button", name="Print het blad").click()
    expect(page).to_have_title("printed")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_axe(goto: Callable[..., Page], path: str, scheme: str) -> None:
    """No violation of WCAG 2.2 AA in either theme."""
    assert violations(goto(path, color_scheme=scheme)) == []


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_reflow(goto: Callable[..., Page], path: str) -> None:
    """At 320 px, also with text twice as large, nothing scrolls sideways; every target is large enough."""
    page = goto(path, viewport={"width": 320, "height": 640})
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """() => [...document.querySelectorAll('main :is(a, button, select, input:not([type=hidden]), textarea)')]
            .filter(each => !each.closest('p, li:not(.set__links li)') || each.matches('.button'))
            .filter(each => { const box = each.getBoundingClientRect(); return box.height && box.height < 24; })
            .map(each => each.outerHTML)"""
    )
    assert small == []


def test_forced_colours(goto: Callable[..., Page]) -> None:
    """With the visitor's own colours a field and a card keep their edges, and the code stays black on white."""
    page = goto(LINK, forced_colors="active")
    for selector in ("select", ".ticket", ".message"):
        assert page.locator(selector).first.evaluate("each => getComputedStyle(each).borderTopWidth") != "0px"
    expect(page.locator(".ticket__code")).to_be_visible()


@pytest.mark.parametrize(("name", "size"), [("small", (320, 700)), ("phone", (390, 844)), ("desktop", (1280, 800))])
def test_screenshots(goto: Callable[..., Page], name: str, size: tuple[int, int]) -> None:
    """Pictures for the eye."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page = goto("/decaan", viewport={"width": size[0], "height": size[1]})
    origin = page.url.removesuffix("/decaan")
    for each in ("link", "cards", "lesson", "worksheet"):
        page.goto(origin + PATHS[each])
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=SCREENSHOTS / f"counsellor-{each}-{name}-{scheme}.png", full_page=True)
    page.goto(origin + SIX)
    page.emulate_media(media="print", color_scheme="light")
    # What is left of an A4 within its margins.
    page.set_viewport_size({"width": 726, "height": 1056})
    page.screenshot(path=SCREENSHOTS / "counsellor-cards-print.png")
