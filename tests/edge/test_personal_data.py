"""What counts as personal data, and what must not."""

import pytest

from bot.edge.personal_data import has_personal_data


@pytest.mark.parametrize(
    "text",
    [
        "mijn mail is noor@example.com",
        "bel me op 06-12345678",
        "je kunt me bellen 06 12 34 56 78",
        "+31 6 12345678",
        "tel 071 1234567 thuis",
        "ik woon op Kerkstraat 12, 2312 AB Leiden",
        "2312ab 12",
        "mijn bsn is 111222333",
        "NL91 ABNA 0417 1643 00",
        "06.12.34.56.78",
        "06/12345678",
        "+31 (0)6 12345678",
        "111 222 333",
    ],
)
def test_personal_data_is_recognised(text: str) -> None:
    assert has_personal_data(text)


@pytest.mark.parametrize(
    "text",
    [
        "wat verdient een laborant in 2025",
        "is 0800-0432 gratis",
        "kan ik 113 bellen",
        "€ 2.676 tot € 3.617 bruto per maand",
        "in 2024 2025 en 2026",
        "in 2024 en 2025",
        "VERSCHIL TUSSEN 2024 EN 2025",
        "crebo 25952",
        "ik zit in 4 havo en ben 16",
        "123456789",
    ],
)
def test_other_numbers_are_not(text: str) -> None:
    assert not has_personal_data(text)
