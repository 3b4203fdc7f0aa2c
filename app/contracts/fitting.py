"""Whether the parts of a contract fit together: options without gap or overlap, breaks and variations inside it.

What is checked is a contract as it would be read after the save; what does not fit is refused and nothing is saved.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from sqlalchemy.orm import Session

from app.contracts import reading
from app.contracts.parts import ContractRecord, OptionRecord
from app.contracts.standing import is_broken, open_options, slices, varied_until
from app.contracts.term import DAY, between
from app.errors import Refused
from app.money import format_pence
from app.years import format_day

PUT_AWAY = "The contract has been put away. Bring it back first."


def in_use(session: Session, contract_id: str) -> ContractRecord:
    """The contract as it is in the file, with what this save has already changed. Raises Refused when put away."""
    session.flush()
    one = reading.contract(session, contract_id)
    if one.archived:
        raise Refused(PUT_AWAY)
    return one


def live(one: ContractRecord) -> list[OptionRecord]:
    """The options that extend the contract, or still may, in the order of their dates."""
    return [each for each in one.options if each.status != "declined"]


def live_end(one: ContractRecord) -> date:
    """The last day the contract may come to by its term and every option that was not declined."""
    return max([one.ends_on, *(each.ends_on for each in live(one))])


def refuse_unfit(one: ContractRecord, edited: str | None) -> None:
    """Every option follows what comes before it, from the day after. Raises Refused at the box of what was edited.

    `edited` is the id of an option, "" for the contract's own dates, None where no dates were typed.
    """
    parts = [("The initial term", "", one.starts_on, one.ends_on)]
    parts += [(f"Option {each.number}", each.id, each.starts_on, each.ends_on) for each in live(one)]
    for (before, before_id, first, last), (after, after_id, begins, _) in pairwise(parts):
        if begins == last + DAY:
            continue
        at_start = after_id == edited or (before_id == edited and begins <= first)
        field = None if edited is None else "starts_on" if at_start else "ends_on"
        wrong = "they would overlap" if begins <= last else "the days between would be missing"
        sentence = f"{before} ends on {format_day(last)} and {after.lower()} begins on {format_day(begins)}: {wrong}."
        if edited == before_id:
            sentence += f" Archive {after.lower()} first, and add it again afterwards."
        raise Refused(sentence, "ends_on" if edited == "" else field)


def refuse_outside(one: ContractRecord, field: str | None) -> None:
    """No break point and no variation is left outside the contract. Raises Refused at the box that was edited."""
    for each in one.breaks:
        if not can_break(one, each.break_on):
            raise Refused(f"The break point on {format_day(each.break_on)} would be outside the contract.", field)
    for change in one.variations:
        if not runs(one, change.effective_on):
            raise Refused(
                f"Variation {change.number} holds from {format_day(change.effective_on)}, "
                "which would be outside the contract.",
                field,
            )


def runs(one: ContractRecord, day: date) -> bool:
    """Whether a day is in the initial term or in any of the options, whatever became of these."""
    parts = [(one.starts_on, one.ends_on), *((each.starts_on, each.ends_on) for each in one.options)]
    return any(first <= day <= last for first, last in parts)


def can_break(one: ContractRecord, day: date) -> bool:
    """Whether the contract could be ended on this day before it ends by itself with all its options."""
    return one.starts_on <= day < max([one.ends_on, *(each.ends_on for each in one.options)])


def refuse_overcut(one: ContractRecord, field: str | None) -> None:
    """No variation takes away more than there is from its day on. Raises Refused at the box that was edited."""
    also = () if is_broken(one) else tuple(each.id for each in open_options(one))
    for each in one.variations:
        last = varied_until(one, each.effective_on)
        if each.change >= 0 or last is None:
            continue
        rest = sum(between(part, each.effective_on, last) for part in slices(one, also=also))
        if rest < 0:
            raise Refused(
                f"Variation {each.number} would take away {format_pence(-rest)} more than the contract is worth "
                f"from {format_day(each.effective_on)} to {format_day(last)}.",
                field,
            )
