"""Lists for who knows what they like but not what it is called: 'iets met dna'."""

from __future__ import annotations

import re

from actions.buttons import Button, topic_button
from actions.reply import Reply, cite
from bot.knowledge.lookup import in_a_sentence, programmes_for, short_name
from bot.knowledge.model import Interest, Organisation
from bot.knowledge.store import Knowledge
from bot.payload import payload

LISTS = ("occupation.list", "employer.list", "programme.list")
MAX_ITEMS = 3


def list_for(topic: str, interest_id: str, knowledge: Knowledge) -> Reply | None:
    """The occupations, employers or programmes that fit an interest; None if there are none."""
    interest = knowledge.interests[interest_id]
    compose = {"occupation.list": _occupations, "employer.list": _employers, "programme.list": _programmes}[topic]
    return compose(interest, interest_id, knowledge)


def _occupations(interest: Interest, interest_id: str, knowledge: Knowledge) -> Reply:
    chosen = {i: knowledge.occupations[i] for i in interest.occupations[:MAX_ITEMS]}
    intro = f"Iets met {interest.name}? Bekijk dan eens:"
    items = "\n".join(f"- {each.name}: je {each.task}." for each in chosen.values())
    cited = [source for each in chosen.values() for source in each.answers["occupation.overview"].sources[:2]]
    buttons = [Button(each.name, payload("occupation.overview", {"occupation": i})) for i, each in chosen.items()]
    if interest.employers:
        buttons.append(Button("Bedrijven die dit doen", payload("employer.list", {"interest": interest_id})))
    buttons.append(topic_button("guide.quiz", {}, knowledge))
    return Reply(f"{intro}\n\n{items}", "occupation.list", None, cite(cited, knowledge), buttons[:4])


def _employers(interest: Interest, interest_id: str, knowledge: Knowledge) -> Reply | None:
    chosen: dict[str, Organisation] = {i: knowledge.employers[i] for i in interest.employers[:MAX_ITEMS]}
    if not chosen:
        return None
    items = "\n".join(f"- {line_about(each)}" for each in chosen.values())
    cited = [source for each in chosen.values() for source in each.answers["employer.overview"].sources[:2]]
    buttons = [Button(short_name(each), payload("employer.overview", {"employer": i})) for i, each in chosen.items()]
    buttons.append(Button("Beroepen die passen", payload("occupation.list", {"interest": interest_id})))
    text = f"Deze werkgevers doen iets met {interest.name}:\n\n{items}"
    return Reply(text, "employer.list", None, cite(cited, knowledge), buttons[:4])


def line_about(employer: Organisation) -> str:
    """'BaseClear: leest de code van DNA uit.' Only the heart of what it does."""
    name = short_name(employer)
    heart = re.split(r"[.:]\s", f"{employer.what} ")[0] if employer.what else ""
    return f"{name}: {in_a_sentence(heart)}." if heart else f"{name}."


def _programmes(interest: Interest, interest_id: str, knowledge: Knowledge) -> Reply | None:
    ids = list(dict.fromkeys(p for i in interest.occupations for p in programmes_for(knowledge, i)))[:MAX_ITEMS]
    if not ids:
        return None
    chosen = {i: knowledge.programmes[i] for i in ids}
    items = "\n".join(f"- {short_name(each)}, {each.school}" for each in chosen.values())
    cited = [source for each in chosen.values() for source in each.answers["programme.overview"].sources[:2]]
    buttons = [Button(short_name(each), payload("programme.overview", {"programme": i})) for i, each in chosen.items()]
    buttons.append(Button("Beroepen die passen", payload("occupation.list", {"interest": interest_id})))
    text = f"Wil je iets met {interest.name}? Kijk dan naar deze opleidingen:\n\n{items}"
    return Reply(text, "programme.list", None, cite(cited, knowledge), buttons[:4])
