"""Which form or step an action of the Allocations page is, and how a form is made again of the file as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.allocations import (
    allocations,
    factors,
    partnerships,
    reserves,
    reviews,
    scenarios,
    shares,
    themes,
)
from app.allocations.opened import shown
from app.allocations.shown import Shown
from app.allocations.views import kind_of
from ui.edits import Again, Spec, Step
from ui.tabs.allocations import bench_specs, grids, specs, spending_specs
from ui.tabs.allocations.offers import TAB

Maker = Callable[[Shown, str], Spec | None]
"""Makes a form of what was read and the id of what it is about (empty for the record itself); None where it is gone."""


FORMS: dict[str, Maker] = {**specs.FORMS, **spending_specs.FORMS, **bench_specs.FORMS, **grids.FORMS}


def spec_of(action: str, one: Shown, subject: str) -> Spec | None:
    """The form of an action; None where what it is about is not there."""
    maker = FORMS.get(action)
    return maker(one, subject) if maker is not None else None


def placed(spec: Spec, one: Shown, action: str, subject: str) -> Spec:
    """The form with where it is opened, to find the way back to it."""
    place = {"tab": TAB, "view": one.key, "row": one.row_id, "year": one.year, "action": action, "subject": subject}
    return replace(spec, place=place)


def again(one: Shown, action: str, subject: str) -> Again:
    """How the form is made of the file as it is by then."""
    kwargs = {"year": one.year, "day": one.day}
    return Again(shown, (one.key, one.row_id), kwargs, lambda answer: spec_of(action, answer, subject))


# steps that need no form


def step_of(action: str, one: Shown) -> Step | None:
    """The step that an action is, None where it is a form."""
    maker = STEPS.get(action)
    return maker(one) if maker is not None else None


def _archive_allocation(one: Shown) -> Step | None:
    if one.addition is not None:
        mine = one.addition.addition
        return Step("Archive an addition", allocations.archive, (mine.id,), {"version": mine.version})
    now = next(iter(one.partnership.now), None) if one.partnership is not None else None
    if now is None:
        return None
    return Step("Archive an allocation", allocations.archive, (now.id,), {"version": now.version})


def _archive_share(one: Shown) -> Step | None:
    now = one.share.now if one.share is not None else None
    return Step("Archive a share", shares.archive, (now.id,), {"version": now.version}) if now is not None else None


def _archive_partnership(one: Shown) -> Step | None:
    if one.partnership is None:
        return None
    body = one.partnership.partnership
    name = "Bring back a partnership" if body.archived else "Archive a partnership"
    kwargs = {"version": body.version, "back": body.archived}
    return Step(name, partnerships.archive, (body.id,), kwargs)


def _archive_theme(one: Shown) -> Step | None:
    if one.theme is None:
        return None
    name = "Bring back a theme" if one.theme.archived else "Archive a theme"
    kwargs = {"version": one.theme.version, "back": one.theme.archived}
    return Step(name, themes.archive_theme, (one.theme.id,), kwargs)


def _archive_reserve(one: Shown) -> Step | None:
    if one.reserve is None:
        return None
    return Step("Archive a declaration", reserves.archive, (one.reserve.id,), {"version": one.reserve.version})


def _archive_review(one: Shown) -> Step | None:
    if one.review is None or not one.review.id:
        return None
    return Step("Archive a return", reviews.archive_return, (one.review.id,), {"version": one.review.version})


def _archive_scenario(one: Shown) -> Step | None:
    if one.scenario is None:
        return None
    back = one.scenario.archived
    name = "Bring back a scenario" if back else "Archive a scenario"
    kwargs = {"version": one.scenario.version, "back": back}
    return Step(name, scenarios.archive, (one.scenario.id,), kwargs)


def _share_scenario(one: Shown) -> Step | None:
    if one.scenario is None:
        return None
    shared = not one.scenario.is_shared
    name = "Share a scenario" if shared else "Keep a scenario to oneself"
    kwargs = {"version": one.scenario.version, "shared": shared}
    return Step(name, scenarios.share, (one.scenario.id,), kwargs)


def _archive_factor(one: Shown) -> Step | None:
    if one.factor is None:
        return None
    back = kind_of(one.key) == "archived"
    name = "Bring back a factor" if back else "Archive a factor"
    return Step(name, factors.archive, (one.factor.id,), {"version": one.factor.version, "back": back})


def _move(one: Shown, by: int) -> Step | None:
    """The record one place up or down in its list."""
    if one.theme is not None:
        theme = one.theme
        kwargs: dict[str, Any] = {"version": theme.version, "name": theme.name, "place": theme.place + by}
        return Step("Move a theme", themes.change_theme, (theme.id,), kwargs)
    if one.partnership is None:
        return None
    body = one.partnership.partnership
    kwargs = {
        "version": body.version,
        "name": body.name,
        "area_id": body.area_id,
        "parent_id": body.parent_id,
        "place": body.place + by,
    }
    return Step("Move a partnership", partnerships.change, (body.id,), kwargs)


STEPS: dict[str, Callable[[Shown], Step | None]] = {
    "archive allocation": _archive_allocation,
    "archive share": _archive_share,
    "archive partnership": _archive_partnership,
    "archive theme": _archive_theme,
    "archive reserve": _archive_reserve,
    "archive review": _archive_review,
    "archive scenario": _archive_scenario,
    "archive factor": _archive_factor,
    "share scenario": _share_scenario,
    "up": lambda one: _move(one, -1),
    "down": lambda one: _move(one, 1),
}
