"""Adding to the knowledge base is enough: what Petri learns from follows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot import importer
from bot.importer import KnowledgeImporter
from bot.knowledge.names import lookup_tables
from bot.knowledge.store import ROOT, Knowledge, load

HERE = Path(__file__).parents[1]


@pytest.fixture
def derived() -> KnowledgeImporter:
    paths = [str(HERE / "data" / "nlu"), str(HERE / "data" / "rules")]
    return KnowledgeImporter(str(HERE / "config.yml"), str(HERE / "domain.yml"), paths)


def test_every_topic_is_an_intent_with_examples(derived: KnowledgeImporter, knowledge: Knowledge) -> None:
    examples = derived.get_nlu_data().number_of_examples_per_intent
    for topic in knowledge.topics.keys() - {"fallback.clarify"}:
        assert topic in derived.get_domain().intents
        assert examples[topic] >= 15, topic


def test_every_topic_has_one_rule(derived: KnowledgeImporter, knowledge: Knowledge) -> None:
    names = [step.block_name for step in derived.get_stories().story_steps]
    assert len(names) == len(set(names))
    assert sum(name.startswith("answer ") for name in names) == len(knowledge.topics) - len(importer.GUIDED_TOPICS)


def test_one_new_file_makes_an_employer_known(tmp_path: Path) -> None:
    content = Path(shutil.copytree(ROOT, tmp_path / "knowledge"))
    (content / "employers" / "nieuw-lab.yml").write_text(
        "name: Nieuw Lab (NL-Lab)\nsynonyms: [nwlab]\nformerly: [Oud Lab]\nkind: contractlab\n", encoding="utf-8"
    )
    tables = lookup_tables(load(content))
    assert tables["employer:nieuw-lab"] == ["Nieuw Lab", "NL-Lab", "nieuw-lab", "nwlab", "Oud Lab"]
