"""Fills the record of the Allocations page: what can be done with it, what it says, its documents."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.allocations.shown import Shown
from app.allocations.views import kind_of
from ui.documents import ATTACH, documents_section
from ui.kit.controls import Button
from ui.kit.flow import Flow
from ui.kit.sections import Do, actions, show_told
from ui.kit.split import Record
from ui.tabs.allocations.picture import years_picture

TONES = {
    "Signed": "ok",
    "Sent": "warn",
    "Not sent": "mute",
    "Indicative": "warn",
    "Late": "bad",
    "Due": "warn",
    "Not asked": "mute",
    "Not due": "mute",
    "Returned": "ok",
    "Returned late": "warn",
    "Green": "ok",
    "Amber": "warn",
    "Red": "bad",
    "Not declared": "warn",
    "Declared": "ok",
    "Does not add up": "bad",
    "Does not follow on": "bad",
    "To settle": "bad",
    "Settled": "ok",
    "Within limit": "mute",
    "Settled for more": "bad",
    "Own": "mute",
    "Shared": "ok",
    "Heads": "mute",
}
Offers = list[tuple[str, str]]
"""Words and actions; empty words part them."""


def show(record: Record, one: Shown, do: Do, *, can_save: bool) -> None:
    """Fill the record with what was read."""
    if one.told is None:
        return
    before: list[QWidget] = [_of_scenario(one, do)] if one.scenario is not None and can_save else []
    if one.partnership is not None and kind_of(one.key) == "line":
        picture = years_picture(one.partnership)
        before = [picture] if picture is not None else []
    section = documents_section(one.documents, do, can_save=can_save)
    show_told(
        record,
        one.told,
        do,
        button=_button(one, do) if can_save else None,
        before=before,
        after=[section] if section is not None else [],
        tones=TONES,
    )


def _button(one: Shown, do: Do) -> Button | None:
    """The one primary action, with the others behind it."""
    if one.scenario is not None and not one.scenario.archived:
        button = Button("Open on the bench", "scale", "primary")
        button.clicked.connect(lambda: do("open", ""))
        return button
    for words, offers in (
        ("Change", _of_partnership(one)),
        ("Change", _of_addition(one)),
        ("Change", _of_share(one)),
        ("Change", _of_theme(one)),
        ("Change", _of_reserve(one)),
        ("Record" if one.review is not None and not one.review.id else "Change", _of_review(one)),
        ("Settle", _of_underspend(one)),
        ("Change", _of_factor(one)),
    ):
        if offers:
            return actions(words, offers, "", do)
    return None


def _of_partnership(one: Shown) -> Offers:
    if one.partnership is None:
        return []
    body, now = one.partnership.partnership, next(iter(one.partnership.now), None)
    if kind_of(one.key) != "line":
        away = body.archived
        return [
            *([] if away else [("Change name, area or place…", "partnership")]),
            *([] if away or body.place == 1 else [("Move up", "up")]),
            *([] if away or body.place >= one.last_place else [("Move down", "down")]),
            *([] if away else [("Attach a document…", ATTACH)]),
            ("", ""),
            ("Bring back from the archive" if away else "Archive this partnership", "archive partnership"),
        ]
    return [
        ("Change this allocation…", "allocation") if now is not None else ("Give it an allocation…", "allocate"),
        *([("Grant document sent or signed…", "document")] if now is not None else []),
        ("Attach a document…", ATTACH),
        ("", ""),
        ("Declare a reserve…", "declare"),
        *(
            (f"{'Change' if each.id else 'Record'} the {each.period} return…", f"review {each.period}")
            for each in one.returns
        ),
        *([("Settle an underspend…", "settle")] if one.underspend is not None and one.underspend.rest else []),
        ("", ""),
        *([("Archive this allocation", "archive allocation")] if now is not None else []),
    ]


def _of_addition(one: Shown) -> Offers:
    if one.addition is None:
        return []
    return [
        ("Change this addition, or who shares it…", "addition"),
        ("Grant document sent or signed…", "document"),
        ("Attach a document…", ATTACH),
        ("", ""),
        ("Archive this addition", "archive allocation"),
    ]


def _of_share(one: Shown) -> Offers:
    if one.share is None:
        return []
    if one.share.now is None:
        return [("Give it a share…", "new share")]
    return [("Change this share…", "share"), ("", ""), ("Archive this share", "archive share")]


def _of_theme(one: Shown) -> Offers:
    if one.theme is None:
        return []
    if one.theme.archived:
        return [("Bring back from the archive", "archive theme")]
    return [
        ("Change its name or place…", "theme"),
        *([("Move up", "up")] if one.theme.place > 1 else []),
        *([("Move down", "down")] if one.theme.place < one.last_place else []),
        ("", ""),
        ("Archive this theme", "archive theme"),
    ]


def _of_reserve(one: Shown) -> Offers:
    if one.reserve is None:
        return [("Declare a reserve…", "declare")] if kind_of(one.key) == "reserves" else []
    return [
        ("Correct this declaration…", "reserve"),
        ("Declare another reserve…", "declare"),
        ("Attach evidence…", ATTACH),
        ("", ""),
        ("Archive this declaration", "archive reserve"),
    ]


def _of_review(one: Shown) -> Offers:
    if one.review is None:
        return []
    if not one.review.id:
        return [("Record this return…", "review")]
    return [
        ("Change this return or its rating…", "review"),
        ("Attach a document…", ATTACH),
        ("", ""),
        ("Archive this return", "archive review"),
    ]


def _of_underspend(one: Shown) -> Offers:
    if one.underspend is None or kind_of(one.key) != "underspends":
        return []
    offers: Offers = [("Settle this underspend…", "settle")] if one.underspend.rest else []
    offers += [("Change what was decided…", "treatment")] if one.underspend.treatments else []
    return offers


def _of_scenario(one: Shown, do: Do) -> QWidget:
    """What can be done with a scenario besides opening it, as buttons under its name."""
    assert one.scenario is not None
    mine, adopted, away = one.scenario.mine, one.scenario.adopted_on is not None, one.scenario.archived
    share = "Keep it to myself" if one.scenario.is_shared else "Share with the office"
    flow = Flow()
    for words, icon, action, offered in (
        (share, "users", "share scenario", mine and not adopted and not away),
        ("Copy…", "copy", "copy", not away),
        ("Archive", "archive", "archive scenario", not adopted and not away),
        ("Bring back from the archive", "archive", "archive scenario", away),
    ):
        if offered:
            button = Button(words, icon)
            button.clicked.connect(lambda _=False, action=action: do(action, ""))
            flow.add(button)
    return flow


def _of_factor(one: Shown) -> Offers:
    if one.factor is None:
        return []
    if kind_of(one.key) == "archived":
        return [("Bring back from the archive", "archive factor")]
    return [
        ("Enter figures…", "figures"),
        ("Change name, source or date…", "factor"),
        ("", ""),
        ("Archive this factor", "archive factor"),
    ]
