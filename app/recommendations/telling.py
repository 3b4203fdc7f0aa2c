"""What is recommended for a bid as it is read down, and what stands in its way. Amounts are pence."""

from __future__ import annotations

from collections.abc import Sequence

from app.grants.parts import ApplicationRecord
from app.grants.telling import lines, pounds
from app.listing import Column, Line, Listing
from app.money import format_pence
from app.recommendations.outcome_fields import outcome_words
from app.recommendations.parts import ReasonRecord, RecommendationRecord
from app.recommendations.review import Review
from app.told import Notice, Part, facts

MOST_TOLD = 4
NEXT = Notice(
    "It is next on the reserve list.",
    "A bid that was decided to have money has been withdrawn.",
    "Take it from the reserve list…",
    "promote",
)


def parts(one: RecommendationRecord | None, a: ApplicationRecord, library: Sequence[ReasonRecord]) -> list[Part]:
    """The recommendation, what its costs are to have where they are cut, and what the applicant will read."""
    if one is None:
        return [Part("Recommendation", words=("Nothing is recommended for it yet.",))]
    reasons = {each.id: each for each in library}
    chosen = [reasons[key] for key in one.reasons if key in reasons]
    return [
        facts(
            "Recommendation",
            ("Outcome", outcome_words(one.outcome)),
            ("Amount", _amount(one, a)),
            ("Reserve place", f"{one.reserve_place:,}" if one.reserve_place is not None else ""),
            ("Reasons", "\n".join(f"{each.code}: {each.text}" for each in chosen)),
            ("In words", one.reason),
            ("Conditions", one.conditions),
        ),
        _cuts(one, a),
        Part("What the applicant will read", words=_feedback(one)),
    ]


def _amount(one: RecommendationRecord, a: ApplicationRecord) -> str:
    if one.amount is None:
        return ""
    return f"{format_pence(one.amount)} of {pounds(a.requested)} asked for"


def _feedback(one: RecommendationRecord) -> tuple[str, ...]:
    if not one.feedback:
        return ("Nothing has been chosen yet, so no feedback goes out.",)
    return (*lines(one.feedback), f"Read and chosen by {one.feedback_by}.")


def _cuts(one: RecommendationRecord, a: ApplicationRecord) -> Part:
    """Which costs have less than was asked for them."""
    given = dict(one.cuts)
    columns = (
        Column("item", "Cost"),
        Column("asked", "Asked for £", "pence"),
        Column("given", "To have £", "pence"),
    )
    rows = tuple(
        Line(each.id, (each.item, each.requested, given.get(each.id, each.requested)))
        for each in a.costs
        if each.requested
    )
    return Part("What its costs are to have", table=Listing("Costs", columns, rows if given else ()), totalled=True)


def notices(found: Review, application_id: str) -> tuple[Notice, ...]:
    """What stands in the way of committing a bid's outcome, and what is to be known before."""
    wrong = [each.what for each in found.in_the_way if each.application_id == application_id]
    told = [each.what for each in found.told if each.application_id == application_id]
    return (
        *(Notice("In the way.", sentence, "", "", "warn") for sentence in wrong[:MOST_TOLD]),
        *(Notice("To be known.", sentence, "", "", "mute") for sentence in told[:MOST_TOLD]),
    )
