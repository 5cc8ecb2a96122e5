"""Reading YAML so that every error can name its file, line and field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

T = TypeVar("T")

_PATH_STEP = re.compile(r"\.([^.\[\]`]+)|\[(\d+|\.\.\.)\]")


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in the content: where it is, and in Dutch what it is and how to mend it.

    A `warning` asks for a look; it stops nothing.
    """

    file: str
    line: int
    field: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        return f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"


class Document:
    """One YAML file: its values as typed by the author (all text), and the line of each field."""

    def __init__(self, path: Path, root: Path) -> None:
        """Read `path`.

        Raises:
            ContentError: the file is not UTF-8, not YAML, or has a key twice.

        """
        self.name = path.relative_to(root).as_posix()
        try:
            # Every value stays text here: `no` and `2025-03` mean what the author typed.
            # msgspec turns text into numbers and booleans where the shape asks for them.
            loader = yaml.CBaseLoader(path.read_text(encoding="utf-8"))
            self._node = loader.get_single_node()
        except UnicodeDecodeError as error:
            raise ContentError([Problem(self.name, 1, "", f"is geen UTF-8 (teken {error.start}).")]) from None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            raise ContentError([Problem(self.name, line, "", f"is geen geldige YAML: {error.problem}.")]) from None
        self._refuse_duplicate_keys(self._node)
        self.value: Any = None if self._node is None else loader.construct_document(self._node)

    def _refuse_duplicate_keys(self, node: yaml.Node | None) -> None:
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    line = key.start_mark.line + 1
                    message = "staat er twee keer; haal er een weg."
                    raise ContentError([Problem(self.name, line, str(key.value), message)])
                seen.add(key.value)
                self._refuse_duplicate_keys(value)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                self._refuse_duplicate_keys(item)

    def line(self, *steps: str | int) -> int:
        """The line of the field at `steps`, or of its nearest existing parent."""
        node, line = self._node, 1
        for step in steps:
            if isinstance(node, yaml.MappingNode):
                pair = next(((k, v) for k, v in node.value if k.value == step), None)
                if pair is None:
                    break
                line, node = pair[0].start_mark.line + 1, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            else:
                break
        return line

    def problem(self, steps: tuple[str | int, ...], message: str, warning: bool = False) -> Problem:
        """A problem at the field `steps` of this file."""
        field = ".".join(str(step) for step in steps)
        return Problem(self.name, self.line(*steps), field, message, warning)

    def convert(self, shape: type[T]) -> T:
        """The whole file as `shape`.

        Raises:
            ContentError: a field is missing, unknown or of the wrong kind.

        """
        value = {} if self.value is None else self.value
        try:
            return msgspec.convert(value, shape, strict=False)
        except msgspec.ValidationError as error:
            message, steps = _locate(error, value, shape)
            raise ContentError([self.problem(steps, message)]) from None


class ContentError(Exception):
    """The content cannot be used; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep `problems`, sorted by place."""
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


def _locate(error: msgspec.ValidationError, value: Any, shape: Any) -> tuple[str, tuple[str | int, ...]]:
    """The message in Dutch, and the steps to the field that `error` is about.

    msgspec writes `[...]` for 'under some key of this mapping'. Which key it was shows when the
    mapping is converted again with one key at a time.
    """
    message, _, path = str(error).partition(" - at `$")
    steps: list[str | int] = []
    for name, index in _PATH_STEP.findall(path.rstrip("`")):
        if index != "...":
            steps.append(name or int(index))
            continue
        mapping = _at(value, steps)
        for key in mapping:
            try:
                msgspec.convert(_with(value, steps, {key: mapping[key]}), shape, strict=False)
            except msgspec.ValidationError as same:
                if str(same) == str(error):
                    steps.append(key)
                    break
    return _dutch(message), tuple(steps)


def _at(value: Any, steps: list[str | int]) -> Any:
    for step in steps:
        value = value[step]
    return value


def _with(value: Any, steps: list[str | int], replacement: Any) -> Any:
    if not steps:
        return replacement
    copy = value.copy()
    copy[steps[0]] = _with(value[steps[0]], steps[1:], replacement)
    return copy


def _dutch(message: str) -> str:
    missing = re.search(r"missing required field `(.+?)`", message)
    if missing:
        return f"het veld '{missing[1]}' ontbreekt; vul het aan."
    unknown = re.search(r"unknown field `(.+?)`", message)
    if unknown:
        return f"het veld '{unknown[1]}' bestaat niet; kijk of je het goed schrijft."
    wrong = re.search(r"Invalid enum value '(.+?)'", message)
    if wrong:
        return f"'{wrong[1]}' mag hier niet; zie README.md voor wat wel mag."
    kind = re.search(r"Expected `(.+?)`, got `(.+?)`", message)
    if kind:
        names = {"array": "een lijst", "object": "velden met een naam", "str": "tekst", "bool": "true of false"}
        expected, got = (names.get(k.split(" |")[0], k) for k in kind.groups())
        return f"hier hoort {expected} te staan, niet {got}."
    return message
