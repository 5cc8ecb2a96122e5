"""Which topic a message asks about: Rasa's intent, corrected by what the message names and what went before."""

from __future__ import annotations

import re

from actions.turn import KINDS, Turn
from bot.knowledge.lookup import SCHOOL
from bot.knowledge.model import SubjectKind
from bot.knowledge.store import Knowledge
from bot.payload import parse_payload

CLARIFY = "fallback.clarify"
DISTRESS = "safety.distress"
OUT_OF_SCOPE = "fallback.out_of_scope"

# Doubt about somebody's safety is answered as distress: at this probability when nothing is likely, and at the
# second when something else is, but not by far. A false alarm costs a moment; a miss may cost more.
MIN_DISTRESS = 0.12
MIN_DISTRESS_BESIDE = 0.14
FAR_LIKELIER = 0.8
# Hate sounds much like distress.
MIN_DISTRESS_BESIDE_ABUSE = 0.3
# 'Daar kan ik je niet mee helpen' is the worst answer to somebody in distress.
FAR_FROM_HELP = 0.85
# Small talk and a reprimand that nobody asked for do harm; they need to be surer than an answer about the work.
MIN_CHAT = 0.35
NEEDS_CERTAINTY = tuple(
    f"chat.{t}" for t in ("greeting", "goodbye", "thanks", "sources", "restart", "language", "feedback")
)
NEEDS_CERTAINTY += ("safety.abuse",)
# The runner-up is taken instead if it is at least this likely.
MIN_RUNNER_UP = 0.12

# Where the message may be no more than a name, but also says something: when it is a question after all.
MIN_KNOWN = 0.3
MIN_BESIDE_A_NAME = 0.08
# A question in doubt has to be this likely.
MIN_RIVAL = 0.2
# Questions that 'en X?' is easily taken for.
TAKES_UP = ("occupation.", "programme.", "employer.", "context.inform", "nlu_fallback")
CORRECTION = re.compile(r"\b(nee|neen|niet|sorry|bedoel\w*|excuus|zei|liever|typfout\w*|autocorrect)\b|\bmoest\b", re.I)

# What somebody may say after the crisis text without having moved on.
STILL_IN_DISTRESS = ("nlu_fallback", "context.", "chat.", "fallback.", "safety.")

# A named company is about employer.*, a named school about programme.*, and a named subject is what a
# question for an explanation is about. What sentences look like does not always show that.
BOUNDARIES: dict[str, dict[str, str]] = {
    "guide.fact": {
        "company": "employer.overview",
        "school": "employer.overview",
        "organisation": "employer.overview",
    },
    "guide.quiz": {"occupation": "occupation.fit"},
    "park.overview": {"company": "employer.overview"},
    "park.travel": {"company": "employer.location", "school": "programme.location"},
    "programme.route": {"company": "employer.location"},
    "employer.location": {"school": "programme.location"},
    "programme.location": {"company": "employer.location"},
    "programme.internship": {"company": "employer.internship"},
    "employer.roles": {"occupation": "occupation.overview"},
    "employer.overview": {"occupation": "occupation.overview", "programme": "programme.overview"},
}
# 'waar zit dat', 'hoe kom ik daar' after a question about an employer is about that employer; so are a word or two.
POINTING = re.compile(r"\b(daar|dat|die|er|ze|zij|hun)\b", re.IGNORECASE)
SHORT = 2
AT_THE_EMPLOYER = {
    "programme.location": "employer.location",
    "programme.route": "employer.location",
    "park.travel": "employer.location",
    "programme.internship": "employer.internship",
    "programme.overview": "employer.overview",
    "programme.admission": "employer.roles",
    "occupation.overview": "employer.overview",
    "occupation.workplace": "employer.roles",
    "occupation.women": "employer.roles",
}

# 'En de laborantopleiding?' takes up the last question; it does not ask for an introduction.
ELLIPSIS = re.compile(r"(en|of) (\S+ ){0,3}\S+\W*$", re.IGNORECASE)

# 'En tussen X en Y?'
BETWEEN = re.compile(r"\b(tussen|verschil\w*|vergelijk\w*|anders dan)\b", re.IGNORECASE)

# Words that set two things against each other. Without one, 'wat verdient een X en een Y' asks one thing of both.
COMPARES = re.compile(
    rf"{BETWEEN.pattern}|\b(of|dan|versus|vs|beter|meer|minder|hetzelfde|zelfde|keuze)\b", re.IGNORECASE
)

