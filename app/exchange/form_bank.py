"""Bank details on a returned form: found wherever they stand, and taken out before anything of the form is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.grants.bank_words import holds_details

TAKEN_OUT = "[bank details taken out]"

_ABOUT = re.compile(
    r"\b(?:sort\s*code|account\s*(?:number|no)|a/c\s*(?:number|no)|iban|bacs\s*details"
    r"|bank\s*(?:details|account(?!\s*(?:fee|charge))))\b",
    re.IGNORECASE,
)
_LONGEST_HEAD = 60
"""In characters: what is longer is no label of a box or head of a column."""
_FIGURES = re.compile(r"\D{0,3}\d(?:[\s.-]?\d){4,11}\D{0,3}")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)", re.IGNORECASE)
_LIKE = re.compile(r"(?<!\w)(?:\d{2}([-. ])\d{2}\1\d{2}|\d{8}|\d{6})(?!\w)")


def is_about(words: str) -> bool:
    """Whether a label or the head of a column asks for bank details."""
    return len(words) <= _LONGEST_HEAD and _ABOUT.search(words) is not None


def without(text: str, *, beside: Sequence[str] = ()) -> str:
    """The text with any bank details taken out; `beside` are the labels and heads it stands by.

    Nothing else of a long answer is lost. A text that cannot be freed of them is taken out whole.
    """
    strictly = any(is_about(words) for words in beside)
    if not _holds(text, strictly=strictly):
        return text
    plain = _LIKE.sub(TAKEN_OUT, _IBAN.sub(TAKEN_OUT, text))
    return TAKEN_OUT if _holds(plain, strictly=strictly) else plain


def _holds(text: str, *, strictly: bool) -> bool:
    return holds_details(text, strictly=strictly) or (strictly and _FIGURES.fullmatch(text.strip()) is not None)
