"""Errors as `application/problem+json` (RFC 9457), with a Dutch title that a visitor can read."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from bot.edge.pages import render


class Problem(Exception):
    """Something a visitor's request cannot have; `retry_after` is in seconds."""

    def __init__(self, status: int, title: str, retry_after: int | None = None) -> None:
        """Describe it."""
        super().__init__(title)
        self.status, self.title, self.retry_after = status, title, retry_after


BROKEN = Problem(400, "Dit bericht kon niet worden gelezen. Laad de pagina opnieuw en probeer het nog eens.")
EMPTY = Problem(400, "Je bericht is leeg. Typ een vraag of kies een knop.")
BAD_BUTTON = Problem(400, "Deze knop werkt niet meer. Typ je vraag of kies een andere knop.")
BAD_LINK = Problem(400, "Deze link klopt niet meer. Je kunt je vraag wel zelf typen.")
BAD_QR = Problem(400, "Van dit adres kan Petri geen QR-code maken.")
EXPIRED = Problem(401, "Dit gesprek is gesloten. Begin een nieuw gesprek.")
NOT_FOUND = Problem(404, "Deze pagina bestaat niet.")
TOO_LONG = Problem(413, "Je bericht is te lang. Gebruik hoogstens 300 tekens.")
NOT_JSON = Problem(415, "Dit bericht kon niet worden gelezen. Laad de pagina opnieuw en probeer het nog eens.")
AWAY = Problem(503, "Petri is even niet bereikbaar. Probeer het over een paar tellen opnieuw.", retry_after=5)
FAILED = Problem(500, "Er ging iets mis bij Petri. Probeer het zo nog eens.")


def too_many(retry_after: int) -> Problem:
    """The problem of asking too often."""
    return Problem(429, "Dat gaat even te snel. Wacht een paar tellen en probeer het opnieuw.", retry_after)


def respond(problem: Problem) -> Response:
    """The response for a problem."""
    headers = {"Cache-Control": "no-store"}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    body = {"type": "about:blank", "title": problem.title, "status": problem.status}
    return Response(msgspec.json.encode(body), problem.status, headers, "application/problem+json")


async def on_problem(request: Request, error: Exception) -> Response:
    """Starlette's handler for `Problem`."""
    assert isinstance(error, Problem)
    return respond(error)


async def on_http_error(request: Request, error: Exception) -> Response:
    """Starlette's handler for its own errors: an unknown path or method."""
    status = getattr(error, "status_code", 404)
    if status == 404 and "text/html" in request.headers.get("Accept", ""):
        return render("not_found.html", status)
    title = NOT_FOUND.title if status == 404 else "Dat kan hier niet."
    return respond(Problem(status, title))


async def on_crash(request: Request, error: Exception) -> Response:
    """Starlette's handler for everything else; the traceback goes to the log only."""
    return respond(FAILED)
