"""Which form belongs to which action about partnerships, allocations, additions and shares of pooled budgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.allocations import allocations, fields, partnerships, shares
from app.allocations.allocations import AllocationRecord
from app.allocations.record import PartnershipPage
from app.allocations.shown import Shown
from app.fields import Choice
from ui.edits import Spec


def new_partnership(one: Shown, _: str) -> Spec:
    """A partnership, under a county's where it is a district's."""
    return Spec(
        "New partnership",
        "Add partnership",
        "Add a partnership",
        fields.partnership(one.choices.areas, one.choices.parents),
        partnerships.add,
        {"area_id": "", "parent_id": ""},
        about="Where an organisation has this name or is also known by it, the partnership is that organisation.",
    )


def change_partnership(one: Shown, _: str) -> Spec | None:
    """What a partnership is called, its area and its place."""
    if one.partnership is None:
        return None
    body = one.partnership.partnership
    parents = tuple(choice for choice in one.choices.parents if choice.value != body.id)
    return Spec(
        body.name,
        "Save partnership",
        "Change a partnership",
        fields.partnership(one.choices.areas, parents),
        partnerships.change,
        {"name": body.name, "area_id": body.area_id or "", "parent_id": body.parent_id or "", "place": body.place},
        (body.id,),
        {"version": body.version},
        "A name it gives up is kept among the names its organisation is also known as.",
        rows=(body.organisation_id,),
    )


def allocate(one: Shown, _: str) -> Spec | None:
    """The first allocation of a partnership out of the line in the year."""
    page = one.partnership
    if page is None or page.line is None:
        return None
    budget = page.line.budgets.get(one.year)
    if budget is None:
        return None
    before = max((each for each in page.given if each.year < one.year), key=lambda each: each.year, default=None)
    carried = {} if before is None else {key: getattr(before, key) for key in ("purpose", "conditions", "reason")}
    return Spec(
        page.partnership.name,
        "Allocate",
        "Allocate to a partnership",
        fields.CHANGE,
        allocations.allocate,
        {"basis_kind": "", "status": "firm", **carried},
        (budget.id,),
        {"partnership_id": page.partnership.id},
        f"Out of {page.line.called(one.year)}, {one.year_text}.",
    )


def change_allocation(one: Shown, _: str) -> Spec | None:
    """What a partnership has out of the line in the year, on what basis and terms."""
    now = _now(one.partnership)
    if now is None or one.partnership is None or one.partnership.line is None:
        return None
    return Spec(
        one.partnership.partnership.name,
        "Save allocation",
        "Change an allocation",
        fields.CHANGE,
        allocations.change,
        _terms(now),
        (now.id,),
        {"version": now.version},
        f"Out of {one.partnership.line.called(one.year)}, {one.year_text}.",
    )


def _terms(one: AllocationRecord) -> dict[str, Any]:
    return {
        "amount": one.amount,
        "basis_kind": one.basis_kind,
        "basis": one.basis,
        "purpose": one.purpose,
        "conditions": one.conditions,
        "reason": one.reason,
        "status": one.status,
        "overspend_approver": one.overspend_approver,
    }


def _now(page: PartnershipPage | None) -> AllocationRecord | None:
    """The partnership's own allocation of the year."""
    return None if page is None else next(iter(page.now), None)


def grant_document(one: Shown, _: str) -> Spec | None:
    """When the grant document of an allocation or addition was sent, and signed."""
    mine = one.addition.addition if one.addition is not None else _now(one.partnership)
    if mine is None:
        return None
    return Spec(
        mine.partnership,
        "Save dates",
        "Record a grant document",
        fields.GRANT_DOCUMENT,
        allocations.grant_document,
        {"sent_on": mine.sent_on, "signed_on": mine.signed_on},
        (mine.id,),
        {"version": mine.version},
        "The signed document itself may be attached to the record.",
    )


def new_addition(one: Shown, _: str) -> Spec | None:
    """Money that several partnerships share, out of the line on screen."""
    if one.budget_id is None:
        return None
    return Spec(
        "New addition",
        "Add addition",
        "Add an addition",
        fields.addition(one.choices.partnerships),
        allocations.add_addition,
        {"basis_kind": "", "status": "firm"},
        (one.budget_id,),
        about="A line of its own, in nobody's own figure: it is shared by those who are ticked.",
    )


def change_addition(one: Shown, _: str) -> Spec | None:
    """An addition, and who shares it."""
    if one.addition is None:
        return None
    mine = one.addition.addition
    offered = {choice.value for choice in one.choices.partnerships}
    gone = tuple(Choice(each.id, f"{each.name} (archived)") for each in one.addition.sharers if each.id not in offered)
    return Spec(
        mine.partnership,
        "Save addition",
        "Change an addition",
        fields.addition((*one.choices.partnerships, *gone)),
        allocations.change_addition,
        {**_terms(mine), "name": mine.partnership, "sharer_ids": mine.sharer_ids},
        (mine.id,),
        {"version": mine.version},
    )


def new_share(one: Shown, _: str) -> Spec | None:
    """An area's first share of a pooled budget in the year."""
    page = one.share
    budget = page.line.budgets.get(one.year) if page is not None else None
    if page is None or budget is None:
        return None
    return Spec(
        page.area,
        "Give it a share",
        "Share a pooled budget",
        fields.SHARE,
        shares.share,
        {"basis_kind": ""},
        (budget.id,),
        {"area_id": page.area_id},
        f"Out of {page.line.called(one.year)}, {one.year_text}.",
    )


def change_share(one: Shown, _: str) -> Spec | None:
    """An area's share of a pooled budget in the year."""
    now = one.share.now if one.share is not None else None
    if now is None or one.share is None:
        return None
    return Spec(
        one.share.area,
        "Save share",
        "Change a share",
        fields.SHARE,
        shares.change,
        {
            "amount": now.amount,
            "basis_kind": now.basis_kind,
            "basis": now.basis,
            "reason": now.reason,
            "overspend_approver": now.overspend_approver,
        },
        (now.id,),
        {"version": now.version},
        f"Out of {one.share.line.called(one.year)}, {one.year_text}.",
    )


FORMS: dict[str, Callable[[Shown, str], Spec | None]] = {
    "new partnership": new_partnership,
    "partnership": change_partnership,
    "allocate": allocate,
    "allocation": change_allocation,
    "document": grant_document,
    "new addition": new_addition,
    "addition": change_addition,
    "new share": new_share,
    "share": change_share,
}
