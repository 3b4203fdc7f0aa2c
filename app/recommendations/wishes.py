"""What somebody would recommend for a bid, checked and worked out before any of it is written. Amounts are pence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from app.errors import Refused
from app.grants import bank_words
from app.money import Pence, format_pence
from app.recommendations.outcome_fields import AMOUNT, OUTCOME, REASON, RESERVE, outcome_words
from app.recommendations.parts import GIVEN, Outcome, RecommendationRecord
from app.scoring.parts import BidRecord

CONDITIONS = "conditions"
NO_AMOUNT = "A bid that is deferred or declined has no amount."
NO_PLACE = "Only a bid on the reserve list has a place there."
MOST_PLACES = 10_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be recommended. `amount` None leaves it to the outcome, `place` None puts it last on the reserve list.

    `reasons` are ids of the library.
    """

    outcome: Outcome
    amount: Pence | None = None
    place: int | None = None
    reason: str = ""
    conditions: str = ""
    reasons: tuple[str, ...] = ()


class Boxes:
    """Where a refusal of a wish belongs: in the form of one bid, or in a row of the grid of all of them."""

    def __init__(self, place: str = "", row: str = "") -> None:
        self._place, self._row = place, row

    def refused(self, sentence: str, column: str) -> Refused:
        """A refusal at a column, which names the bid where there are several."""
        if self._row:
            return Refused(f"{self._place}: {sentence}", f"{self._row}:{column}")
        return Refused(sentence, "reserve_place" if column == RESERVE else column)


def worked_out(
    wish: Wish, bid: BidRecord, known: RecommendationRecord | None, barred: Collection[str], boxes: Boxes
) -> Wish:
    """The wish as it is kept, where `known` is what is recommended now and `barred` why it may have no money.

    An amount or a place that an earlier outcome left behind goes with it. Less than was asked for is funded in part.
    Raises Refused.
    """
    if wish.outcome not in ("defer", "decline") and barred:
        raise boxes.refused(" ".join(barred), OUTCOME)
    found = replace(
        wish, reason=_text(wish.reason, REASON, boxes), conditions=_text(wish.conditions, CONDITIONS, boxes)
    )
    found = _placed(found, known, boxes)
    if found.outcome in GIVEN or found.outcome == "reserve":
        return _with_amount(found, bid, known, boxes)
    if found.amount is not None and (known is None or found.amount != known.amount):
        raise boxes.refused(NO_AMOUNT, AMOUNT)
    return replace(found, amount=None)


def _text(text: str, column: str, boxes: Boxes) -> str:
    if bank_words.holds_details(text):
        raise boxes.refused(bank_words.KEPT_OUT, column)
    return text.strip()


def _placed(wish: Wish, known: RecommendationRecord | None, boxes: Boxes) -> Wish:
    if wish.place is None:
        return wish
    if wish.outcome == "reserve":
        if not 1 <= wish.place <= MOST_PLACES:
            raise boxes.refused("A place on the reserve list counts from 1.", RESERVE)
        return wish
    if known is None or wish.place != known.reserve_place:
        raise boxes.refused(NO_PLACE, RESERVE)
    return replace(wish, place=None)


def _with_amount(wish: Wish, bid: BidRecord, known: RecommendationRecord | None, boxes: Boxes) -> Wish:
    """The wish with what the bid is to have: never nothing, and never more than it asks for."""
    asked = bid.requested or Pence(0)
    before = known.outcome if known is not None else None
    is_left = known is not None and wish.amount == known.amount and wish.outcome != before
    amount = None if is_left and (wish.outcome, before) == ("fund", "reduced") else wish.amount
    if amount is None:
        if wish.outcome == "reduced":
            raise boxes.refused(f"It asks for {format_pence(asked)}. Say how much of it it is to have.", AMOUNT)
        amount = asked
    if amount <= 0:
        raise boxes.refused("Say how much it is to have, or decline it.", AMOUNT)
    if amount > asked:
        raise boxes.refused(f"It asks for {format_pence(asked)} and cannot have more.", AMOUNT)
    if amount == asked and wish.outcome == "reduced" and before != "reduced":
        raise boxes.refused(
            f"It asks for {format_pence(asked)}, and that is all of it. Type less, or choose "
            f"“{outcome_words('fund')}”.",
            AMOUNT,
        )
    if wish.outcome == "reserve":
        return replace(wish, amount=amount)
    return replace(wish, outcome="fund" if amount == asked else "reduced", amount=amount)
