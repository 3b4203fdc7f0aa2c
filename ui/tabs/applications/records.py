"""Fills the record of the Applications page: the next step, what else can be done, what it says, its documents."""

from __future__ import annotations

from collections.abc import Sequence

from app.grants.parts import ApplicationRecord, RoundRecord
from app.grants.shown import Shown
from app.years import format_day
from ui.documents import ATTACH, documents_section
from ui.kit.controls import Button
from ui.kit.sections import Do, show_told
from ui.kit.split import Record
from ui.kit.stepbutton import Group, Offer, plain_button, step_button
from ui.tabs.applications import bid_specs, check_specs, organisation_specs

TONES = {
    "Draft": "mute",
    "Opens later": "mute",
    "Open": "ok",
    "Closed": "mute",
    "Received": "mute",
    "Late": "warn",
    "Incomplete": "warn",
    "Withdrawn": "mute",
    "Ineligible": "bad",
    "Ready to score": "ok",
    "Clear": "ok",
    "With conditions": "warn",
    "Clear with conditions": "warn",
    "Referred": "warn",
    "Refer": "warn",
    "Failed": "bad",
    "Fail": "bad",
    "Checks missing": "warn",
    "Expired": "warn",
    "Support": "ok",
    "Neutral": "mute",
    "Against": "bad",
    "No reply yet": "warn",
    "Asked": "warn",
    "Passes": "ok",
    "Does not pass": "bad",
    "Hard stop": "bad",
    "Not checked": "warn",
    "Waits for a second person": "warn",
}
COMPLETED = ("draft", "received", "late", "incomplete")
"""The states of a bid that is still being completed."""
LONGEST = 48


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
        after=[section] if section is not None else [],
        tones=TONES,
    )


