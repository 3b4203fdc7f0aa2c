"""Leaving out of an applicant's words what scoring members may not see: contacts, bank details, who applies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from app.grants.bank_words import holds_details
from app.grants.parts import ApplicationRecord

NO_CONTACT = "[contact left out]"
NO_BANK = "[bank details left out]"
APPLICANT = "the applicant"
EMAIL = re.compile(r"[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"(?<![\w£.,/-])(?:\+44|\(?0)(?:[ ()-]{0,2}\d){9,11}(?!\d)")
_SHORTEST = 4
"""A known name shorter than this is found in too many other words."""


def without_contacts(text: str, known: Iterable[str] = ()) -> str:
    """The text without e-mail addresses, telephone numbers and the contacts that are `known`; a line with bank details
    is left out whole.
    """
    lines = [NO_BANK if holds_details(line) else line for line in text.split("\n")]
    kept = EMAIL.sub(NO_CONTACT, "\n".join(lines))
    kept = TELEPHONE.sub(NO_CONTACT, kept)
    return _without(kept, known, NO_CONTACT)


def without_name(text: str, name: str) -> str:
    """The text with the applicant's name as “the applicant”, however it is written."""
    return _without(text, (name,), APPLICANT)


def masked(bid: ApplicationRecord, said: Callable[[str], str]) -> ApplicationRecord:
    """A bid with `said` in the place of all that was typed in it by applicant or partners."""
    return replace(
        bid,
        project=said(bid.project),
        summary=said(bid.summary),
        beneficiaries_who=said(bid.beneficiaries_who),
        local_support=said(bid.local_support),
        duplicates_evidence=said(bid.duplicates_evidence),
        substitutes_evidence=said(bid.substitutes_evidence),
        exit_plan=said(bid.exit_plan),
        past_delivery=said(bid.past_delivery),
        answers=tuple((key, said(text)) for key, text in bid.answers),
        costs=tuple(replace(one, item=said(one.item)) for one in bid.costs),
        matches=tuple(replace(one, source=said(one.source)) for one in bid.matches),
        endorsements=tuple(
            replace(one, organisation=said(one.organisation), words=said(one.words)) for one in bid.endorsements
        ),
        note="",
    )


def _without(text: str, known: Iterable[str], instead: str) -> str:
    """The text with each of these, the longest first, replaced wherever it stands by itself."""
    found = sorted({one.strip() for one in known if len(one.strip()) >= _SHORTEST}, key=lambda one: (-len(one), one))
    for one in found:
        spaced = r"\s+".join(re.escape(part) for part in one.split())
        text = re.sub(rf"(?<!\w){spaced}(?!\w)", instead, text, flags=re.IGNORECASE)
    return text
