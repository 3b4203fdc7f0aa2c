"""Which form belongs to which action about themes, reserves, returns, underspends and the rule they are rated by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from app.allocations import reserves, reviews, rules, spending_fields, themes, underspends
from app.allocations.reviews import PERIOD_WORDS, ReviewRecord
from app.allocations.shown import Shown
from app.allocations.underspends import TreatmentRecord
from app.fields import Choice, Field
from ui.edits import Spec


def new_theme(one: Shown, _: str) -> Spec:
    """A theme that spend is planned by."""
    return Spec("New theme", "Add theme", "Add a theme", spending_fields.THEME, themes.add_theme)


def change_theme(one: Shown, _: str) -> Spec | None:
    """A theme's name and place."""
    if one.theme is None:
        return None
    return Spec(
        one.theme.name,
        "Save theme",
        "Change a theme",
        spending_fields.THEME,
        themes.change_theme,
        {"name": one.theme.name, "place": one.theme.place},
        (one.theme.id,),
        {"version": one.theme.version},
        "It changes in every year, past ones too.",
    )


def declare(one: Shown, _: str) -> Spec:
    """What a partnership declares that it holds: that of the record, or one that is chosen."""
    about = _partnership_of(one)
    given = spending_fields.RESERVE if about else spending_fields.declaration(one.choices.partnerships)
    last = one.reserve
    return Spec(
        f"Reserve of {about[1]}" if about else "Declare a reserve",
        "Declare reserve",
        "Declare a reserve",
        given,
        reserves.declare,
        {"opening": last.closing} if last is not None else {},
        (),
        {"partnership_id": about[0]} if about else {},
        "As the partnership declares it, also where its own figures come to another.",
        rows=(about[0],) if about else (),
    )


def _partnership_of(one: Shown) -> tuple[str, str] | None:
    """The partnership that the record is of, by id and name."""
    if one.partnership is not None:
        return one.partnership.partnership.id, one.partnership.partnership.name
    if one.reserve is not None:
        return one.reserve.partnership_id, one.reserve.partnership
    if one.told is not None and one.row_id:
        return one.row_id, one.told.title
    return None


def change_reserve(one: Shown, _: str) -> Spec | None:
    """A declaration, corrected."""
    mine = one.reserve
    if mine is None:
        return None
    return Spec(
        f"Reserve of {mine.partnership}",
        "Save declaration",
        "Correct a declaration",
        spending_fields.RESERVE,
        reserves.change,
        {
            "declared_on": mine.declared_on,
            "opening": mine.opening,
            "added": mine.added,
            "used": mine.used,
            "closing": mine.closing,
            "evidence": mine.evidence,
        },
        (mine.id,),
        {"version": mine.version},
    )


def record_return(one: Shown, subject: str) -> Spec | None:
    """A return of the record, or that which `subject` (its key, or its period) names: recorded, or changed."""
    mine = one.review or next((each for each in one.returns if subject in (each.key, each.period)), None)
    return None if mine is None else _return(mine)


def _return(mine: ReviewRecord) -> Spec:
    title = f"{PERIOD_WORDS[mine.period]} return of {mine.partnership}"
    values: dict[str, Any] = {
        "returned_on": mine.returned_on,
        "planned": mine.planned,
        "actual": mine.actual,
        "forecast": mine.forecast,
        "narrative": mine.narrative,
        "rag": mine.override,
        "rag_reason": mine.override_reason,
    }
    wanted = spending_fields.returned(mine)
    if mine.id:
        about = (mine.id,)
        return Spec(
            title,
            "Save return",
            "Change a return",
            wanted,
            reviews.change_return,
            values,
            about,
            {"version": mine.version},
        )
    return Spec(
        title,
        "Record return",
        "Record a return",
        wanted,
        reviews.record_return,
        {**values, "returned_on": date.today()},
        (),
        {"partnership_id": mine.partnership_id, "year": mine.year, "period": mine.period},
        rows=(mine.partnership_id,),
    )


def new_return(one: Shown, _: str) -> Spec:
    """A return of a partnership that is chosen."""
    periods = tuple(Choice(key, words) for key, words in PERIOD_WORDS.items())
    return Spec(
        f"Return, {one.year_text}",
        "Record return",
        "Record a return",
        (
            Field("partnership_id", "Partnership", "choice", True, one.choices.partnerships),
            Field("period", "Return", "choice", True, periods),
            *spending_fields.RETURN,
        ),
        reviews.record_return,
        {"returned_on": date.today(), "rag": ""},
        (),
        {"year": one.year},
    )


def settle(one: Shown, _: str) -> Spec | None:
    """What becomes of what was not spent."""
    mine = one.underspend
    if mine is None:
        return None
    return Spec(
        f"Underspend of {mine.partnership}",
        "Settle it",
        "Settle an underspend",
        spending_fields.settlement(mine),
        underspends.settle,
        {"amount_pence": mine.rest, "decided_on": date.today()},
        (),
        {"partnership_id": mine.partnership_id, "year": mine.year},
        rows=(mine.partnership_id,),
    )


def change_treatment(one: Shown, subject: str) -> Spec | None:
    """What was decided: the decision `subject` names, or the last."""
    if one.underspend is None or not one.underspend.treatments:
        return None
    known: dict[str, TreatmentRecord] = {each.id: each for each in one.underspend.treatments}
    mine = known.get(subject) if subject else one.underspend.treatments[-1]
    if mine is None:
        return None
    return Spec(
        f"Underspend of {one.underspend.partnership}",
        "Save decision",
        "Change what was decided",
        spending_fields.SETTLEMENT,
        underspends.change,
        {
            "treatment": mine.treatment,
            "amount_pence": mine.amount,
            "redirected_to": mine.redirected_to,
            "reason": mine.reason,
            "approver": mine.approver,
            "decided_on": mine.decided_on,
        },
        (mine.id,),
        {"version": mine.version},
    )


def rule(one: Shown, _: str) -> Spec | None:
    """The rule in force in the year: changed where it begins with it, else another from the year on."""
    now = one.rule
    if now is None:
        return None
    if now.id and now.from_year == one.year:
        return Spec(
            "The rule of returns",
            "Save rule",
            "Change the rule of returns",
            spending_fields.RULE,
            rules.change_rule,
            spending_fields.rule_values(now),
            (now.id,),
            {"version": now.version},
            "When returns are due, what is amber and red, and which underspends are to be settled.",
        )
    return Spec(
        "The rule of returns",
        "Have this rule",
        "Have a rule of returns",
        spending_fields.RULE,
        rules.add_rule,
        spending_fields.rule_values(replace(now, from_year=one.year)),
        about="When returns are due, what is amber and red, and which underspends are to be settled. "
        "Years before keep the rule they had.",
    )


FORMS: dict[str, Callable[[Shown, str], Spec | None]] = {
    "new theme": new_theme,
    "theme": change_theme,
    "declare": declare,
    "new reserve": declare,
    "reserve": change_reserve,
    "review": record_return,
    "review half-year": lambda one, _: record_return(one, "half-year"),
    "review year-end": lambda one, _: record_return(one, "year-end"),
    "new return": new_return,
    "settle": settle,
    "treatment": change_treatment,
    "rule": rule,
}
