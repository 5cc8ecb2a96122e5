"""Links that ask something, and sharing one. Rasa is played, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from bot.knowledge.store import Knowledge
from tests.browser.conftest import Visit
from tests.browser.played import PlayedPetri, played_petri
from tests.browser.test_chat import ask
from tests.browser.test_overview import choose

LINK = "?topic=occupation.salary&subject=chemisch-analist&level=havo"
ASKED = '/occupation.salary{"occupation": "chemisch-analist", "level": "havo"}'
OTHER = "?topic=employer.overview&subject=baseclear"
OTHER_ASKED = '/employer.overview{"employer": "baseclear"}'


@pytest.fixture(scope="module")
def stage(knowledge: Knowledge) -> Iterator[PlayedPetri]:
    with played_petri(knowledge) as petri:
        yield petri


@pytest.fixture
def petri(stage: PlayedPetri) -> PlayedPetri:
    """With nothing said yet."""
    stage.rasa.says, stage.rasa.is_away = {}, False
    stage.rasa.told.clear()
    return stage


def times(petri: PlayedPetri, asked: str) -> int:
    """How often Rasa was asked this."""
    return sum(said == asked for _, said in petri.rasa.told)


def test_fires_once(visit: Visit, petri: PlayedPetri) -> None:
    """Not again after a reload, nor on the way back from another page."""
    page = visit.open(LINK)
    expect(page.locator(".entry--petri")).to_have_count(2)
    expect(page.locator(".entry--visitor")).to_have_text("JijWat verdien je? (Chemisch analist, havo)")
    assert page.url == f"{visit.url}/chat"
    page.reload()
    expect(page.locator(".entry--petri")).to_have_count(2)
    page.goto(f"{visit.url}/privacy")
    page.go_back()
    expect(page.locator(".entry--petri")).to_have_count(2)
    page.go_back()
    page.go_forward()
    expect(page.locator(".entry--petri")).to_have_count(2)
    ask(page)
    assert times(petri, ASKED) == 1


def test_a_second_link_begins_anew(visit: Visit, petri: PlayedPetri) -> None:
    """Each link has a conversation of its own, and going back shows the one that goes on."""
    page = visit.open(LINK)
    expect(page.locator(".entry--petri")).to_have_count(2)
    page.goto(f"{visit.url}/chat{OTHER}")
    expect(page.locator(".entry--visitor")).to_contain_text("BaseClear")
    expect(page.locator(".entry--visitor")).to_have_count(1)
    page.go_back()
    expect(page.locator(".entry--visitor")).to_contain_text("BaseClear")
    ask(page)
    expect(page.locator(".entry--note")).to_have_count(0)
    assert (times(petri, ASKED), times(petri, OTHER_ASKED)) == (1, 1)


def test_back_to_a_page_that_was_kept(visit: Visit, petri: PlayedPetri) -> None:
    """A browser may show a page as it was left; if its conversation is over by then, the present one is shown."""
    page = visit.open(LINK)
    expect(page.locator(".entry--petri")).to_have_count(2)
    # What a link in between does to what the tab remembers.
    other = page.context.new_page()
    other.goto(f"{visit.url}/chat{OTHER}")
    expect(other.locator(".entry--petri")).to_have_count(2)
    kept = other.evaluate("sessionStorage.getItem('petri.chat')")
    page.evaluate("kept => sessionStorage.setItem('petri.chat', kept)", kept)
    page.evaluate("() => { dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})); }")
    expect(page.locator(".entry--visitor")).to_contain_text("BaseClear")


def test_reload_before_the_answer(visit: Visit, petri: PlayedPetri) -> None:
    """What has not been asked yet is asked after a reload; the visitor sees it once."""
    page = visit.page
    held: list[Route] = []
    page.route("**/api/session", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/api/session"):
        page.goto(f"{visit.url}/chat{LINK}")
    page.reload()
    expect(page.locator(".entry--petri")).to_have_count(2)
    expect(page.locator(".entry--visitor")).to_have_count(1)
    assert times(petri, ASKED) == 1


def test_petri_away(visit: Visit, petri: PlayedPetri) -> None:
    """The question waits until Petri is there, and is asked once then."""
    visit.expects_failed_calls = True
    petri.rasa.is_away = True
    page = visit.page
    page.goto(f"{visit.url}/chat{LINK}")
    page.locator(".away").wait_for()
    assert page.url.endswith(LINK), "a reload would ask it still"
    petri.rasa.is_away = False
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.locator(".entry--petri")).to_have_count(2)
    assert page.url == f"{visit.url}/chat"
    assert times(petri, ASKED) == 1


def test_broken_link(visit: Visit, petri: PlayedPetri) -> None:
    """A link that asks nothing we know says so, once, and the chat goes on."""
    visit.expects_failed_calls = True
    page = visit.open("?topic=occupation.salary&subject=tovenaar")
    expect(page.locator(".entry--note")).to_contain_text("Deze link klopt niet meer")
    page.reload()
    expect(page.locator(".entry--note")).to_have_count(1)
    ask(page)


def shared(page: Page) -> Any:
    """Share, and say what was shared."""
    page.evaluate("() => { window.shared = null; }")
    choose(page, "Deel")
    # Playwright's own waiting for a value needs eval, which the page forbids.
    return page.evaluate(
        """() => new Promise(resolve => {
            const look = () => (window.shared ? resolve(window.shared) : setTimeout(look, 20));
            look();
        })"""
    )


def catch_sharing(visit: Visit) -> None:
    """A phone's share sheet."""
    visit.page.add_init_script("navigator.share = async (what) => { window.shared = what; };")


