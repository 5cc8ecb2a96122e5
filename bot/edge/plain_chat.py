"""The page /chat, and the conversation as a plain form for who has no JavaScript.

The form posts to /chat, and every answer is a page. The key to the conversation is a cookie and not a hidden field:
- What was posted is answered with a redirect, so that a reload or the back button asks nothing twice. A redirect
  can carry a token in a cookie or in its address, and an address ends up in histories and logs.
- A script cannot read the cookie, and it is not in a page that somebody saves or shows.
- What a cookie costs is that another site could have a visitor's browser post the form. `SameSite=Strict` keeps the
  cookie away from that, and `_check_origin` refuses it.
The cookie is for this page only (`Path`) and is gone when the browser is closed; after the half hour that closes a
conversation it opens nothing any more. With JavaScript there is none. What was said is kept in memory, for as long as
the conversation is open.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

from cachetools import TTLCache
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.edge import problems
from bot.edge.conversations import PERSONAL, Conversations, plain_text
from bot.edge.pages import render, templates
from bot.edge.sessions import IDLE_SECONDS
from bot.edge.text import blocks
from bot.knowledge.store import Knowledge
from bot.payload import parse_payload, payload

COOKIE = "petri_gesprek"
MAX_BODY = 8 * 1024
# Where one of these is full, what was said first is no longer shown; the conversation goes on.
MAX_TRANSCRIPTS = 1000
MAX_ENTRIES = 40

LINK_PARTS = ("topic", "subject", "level")
LEFT_OUT = "(Je bericht is weggelaten, want er stonden gegevens van een persoon in.)"
RENEWED = (
    "Je gesprek was gesloten en is gewist. Dat gebeurt na een half uur zonder berichten. "
    "Dit is een nieuw gesprek. Je laatste vraag is opnieuw gesteld."
)
SOMEWHERE_ELSE = problems.Problem(403, "Je vraag kwam van een andere site. Stel je vraag hier nog een keer.")

templates.filters["blocks"] = blocks


@dataclass(frozen=True)
class Entry:
    """One thing that was said. `buttons` and `sources` are those of the HTTP interface's Message."""

    who: Literal["petri", "visitor", "note"]
    text: str
    sources: list[dict[str, Any]] = field(default_factory=list)
    buttons: list[dict[str, str]] = field(default_factory=list)


