"""Fills the record of the Scoring page: the next step, what else can be done, what it says, its documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from app.decisions.shown import Decided
from app.scoring.arithmetic import score_text
from app.scoring.ranking import Standing
from ui.documents import ATTACH, documents_section
from ui.kit.controls import Button
from ui.kit.form import RecordForm
from ui.kit.parts import Section, SmallTable
from ui.kit.sections import Do, show_told
from ui.kit.split import Record
from ui.kit.stepbutton import Group, step_button
from ui.kit.words import plain
from ui.tabs.scoring import (
    day_specs,
    decision_specs,
    letter_specs,
    member_specs,
    outcome_specs,
    reason_specs,
    score_specs,
    stage_specs,
)
from ui.tabs.scoring.making import Offer, bid_words, name_of
from ui.tabs.scoring.offers import DAYS, DECISIONS, LETTERS, MEMBER, OF_BID, OUTCOMES, REASONS

TONES = {
    "Not set up": "warn",
    "Being scored": "ok",
    "Moderation": "warn",
    "Ranked": "ok",
    "In": "ok",
    "Submitted": "ok",
    "Draft": "warn",
    "–": "mute",
    "A": "mute",
    "C": "mute",
    "Abstains": "mute",
    "Conflict": "bad",
    "Not begun": "mute",
    "Too few scores": "warn",
    "Nobody scored it": "warn",
    "Sheets to come": "mute",
    "For approval": "warn",
    "Signed": "ok",
    "Withdrawn": "mute",
    "Given": "ok",
    "Waited for": "warn",
    "Changed since": "bad",
    "Replaced": "mute",
    "To read": "warn",
    "Decision not signed": "mute",
    "Ready": "ok",
    "Given out": "ok",
    "Decision withdrawn": "mute",
    "Spread": "warn",
    "Fund": "ok",
    "Fund in part": "ok",
    "Reserve list": "warn",
    "None yet": "bad",
    "Committed": "mute",
    "In the way": "bad",
    "Chosen": "ok",
    "To choose": "mute",
}


def show(record: Record, one: Decided, do: Do, *, can_save: bool, more: Sequence[QWidget] = ()) -> None:
    """Fill the record with what was read, with `more` before its documents."""
    if one.told is None:
        return
    section = documents_section(one.documents, do, can_save=can_save)
    asked = _asked(one, do) if can_save else None
    show_told(
        record,
        one.told,
        do,
        button=_button(one, do) if can_save else None,
        before=[asked] if asked is not None else [],
        after=[*more, *([section] if section is not None else [])],
        tones=TONES,
    )


def show_agreeing(record: Record, one: Decided, form: RecordForm) -> None:
    """The members' scores with the form of the score they agree on under them, in the record's own place."""
    if one.told is None:
        return
    record.begin(one.told.title, one.told.subtitle)
    scores = next((part for part in one.told.parts if part.table is not None), None)
    if scores is not None and scores.table is not None:
        record.add(SmallTable(scores.title, scores.table, tones=TONES))
    if (middle := _middle(one.standing)) is not None:
        record.add(plain(middle, weight=600, wrap=True))
    record.add(form)


def _middle(one: Standing | None) -> str | None:
    """“Mean of 4 is 68.3, median 76.0, range 39.0”; None where nobody gave a score."""
    if one is None or one.mean is None or one.median is None or one.spread is None:
        return None
    said = f"median {score_text(one.median)}, range {score_text(one.spread)}"
    return f"Mean of {one.count} is {score_text(one.mean)}, {said}"


# the one primary action, with everything else behind it


def _button(one: Decided, do: Do) -> Button | None:
    attach: list[Offer] = [("Attach a document…", ATTACH)] if one.owner is not None else []
    if one.key == DECISIONS:
        words, _ = decision_specs.next_of(one)
        return step_button(words, [*decision_specs.groups_of(one), Group("", attach)], do)
    if (offers_of := _OFFERS.get(one.key)) is not None:
        offers = offers_of(one)
        return _offered(offers[0][0] if offers else "Change…", offers, attach, do) if offers or attach else None
    if one.bid is not None:
        offers = score_specs.of_sheet(one) if one.key == MEMBER else score_specs.of_bid(one)
        words = offers[0][0] if offers else "Change…"
        return _offered(words, offers, attach, do) if offers or attach else None
    if one.member is not None:
        return _offered("Change…", member_specs.offers_of(one), attach, do)
    if one.round is not None:
        words, first = stage_specs.next_of(one)
        rest = [(title, [offer for offer in offers if offer not in first]) for title, offers in stage_specs.every(one)]
        return step_button(words, [Group("", first), *(Group(title, offers) for title, offers in rest)], do)
    return None


_OFFERS: Mapping[str, Callable[[Decided], list[Offer]]] = {
    OUTCOMES: outcome_specs.offers_of,
    REASONS: reason_specs.offers_of,
    DAYS: day_specs.offers_of,
    LETTERS: letter_specs.offers_of,
}
"""What can be done with a record of each view that comes after scoring; the first is what is next."""


def _offered(words: str, offers: Sequence[Offer], more: Sequence[Offer], do: Do) -> Button:
    return step_button(words, [Group("", offers), Group("", more)], do)


# whom to ask about what


def _asked(one: Decided, do: Do) -> QWidget | None:
    """The interests to ask about that this record is concerned with, each a link to what they say."""
    about = [
        each
        for each in one.suggestions
        if (one.member is not None and each.member_id == one.member.id)
        or (one.key in OF_BID and one.bid is not None and each.application_id == one.bid.id)
    ]
    if not about or (one.stage is not None and one.stage.ranked_on is not None):
        return None
    section = Section("To be asked")
    for each in about:
        who = bid_words(one, each.application_id) if one.member is not None else name_of(one, each.member_id)
        button = Button(f"{who}: {each.why}".replace("&", "&&"), look="link")
        pair = f"{each.member_id}:{each.application_id}"
        button.clicked.connect(lambda _=False, pair=pair: do("declaration", pair))
        section.add(button)
    return section
