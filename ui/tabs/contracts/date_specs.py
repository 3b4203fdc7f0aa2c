"""Which form or step belongs to which action about notices, thresholds and the expiry bands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.contracts import bands, date_fields, notices, thresholds
from app.contracts.shown import Shown
from ui.edits import Spec, Step
from ui.tabs.contracts.specs import found, step


def publish(one: Shown, subject: str) -> Spec | None:
    """That a notice which is due was published; `subject` is its key, or its code and what it is about."""
    c = one.contract
    if c is None:
        return None
    due = next((each for each in one.notices if each.key == subject.replace(" ", ":", 1)), None)
    if due is None:
        return None
    return Spec(
        f"{due.name}, {c.title}",
        "It is published",
        "Record a published notice",
        date_fields.PUBLISH,
        notices.publish,
        {},
        (c.id,),
        {"code": due.code, "about": due.about},
        due.why,
    )


def publish_other(one: Shown, _: str) -> Spec | None:
    """That a notice was published which the desk did not ask for."""
    c = one.contract
    if c is None:
        return None
    return Spec(
        f"Notice of {c.title}",
        "It is published",
        "Record a published notice",
        date_fields.NOTICE,
        notices.publish,
        {},
        (c.id,),
    )


def _withdraw(one: Shown, subject: str) -> Step | None:
    mine = None if one.contract is None else found(one.contract.notices, subject)
    return step("Take a notice back", notices.withdraw, mine)


def set_bands(one: Shown, _: str) -> Spec:
    """From how far off the end of a contract is told of, and the day none should outrun."""
    now = one.bands
    return Spec(
        "Expiry bands and handover",
        "Save bands",
        "Set the expiry bands",
        date_fields.BANDS,
        bands.set_bands,
        {
            "far_months": now.far,
            "middle_months": now.middle,
            "near_months": now.near,
            "handover_on": now.handover_on,
        },
        (),
        {"version": one.bands_version},
        "How long before its end a contract is in sight, ending, and ends soon; the states in every list follow them.",
        rows=(one.bands_id,) if one.bands_id else (),
    )


def new_threshold(one: Shown, _: str) -> Spec:
    """A figure of the office's own, in the place of one that came with the desk."""
    values: dict[str, Any] = {}
    if one.threshold is not None:
        values = {"threshold": one.threshold.key}
    return Spec(
        "New threshold",
        "Add threshold",
        "Add a procurement threshold",
        date_fields.THRESHOLD,
        thresholds.add,
        values,
        about="It holds from its day on in the place of the one before it, until a later one is set.",
    )


def change_threshold(one: Shown, _: str) -> Spec | None:
    """A figure of the office's own, corrected."""
    mine = one.threshold
    if mine is None or not mine.is_own:
        return None
    return Spec(
        mine.name,
        "Save threshold",
        "Change a procurement threshold",
        date_fields.THRESHOLD,
        thresholds.change,
        {"threshold": mine.key, "from_on": mine.from_on, "amount": mine.amount, "source": mine.source},
        (mine.id,),
        {"version": mine.version},
    )


def _archive_threshold(one: Shown, _: str) -> Step | None:
    mine = one.threshold
    if mine is None or not mine.is_own:
        return None
    back = one.key == "archived"
    name = "Bring back a threshold" if back else "Archive a threshold"
    return step(name, thresholds.archive, mine, back=back)


FORMS: dict[str, Callable[[Shown, str], Spec | None]] = {
    "notice": publish,
    "notice new": publish_other,
    "bands": set_bands,
    "threshold new": new_threshold,
    "threshold": change_threshold,
    "threshold change": change_threshold,
}
STEPS: dict[str, Callable[[Shown, str], Step | None]] = {
    "notice withdraw": _withdraw,
    "threshold archive": _archive_threshold,
}