# About these, a message that names an occupation or programme from elsewhere asks about that one, unless it speaks
# of a laboratory too, or only says what somebody did before.
ASKED_OF_ONE = re.compile(
    r"nlu_fallback|context\.inform"
    r"|occupation\.(overview|workday|salary|fit|downsides|prospects|growth|workplace|hours|safety|future)"
    r"|programme\.(overview|route|admission|duration|costs|content|difficulty|apply)"
)
OUR_FIELD = re.compile(r"\blab|laborant|labrant|an[ae]l[iy]st|operator|\bmlo\b|\bbml\b|\bcsi\b|forensisch|sporen", re.I)
BACKGROUND = re.compile(r"\bik (ben|heb|had|was|werk|werkte|deed)\b", re.IGNORECASE)


# Questions after the meaning of a word, and how they are sorted when the word is unknown to the classifier.
MEANING = re.compile(r"\b(wat|wa|wats|betekent|beteken|bedoel|uitleg|leg|uitleggen|noem)\b", re.IGNORECASE)
ASKS_FOR_MEANING = (
    "nlu_fallback",
    "guide.fact",
    "context.inform",
    "occupation.overview",
    "programme.overview",
    "employer.overview",
    "fallback.out_of_scope",
)
WISH = re.compile(
    r"\biets (met|in|over)\b|\bhou(d|dt)?\b.*\bvan\b|\blijkt? (me|mij)\b|\b(leuk|vet|cool|interessant|tof|gaaf)\b"
    r"|\bwil\b.*\b(helpen|maken|werken|worden|doen)\b|\bgoed in\b|\bgek op\b",
    re.IGNORECASE,
)
DISLIKE = re.compile(r"\b(geen|niet|niks|nooit|zonder)\b", re.IGNORECASE)


def topic_of(turn: Turn, knowledge: Knowledge) -> str:
    """The topic id that a message asks about; CLARIFY when that is not clear."""
    if may_be_distress(turn):
        return DISTRESS
    term = term_to_explain(turn)
    if term:
        return knowledge.terms[term].topic
    if _is_a_wish(turn):
        return "employer.list" if turn.last_topic == "employer.list" else "occupation.list"
    if _is_out_of_our_field(turn):
        return OUT_OF_SCOPE
    if turn.is_bare and turn.last_topic and turn.intent.startswith(TAKES_UP):
        return _last_topic_about(turn, knowledge)
    intent = _certain_intent(turn, knowledge)
    takes_up = intent.endswith(".overview") or intent in ("nlu_fallback", "programme.admission")
    if takes_up and turn.named and ELLIPSIS.match(turn.text):
        return _last_topic_about(turn, knowledge)
    if intent == "nlu_fallback":
        return CLARIFY
    if intent == "context.no":
        return CLARIFY if turn.was_unclear else "chat.help"
    if intent == "context.inform":
        return _last_topic_about(turn, knowledge)
    return _within_boundaries(intent, turn, knowledge)


def may_be_distress(turn: Turn) -> bool:
    """Whether to answer as distress: a message that may be one, or one that has not moved on from it."""
    if turn.last_topic == DISTRESS and turn.intent.startswith(STILL_IN_DISTRESS):
        return True
    probability = turn.ranking.get(DISTRESS, 0.0)
    if turn.intent == "nlu_fallback":
        return probability >= MIN_DISTRESS
    far_likelier = FAR_FROM_HELP if turn.intent == OUT_OF_SCOPE else FAR_LIKELIER
    least = MIN_DISTRESS_BESIDE_ABUSE if turn.intent == "safety.abuse" else MIN_DISTRESS_BESIDE
    return probability >= least and turn.ranking.get(turn.intent, 1.0) < far_likelier


def term_to_explain(turn: Turn) -> str | None:
    """The id of the word after whose meaning is asked, also where that looks like a question of another kind."""
    if not turn.terms or turn.named or turn.intent not in ASKS_FOR_MEANING:
        return None
    return turn.terms[0] if turn.intent == "guide.fact" or MEANING.search(turn.text) else None


def _is_a_wish(turn: Turn) -> bool:
    """'Iets met dna', 'moorden oplossen lijkt me vet': a liking, and no occupation."""
    if not turn.interests or turn.named:
        return False
    if turn.intent == "nlu_fallback" or turn.intent == "context.inform":
        return True
    if turn.intent == "occupation.animals" and DISLIKE.search(turn.text):
        return False
    return turn.intent in ("fallback.out_of_scope", "chat.feedback", "occupation.animals") and bool(
        WISH.search(turn.text)
    )


def _is_out_of_our_field(turn: Turn) -> bool:
    """Whether a message asks something of an occupation or programme from elsewhere."""
    is_question = turn.is_elsewhere and not turn.named and not BACKGROUND.search(turn.text)
    return is_question and bool(ASKED_OF_ONE.fullmatch(turn.intent)) and not OUR_FIELD.search(turn.text)


