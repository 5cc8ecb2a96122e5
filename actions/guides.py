"""The two guides: questions with options to tap, and an outcome that says why.

Which question comes next is the Rasa form's work (domain.yml, data/rules/guide.yml). Here is what it
needs: asking a question, recognising the answer, and the outcome. The questions are data, in
data/knowledge/guides.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from typing import Any

from rapidfuzz import fuzz, process, utils
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.buttons import VMBO_LEVELS, Button, more_about, topic_button
from actions.context import ordinals
from actions.knowledge import KNOWLEDGE
from actions.reply import Reply, cite
from bot.knowledge.model import Advice, LevelId, Question
from bot.nlu.questions import is_question
from bot.payload import payload

# How alike a typed answer and an option must be, from 0 to 100. A typing error in a word keeps 85.
MIN_LIKENESS = 84

STILL_CHOOSES_SUBJECTS = (*VMBO_LEVELS, "havo", "vwo")
# Said when somebody has no preference; the option with the id 'any' then counts, if the question has one.
NO_PREFERENCE = re.compile(r"\b(geen idee|weet (ik )?(het )?(nog )?niet|maakt (me |mij )?niet uit|idk|niks|geen van)\b")
NEGATION = re.compile(r"\b(geen|niet|nooit|zonder|haat)\b")
BROADEST = ("allround-laborant", "medisch-analist")

GUIDES: dict[str, tuple[str, dict[str, Question]]] = {
    "route_advice_form": ("guide.route_advice", KNOWLEDGE.route_guide.questions),
    "quiz_form": ("guide.quiz", KNOWLEDGE.quiz.questions),
}


class AskQuestion(Action, ABC):
    """Asks the question of `slot` in `form`. Rasa calls it by the name `action_ask_<form>_<slot>`."""

    @property
    @abstractmethod
    def form(self) -> str:
        """The Rasa form that asks."""

    @property
    @abstractmethod
    def slot(self) -> str:
        """The slot that the answer fills."""

    def name(self) -> str:
        """See the parent class."""
        return f"action_ask_{self.form}_{self.slot}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say the question, how far along it is, why it is asked, and the options."""
        topic, questions = GUIDES[self.form]
        question = questions[self.slot]
        number = list(questions).index(self.slot) + 1
        # Not again when the first question is repeated after a question in between.
        starts_here = number == 1 and tracker.latest_message.get("intent", {}).get("name") == topic
        intro = f"{KNOWLEDGE.answers[topic].text}\n\n" if starts_here else ""
        text = f"{intro}Vraag {number} van {len(questions)}. {question.text}\n\n{question.why}"
        entity = "level" if self.slot == "level" else "choice"
        buttons = [
            Button(option.title, payload("context.inform", {entity: tapped(self.slot, option_id)}))
            for option_id, option in question.options.items()
        ]
        buttons.append(Button("Stop met de vragen", payload("chat.restart")))
        dispatcher.utter_message(json_message=Reply(text, topic, buttons=buttons).as_json())
        return []


class ReadAnswer(Action, ABC):
    """Fills the slot that a form asked for, from a tap or from what was typed.

    Returns no slot when the message is no answer; the form then lets go, so that a question in the
    middle of a guide is answered as a question. After that the form asks its own question again.
    """

    @property
    @abstractmethod
    def form(self) -> str:
        """The Rasa form that asked."""

    def name(self) -> str:
        """See the parent class."""
        return f"validate_{self.form}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Return the slot with the option's id, if the message is one of the options."""
        slot = tracker.get_slot("requested_slot")
        question = GUIDES[self.form][1].get(slot or "")
        if question is None:
            return []
        option = _option(slot, question, tracker.latest_message)
        return [SlotSet(slot, option)] if option else []


# Rasa finds actions as classes: one for each question and each form. The list keeps them alive.
GUIDE_ACTIONS = [
    type(f"Ask_{form}_{slot}", (AskQuestion,), {"form": form, "slot": slot, "__module__": __name__})
    for form, (_, questions) in GUIDES.items()
    for slot in questions
] + [type(f"Read_{form}", (ReadAnswer,), {"form": form, "__module__": __name__}) for form in GUIDES]