def test_share_sheet(visit: Visit, petri: PlayedPetri) -> None:
    """The share sheet gets a link to the last answer: topic, subject and level, and never what was typed."""
    catch_sharing(visit)
    typed = "mijn geheim"
    petri.rasa.says[typed] = [{"topic": "programme.duration", "subject": "hbo-chemie", "sources": []}]
    petri.rasa.says["dank"] = [{"topic": "chat.thanks", "subject": None}]
    petri.rasa.says["help"] = [{"topic": "safety.distress", "subject": None}]
    page = visit.open(LINK)
    expect(page.locator(".entry--petri")).to_have_count(2)
    assert shared(page)["url"] == f"{visit.url}/chat{LINK}"
    page.locator(".follow-ups button").first.click()
    expect(page.locator(".entry--petri")).to_have_count(3)
    tapped = shared(page)["url"]
    assert tapped.startswith(f"{visit.url}/chat?topic=")
    assert tapped.endswith("&subject=chemisch-analist&level=havo") and "salary" not in tapped
    for said in (typed, "dank", "help"):
        ask(page, said)
        what = shared(page)
        assert what["url"] == f"{visit.url}/chat?topic=programme.duration&subject=hbo-chemie"
        assert typed not in str(what)


def test_share_sheet_closed(visit: Visit, petri: PlayedPetri) -> None:
    """Who closes the share sheet hears nothing of it."""
    visit.page.add_init_script(
        "navigator.share = async () => { window.shared = true; throw new DOMException('', 'AbortError'); };"
    )
    page = visit.open()
    shared(page)
    page.wait_for_timeout(100)
    expect(page.locator(".composer__notice")).to_be_hidden()


def test_share_by_copying(visitor: Callable[..., Visit], petri: PlayedPetri) -> None:
    """Without a share sheet the link is copied, and that is said; it opens what was shared."""
    visit = visitor(permissions=["clipboard-read", "clipboard-write"])
    page = visit.open(OTHER)
    expect(page.locator(".entry--petri")).to_have_count(2)
    choose(page, "Deel")
    expect(page.locator(".composer__notice")).to_contain_text("De link is gekopieerd")
    expect(page.locator("[data-part=live]")).to_contain_text("De link is gekopieerd")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{visit.url}/chat{OTHER}"
    friend = visitor()
    friend.page.goto(link)
    expect(friend.page.locator(".entry--visitor")).to_contain_text("BaseClear")


def test_share_without_anything(visit: Visit, petri: PlayedPetri) -> None:
    """Where copying is not allowed the link is shown; before the first answer it is the chat itself."""
    visit.page.add_init_script("navigator.clipboard.writeText = async () => { throw new Error('no'); };")
    page = visit.open()
    choose(page, "Deel")
    expect(page.locator(".composer__notice")).to_have_text(f"Kopieer deze link: {visit.url}/chat")


def test_restart(visit: Visit, petri: PlayedPetri) -> None:
    """One press, no question: the edge erases it, the old key is refused, and a link asks nothing again."""
    calls: list[Request] = []
    page = visit.open(LINK)
    expect(page.locator(".entry--petri")).to_have_count(2)
    old = page.evaluate("JSON.parse(sessionStorage.getItem('petri.chat')).token")
    page.on("request", lambda call: calls.append(call) if "/api/" in call.url else None)
    choose(page, "Opnieuw")
    expect(page.locator(".entry")).to_have_count(1)
    expect(page.get_by_role("textbox", name="Je vraag")).to_be_focused()
    assert {call.method for call in calls} == {"DELETE", "POST"}
    answer = page.request.post(
        f"{visit.url}/api/message", data={"text": "hoi"}, headers={"Authorization": f"Bearer {old}"}
    )
    assert answer.status == 401
    assert times(petri, ASKED) == 1
    assert times(petri, "/restart") == 1