def _certain_intent(turn: Turn, knowledge: Knowledge) -> str:
    """The intent, or the next that is certain enough where this one is not."""
    likeliest = [i for i in turn.ranking if i != "nlu_fallback"]
    if turn.intent == "nlu_fallback" and "context.inform" in likeliest[:2] and turn.ranking[likeliest[0]] > MIN_KNOWN:
        # Doubt between a question and only a name: a longer message asks something.
        return "context.inform" if turn.is_bare else _next_likely(likeliest, turn, ("context.",))
    rivals = [i for i in likeliest[:2] if i in knowledge.topics and turn.ranking[i] >= MIN_RIVAL]
    if turn.intent == "nlu_fallback" and len({_within_boundaries(i, turn, knowledge) for i in rivals}) == 1 < len(
        rivals
    ):
        # 'Past analist bij mij?': whichever of the two it is, what is named makes one question of them.
        return rivals[0]
    if turn.intent == "nlu_fallback" and _kind_in_play(turn):
        # Doubt between two questions: the one that can be about what the conversation is about.
        fitting = [i for i in rivals if knowledge.topics[i].subject == _kind_in_play(turn)]
        return fitting[0] if len(fitting) == 1 else turn.intent
    if turn.intent == "context.vague":
        # Leaves open what it asks; a conversation may say what it is about.
        fitting = [i for i in likeliest if i in knowledge.topics and knowledge.topics[i].subject == _kind_in_play(turn)]
        return _next_likely(fitting, turn, ())
    if turn.intent == "occupation.difference" and not COMPARES.search(turn.text):
        asked = [i for i in likeliest if i.startswith(("occupation.", "programme.")) and i != turn.intent]
        return asked[0] if asked and turn.ranking[asked[0]] >= MIN_RUNNER_UP else turn.intent
    if turn.intent == "context.why":
        return _next_likely(likeliest, turn, ("context.",))
    if turn.intent == "context.inform" and _asks_something(turn):
        others = (i for i in likeliest if not i.startswith(("context.", "guide.")))
        second = next(others, "nlu_fallback")
        return second if turn.ranking.get(second, 0) >= MIN_BESIDE_A_NAME else turn.intent
    if not turn.intent.startswith(NEEDS_CERTAINTY) or turn.ranking.get(turn.intent, 1.0) >= MIN_CHAT:
        return turn.intent
    return _next_likely(likeliest, turn, (*NEEDS_CERTAINTY, "context."))


def _kind_in_play(turn: Turn) -> SubjectKind | None:
    """What kind of subject the last answer was about."""
    entities = parse_payload(turn.trail[-1])[1] if turn.trail else {}
    return next((kind for kind in KINDS if kind in entities), None)


def _next_likely(likeliest: list[str], turn: Turn, unfit: tuple[str, ...]) -> str:
    """The likeliest intent of another kind than `unfit`, if it is likely enough."""
    others = (i for i in likeliest if not i.startswith(unfit) and turn.ranking[i] >= MIN_RUNNER_UP)
    return next(others, "nlu_fallback")


def _asks_something(turn: Turn) -> bool:
    """Whether a message that names an occupation, programme or employer says more than its name."""
    is_correction = bool(CORRECTION.search(turn.text))
    return bool(turn.named.keys() - {"level"}) and not turn.is_bare and not is_correction


def _last_topic_about(turn: Turn, knowledge: Knowledge) -> str:
    """'En bij BaseClear?': the last topic, asked about the subject that was named."""
    named, last = turn.named, turn.last_topic
    compares = bool(BETWEEN.search(turn.text)) or last in ("occupation.difference", "programme.levels")
    if compares and any(len(turn.all_named(kind)) > 1 for kind in turn.named):
        return "occupation.difference"
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
    level = knowledge.subject("level", named["level"])
    if last and level and last in level.answers:
        return last
    # From here on the question is whether and how that level gets you in.
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
    about_employer = (turn.last_topic or "").startswith("employer.") and "employer" in turn.carried
    # 'Stage?' after a question about an employer is one there.
    points = bool(POINTING.search(turn.text)) or (intent == "programme.internship" and len(turn.text.split()) <= SHORT)
    if about_employer and points and turn.named.keys() <= {"level"}:
        return AT_THE_EMPLOYER.get(intent, intent)
    if turn.named:
        if "employer" in turn.carried and intent.startswith("employer."):
            return intent
        return next((elsewhere[kind] for kind in turn.named if kind in elsewhere), intent)
    return intent
