"""What is recommended for the bids of a stage: one by one, as a grid, or drafted from the cut line. Amounts are pence.

It begins once the ranking is agreed, and ends for a bid when it is committed to a decision. The sum never goes above
the pot and what it may be gone over by. Places on the reserve list count from 1 without a gap: a place that is typed
makes room for itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.cells import place_of
from app.errors import Refused
from app.money import Pence
from app.recommendations import ground as grounds
from app.recommendations import line, reading, reasons
from app.recommendations import outcome_fields as fields
from app.recommendations.barring import barred
from app.recommendations.cutline import Drawn, draw
from app.recommendations.ground import Ground
from app.recommendations.wishes import Boxes, Wish, worked_out
from app.recommendations.writing import Writing
from app.scoring.parts import BidRecord
from db.recommendations import COMMITTED, Recommendation

Cell = int | str
Cells = Mapping[str, Cell]
EVERY_ONE = "Every bid of this stage has its recommendation already."


def set_one(
    session: Session,
    stage_id: str,
    application_id: str,
    *,
    version: int | None,
    outcome: str | None,
    amount: int | None = None,
    reserve_place: int | None = None,
    reason: str = "",
    conditions: str = "",
    reason_ids: Sequence[str] | None = (),
) -> str:
    """Recommend something for a bid; the id of the recommendation. `version` is None where there was none.

    Without an amount a bid that is funded has all that it asks for; one that has less is funded in part. Raises Refused
    (at the box of what is wrong, and `amount` where the sum is too much), Stale.
    """
    ground = grounds.of_stage(session, stage_id)
    bid = ground.bid(application_id)
    _refuse_unseen(session, ground, application_id, version)
    chosen = fields.read_outcome(outcome or "")
    if chosen is None:
        raise Refused("Say what is recommended.", fields.OUTCOME)
    given = Wish(
        chosen,
        None if amount is None else Pence(amount),
        reserve_place,
        reason,
        conditions,
        tuple(dict.fromkeys(reason_ids or ())),
    )
    kept_out = barred(session, ground.round, (application_id,)).get(application_id, ())
    wish = worked_out(given, bid, ground.known.get(application_id), kept_out, Boxes())
    _refuse_reasons(session, ground, application_id, wish)
    writing = Writing(session, ground)
    row = writing.write(application_id, wish)
    writing.finish(fields.AMOUNT)
    return row.id


def take_back(session: Session, application_id: str, *, version: int | None, reason: str) -> None:
    """Take back what is recommended for a bid that is not committed, also of one that was withdrawn since.

    The reason is in the history. Raises Refused, Stale.
    """
    known = reading.recommendation(session, application_id)
    if known is None:
        raise Refused("Nothing is recommended for this bid.")
    row = records.at_version(session, Recommendation, known.id, version)
    records.required(reason, "The reason", fields.REASON)
    if known.is_committed:
        raise Refused(COMMITTED)
    writing = Writing(session, grounds.read(session, known.stage_id))
    writing.take_back(row.application_id)
    writing.finish(fields.AMOUNT)


def set_many(session: Session, stage_id: str, *, recommended: Cells, was: Cells) -> None:
    """Save the grid of a stage: `application_id:outcome`, `:amount` in pence, `:reserve` and `:reason`.

    An outcome goes by its code or its words; one that is emptied takes the recommendation back. `was` is the grid as
    the person saw it: only rows that differ from it are touched, and conditions and reasons of the library stay as they
    are. Raises Refused (at `recommended:application_id:column`, naming the bid), Stale.
    """
    ground = grounds.of_stage(session, stage_id)
    after, before = _plain(recommended), _plain(was)
    now = fields.cells(ground.known.values())
    changed = _changed(session, now, after, before)
    if not changed:
        return
    order = {one.application_id: at for at, one in enumerate(ground.every.ordered)}
    rows = sorted({place_of(key)[0] for key in changed}, key=lambda row: order.get(row, len(order)))
    kept_out = barred(session, ground.round, rows)
    writing = Writing(session, ground)
    for row in rows:
        box = f"{fields.GRID}:{row}"
        bid = ground.bid(row, f"{box}:{fields.OUTCOME}")
        wish = _typed(ground, bid, _row(row, changed, after, now))
        if wish is None:
            writing.take_back(row)
            continue
        boxes = Boxes(f"{bid.reference} {bid.organisation}", box)
        writing.write(row, worked_out(wish, bid, ground.known.get(row), kept_out.get(row, ()), boxes))
    writing.finish(f"{fields.GRID}:{rows[0]}:{fields.AMOUNT}")


def draft_from_line(session: Session, stage_id: str) -> int:
    """Recommend what follows from the cut line for every bid without a recommendation; how many that were.

    Those above it are funded and those below are put on the reserve list in their order. Those that may have no money,
    cannot be ranked, or are under the least score are declined. The line is drawn with what is left to give. Raises
    Refused.
    """
    ground = grounds.of_stage(session, stage_id)
    open_ = {one.id for one in ground.every.bids if one.id not in ground.known and one.id not in ground.going_on}
    if not open_:
        raise Refused(EVERY_ONE)
    left = max(0, grounds.purse(session, ground.round).left)
    kept_out = barred(session, ground.round, open_)
    entries = [one for one in line.entries(ground.every, {}, kept_out) if one.application_id in open_]
    least = line.least_score(ground.every.stage)
    usual = {code: reasons.with_code(session, code) for code in (reasons.UNDER, reasons.NEXT)}
    writing = Writing(session, ground)
    for one in draw(entries, pot=Pence(left), least=least).rows:
        writing.write(one.entry.application_id, _drafted(one, least, usual))
    writing.finish(fields.AMOUNT)
    return len(open_)


def confirm_scores(session: Session, stage_id: str, *, seen: Mapping[str, int | None]) -> int:
    """Let what is recommended stand on the scores as they are now, after some have changed; how many bids that were.

    `seen` are the new scores that were looked at, in tenths of a percent by bid. Raises Refused where none has changed,
    or one is not as it was looked at.
    """
    ground = grounds.of_stage(session, stage_id)
    count = Writing(session, ground).confirm(seen)
    if not count:
        raise Refused("No score has changed since it was recommended on.")
    return count


def _drafted(one: Drawn, least: Fraction | None, usual: Mapping[str, str]) -> Wish:
    """What follows from the line for a bid, with the reason of the library (by its code) that says so."""
    entry = one.entry
    if one.is_above:
        return Wish("fund", entry.amount)
    if not one.why:
        return Wish("reserve", entry.amount, reasons=_some(usual[reasons.NEXT]))
    is_ranked = not entry.bars and entry.rank is not None and entry.score is not None
    is_under = is_ranked and least is not None and entry.score is not None and entry.score < least
    return Wish("decline", reasons=_some(usual[reasons.UNDER]) if is_under else ())


def _some(key: str) -> tuple[str, ...]:
    return (key,) if key else ()


# what was typed, and what the person saw


_TOGETHER = (fields.OUTCOME, fields.AMOUNT, fields.RESERVE)
_COLUMNS = (*_TOGETHER, fields.REASON)


def _plain(cells: Mapping[str, Cell | None]) -> dict[str, Cell]:
    """The cells that hold something: texts without space around them, outcomes in their words."""
    found: dict[str, Cell] = {}
    for key, held in cells.items():
        cell = held.strip() if isinstance(held, str) else held
        if cell is None or cell == "":
            continue
        if place_of(key)[1] == fields.OUTCOME and (outcome := fields.read_outcome(str(cell))) is not None:
            cell = fields.outcome_words(outcome)
        found[key] = str(cell) if place_of(key)[1] == fields.RESERVE else cell
    return found


def _changed(session: Session, now: Cells, after: Cells, before: Cells) -> set[str]:
    """The cells that differ from what the person saw. Raises Stale where they do not hold that any more.

    Outcome, amount and place say one thing together: who changes one of them has seen the others.
    """
    changed = {key for key in {**before, **after} if after.get(key) != before.get(key)}
    for key in sorted(changed):
        row, column = place_of(key)
        for one in _TOGETHER if column in _TOGETHER else (column,):
            if now.get(f"{row}:{one}") != before.get(f"{row}:{one}"):
                raise _stale(session, row)
    return changed


def _row(row: str, changed: Collection[str], after: Cells, now: Cells) -> dict[str, Cell]:
    """A row with what was changed in it over what it holds now, by column."""
    keys = {column: f"{row}:{column}" for column in _COLUMNS}
    return {column: (after if key in changed else now).get(key, "") for column, key in keys.items()}


def _refuse_unseen(session: Session, ground: Ground, application_id: str, version: int | None) -> None:
    known = ground.known.get(application_id)
    if (known.version if known is not None else None) != (version or None):
        raise _stale(session, application_id)


def _stale(session: Session, application_id: str) -> Refused:
    every = session.scalars(select(Recommendation).where(Recommendation.application_id == application_id)).all()
    return records.stale(
        session, [one.id for one in every], next((one.version for one in every if not one.archived), 0)
    )


def _typed(ground: Ground, bid: BidRecord, cells: Mapping[str, Cell]) -> Wish | None:
    """What a row says; None where its outcome was emptied. Raises Refused at its cells, naming the bid."""
    boxes = Boxes(f"{bid.reference} {bid.organisation}", f"{fields.GRID}:{bid.id}")
    known = ground.known.get(bid.id)
    said = str(cells[fields.OUTCOME])
    if not said:
        if known is None:
            raise boxes.refused("Say what is recommended.", fields.OUTCOME)
        return None
    outcome = fields.read_outcome(said)
    if outcome is None:
        words = ", ".join(one.label.lower() for one in fields.OUTCOMES)
        raise boxes.refused(f"“{said}” is no outcome. Type one of: {words}.", fields.OUTCOME)
    amount = cells[fields.AMOUNT]
    if amount != "" and not isinstance(amount, int):
        raise boxes.refused(f"“{amount}” is not an amount.", fields.AMOUNT)
    return Wish(
        outcome,
        Pence(amount) if isinstance(amount, int) else None,
        _place(str(cells[fields.RESERVE]), boxes),
        str(cells[fields.REASON]),
        known.conditions if known is not None else "",
        known.reasons if known is not None else (),
    )


def _place(text: str, boxes: Boxes) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise boxes.refused(f"“{text}” is no place. Type a number such as 1.", fields.RESERVE)
    return int(text)


def _refuse_reasons(session: Session, ground: Ground, application_id: str, wish: Wish) -> None:
    """Raise Refused for a reason that was put away since it was offered, or that serves another outcome."""
    library = {one.id: one for one in reading.reasons(session)}
    known = ground.known.get(application_id)
    for key in wish.reasons:
        if key not in library and (known is None or key not in known.reasons):
            raise Refused("This reason is no longer in the library. Choose another.", "reason_ids")
        serves = library[key].outcome if key in library else ""
        if serves not in ("", wish.outcome):
            raise Refused(
                f"{library[key].code} is a reason for “{fields.outcome_words(serves)}” and not for "
                f"“{fields.outcome_words(wish.outcome)}”.",
                "reason_ids",
            )
