"""Composing what Petri says about a topic and the subjects in play."""

from __future__ import annotations

from dataclasses import replace

from actions.buttons import Button, buttons_after, follow_ups, level_buttons, name_of, topic_button, vmbo_buttons
from actions.compare import compare
from actions.doubt import CONTACT, clarify, with_doubt
from actions.lists import LISTS, list_for
from actions.reply import Reply, cite
from actions.routing import CLARIFY, term_to_explain, topic_of
from actions.stories import explain, tell
from actions.turn import Turn
from bot.knowledge.lookup import Found, find, short_name
from bot.knowledge.model import Answer, Occupation, Programme, Subject
from bot.knowledge.route_text import route_picture, route_text
from bot.knowledge.routes import plan
from bot.knowledge.store import Knowledge
from bot.payload import payload

NO = "context.no"
# Topics whose follow-ups are what one may ask first.
ANYTHING = ("chat.help", "chat.restart", "fallback.clarify")
NO_REASON = "De reden daarvan weet ik niet precies. In de bron kun je verder lezen, of je vraagt het een mens."
# What is true of the schools in Leiden, and not of one elsewhere.
ABOUT_LEIDEN = ("programme.location", "programme.open_day", "programme.apply")
MAX_REPLIES = 2
# Questions about two subjects of a kind that get one answer all the same.
ABOUT_BOTH = ("occupation.difference", "guide.fact")


def compose(turn: Turn, knowledge: Knowledge) -> list[Reply]:
    """Answer a message: one reply for each subject that it asks the same question about."""
    topic = topic_of(turn, knowledge)
    kind = knowledge.topics[topic].subject
    if kind == "none" or kind == "level" or topic in ABOUT_BOTH or len(turn.all_named(kind)) < 2:
        turns = [turn]
    else:
        others = [mention for mention in turn.mentions if mention[0] != kind]
        turns = [replace(turn, mentions=[(kind, each), *others]) for each in turn.all_named(kind)[:MAX_REPLIES]]
    return [with_doubt(_reply(topic, each, knowledge), each, knowledge) for each in turns]


def _reply(topic: str, turn: Turn, knowledge: Knowledge) -> Reply:
    if topic == CLARIFY:
        return clarify(turn, knowledge)
    if turn.intent == NO and topic == "chat.help":
        return _something_else(turn, knowledge)
    if turn.asks_why:
        return _why(topic, turn, knowledge)
    term = term_to_explain(turn)
    if term:
        return explain(term, knowledge)
    special = None
    if topic == "occupation.difference":
        special = compare(turn, knowledge)
    elif topic == "guide.fact":
        special = tell(turn, knowledge)
    elif topic in LISTS and turn.interests:
        special = list_for(topic, turn.interests[0], knowledge)
    elif topic == "programme.route":
        special = _route(turn, knowledge)
    return special or _about_a_liking(topic, turn, knowledge) or _looked_up(topic, turn, knowledge)


def _about_a_liking(topic: str, turn: Turn, knowledge: Knowledge) -> Reply | None:
    """'Kun je ziek worden van bacteriën?': about the likeliest occupation, said so that it can be mended."""
    occupation_topic = knowledge.topics[topic].subject == "occupation"
    if not turn.interests or not occupation_topic or turn.about.keys() & {"occupation", "programme", "employer"}:
        return None
    interest = knowledge.interests[turn.interests[0]]
    guess = interest.occupations[0]
    if topic not in knowledge.occupations[guess].answers:
        return None
    reply = _looked_up(topic, replace(turn, mentions=[*turn.mentions, ("occupation", guess)]), knowledge)
    text = f"Ik ga uit van een {name_of(knowledge.occupations[guess])}.\n\n{reply.text}"
    other = Button(f"Ander werk met {interest.name}", payload("occupation.list", {"interest": turn.interests[0]}))
    return replace(reply, text=text, buttons=[other, *reply.buttons][:4])


def _route(turn: Turn, knowledge: Knowledge) -> Reply | None:
    """The way from the visitor's level to the occupation in play; None where one of them is not known."""
    about = dict(turn.about)
    # 'Via het hbo' says where to go, not where one is.
    if about.get("level") in turn.targets:
        del about["level"]
    occupation, level = about.get("occupation"), about.get("level")
    if not occupation or not level:
        return None
    way = plan(knowledge, level, occupation, turn.school_year, about.get("programme"))  # type: ignore[arg-type]
    if way is None:
        return None
    buttons = follow_ups("programme.route", about, knowledge, turn.trail)
    sources = cite(way.sources, knowledge)
    return Reply(route_text(way), "programme.route", occupation, sources, buttons, route_picture(way))


