"""`make check-content`: says what is wrong in data/knowledge, and how it reads. `make coverage` writes the table."""

from __future__ import annotations

import argparse
import sys

from bot.knowledge.documents import ContentError, Problem
from bot.knowledge.editing import coverage
from bot.knowledge.editing.review import Review, review
from bot.knowledge.store import Knowledge, load

SHOWN_WARNINGS = 20


def main(arguments: list[str] | None = None) -> int:
    """Print a table, the warnings and the errors; 1 when there are errors. Or write docs/coverage.md."""
    parser = argparse.ArgumentParser(prog="python -m bot.knowledge", description=__doc__)
    parser.add_argument("command", nargs="?", choices=["check", "coverage"], default="check")
    parser.add_argument("--all", action="store_true", help=f"all warnings, not just the first {SHOWN_WARNINGS}")
    chosen = parser.parse_args(arguments)
    try:
        knowledge = load()
    except ContentError as error:
        _print_errors(error.problems)
        return 1
    if chosen.command == "coverage":
        coverage.PAGE.write_text(coverage.page(knowledge), encoding="utf-8")
        return 0
    result = review(knowledge)
    _print_table(result)
    _print_warnings(result.warnings, shown=len(result.warnings) if chosen.all else SHOWN_WARNINGS)
    _print_errors(result.errors)
    if not result.errors:
        _print_summary(knowledge)
    return 1 if result.errors else 0


def _print_table(result: Review) -> None:
    print(f"{'':<16}{'teksten':>8}{'woorden':>9}{'per zin':>9}{'Flesch-Douma':>14}{'lange woorden':>15}{'let op':>8}")
    for row in result.rows:
        measured = row.measured
        long_share = f"{measured.long_share:.0%}"
        print(
            f"{row.name:<16}{row.texts:>8}{measured.words:>9}{measured.mean_sentence:>9.1f}"
            f"{row.flesch_douma:>14.0f}{long_share:>15}{row.warnings:>8}"
        )
    print()


def _print_warnings(warnings: list[Problem], shown: int) -> None:
    for warning in warnings[:shown]:
        print(f"let op: {warning}")
    if warnings[shown:]:
        print(f"let op: en nog {len(warnings) - shown}; `python -m bot.knowledge --all` toont ze.")
    if warnings:
        print()


def _print_errors(errors: list[Problem]) -> None:
    for error in errors:
        print(error)
    if errors:
        print(f"{len(errors)} problemen in data/knowledge.")


def _print_summary(knowledge: Knowledge) -> None:
    own = sum(len(s.answers) for subjects in knowledge.subjects.values() for s in subjects.values())
    print(
        f"data/knowledge klopt: {len(knowledge.sources)} bronnen, {sum(1 for _ in knowledge.all_facts())} feiten, "
        f"{len(knowledge.answers)} algemene antwoorden, {own} antwoorden over één onderwerp, "
        f"{len(knowledge.stories)} weetjes en {len(knowledge.terms)} woorden uitgelegd."
    )


if __name__ == "__main__":
    sys.exit(main())