class PlainChat:
    """The page, with what was said in this browser's plain conversation if there is one."""

    def __init__(self, knowledge: Knowledge, conversations: Conversations) -> None:
        """Have `conversations`; `knowledge` says what questions are called."""
        self._knowledge = knowledge
        self._conversations = conversations
        self._said: TTLCache[str, list[Entry]] = TTLCache(MAX_TRANSCRIPTS, IDLE_SECONDS)

    def routes(self) -> list[Route]:
        """The page and its form."""
        return [Route("/chat", self.show, methods=["GET"]), Route("/chat", self.send, methods=["POST"])]

    async def show(self, request: Request) -> Response:
        """The page. Looking at it opens no conversation: the link of a deep link is a button here."""
        token = self._token(request)
        link = {part: request.query_params[part] for part in LINK_PARTS if request.query_params.get(part)}
        if not link:
            return self._page(token)
        try:
            return self._page(token, link=self._described(link))
        except problems.Problem as problem:
            return self._page(token, note=problem.title)

    async def send(self, request: Request) -> Response:
        """Say what the form holds, and show the page again."""
        token: str | None = None
        form: Mapping[str, str] = {}
        try:
            _check_origin(request)
            token = self._token(request)
            form = await _read_form(request)
            if "restart" in form:
                return await self._restart(token)
            address = request.client.host if request.client else ""
            if "topic" in form:
                token = await self._follow_link(token, address, form)
            else:
                token = await self._say(token, address, form, had_one=COOKIE in request.cookies)
        except problems.Problem as problem:
            return self._page(token, problem=problem, typed=form.get("text", ""))
        response = RedirectResponse("/chat#laatste", 303, {"Cache-Control": "no-store"})
        is_secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, token, path="/chat", secure=is_secure, httponly=True, samesite="strict")
        return response

    async def _say(self, token: str | None, address: str, form: Mapping[str, str], had_one: bool) -> str:
        """Say what was typed or pressed, in the open conversation or else in a new one; its token."""
        button = form.get("payload")
        # A form sends a line's end as two characters, which the field counted as one.
        text = form.get("text", "").replace("\r\n", "\n")
        asked = _shown(text) if button is None else self._title(token, button)
        opening: list[Entry] = []
        is_new = token is None
        if token is None:
            token, messages = await self._conversations.open(address)
            opening = [Entry("note", RENEWED)] if had_one else _entries(messages)
        try:
            answers = await self._conversations.say(token, text if button is None else None, button)
        except problems.Problem:
            if is_new:
                await self._forget(token)
            raise
        self._keep(token, [*opening, Entry("visitor", asked), *_entries(answers)])
        return token

    async def _follow_link(self, token: str | None, address: str, form: Mapping[str, str]) -> str:
        """Ask what a link asks, in a conversation of its own; its token."""
        link = {part: form[part] for part in LINK_PARTS if form.get(part)}
        question = self._described(link)["question"]
        new, messages = await self._conversations.open(address, **link)
        if token is not None:
            await self._forget(token)
        *greeting, answer = _entries(messages)
        self._keep(new, [*greeting, Entry("visitor", question), answer])
        return new

    async def _restart(self, token: str | None) -> Response:
        if token is not None:
            await self._forget(token)
        response = RedirectResponse("/chat", 303, {"Cache-Control": "no-store"})
        response.delete_cookie(COOKIE, "/chat", httponly=True, samesite="strict")
        return response

    async def _forget(self, token: str) -> None:
        self._said.pop(token, None)
        # It may be closed already, or have been in the memory of what is gone.
        with contextlib.suppress(problems.Problem):
            await self._conversations.close(token)

    def _token(self, request: Request) -> str | None:
        """The key to this browser's conversation, while that is open."""
        token = request.cookies.get(COOKIE)
        try:
            if token:
                self._conversations.sessions.get(token)
        except problems.Problem:
            return None
        return token or None

    def _keep(self, token: str, entries: list[Entry]) -> None:
        self._said[token] = [*self._said.get(token, []), *entries][-MAX_ENTRIES:]

    def _page(
        self,
        token: str | None,
        link: Mapping[str, Any] | None = None,
        note: str | None = None,
        problem: problems.Problem | None = None,
        typed: str = "",
    ) -> Response:
        said = self._said.get(token, []) if token else []
        status = problem.status if problem else 200
        # What a link asks has a conversation of its own.
        entries = [] if link else said or [self._greeting()]
        if note:
            entries = [*entries, Entry("note", note)]
        questions = [number for number, entry in enumerate(entries, start=1) if entry.who == "visitor"]
        response = render(
            "chat.html",
            status,
            entries=entries,
            newest=questions[-1] if questions else None,
            link=link,
            problem=problem.title if problem else "",
            typed=typed,
        )
        if said or problem:
            response.headers["Cache-Control"] = "no-store"
        if problem and problem.retry_after is not None:
            response.headers["Retry-After"] = str(problem.retry_after)
        return response

    def _greeting(self) -> Entry:
        topic = "chat.greeting"
        topics = self._knowledge.topics
        buttons = [{"title": topics[each].button, "payload": payload(each)} for each in topics[topic].next]
        return Entry("petri", self._knowledge.answers[topic].text, buttons=buttons)

    def _described(self, link: Mapping[str, str]) -> dict[str, Any]:
        """What a deep link asks, to show before it is asked.

        Raises:
            Problem: 400, it asks nothing that Petri knows.

        """
        question = self._conversations.question(link.get("topic", ""), link.get("subject"), link.get("level"))
        return {"question": question, "parts": link}

    def _title(self, token: str | None, button: str) -> str:
        """What stood on the button. Not what the browser says: it gives back the payload only."""
        entries = self._said.get(token, []) if token else []
        titles = {each["payload"]: each["title"] for entry in entries for each in entry.buttons}
        if button in titles:
            return titles[button]
        try:
            topic = self._knowledge.topics.get(parse_payload(button)[0])
        except ValueError:
            raise problems.BAD_BUTTON from None
        return topic.button if topic else "Dit antwoord"


def _entries(messages: list[dict[str, Any]]) -> list[Entry]:
    return [Entry("petri", each["text"], each["sources"], each["buttons"]) for each in messages]


def _shown(typed: str) -> str:
    """What was typed, as the page shows it."""
    return LEFT_OUT if plain_text(typed) == PERSONAL else typed.strip()


async def _read_form(request: Request) -> dict[str, str]:
    """The fields of the form.

    Raises:
        Problem: 413, 415 or 400.

    """
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise problems.NOT_JSON
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise problems.TOO_LONG
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=10))
    except (UnicodeDecodeError, ValueError):
        raise problems.BROKEN from None


def _check_origin(request: Request) -> None:
    """Refuse a form that another site sent.

    A browser says so in Sec-Fetch-Site, and an older one in Origin. One that says neither has no cookies to send
    along from elsewhere that matter here, and is often the kind that has no JavaScript.

    Raises:
        Problem: 403.

    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        is_ours = site == "same-origin"
    else:
        # A proxy before the edge may speak https where we hear http, so only the host counts.
        is_ours = origin is None or urlsplit(origin).netloc == request.headers.get("Host")
    if not is_ours:
        raise SOMEWHERE_ELSE
