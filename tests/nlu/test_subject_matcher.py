"""Recognising names as people type them, and not seeing them where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.names import lookup_tables
from bot.knowledge.store import Knowledge
from bot.nlu.subject_matcher import WEAK_KINDS, SubjectMatcher


@pytest.fixture(scope="module")
def matcher(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> SubjectMatcher:
    """Trained on the knowledge base, written and read back."""
    tables = [{"name": name, "elements": elements} for name, elements in lookup_tables(knowledge).items()]
    storage = LocalModelStorage(Path(tmp_path_factory.mktemp("matcher")))
    resource, config = Resource("matcher"), SubjectMatcher.get_default_config()
    SubjectMatcher.create(config, storage, resource, None).train(TrainingData(lookup_tables=tables))
    return SubjectMatcher.load(config, storage, resource, None)


def found(matcher: SubjectMatcher, text: str) -> set[str]:
    (message,) = matcher.process([Message({"text": text})])
    return {f"{entity['entity']}:{entity['value']}" for entity in message.get("entities")}


@pytest.mark.parametrize(
    "text, subject",
    [
        ("wat doet een chemisch analist", "occupation:chemisch-analist"),
        ("hvl verdien je als labrant", "occupation:allround-laborant"),
        ("wat doet baseclaer", "employer:baseclear"),
        ("wat maakt faarming", "employer:pharming"),
        ("zit miemeetas in leiden", "employer:mimetas"),
        ("zit base clear op het park", "employer:baseclear"),
        ("stage bij JANSEN", "employer:johnson-johnson"),
        ("werken bij Johnson&Johnson", "employer:johnson-johnson"),
        ("is naturalis een museum", "employer:naturalis"),
        ("pharmign leiden", "employer:pharming"),
        ("hoe lang duurt mlo niveau 4", "programme:mborijnland-analist"),
        ("kan ik met vmbo tl analist worden", "level:vmbo-tl"),
        ("ik zit in 4havo", "level:havo"),
        ("ik doe kader", "level:vmbo-k"),
        ("microbiologies analiste", "occupation:microbiologisch-analist"),
    ],
)
def test_a_name_is_recognised(matcher: SubjectMatcher, text: str, subject: str) -> None:
    assert subject in found(matcher, text)


@pytest.mark.parametrize(
    "text",
    [
        "wat kost dat als je net begint",
        "hoe ver is het fietsen vanaf het station",
        "wat is het verschil tussen bol en bbl",
        "mag je je telefoon bij je houden",
        "kamer huren als student",
        "de basis van scheikunde vind ik lastig",
        "",
        "😀",
    ],
)
def test_ordinary_words_are_no_names(matcher: SubjectMatcher, text: str) -> None:
    # They may be words to explain, or likings.
    assert {each for each in found(matcher, text) if not each.startswith(WEAK_KINDS)} == set()


def test_digits_are_never_misread(matcher: SubjectMatcher) -> None:
    assert found(matcher, "mbo niveau 3") == {"level:mbo-3"}
    assert found(matcher, "mbo niveau 4") == {"level:mbo-4"}
    assert "level:mbo-3" not in found(matcher, "mbo niveau 5")


def test_a_longer_name_goes_before_a_shorter_one_inside(matcher: SubjectMatcher) -> None:
    assert found(matcher, "mlo niveau 4") == {"programme:mborijnland-analist"}


def test_every_subject_is_known_by_its_own_name(matcher: SubjectMatcher, knowledge: Knowledge) -> None:
    unknown = [
        (kind, subject_id, name)
        for kind, subjects in knowledge.subjects.items()
        for subject_id, subject in subjects.items()
        for name in [subject.name, *subject.synonyms]
        if f"{kind}:{subject_id}" not in found(matcher, f"vertel over {name} graag")
    ]
    assert unknown == []
