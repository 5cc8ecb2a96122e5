"""`make check-content`: says what is wrong in data/knowledge, or how much there is."""

from __future__ import annotations

import sys

from bot.knowledge.checks import check
from bot.knowledge.documents import ContentError
from bot.knowledge.store import load


def main() -> int:
    """Print the problems and return 1, or print a summary and return 0."""
    try:
        knowledge = load()
        problems = check(knowledge)
    except ContentError as error:
        problems = error.problems
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problemen in data/knowledge.")
        return 1
    own = sum(len(s.answers) for subjects in knowledge.subjects.values() for s in subjects.values())
    print(
        f"data/knowledge klopt: {len(knowledge.sources)} bronnen, {sum(1 for _ in knowledge.all_facts())} feiten, "
        f"{len(knowledge.answers)} algemene antwoorden en {own} antwoorden over één onderwerp."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
