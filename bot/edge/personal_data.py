"""Recognises personal data in what a visitor types, so that it is turned away before anything else reads it."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.\w{2,}\b")
_IBAN = re.compile(r"\bNL\d{2}\s?[A-Z]{4}\s?(?:\d\s?){10}\b", re.IGNORECASE)
# Dutch numbers of ten digits, but not the free helplines (0800) or 112 and 113.
_PHONE = re.compile(r"(?<![\d-])(?:(?:\+|00)31[\s./-]?(?:\(0\)[\s./-]?)?|0(?!800|900))[1-9](?:[\s./-]?\d){8}(?!\d)")
# Small letters only when written together: 'in 2024 en 2025' is no address.
_POSTCODE = r"[1-9]\d{3}(?: ?(?!EN|OF)[A-Z]{2}|[a-z]{2})"
_POSTCODE_AND_NUMBER = re.compile(rf"\b{_POSTCODE}\b[\s,]*\d{{1,4}}\b|\b\d{{1,4}}[\s,]+{_POSTCODE}\b")
_NINE_DIGITS = re.compile(r"(?<!\d)\d(?:[ .]?\d){8}(?!\d)")


def has_personal_data(text: str) -> bool:
    """Whether `text` holds an e-mail address, phone number, address, bank account or citizen service number."""
    patterns = (_EMAIL, _IBAN, _PHONE, _POSTCODE_AND_NUMBER)
    return any(pattern.search(text) for pattern in patterns) or any(map(_is_bsn, _NINE_DIGITS.findall(text)))


def _is_bsn(digits: str) -> bool:
    """The elfproef: the weighted sum of a citizen service number is a multiple of 11."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    numbers = [int(digit) for digit in digits if digit.isdigit()]
    return sum(weight * number for weight, number in zip(weights, numbers)) % 11 == 0
