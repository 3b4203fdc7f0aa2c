"""The words a decision and its letters begin with, made from the figures; an officer changes them. Amounts are pence.

No member of the panel is named in them, and no bid that has nothing: a decision is published, and who was refused is
not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.grants.parts import RoundRecord
from app.money import Pence, format_pence
from app.recommendations.parts import GIVEN, Outcome, RecommendationRecord
from app.recommendations.review import Review
from app.scoring.parts import BidRecord, DeclarationRecord, StageRecord
from app.years import format_day

POWER = "Section 9 of the Police Reform and Social Responsibility Act 2011 (crime and disorder reduction grants)."
_ENDS: dict[Outcome, tuple[str, str]] = {
    "reserve": ("is put on the reserve list", "are put on the reserve list"),
    "defer": ("is deferred", "are deferred"),
    "decline": ("is declined", "are declined"),
}
GIVES = (("To give what is recommended.", True), ("To give nothing.", False))
GIVES_NOTHING = (("To give none of these bids money now.", True), ("To give some of them money now.", False))
"""The options a sheet begins with; why each is chosen or not is for the officer to say."""


class Decided(NamedTuple):
    """A bid with what is recommended for it, and the words of the library that say why."""

    bid: BidRecord
    known: RecommendationRecord
    reasons: tuple[str, ...]

    @property
    def amount(self) -> Pence:
        """What it is to have, or would have from the reserve list; 0 for nothing."""
        return self.known.amount or Pence(0)


def decided(review: Review) -> tuple[Decided, ...]:
    """The bids whose outcome is still to be committed, in their places."""
    return tuple(
        Decided(one.bid, one.recommended, tuple(each.text for each in one.reasons))
        for one in review.to_commit
        if one.recommended is not None
    )


def summary(r: RoundRecord, rows: Sequence[Decided]) -> str:
    """What a sheet about these bids of a round decides, in figures."""
    asked = Pence(sum(one.bid.requested or 0 for one in rows))
    funded = [one for one in rows if one.known.outcome in GIVEN]
    given = Pence(sum(one.amount for one in funded))
    said = [f"{_bids(len(rows))} in {r.name} {'asks' if len(rows) == 1 else 'ask'} for {format_pence(asked)}."]
    if funded:
        over = f", which may be gone over by {format_pence(r.over)}" if r.over else ""
        said.append(
            f"{_bids(len(funded))} {'is' if len(funded) == 1 else 'are'} to have {format_pence(given)}. "
            f"The round’s pot is {format_pence(r.pot)}{over}."
        )
    return " ".join((*said, *_others(rows)))


def recommendation(rows: Sequence[Decided]) -> str:
    """What is approved: who has how much for what, line by line, and how many have nothing."""
    funded = [
        f"{format_pence(one.amount)} to {one.bid.organisation} for {one.bid.project}"
        for one in rows
        if one.known.outcome in GIVEN
    ]
    return "\n".join((*(["To give:", *funded] if funded else []), *_others(rows)))


def _others(rows: Sequence[Decided]) -> Iterable[str]:
    for outcome, (one, many) in _ENDS.items():
        count = sum(row.known.outcome == outcome for row in rows)
        if count:
            yield f"{_bids(count)} {one if count == 1 else many}."


def conflicts(of: StageRecord, declared: Iterable[DeclarationRecord], rows: Sequence[Decided]) -> str:
    """How many members declared an interest in how many of these bids, naming nobody; empty while it is not known."""
    ids = {one.bid.id for one in rows}
    mine = [one for one in declared if one.answer == "conflict" and one.application_id in ids]
    if mine:
        members = len({one.member_id for one in mine})
        bids = len({one.application_id for one in mine})
        return (
            f"{members:,} {'member' if members == 1 else 'members'} of the panel declared an interest in "
            f"{bids:,} of these bids, and had no part in scoring {'it' if bids == 1 else 'them'}."
        )
    if of.seats and all(one.declared_on is not None for one in of.seats):
        return "No member of the panel declared an interest in any of these bids."
    return ""


def papers(r: RoundRecord, of: StageRecord) -> str:
    """The papers a sheet rests on."""
    agreed = f", agreed on {format_day(of.ranked_on)}" if of.ranked_on is not None else ""
    return f"Ranking of the bids of {r.reference} {r.name}{agreed}."


def letter(maker: str, one: Decided) -> str:
    """What an applicant is told of their bid, with the reasons given for it; without conditions and feedback."""
    said = told(
        maker,
        outcome=one.known.outcome,
        amount=one.amount,
        asked=one.bid.requested or Pence(0),
        project=one.bid.project,
        place=one.known.reserve_place,
    )
    return "\n\n".join(each for each in (said, *one.reasons, one.known.reason) if each)


def told(maker: str, *, outcome: Outcome, amount: Pence, asked: Pence, project: str, place: int | None) -> str:
    """What was decided on a bid, in a sentence to its applicant. `place` is on the reserve list, counted from 1."""
    money = format_pence(amount)
    if outcome == "fund":
        return f"The {maker} has decided to give you {money} for “{project}”, which is all that you asked for."
    if outcome == "reduced":
        return f"The {maker} has decided to give you {money} for “{project}”. You asked for {format_pence(asked)}."
    if outcome == "reserve":
        at = f"in place {place} of" if place else "on"
        have = f" You would then have {money}." if amount else ""
        return f"“{project}” is {at} the reserve list. We will write again if money becomes free.{have}"
    if outcome == "defer":
        return f"The decision on “{project}” has been deferred. We will write again when it is made."
    return f"The {maker} has decided not to fund “{project}”."


def _bids(count: int) -> str:
    return f"{count:,} bid{'' if count == 1 else 's'}"
