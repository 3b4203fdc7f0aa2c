"""Keeping bank details out of the office file: a text with a sort code, an account number or an IBAN is not kept."""

from __future__ import annotations

import re

from app.errors import Refused

_NAMED = re.compile(r"\b(?:sort\s*code|account\s*(?:number|no\b\.?)|iban)\W{0,12}[A-Z]{0,2}\d{2}", re.IGNORECASE)
_SORT_CODE = re.compile(r"(?<![\d/.-])\d{2}([-. ])\d{2}\1\d{2}(?![\d/-])")
_ACCOUNT = re.compile(r"(?<!\w)\d{8}(?!\w)")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)", re.IGNORECASE)

KEPT_OUT = (
    "This looks like a sort code, an account number or an IBAN. None is kept here: say only how, by whom and when "
    "they were confirmed, and write days in words, as in 3 February 2026."
)


def holds_details(text: str, *, strictly: bool = False) -> bool:
    """Whether a text seems to hold bank details: an IBAN, one that is named as such, or a sort code with an account.

    `strictly`, where bank details are what it is about, either of the two is enough by itself.
    """
    if _NAMED.search(text) or any(_is_iban(found[0]) for found in _IBAN.finditer(text)):
        return True
    sort_code, account = _SORT_CODE.search(text), _ACCOUNT.search(text)
    return bool(sort_code or account) if strictly else bool(sort_code and account)


def refuse(text: str, field: str, *, strictly: bool = False) -> str:
    """The text without surrounding space. Raises Refused at its box where it seems to hold bank details."""
    if holds_details(text, strictly=strictly):
        raise Refused(KEPT_OUT, field)
    return text.strip()


def _is_iban(text: str) -> bool:
    """Whether the check digits are right: its letters as numbers, the first four at the end, leave 1 over 97."""
    plain = "".join(text.split()).upper()
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1