class AdviseRoute(Action):
    """Says which one or two routes fit the answers."""

    def name(self) -> str:
        """See the parent class."""
        return "action_advise_route"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say the advice and forget the answers, but for the level."""
        answers = {slot: tracker.get_slot(slot) for slot in KNOWLEDGE.route_guide.questions}
        chosen = best_advice(KNOWLEDGE.route_guide.advice, answers)
        text = "\n\nOok mogelijk. ".join(advice.text for advice in chosen)
        buttons = [_programme_button(advice.programme) for advice in chosen]
        if answers["level"] in STILL_CHOOSES_SUBJECTS:
            buttons.append(topic_button("programme.subjects", {"level": answers["level"]}, KNOWLEDGE))
        else:
            buttons.append(topic_button("programme.apply", {"programme": chosen[0].programme}, KNOWLEDGE))
        buttons.append(Button("Doe ook de test", payload("guide.quiz")))
        sources = cite([source for advice in chosen for source in advice.sources], KNOWLEDGE)
        reply = Reply(text, "guide.route_advice", chosen[0].programme, sources, buttons)
        dispatcher.utter_message(json_message=reply.as_json())
        return [SlotSet(slot, None) for slot in answers if slot != "level"] + [
            SlotSet("programme", chosen[0].programme),
            SlotSet("topic", "guide.route_advice"),
        ]


class ScoreQuiz(Action):
    """Says which two occupations fit the answers, and which answers made it so."""

    def name(self) -> str:
        """See the parent class."""
        return "action_score_quiz"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say the outcome and forget the answers."""
        answers = {slot: tracker.get_slot(slot) for slot in KNOWLEDGE.quiz.questions}
        first, second = best_occupations(KNOWLEDGE.quiz.questions, answers)
        parts = ["Twee beroepen die passen bij wat je aantikte. Het is een idee, geen oordeel over wie je bent."]
        cited, buttons = [], []
        for occupation_id, reasons in (first, second):
            occupation = KNOWLEDGE.occupations[occupation_id]
            because = "', '".join(reasons[:2])
            why = f" Want je koos: '{because}'." if reasons else ""
            parts.append(f"{occupation.name}. {occupation.hook}{why}")
            cited += occupation.answers["occupation.overview"].sources
            buttons.append(more_about("occupation", occupation_id, KNOWLEDGE))
        buttons.append(Button("Hoe word je dat?", payload("programme.route", {"occupation": first[0]})))
        buttons.append(Button("Nog een keer", payload("guide.quiz")))
        reply = Reply("\n\n".join(parts), "guide.quiz", first[0], cite(cited, KNOWLEDGE), buttons)
        dispatcher.utter_message(json_message=reply.as_json())
        return [SlotSet(slot, None) for slot in answers] + [
            SlotSet("occupation", first[0]),
            SlotSet("topic", "guide.quiz"),
        ]


def best_advice(advice: list[Advice], answers: dict[str, Any]) -> list[Advice]:
    """The outcome for this level that fits the answers best, and a second one if it contradicts none of them.

    Raises:
        ValueError: no outcome is meant for this level.

    """
    level: LevelId = answers["level"]
    of_level = [a for a in advice if level in a.levels]
    if not of_level:
        raise ValueError(f"route_advice.yml has no advice for level {level!r}")

    def fits(values: list[str], slot: str) -> bool:
        return not values or answers[slot] in ("any", *values)

    def score(outcome: Advice) -> int:
        wishes = ((outcome.interests, "interest"), (outcome.styles, "style"), (outcome.years, "years"))
        # A wish that the outcome names counts more than one it leaves open; one it contradicts counts against it.
        return sum((2 if values else 1) if fits(values, slot) else -2 for values, slot in wishes)

    # What somebody likes goes first: an outcome about something else is for when there is nothing better.
    of_interest = [a for a in of_level if fits(a.interests, "interest")] or of_level
    ranked = sorted(of_interest, key=score, reverse=True)
    others = [a for a in ranked[1:] if a.programme != ranked[0].programme]
    return [ranked[0], *(a for a in others[:1] if fits(a.styles, "style") and fits(a.years, "years"))]


def best_occupations(
    questions: dict[str, Question], answers: dict[str, Any]
) -> tuple[tuple[str, list[str]], tuple[str, list[str]]]:
    """The two occupations with most points, each with the titles of the options that gave it points."""
    points: Counter[str] = Counter()
    reasons: dict[str, list[tuple[int, str]]] = {}
    for slot, question in questions.items():
        option = question.options[answers[slot]]
        for occupation, given in option.points.items():
            points[occupation] += given
            reasons.setdefault(occupation, []).append((given, option.title))
    # Who has no preference at all gets the broadest two.
    first, second = [*(o for o, _ in points.most_common(2)), *(o for o in BROADEST if o not in points)][:2]

    def why(occupation: str) -> list[str]:
        return [title for _, title in sorted(reasons.get(occupation, []), key=lambda reason: -reason[0])]

    return (first, why(first)), (second, why(second))


def tapped(slot: str, option_id: str) -> str:
    """What a tap on an option sends. A level is a subject like any other; else the question is told with it."""
    return option_id if slot == "level" else f"{slot}.{option_id}"


def _option(slot: str, question: Question, message: dict[str, Any]) -> str | None:
    """The id of the option that the message chooses: tapped, counted ('de tweede') or typed."""
    text = message.get("text") or ""
    typed = utils.default_process(text)
    values = [e["value"] for e in message.get("entities", []) if e["entity"] in ("choice", "level")]
    chosen = next((option for option in question.options if tapped(slot, option) in values), None)
    if chosen and not is_question(typed):
        return chosen
    # A tap on an older question says nothing about this one.
    if not typed or text.startswith("/"):
        return None
    names = {
        utils.default_process(name): option_id
        for option_id, option in question.options.items()
        for name in [option.title, *option.synonyms]
    }
    found = process.extractOne(typed, list(names), scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS)
    if found:
        return names[found[0]]
    if "any" in question.options and NO_PREFERENCE.search(typed):
        return "any"
    if "?" in text or is_question(typed) or NEGATION.search(typed):
        return None
    # A word of the answer may name the option: 'met mijn handen denk ik'.
    options = {names[word] for word in typed.split() if word in names} or _counted(typed, list(question.options))
    return options.pop() if len(options) == 1 else None


def _counted(typed: str, options: list[str]) -> set[str]:
    """The option meant by 'de tweede' or '2'."""
    return {options[place - 1] for place in ordinals(typed) if place <= len(options)}


def _programme_button(programme_id: str) -> Button:
    name = KNOWLEDGE.programmes[programme_id].name
    return Button(name, payload("programme.overview", {"programme": programme_id}))
