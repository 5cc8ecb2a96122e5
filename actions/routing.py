"""Which topic a message asks about: Rasa's intent, corrected by what the message names and what went before."""

from __future__ import annotations

import re

from actions.turn import Turn
from bot.knowledge.lookup import SCHOOL
from bot.knowledge.store import Knowledge

CLARIFY = "fallback.clarify"
DISTRESS = "safety.distress"
OUT_OF_SCOPE = "fallback.out_of_scope"

# Doubt about somebody's safety is answered as distress: at this probability when nothing is likely, and at the
# second when something else is, but not by far. A false alarm costs a moment; a miss may cost more.
MIN_DISTRESS = 0.10
MIN_DISTRESS_BESIDE = 0.25
FAR_LIKELIER = 0.5
# Small talk and a reprimand that nobody asked for do harm; they need to be surer than an answer about the work.
MIN_CHAT = 0.35
NEEDS_CERTAINTY = tuple(
    f"chat.{t}" for t in ("greeting", "goodbye", "thanks", "sources", "restart", "language", "feedback")
)
NEEDS_CERTAINTY += ("safety.abuse",)
# The runner-up is taken instead if it is at least this likely.
MIN_RUNNER_UP = 0.12

# What somebody may say after the crisis text without having moved on.
STILL_IN_DISTRESS = ("nlu_fallback", "context.", "chat.", "fallback.", "safety.")

# A named company is about employer.*, a named school about programme.*, and a named subject is what a
# question for an explanation is about. What sentences look like does not always show that.
BOUNDARIES: dict[str, dict[str, str]] = {
    "guide.fact": {
        "occupation": "occupation.overview",
        "programme": "programme.overview",
        "company": "employer.overview",
        "school": "employer.overview",
        "organisation": "employer.overview",
    },
    "park.overview": {"company": "employer.overview"},
    "park.travel": {"company": "employer.location", "school": "programme.location"},
    "programme.route": {"company": "employer.location"},
    "employer.location": {"school": "programme.location"},
    "programme.location": {"company": "employer.location"},
    "programme.internship": {"company": "employer.internship"},
    "employer.roles": {"occupation": "occupation.overview"},
    "employer.overview": {"occupation": "occupation.overview", "programme": "programme.overview"},
}
# 'waar zit dat', 'hoe kom ik daar' after a question about an employer is about that employer.
POINTING = re.compile(r"\b(daar|dat|die|er|ze|zij|hun)\b", re.IGNORECASE)
AT_THE_EMPLOYER = {
    "programme.location": "employer.location",
    "programme.route": "employer.location",
    "park.travel": "employer.location",
    "programme.internship": "employer.internship",
    "programme.overview": "employer.overview",
    "occupation.overview": "employer.overview",
    "occupation.workplace": "employer.roles",
    "occupation.women": "employer.roles",
}

# 'En de laborantopleiding?' takes up the last question; it does not ask for an introduction.
ELLIPSIS = re.compile(r"(en|of) (\S+ ){0,3}\S+\W*$", re.IGNORECASE)

# About these, a message that names an occupation or programme from elsewhere asks about that one, unless it speaks
# of a laboratory too, or only says what somebody did before.
ASKED_OF_ONE = re.compile(
    r"nlu_fallback|context\.inform"
    r"|occupation\.(overview|workday|salary|fit|downsides|prospects|growth|workplace|hours|safety|future)"
    r"|programme\.(overview|route|admission|duration|costs|content|difficulty|apply)"
)
OUR_FIELD = re.compile(r"\blab|laborant|labrant|an[ae]l[iy]st|operator|\bmlo\b|\bbml\b|\bcsi\b|forensisch|sporen", re.I)
BACKGROUND = re.compile(r"\bik (ben|heb|had|was|werk|werkte|deed)\b", re.IGNORECASE)