def short(words: str) -> str:
    """The words, cut where a menu would grow too wide."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"


# the one primary action, with everything else behind it


def _button(one: Shown, do: Do) -> Button | None:
    if one.application is not None:
        a = one.application
        if a.archived:
            return plain_button("Bring back from the archive", "bid archive", do)
        words, first = next_of_bid(one, a)
        return step_button(words, _of_bid(one, a, first), do)
    if one.round is not None:
        r = one.round
        if r.archived:
            return plain_button("Bring back from the archive", "round archive", do)
        words, first = next_of_round(one, r)
        return step_button(words, _of_round(r, first), do)
    if one.applicant is not None:
        return step_button("Change…", _of_body(one), do)
    return None


# a round


def next_of_round(one: Shown, r: RoundRecord) -> tuple[str, list[Offer]]:
    """What is to be done next with a round, in words, and the offers that do it."""
    state = r.state(one.day)
    if state == "Draft":
        return "Prepare it…", [("Open the round", "round open")]
    if state == "Closed":
        return "Bids…", [("Show its bids", "bids"), ("Copy the chase list", "chase")]
    return "Take bids in…", [
        ("Read a folder of forms…", "folder"),
        ("Enter paper bids, one after the other…", "quick"),
        *blanks(r),
    ]


def blanks(r: RoundRecord) -> list[Offer]:
    """The forms that are handed out: one, or one for each stage."""
    first = [("Write the form of the expression of interest…", "blank interest")] if r.interest_first else []
    return [*first, ("Write the blank form…", "blank")]


def _of_round(r: RoundRecord, first: Sequence[Offer]) -> list[Group]:
    draft = not r.is_frozen
    own: list[Offer] = [("Show its bids", "bids")] if ("Show its bids", "bids") not in first else []
    if draft:
        own += [("Change the round…", "round change"), ("How many bids can be met…", "planner")]
        own += blanks(r)
    else:
        own += [("Later days…", "round extend")]
        own += [offer for offer in _TAKING if offer not in first]
    own += [("Copy for another year…", "round copy"), ("Attach a document…", ATTACH)]
    closing = [("Close it now", "round close")] if not draft and r.closed_on is None else []
    return [
        Group("", first),
        Group("", own),
        *(_terms(r) if draft else _meetings(r)),
        Group("", [*closing, ("Archive this round", "round archive")]),
    ]


_TAKING: tuple[Offer, ...] = (
    ("Read a folder of forms…", "folder"),
    ("Enter paper bids, one after the other…", "quick"),
    ("Enter one bid in full…", "bid new"),
    ("Write the blank form…", "blank"),
    ("Copy the chase list", "chase"),
)


def _terms(r: RoundRecord) -> list[Group]:
    gates: list[Offer] = [("Add a question of the gate…", "gate new")]
    criteria: list[Offer] = [("Add a criterion…", "criterion new")]
    questions: list[Offer] = [("Add a question…", "question new")]
    meetings: list[Offer] = [("Add a meeting…", "meeting new")]
    named = [
        (gates, "gate", [(each.id, f"{each.place}. {each.text}") for each in r.gates]),
        (criteria, "criterion", [(each.id, each.name) for each in r.criteria]),
        (questions, "question", [(each.id, f"{each.place}. {each.text}") for each in r.questions]),
        (meetings, "meeting", [(each.id, format_day(each.meets_on)) for each in r.meetings]),
    ]
    for offers, key, parts in named:
        for part_id, words in parts:
            offers.append((f"Change: {short(words)}…", f"{key} change {part_id}"))
            offers.append((f"Archive: {short(words)}", f"{key} archive {part_id}"))
    found = [Group("Gate", gates), Group("Criteria", criteria), Group("Questions", questions)]
    return [*found, Group("Meetings", meetings)] if r.kind == "rolling" else found


def _meetings(r: RoundRecord) -> list[Group]:
    """Of an open round the meetings alone may still be added to, or held later."""
    if r.kind != "rolling" or r.closed_on is not None:
        return []
    held = [(f"Later: {format_day(each.meets_on)}…", f"meeting change {each.id}") for each in r.meetings]
    return [Group("Meetings", [("Add a meeting…", "meeting new"), *held])]


# a bid


def next_of_bid(one: Shown, a: ApplicationRecord) -> tuple[str, list[Offer]]:
    """What is to be done next with a bid: what is missing first, then its state."""
    if a.state in COMPLETED and any(each.blocks for each in one.missing):
        return "Complete it…", bid_specs.completing(one)
    ready = [offer for offer in bid_specs.move_offers(one, a) if offer[1] == "state ready"]
    if ready:
        return "Ready to score…", ready
    todo = check_specs.todo(one, a) if a.state == "ready" else []
    return ("Check it…", todo) if todo else ("Change…", [])


def _of_bid(one: Shown, a: ApplicationRecord, first: Sequence[Offer]) -> list[Group]:
    parts: list[Offer] = [
        ("Change the bid…", "bid change"),
        ("Costs…", "costs"),
        ("Match funding…", "matches"),
        ("Areas…", "areas"),
        ("Priorities…", "priorities"),
    ]
    if one.round is not None and one.round.questions:
        parts.append(("Answers…", "answers"))
    if one.round is not None and one.round.gates:
        parts.append(("Eligibility gate…", "gates"))
    moves = [offer for offer in bid_specs.move_offers(one, a) if offer not in first]
    return [
        Group("", first),
        Group("", [offer for offer in (*parts, ("Attach a document…", ATTACH)) if offer not in first]),
        Group("State", moves),
        Group("Checks", [offer for offer in check_specs.offers_of(one, a) if offer not in first]),
        Group("Views asked for", check_specs.views_of(a)),
        Group("Organisation", [("Show everything of it", "body"), *organisation_specs.people_of(one)]),
        Group("", [("Archive this bid", "bid archive")]),
    ]


# an organisation


def _of_body(one: Shown) -> list[Group]:
    return [Group("", organisation_specs.offers_of(one)), Group("Checks", check_specs.of_body(one))]
