"""Fills the record of the Contracts page: the next step, what else can be done, what it says, its documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.contracts.notices import NoticeDue
from app.contracts.parts import ActionRecord, BreakRecord, ConditionRecord, ContractRecord, OptionRecord
from app.contracts.reviews import Period
from app.contracts.shown import Shown
from app.contracts.standing import notice_due
from app.years import format_day, format_year
from ui.documents import ATTACH, Owner, documents_section
from ui.kit.controls import Button
from ui.kit.sections import Do, show_told
from ui.kit.split import Record
from ui.kit.stepbutton import Group, Offer, plain_button, step_button
from ui.kit.timeline import TimelinePicture
from ui.tabs.contracts.review_specs import period_of
from ui.tabs.contracts.specs import found

TONES = {
    "Ends soon": "bad",
    "Notice due": "warn",
    "Ending": "warn",
    "On condition": "warn",
    "In sight": "mute",
    "Running": "mute",
    "Not started": "mute",
    "Ended": "mute",
    "Ended early": "mute",
    "Open": "mute",
    "Taken": "ok",
    "Declined": "mute",
    "Met": "ok",
    "Not met": "warn",
    "Held": "ok",
    "Late": "bad",
    "Due": "warn",
    "To come": "mute",
    "Overdue": "bad",
    "Due soon": "warn",
    "Published": "ok",
    "Good": "ok",
    "Approaching target": "warn",
    "Requires improvement": "warn",
    "Inadequate": "bad",
    "Other": "mute",
    "Done": "ok",
    "In force": "ok",
    "To renew": "warn",
    "Past": "mute",
    "Not asked for": "mute",
}
DECIDES = {"option take": "contract_option", "break take": "contract_break"}
"""The actions that need a signed document, and the table of what it is to be attached to."""


def show(record: Record, one: Shown, do: Do, *, can_save: bool) -> None:
    """Fill the record with what was read."""
    if one.told is None:
        return
    section = documents_section(one.documents, do, can_save=can_save)
    show_told(
        record,
        one.told,
        do,
        button=_button(one, do) if can_save else None,
        before=_picture(one),
        after=[section] if section is not None else [],
        tones=TONES,
    )


def _picture(one: Shown) -> list[TimelinePicture]:
    """The contract over its own years; nothing where no contract is shown."""
    if one.timeline is None or one.whole is None:
        return []
    return [TimelinePicture(one.timeline, one.whole, one.year_style)]


def decided_on(action: str, one: Shown, subject: str) -> Owner | None:
    """What the signed document of a decision is to be attached to; None where it is gone."""
    c = one.contract
    if c is None:
        return None
    if action == "option take":
        option = found(c.options, subject)
        return Owner(DECIDES[action], subject, f"option {option.number} of {c.title}") if option is not None else None
    return Owner(DECIDES[action], subject, f"the break of {c.title}") if found(c.breaks, subject) is not None else None


# the one primary action, with everything else behind it


def _button(one: Shown, do: Do) -> Button | None:
    if one.threshold is not None:
        return _of_threshold(one, do)
    c = one.contract
    if c is None:
        return None
    if c.archived:
        return plain_button("Bring back from the archive", "archive", do)
    words, first = next_step(one)
    return step_button(words, groups(one, first), do)


def _of_threshold(one: Shown, do: Do) -> Button:
    if one.threshold is None or not one.threshold.is_own:
        return plain_button("Set another from a day on…", "threshold new", do)
    if one.key == "archived":
        return plain_button("Bring back from the archive", "threshold archive", do)
    own = Group("", (("Change this threshold…", "threshold change"), ("Set another from a day on…", "threshold new")))
    return step_button("Change…", [own, Group("", (("Archive this threshold", "threshold archive"),))], do)


def next_step(one: Shown) -> tuple[str, list[Offer]]:
    """What is to be done next, in words, and the offers that do it; what the chosen row is about comes before all."""
    offers = _of_row(one)
    if not offers and (option := _in_sight(one)) is not None:
        offers = _decisions(option)
    if not offers and (late := next((each for each in one.periods if each.state == "Late"), None)) is not None:
        offers = [_recording(late, one)]
    if not offers:
        return "Change…", []
    option = next((each for each in one.contract.options if each.id in offers[0][1]), None) if one.contract else None
    return (f"Decide on option {option.number}…" if option is not None else offers[0][0]), offers


def _of_row(one: Shown) -> list[Offer]:
    """What the row of a date, a review or a notice is there for."""
    parts = one.row_id.split(":", 2)
    kind, about = {
        "reviews": ("review", ":".join(parts[1:])),
        "notices": ("notice", ":".join(parts[1:])),
        "dates": (parts[1] if len(parts) > 1 else "", parts[2] if len(parts) > 2 else ""),
    }.get(one.key, ("", ""))
    reader = _OF_ROW.get(kind)
    return reader(one, about) if reader is not None and one.contract is not None else []


def _of_period(one: Shown, about: str) -> list[Offer]:
    period = period_of(one, about)
    return [] if period is None or period.state == "To come" else [_recording(period, one)]


def _of_notice(one: Shown, about: str) -> list[Offer]:
    due = next((each for each in one.notices if each.key == about.replace(" ", ":", 1)), None)
    return [] if due is None or due.published is not None else [_publishing(due)]


def _of_option(one: Shown, about: str) -> list[Offer]:
    mine = found(one.contract.options, about) if one.contract is not None else None
    return [] if mine is None or mine.status != "open" else _decisions(mine)


def _of_break(one: Shown, about: str) -> list[Offer]:
    mine = found(one.contract.breaks, about) if one.contract is not None else None
    return [] if mine is None or mine.status != "open" else _breaking(mine)


def _of_condition(one: Shown, about: str) -> list[Offer]:
    mine = found(one.contract.conditions, about) if one.contract is not None else None
    return [] if mine is None or mine.met_on is not None else [_meeting(mine)]


def _of_partner(one: Shown, about: str) -> list[Offer]:
    return [offer for offer in (_of_partners(one.contract) if one.contract is not None else ()) if about in offer[1]]


def _of_action(one: Shown, about: str) -> list[Offer]:
    mine = found(one.contract.actions, about) if one.contract is not None else None
    return [] if mine is None or mine.done_on is not None else [_finishing(mine)]


_OF_ROW: dict[str, Callable[[Shown, str], list[Offer]]] = {
    "review": _of_period,
    "notice": _of_notice,
    "option": _of_option,
    "break": _of_break,
    "condition": _of_condition,
    "contribution": _of_partner,
    "action": _of_action,
}


def _in_sight(one: Shown) -> OptionRecord | None:
    return None if one.contract is None else notice_due(one.contract, one.day, one.bands)


def _recording(period: Period, one: Shown) -> Offer:
    verb = "Record" if period.review is None else "Change"
    return f"{verb} {period_words(period, one.year_style)}…", f"review {period.key}"


def _publishing(due: NoticeDue) -> Offer:
    called = f"{due.name}, {due.about}" if due.about else due.name
    return f"Published: {called}…", f"notice {due.key}"


def period_words(period: Period, year_style: str) -> str:
    """“the quarter 2 review of 2019/20”, after how long its period is."""
    year = format_year(period.year, year_style)
    if period.months == 12:
        return f"the review of {year}"
    if period.months == 6:
        return f"the {'first' if period.quarter == 2 else 'second'} half review of {year}"
    return f"the quarter {period.quarter} review of {year}"


def groups(one: Shown, first: Sequence[Offer]) -> list[Group]:
    """Everything that can be done with a contract, in the order of its life; `first` is what is next."""
    c = one.contract
    if c is None:
        return []
    own = (("Change the contract…", "change"), ("Copy published…", "publish"), ("Attach a document…", ATTACH))
    return [
        Group("", first),
        Group("", own),
        *_of_term(c),
        *_of_money(c, one),
        *_of_reviews(c, one),
        *_of_notices(c, one),
        Group("", (("Archive this contract", "archive"),)),
    ]


def _decisions(option: OptionRecord) -> list[Offer]:
    return [
        (f"Take option {option.number}…", f"option take {option.id}"),
        (f"Decline option {option.number}…", f"option decline {option.id}"),
    ]


def _breaking(each: BreakRecord) -> list[Offer]:
    day = format_day(each.break_on)
    return [
        (f"End it early on {day}…", f"break take {each.id}"),
        (f"Change the break of {day}…", f"break change {each.id}"),
        (f"Archive the break of {day}", f"break archive {each.id}"),
    ]


def _meeting(one: ConditionRecord) -> Offer:
    return f"Met: {short(one.words)}…", f"condition meet {one.id}"


def _finishing(one: ActionRecord) -> Offer:
    return f"Done: {short(one.words)}…", f"action finish {one.id}"


def _of_term(c: ContractRecord) -> list[Group]:
    options: list[Offer] = [("Add an option…", "option new")]
    for option in c.options:
        if option.status == "open":
            options += _decisions(option)
            options.append((f"Change option {option.number}…", f"option change {option.id}"))
            options.append((f"Archive option {option.number}", f"option archive {option.id}"))
        else:
            options.append((f"Open option {option.number} again", f"option reopen {option.id}"))
    breaks: list[Offer] = [("Add a break point…", "break new")]
    for each in c.breaks:
        if each.status == "open":
            breaks += _breaking(each)
        else:
            breaks.append((f"Open the break of {format_day(each.break_on)} again", f"break reopen {each.id}"))
    variations: list[Offer] = [("Add a variation…", "variation new")]
    for variation in c.variations:
        variations.append((f"Change variation {variation.number}…", f"variation change {variation.id}"))
        variations.append((f"Archive variation {variation.number}", f"variation archive {variation.id}"))
    return [Group("Options", options), Group("Breaks", breaks), Group("Variations", variations)]


def _of_partners(c: ContractRecord) -> list[Offer]:
    offers: list[Offer] = []
    for key, name in dict.fromkeys((each.organisation_id, each.organisation) for each in c.contributions):
        offers.append((f"Change what {name} pays…", f"partner {key}"))
        offers.append((f"Take {name} out", f"partner archive {key}"))
    return offers


def _of_money(c: ContractRecord, one: Shown) -> list[Group]:
    money: list[Offer] = [("Who pays…", "shares"), ("Move money between years…", "years")]
    money += [
        (f"Agree {format_year(each.year, one.year_style)} in Funds…", f"agree {each.year}")
        for each in one.years
        if each.by_line and not each.is_blocked
    ]
    conditions: list[Offer] = [("Add a condition…", "condition new")]
    for condition in c.conditions:
        met = condition.met_on is not None
        again = (f"Not met after all: {short(condition.words)}", f"condition reopen {condition.id}")
        conditions.append(again if met else _meeting(condition))
        conditions.append((f"Change: {short(condition.words)}…", f"condition change {condition.id}"))
        conditions.append((f"Archive: {short(condition.words)}", f"condition archive {condition.id}"))
    passed: list[Offer] = [("Add a sub-contract or onward grant…", "sub new")]
    for each in c.sub_contracts:
        passed.append((f"Change {each.organisation}…", f"sub change {each.id}"))
        passed.append((f"Archive {each.organisation}", f"sub archive {each.id}"))
    return [
        Group("Money", money),
        Group("Partners", [("Add a partner's money…", "partner"), *_of_partners(c)]),
        Group("Subject to", conditions),
        Group("Passed on", passed),
    ]


def _of_reviews(c: ContractRecord, one: Shown) -> list[Group]:
    reviews: list[Offer] = []
    for period in one.periods:
        if period.review is not None or period.state in ("Late", "Due", "Not asked for"):
            reviews.append(_recording(period, one))
        if period.review is not None:
            said = period_words(period, one.year_style)
            reviews.append((f"Count people for {said}…", f"counts {period.review.id}"))
            reviews.append((f"Archive {said}", f"review archive {period.review.id}"))
    reviews = reviews[-MOST_REVIEWS:]
    indicators: list[Offer] = [("Add an indicator…", "indicator new")]
    for each in one.indicators:
        indicators.append((f"Change {each.name}…", f"indicator change {each.id}"))
        indicators.append((f"Archive {each.name}", f"indicator archive {each.id}"))
    todo: list[Offer] = [("Add an action…", "action new")]
    for action in c.actions:
        if action.done_on is None:
            todo.append(_finishing(action))
            todo.append((f"Change: {short(action.words)}…", f"action change {action.id}"))
            todo.append((f"Archive: {short(action.words)}", f"action archive {action.id}"))
    return [Group("Reviews", reviews), Group("Indicators", indicators), Group("Actions", todo)]


def _of_notices(c: ContractRecord, one: Shown) -> list[Group]:
    notices = [_publishing(due) for due in one.notices if due.published is None]
    notices += [(f"Take back {each.code} {each.about}".rstrip(), f"notice withdraw {each.id}") for each in c.notices]
    return [Group("Notices", [*notices, ("Published: another notice…", "notice new")])]


MOST_REVIEWS = 15
"""More of them are found in the list of reviews."""


def short(words: str) -> str:
    """The beginning of a sentence, for a menu."""
    return words if len(words) <= 48 else f"{words[:47].rstrip()}…"
