"""Two answers that are nearly the same are found."""

from __future__ import annotations

from bot.knowledge.editing import similarity
from bot.knowledge.editing.said import Said
from bot.knowledge.store import Knowledge
from tests.knowledge.editing import messages, said

TEXT = "Het lab leest de code van DNA uit voor klanten. Twee biologen uit Leiden begonnen het bedrijf."
NEARLY = TEXT.replace("begonnen het bedrijf", "begonnen dat bedrijf")
ALIKE = TEXT.replace("Twee biologen uit Leiden begonnen", "Drie artsen uit Utrecht begonnen")
OTHER = "In een voedsellab zoek je naar resten van bestrijdingsmiddelen op groente en fruit."


def found(*texts: Said) -> list[str]:
    return messages(similarity.problems(texts))


def test_nearly_the_same_is_an_error() -> None:
    (message,) = found(said(TEXT), said(OTHER), said(NEARLY))
    assert message.startswith("lijkt voor 9") and "employers/baseclear.yml employer.overview" in message


def test_alike_is_a_warning() -> None:
    (message,) = found(said(TEXT), said(ALIKE), said(OTHER))
    assert message.startswith("let op: lijkt voor 7")


def test_different_texts_are_fine() -> None:
    assert not found(said(TEXT), said(OTHER))


def test_another_name_does_not_make_another_text(knowledge: Knowledge) -> None:
    of = knowledge.employers
    texts = [said(f"{TEXT} Dat is {of[i].name}.", subject=of[i]) for i in ("baseclear", "genomescan")]
    assert found(*texts)[0].startswith("lijkt voor 100")


def test_what_is_meant_to_be_shared_may_be_the_same() -> None:
    assert not found(said(TEXT, file="levels/vmbo-gl.yml"), said(TEXT, file="levels/havo.yml"))
    assert not found(said(TEXT, file="answers/park.yml"), said(TEXT, file="organisations/lbsp.yml"))
    assert found(said(TEXT, file="answers/park.yml"), said(TEXT, file="organisations/rino.yml"))