def topic_of(turn: Turn, knowledge: Knowledge) -> str:
    """The topic id that a message asks about; CLARIFY when that is not clear."""
    if turn.last_topic == DISTRESS and turn.intent.startswith(STILL_IN_DISTRESS):
        return DISTRESS
    if _may_be_distress(turn):
        return DISTRESS
    if _is_out_of_our_field(turn):
        return OUT_OF_SCOPE
    intent = _certain_intent(turn)
    takes_up = intent.endswith(".overview") or intent in ("nlu_fallback", "programme.admission")
    if takes_up and turn.named and ELLIPSIS.match(turn.text):
        return _last_topic_about(turn, knowledge)
    if intent == "nlu_fallback":
        return CLARIFY
    if intent == "context.more":
        return _first_follow_up(turn, knowledge)
    if intent == "context.inform":
        return _last_topic_about(turn, knowledge)
    return _within_boundaries(intent, turn, knowledge)


def _may_be_distress(turn: Turn) -> bool:
    probability = turn.ranking.get(DISTRESS, 0.0)
    if turn.intent == "nlu_fallback":
        return probability >= MIN_DISTRESS
    return probability >= MIN_DISTRESS_BESIDE and turn.ranking.get(turn.intent, 1.0) < FAR_LIKELIER


def _is_out_of_our_field(turn: Turn) -> bool:
    """Whether a message asks something of an occupation or programme from elsewhere."""
    is_question = turn.is_elsewhere and not turn.named and not BACKGROUND.search(turn.text)
    return is_question and bool(ASKED_OF_ONE.fullmatch(turn.intent)) and not OUR_FIELD.search(turn.text)


def _certain_intent(turn: Turn) -> str:
    """The intent, or the next that needs no certainty when this one is not certain enough."""
    if not turn.intent.startswith(NEEDS_CERTAINTY) or turn.ranking.get(turn.intent, 1.0) >= MIN_CHAT:
        return turn.intent
    others = (i for i, p in turn.ranking.items() if not i.startswith(NEEDS_CERTAINTY) and p >= MIN_RUNNER_UP)
    return next((i for i in others if i != "nlu_fallback"), "nlu_fallback")


def _first_follow_up(turn: Turn, knowledge: Knowledge) -> str:
    """'Ja, vertel meer': the first thing to know after the last answer. A guide has to be started by itself."""
    if turn.last_topic is None:
        return CLARIFY
    following = (t for t in knowledge.topics[turn.last_topic].next if not t.startswith("guide."))
    return next(following, CLARIFY)


def _last_topic_about(turn: Turn, knowledge: Knowledge) -> str:
    """'En bij BaseClear?': the last topic, asked about the subject that was named."""
    named, last = turn.named, turn.last_topic
    if not named:
        # 'Ik doe vmbo' is about getting in, as soon as it is clear which vmbo.
        return "programme.admission" if "vmbo" in turn.generic else CLARIFY
    if last and knowledge.topics[last].subject in named:
        return last
    if "occupation" in named:
        return "occupation.overview"
    if "programme" in named:
        return "programme.overview"
    if "employer" in named:
        return _last_topic_at(named["employer"], last, knowledge)
    # Only a level: from here on the question is whether and how that gets you in.
    return last if last == "programme.route" else "programme.admission"


def _last_topic_at(employer_id: str, last: str | None, knowledge: Knowledge) -> str:
    employer = knowledge.subject("employer", employer_id)
    if last and employer and last in employer.answers:
        return last
    if last in ("occupation.overview", "occupation.workday", "occupation.list", "occupation.difference"):
        return "employer.roles"
    if last == "programme.internship":
        return "employer.internship"
    if last and (last.startswith("occupation.") or last == "visit.lab"):
        return last
    return "employer.overview"


def _within_boundaries(intent: str, turn: Turn, knowledge: Knowledge) -> str:
    """The topic, moved over the boundary that topics.yml draws between what names something and what does not."""
    elsewhere = BOUNDARIES.get(intent, {})
    employer_id = turn.named.get("employer")
    if employer_id:
        company = knowledge.employers.get(employer_id)
        place = "organisation" if company is None else "school" if company.kind == SCHOOL else "company"
        return elsewhere.get(place, intent)
    if turn.named:
        if "employer" in turn.carried and intent.startswith("employer."):
            return intent
        return next((elsewhere[kind] for kind in turn.named if kind in elsewhere), intent)
    about_employer = (turn.last_topic or "").startswith("employer.") and "employer" in turn.carried
    if about_employer and POINTING.search(turn.text):
        return AT_THE_EMPLOYER.get(intent, intent)
    return intent