def _looked_up(topic: str, turn: Turn, knowledge: Knowledge) -> Reply:
    """The answer as it stands in the knowledge base."""
    if topic == "programme.progression":
        turn = replace(turn, mentions=[(kind, i) for kind, i in turn.mentions if i not in turn.targets])
    found = find(knowledge, topic, turn.named, turn.carried)
    text, cited = _text(topic, found, turn, knowledge)
    buttons = buttons_after(topic, found, turn.about, knowledge, turn.trail)
    if topic == "programme.route" and "level" not in turn.about and found.kind == "occupation":
        buttons = level_buttons(topic, str(found.subject_id), knowledge)
    if knowledge.topics[topic].subject == "level" and "vmbo" in turn.generic and "level" not in turn.about:
        text = f"Vmbo is er in vier soorten. Kies hieronder de jouwe, dan weet ik meer.\n\n{text}"
        buttons = vmbo_buttons(topic, knowledge)
    return Reply(text, topic, found.subject_id, cite(cited, knowledge), buttons)


def _text(topic: str, found: Found, turn: Turn, knowledge: Knowledge) -> tuple[str, list[str]]:
    """The text, and the ids of its sources. Says so when it is not about the subject asked for."""
    answer, subject = found.answer, knowledge.subject(found.kind, found.subject_id)
    employer = knowledge.employers.get(turn.named.get("employer", ""))
    if employer and topic.startswith("occupation.") and topic != "occupation.list" and topic not in employer.answers:
        name = short_name(employer)
        caveat = (
            f"Van {name} weet ik dit niet." if employer.status == "open" else f"{name} is hier gestopt of verhuisd."
        )
        return f"{caveat} In het algemeen geldt dit.\n\n{answer.text}", answer.sources
    if found.is_own or subject is None or found.kind == "level":
        return answer.text, answer.sources
    if knowledge.topics[topic].needs_subject or _is_elsewhere(topic, subject):
        contact = knowledge.answers[CONTACT]
        url = getattr(subject, "url", None)
        where = f"Kijk op {url}, of vraag het aan het CIV." if url else "Vraag het aan het CIV."
        return f"Dat weet ik niet van {short_name(subject)}. {where}\n\n{contact.text}", contact.sources
    name = f"een {name_of(subject)}" if isinstance(subject, Occupation) else name_of(subject)
    return f"Van {name} apart weet ik dit niet. In het algemeen geldt:\n\n{answer.text}", answer.sources


def _is_elsewhere(topic: str, subject: Subject) -> bool:
    """Whether the general answer does not hold for this programme: another town, or a course for adults."""
    if not isinstance(subject, Programme):
        return False
    return subject.levels == ["volwassen"] or (topic in ABOUT_LEIDEN and subject.town not in (None, "Leiden"))


def _why(topic: str, turn: Turn, knowledge: Knowledge) -> Reply:
    """'Waarom?': the reason, where there is one with a source."""
    found = find(knowledge, topic, turn.named, turn.carried)
    # What holds in general need not hold for one employer.
    in_general = None if found.is_own and found.kind == "employer" else knowledge.answers[topic].why
    reason: Answer | None = found.answer.why or in_general
    buttons = buttons_after(topic, found, turn.about, knowledge, turn.trail)
    if reason is None:
        contact = topic_button(CONTACT, {}, knowledge)
        buttons = [contact, *(button for button in buttons if button != contact)][:3]
        return Reply(NO_REASON, topic, found.subject_id, cite(found.answer.sources, knowledge), buttons)
    return Reply(reason.text, topic, found.subject_id, cite(reason.sources, knowledge), buttons)


def _something_else(turn: Turn, knowledge: Knowledge) -> Reply:
    """'Nee': what was not offered just now."""
    buttons = [button for topic in ANYTHING for button in follow_ups(topic, {}, knowledge)]
    fresh = [button for button in dict.fromkeys(buttons) if button.payload not in turn.offered]
    return Reply("Goed, dan niet. Wat wil je wel weten?", "chat.help", None, [], fresh[:4])
