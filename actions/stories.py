"""`guide.fact`: something surprising from the laboratory, or a word explained."""

from __future__ import annotations

import random

from actions.buttons import Button, follow_ups, more_about
from actions.reply import Reply, cite
from actions.turn import Turn
from bot.knowledge.model import Story, SubjectKind
from bot.knowledge.store import Knowledge
from bot.payload import payload

TOPIC = "guide.fact"


def explain(term_id: str, knowledge: Knowledge) -> Reply:
    """What a word means."""
    term = knowledge.terms[term_id]
    buttons = follow_ups(term.topic, {}, knowledge)
    if term.topic == TOPIC:
        buttons = [Button("Vertel een weetje", payload(TOPIC)), *buttons]
    return Reply(term.text, term.topic, None, cite(term.sources, knowledge), buttons[:4])


def tell(turn: Turn, knowledge: Knowledge) -> Reply | None:
    """A story that this visitor did not hear yet."""
    story_id = next_story(turn, knowledge)
    if story_id is None:
        return None
    story = knowledge.stories[story_id]
    again = Button("Nog een weetje", payload(TOPIC))
    buttons = [again, *_more_about(story, knowledge), *follow_ups(TOPIC, {}, knowledge)]
    return Reply(story.text, TOPIC, None, cite(story.sources, knowledge), buttons[:4], story=story_id)


def next_story(turn: Turn, knowledge: Knowledge) -> str | None:
    """The id of a story not told yet, about a subject in play if there is one; after the last all may come again."""
    untold = [i for i in knowledge.stories if i not in turn.told] or list(knowledge.stories)
    named = {subject_id for _, subject_id in turn.mentions}
    about = [i for i in untold if named & set(knowledge.stories[i].about)]
    return random.choice(about or untold) if untold else None


def _more_about(story: Story, knowledge: Knowledge) -> list[Button]:
    """Buttons to the first occupation and the first employer of the story."""
    kinds: tuple[SubjectKind, ...] = ("occupation", "employer")
    first = {kind: next((i for i in story.about if knowledge.subject(kind, i)), None) for kind in kinds}
    return [more_about(kind, subject_id, knowledge) for kind, subject_id in first.items() if subject_id]
