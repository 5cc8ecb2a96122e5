"""A route as Petri tells it and as the page draws it."""

from __future__ import annotations

import re
from typing import Any

from bot.knowledge.lookup import in_a_sentence
from bot.knowledge.model import LevelId
from bot.knowledge.routes import RoutePlan, Step

# Another way and a tip are left out where the text would have more words than this.
FULL = 65

_STARTS: dict[LevelId, str] = {
    "vmbo-b": "vmbo-basis",
    "vmbo-k": "vmbo-kader",
    "wo": "de universiteit",
    "volwassen": "ander werk",
}
_DIGITS = {"één": "1", "twee": "2", "drie": "3", "vier": "4", "vijf": "5", "zes": "6"}


def route_text(plan: RoutePlan) -> str:
    """The steps as a numbered list, then what to do first, another way, and what is not certain."""
    lines = [f"{number}. {_line(step)}" for number, step in enumerate(plan.steps, start=1)]
    text = f"Van {_start(plan)} naar {_goal(plan)}:\n\n" + "\n".join(lines)
    text += f"\n\nVolgende stap: {in_a_sentence(plan.next_step)}"
    limits = list(plan.limits)
    if plan.dated:
        clauses = " en ".join(plan.dated)
        limits.append(f"{clauses[0].upper()}{clauses[1:]}. Vraag de hogeschool naar nu.")
    said: list[str] = []
    for extra in filter(None, [plan.alternative, plan.tip]):
        if count_words(" ".join([text, *said, extra, *limits])) <= FULL:
            said.append(extra)
    return "\n\n".join([text, *filter(None, [" ".join(said), " ".join(limits)])])


def route_picture(plan: RoutePlan) -> dict[str, Any]:
    """The route for the drawing in the page (see docs/http.md)."""
    start = "je werkt al" if plan.level == "volwassen" else _start(plan).removeprefix("de ")
    now, *others = plan.steps
    drawn = [
        {"title": f"Nu: {start}", "detail": now.short_detail, "years": None},
        *({"title": s.short_title, "detail": _drawn_detail(s), "years": _drawn_years(s.years)} for s in others),
    ]
    return {"from": _start(plan), "to": _goal(plan), "steps": drawn}


def count_words(text: str) -> int:
    """The words of a text, without the numbers of a list."""
    return len(re.sub(r"^\d+\. ", "", text, flags=re.MULTILINE).split())


def _start(plan: RoutePlan) -> str:
    name = _STARTS.get(plan.level, plan.level)
    has_classes = plan.level.startswith(("vmbo", "havo", "vwo"))
    return f"{name} {plan.school_year}" if plan.school_year and has_classes else name


def _goal(plan: RoutePlan) -> str:
    return in_a_sentence(plan.steps[-1].short_title)


def _line(step: Step) -> str:
    title = f"Anders: {in_a_sentence(step.title)}" if step.instead else step.title
    line = ", ".join(filter(None, [title, step.detail]))
    line = f"{line}: {step.years}" if step.years else line
    return line if line.endswith((".", "?")) else f"{line}."


def _drawn_detail(step: Step) -> str:
    return "bij een ander diploma" if step.instead else step.short_detail


def _drawn_years(years: str | None) -> str | None:
    """'landelijk drie tot vier jaar, soms korter' → '3-4 jaar'."""
    if years is None:
        return None
    plain = years.removeprefix("landelijk ").split(",")[0]
    plain = re.sub(r"\w+", lambda match: _DIGITS.get(match[0], match[0]), plain)
    return plain.replace(" tot ", "-")
