"""Which form or step belongs to which action about what is recommended for a bid."""

from __future__ import annotations

from app.decisions.shown import Decided
from app.recommendations import cuts, feedback, outcome_fields, promoting, recommending
from app.recommendations.parts import RecommendationRecord
from ui.edits import Spec, Step
from ui.tabs.scoring.making import Maker, Offer, StepMaker

RECOMMEND, FEEDBACK, REVIEW, CONFIRM = "recommend", "feedback", "review", "confirm scores"
"""The form of one bid, the one that offers sentences to choose from, and the page on which everything is committed."""


def _title(one: Decided) -> str:
    a = one.application
    return f"{a.reference} {a.organisation}" if a is not None else ""


def _is_ranked(one: Decided) -> bool:
    return one.stage is not None and one.stage.ranked_on is not None


def _drafted(one: Decided) -> RecommendationRecord | None:
    """What is recommended for the bid, where it is not committed."""
    known = one.recommended
    return known if known is not None and not known.is_committed else None


# one bid


def recommend(one: Decided, _: str) -> Spec | None:
    """What is recommended for a bid; a new recommendation begins as “fund”, with all that it asks for."""
    of, bid, known = one.stage, one.bid, one.recommended
    if of is None or bid is None or not _is_ranked(one) or (known is not None and known.is_committed):
        return None
    return Spec(
        f"What {bid.reference} {bid.organisation} is to have",
        "Recommend this",
        "Recommend an outcome",
        outcome_fields.recommendation(one.library),
        recommending.set_one,
        outcome_fields.values(known),
        (of.id, bid.id),
        {"version": known.version if known is not None else None},
        one.told.subtitle if one.told is not None else "",
        rows=(known.id,) if known is not None else (),
    )


def take_back(one: Decided, _: str) -> Spec | None:
    """A recommendation, taken back with the reason; one from the reserve list goes back to its place there."""
    known = _drafted(one)
    if known is None:
        return None
    about = (
        "It goes back to its place on the reserve list." if one.is_promoted else "Nothing is recommended for it then."
    )
    return Spec(
        f"Take back what is recommended for {_title(one)}",
        "Take it back",
        "Put a bid back on the reserve list" if one.is_promoted else "Take a recommendation back",
        outcome_fields.TAKE_BACK,
        promoting.take_back if one.is_promoted else recommending.take_back,
        {"reason": ""},
        (known.application_id,),
        {"version": known.version},
        about,
        rows=(known.id,),
    )


def set_cuts(one: Decided, _: str) -> Spec | None:
    """What each cost of a bid is to have, coming to what the bid is to have."""
    known, a = _drafted(one), one.application
    if known is None or known.amount is None or a is None or not _may_cut(one):
        return None
    cells = outcome_fields.cuts_cells(a.costs, known)
    return Spec(
        f"What the costs of {_title(one)} are to have",
        "Save what is cut",
        "Say which costs are cut",
        outcome_fields.cuts(a.costs, known.amount),
        cuts.set_cuts,
        {outcome_fields.CUTS: cells},
        (a.id,),
        {"was": dict(cells)},
        "They come to what the bid is to have. A cost left as it was asked for is not cut.",
        rows=(known.id,),
    )


def _may_cut(one: Decided) -> bool:
    known, a = _drafted(one), one.application
    if known is None or a is None or known.amount is None or known.outcome == "fund":
        return False
    return known.amount != a.requested and any(each.requested for each in a.costs)


def choose_feedback(one: Decided, _: str) -> Spec | None:
    """What the applicant will read: sentences of the members, chosen and put in the officer's own words."""
    known = one.recommended
    if known is None:
        return None
    return Spec(
        f"What {_title(one)} will read",
        "Keep as read and chosen",
        "Choose feedback for an applicant",
        outcome_fields.FEEDBACK,
        feedback.choose,
        {"text": known.feedback, "read_by": known.feedback_by},
        (known.application_id,),
        {"version": known.version},
        "What the members wrote is offered without their names. Change it until it may be read by the applicant.",
        rows=(known.id,),
    )


def promote(one: Decided, _: str) -> Spec | None:
    """The first of the reserve list in the place of one that was withdrawn: a new recommendation, to be committed."""
    known = one.recommended
    if known is None or not one.is_next:
        return None
    return Spec(
        f"Take {_title(one)} from the reserve list",
        "Recommend it",
        "Take a bid from the reserve list",
        outcome_fields.PROMOTE,
        promoting.promote,
        {"reason": ""},
        (known.application_id,),
        {"version": known.version, "day": one.day},
        "It is to have what it is on the list for. What was decided stays as it is: this goes into another decision.",
        rows=(known.id,),
    )


# all of the stage


def recommend_many(one: Decided, _: str) -> Spec | None:
    """What is recommended for every bid of the stage as a grid; what has been committed is shut."""
    of, found = one.stage, one.review
    if of is None or found is None or not _is_ranked(one):
        return None
    bids = [each.bid for each in found.rows if not each.is_out]
    if not bids:
        return None
    rows = {each.id for each in bids}
    mine = [each for each in one.every if each.application_id in rows]
    cells = outcome_fields.cells(mine)
    return Spec(
        "What every bid is to have",
        "Save what is recommended",
        "Recommend outcomes",
        outcome_fields.grid(bids, [each.application_id for each in mine if each.is_committed]),
        recommending.set_many,
        {outcome_fields.GRID: cells},
        (of.id,),
        {"was": dict(cells)},
        "In the order of the ranking. Conditions, and reasons of the library, are given bid by bid.",
        rows=tuple(each.id for each in mine),
    )


def _draft(one: Decided, _: str) -> Step | None:
    of = one.stage if _is_ranked(one) else None
    return Step("Draft from the cut line", recommending.draft_from_line, (of.id,)) if of is not None else None


FORMS: dict[str, Maker] = {
    RECOMMEND: recommend,
    "recommend back": take_back,
    "recommend many": recommend_many,
    "cuts": set_cuts,
    FEEDBACK: choose_feedback,
    "promote": promote,
}
STEPS: dict[str, StepMaker] = {"draft line": _draft}
PANELS: tuple[str, ...] = (REVIEW, CONFIRM)
"""Actions that are no form and no step."""


def offers_of(one: Decided) -> list[Offer]:
    """What can be done with what is recommended for a bid, the next step first."""
    known = one.recommended
    if known is None:
        return [("Recommend…", RECOMMEND)] if _is_ranked(one) and one.bid is not None else []
    chosen: Offer = ("Change its feedback…" if known.feedback else "Choose its feedback…", FEEDBACK)
    if known.is_committed:
        return [("Take it from the reserve list…", "promote"), chosen] if one.is_next else [chosen]
    back: Offer = ("Put it back on the reserve list…" if one.is_promoted else "Take it back…", "recommend back")
    if one.bid is None:
        return [back]
    change: list[Offer] = [("Change what is recommended…", RECOMMEND)] if _is_ranked(one) else []
    cut: list[Offer] = [("Which costs are cut…", "cuts")] if _may_cut(one) else []
    if not known.feedback:
        return [chosen, *change, *cut, back]
    return [*change, *cut, chosen, back]
