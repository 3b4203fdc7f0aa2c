"""Which form or step belongs to which action about a bid's agreed score and about one member's sheets."""

from __future__ import annotations

from app.fields import Choice, Field
from app.scoring import agreeing, entering, reading_order, sheet_fields, sheets, stage_fields
from app.scoring.sheet_fields import SCORES
from app.scoring.shown import Shown
from ui.edits import Spec, Step
from ui.tabs.scoring.making import Maker, Offer, StepMaker, step
from ui.tabs.scoring.scoregrid import SheetRow, scores_field

# the score agreed on


def may_agree(one: Shown) -> bool:
    """Whether a score can be agreed on for the bid: its scores may be seen, and its ranking is not agreed."""
    seen = one.standing is not None and one.standing.seen
    return seen and one.stage is not None and one.stage.ranked_on is None


def agree(one: Shown, _: str) -> Spec | None:
    """The score the members agreed on, why, and who was in the room: nobody with a conflict can be."""
    of, bid = one.stage, one.bid
    if of is None or bid is None or not may_agree(one):
        return None
    may = [each for each in of.seats if one.conflict_of(each.member_id, bid.id) is None]
    before = one.agreed
    present = before.present if before is not None else tuple(each.member_id for each in may)
    return Spec(
        f"{bid.reference} {bid.organisation}",
        "Record agreed score",
        "Record an agreed score",
        stage_fields.agreed(Choice(each.member_id, each.name) for each in may),
        agreeing.agree,
        {
            "score": before.score if before is not None else None,
            "reason": before.reason if before is not None else "",
            "present": present,
        },
        (of.id, bid.id),
        {"version": before.version if before is not None else None, "day": one.day},
        rows=(before.id,) if before is not None else (),
    )


def withdraw(one: Shown, _: str) -> Spec | None:
    """An agreed score, taken back: the mean counts again."""
    of, bid, before = one.stage, one.bid, one.agreed
    if of is None or bid is None or before is None:
        return None
    return Spec(
        f"Take back the agreed score of {bid.reference}",
        "Take it back",
        "Take an agreed score back",
        stage_fields.WITHDRAW,
        agreeing.withdraw,
        {"reason": ""},
        (of.id, bid.id),
        {"version": before.version},
        "The mean of its members’ scores counts again.",
        rows=(before.id,),
    )


# one member's sheet


def type_sheets(one: Shown, _: str) -> Spec | None:
    """One member's sheets as a grid, in the order they read them; what is submitted or abstained from is shut."""
    of, seat = one.stage, one.seat
    if of is None or seat is None or of.ranked_on is not None or seat.declared_on is None:
        return None
    states = {each.application_id: each.state for each in one.sheets}
    known = {each.id: each for each in one.bids}
    mine = [
        key
        for key in reading_order.order(of.seed, seat.member_id, known)
        if of.reads(seat.member_id, key) and one.conflict_of(seat.member_id, key) is None
    ]
    rows = [SheetRow(key, sheet_fields.called(known[key]), SHUT.get(states.get(key, ""), "")) for key in mine]
    if not rows:
        return None
    cells = dict(one.cells)
    return Spec(
        f"Sheets of {seat.name}",
        "Save sheets",
        "Type score sheets",
        (scores_field(rows, one.scales), SUBMIT),
        entering.enter,
        {SCORES: cells, SUBMIT.key: False},
        (of.id, seat.member_id),
        {"was": dict(cells), "day": one.day},
        "In the order they read them. An empty cell is not given, n/a does not apply, and neither is a 0.",
        rows=tuple(each.id for each in one.sheets),
    )


SHUT = {"submitted": "submitted", "abstained": "abstained"}
"""Why nothing of a bid can be typed, by the state of its sheet."""
SUBMIT = Field("submit", "They are complete: submit those that hold anything", "yesno")


def _submit(one: Shown, _: str) -> Step | None:
    of, bid, seat = one.stage, one.bid, one.seat
    if of is None or bid is None or seat is None or one.sheet is None or one.sheet.state != "draft":
        return None
    more = {"application_ids": (bid.id,), "day": one.day}
    return Step("Submit a sheet", sheets.submit, (of.id, seat.member_id), more)


def reopen(one: Shown, _: str) -> Spec | None:
    """A submitted sheet, a draft again."""
    mine, seat, bid = one.sheet, one.seat, one.bid
    if mine is None or seat is None or bid is None or mine.state != "submitted":
        return None
    return Spec(
        f"Open the sheet of {seat.name} for {bid.reference} again",
        "Open it again",
        "Open a sheet again",
        sheet_fields.REOPEN,
        sheets.reopen,
        {"reason": ""},
        ((mine.id,),),
        about="It does not count until it is submitted again. What it holds stays.",
        rows=(mine.id,),
    )


def abstain(one: Shown, _: str) -> Spec | None:
    """A member who does not score a bid, without a conflict."""
    of, bid, seat = one.stage, one.bid, one.seat
    if of is None or bid is None or seat is None or (one.sheet is not None and one.sheet.state == "abstained"):
        return None
    return Spec(
        f"{seat.name} abstains from {bid.reference}",
        "They abstain",
        "Record an abstention",
        tuple(each for each in sheet_fields.ABSTAIN if each.key == "reason"),
        sheets.abstain,
        {"reason": ""},
        (of.id, seat.member_id, bid.id),
        {"day": one.day},
        "The bid is scored by the others alone. It is not a 0, and no conflict of interest.",
        rows=(one.sheet.id,) if one.sheet is not None else (),
    )


def _score_after_all(one: Shown, _: str) -> Step | None:
    mine = one.sheet if one.sheet is not None and one.sheet.state == "abstained" else None
    return step("Let a member score after all", sheets.withdraw_abstention, mine)


FORMS: dict[str, Maker] = {
    "agree": agree,
    "disagree": withdraw,
    "sheet reopen": reopen,
    "abstain": abstain,
    "type": type_sheets,
}
STEPS: dict[str, StepMaker] = {"sheet submit": _submit, "sheet score": _score_after_all}


def of_bid(one: Shown) -> list[Offer]:
    """What can be done with the score of a bid."""
    back: list[Offer] = [("Take the agreed score back…", "disagree")] if one.agreed is not None else []
    return [("Agree a score…", "agree"), *back] if may_agree(one) else []


def of_sheet(one: Shown) -> list[Offer]:
    """What can be done with one member's sheet for a bid, what is next first."""
    bid, seat = one.bid, one.seat
    if bid is None or seat is None or (one.stage is not None and one.stage.ranked_on is not None):
        return []
    if one.conflict_of(seat.member_id, bid.id) is not None:
        return [("What they declared…", "declaration"), ("Take it back…", "declaration withdraw")]
    state = one.sheet.state if one.sheet is not None else ""
    if state == "submitted":
        return [("Open the sheet again…", "sheet reopen"), ("They declare an interest…", "declaration")]
    if state == "abstained":
        return [("They score it after all", "sheet score"), ("They declare an interest…", "declaration")]
    draft: list[Offer] = [("Submit the sheet", "sheet submit")] if state == "draft" else []
    rest: list[Offer] = [("They abstain…", "abstain"), ("They declare an interest…", "declaration")]
    return [("Type the sheet…", "type"), *draft, *rest]
