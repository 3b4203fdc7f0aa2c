"""What the pictures show of a file that several people share: each way it may stand, and what others do meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from app import filestate, opening
from app.filestate import Stated, Waiting
from app.presence import Neighbour

if TYPE_CHECKING:
    from app.drafts import Draft
    from ui.desk import Desk
    from ui.dialogs.restore import RestoreDialog
    from ui.edits import _Editing
    from ui.window import Window

Scene = tuple[str, Callable[["Window"], object]]

PATIENCE_SECONDS = 20.0
AT = datetime(2026, 2, 3, 14, 2).astimezone()
LONG_NAME = "Office of the Police and Crime Commissioner for Devon, Cornwall and the Isles of Scilly"
HERE = "Jo, Sam and Anna are here too."
ANNA = "Anna Berg (LAPTOP-12)"
KEEP, KEPT = "Keep my changes here", "2 kept here…"
DRIVE = "The shared drive does not answer. Nothing was changed; what you typed is kept on this laptop."
LINE = "Road safety"


def file_lines() -> list[tuple[str, Stated, str]]:
    """Each way the file may stand, in the words the window says it in, with the button beside it."""
    later = AT + timedelta(minutes=2)
    look_only = [(f"file-{key}", Stated(words, "lock", "warn"), "") for key, words in opening.LOOK_ONLY.items()]
    return [
        ("file-here", filestate.at_rest("Saved 14:32", HERE, 0), ""),
        ("file-kept", filestate.at_rest("Saved 14:32", HERE, 2), KEPT),
        ("file-saving", filestate.waiting(Waiting("busy", AT), AT, ANNA), ""),
        ("file-held", filestate.waiting(Waiting("busy", AT), later, ANNA), KEEP),
        ("file-gone", filestate.GONE, KEPT),
        ("file-gone-saving", filestate.waiting(Waiting("gone", AT), later, ANNA), KEEP),
        ("file-checking", filestate.CHECKING, KEEP),
        ("file-damaged", filestate.DAMAGED, KEPT),
        ("file-copy", filestate.COPY, KEPT),
        ("file-read-only", filestate.READ_ONLY, ""),
        ("file-viewer", Stated(opening.VIEWER, "lock", "warn"), ""),
        *look_only,
    ]


def scenes() -> list[Scene]:
    """The ways the file stands, the notices over a form, both versions of a record, what lies behind the menu."""
    return [
        *((name, _stands(stated, offer)) for name, stated, offer in file_lines()),
        ("form-brought-back", _on_form(_bring_back)),
        ("form-changed-by-sam", _on_form(_changed_by_sam)),
        ("form-open-at-sam", _on_form(_open_at_sam)),
        ("form-not-saved", _on_form(_not_saved)),
        ("form-both", _on_form(_both)),
        ("form-left", _leave_form),
        ("organisation-both", _register_both),
        ("details-waiting", _details_waiting),
        ("kept-one", lambda window: kept(window, 1)),
        ("kept-none", lambda window: kept(window, 0)),
        ("kept", lambda window: kept(window, 3)),
        ("backups-none", _no_backups),
        ("backups-many", _many_backups),
        ("backups-restored", _restored),
        ("people-many", _people),
        ("documents", _documents),
    ]


# how the file stands


def _stands(stated: Stated, offer: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        assert window.funds is not None
        window.pages.setCurrentWidget(window.funds)
        window.top.set_office(LONG_NAME)
        window.top.set_state(stated.words, stated.icon, stated.tone)
        window.top.set_offer(offer)

    return go


def as_it_stands(window: Window) -> None:
    """The office's own name again, and the file as it stands."""
    window.top.set_office(window._details.name if window._details else "")
    assert window.sharing is not None
    window.sharing._on_offered("", "")
    window.desk.restate()


# over a form


def _on_form(what: Callable[[_Editing], object]) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        from ui.edits import _Editing

        as_it_stands(window)
        page = window.funds
        assert page is not None
        page._form = None
        page.show_view("priority")
        settled(window)
        assert page._view is not None
        page.list.choose(next(one.id for one in page._view.listing.lines if one.cells[0] == LINE))
        settled(window)
        assert page._shown is not None
        page._do("amount", page._shown.line)
        editing = next(one for one in page.record.findChildren(QObject) if isinstance(one, _Editing))
        what(editing)
        editing._rest.stop()  # nothing of a picture is kept

    return go


def _leave_form(window: Window) -> None:
    assert window.funds is not None
    window.funds._form = None
    window.funds.show_view("priority")


def _draft(editing: _Editing) -> Draft:
    from app.drafts import Draft

    typed = {**editing._form.typed(), "reason": "Signs at both schools"}
    about, was = editing._spec, dict(editing._spec.values)
    return Draft("1", editing._key, about.step, about.title, {}, typed, was, at=AT, state="kept", why=DRIVE)


def _bring_back(editing: _Editing) -> None:
    editing._bring_back(_draft(editing))


def _changed_by_sam(editing: _Editing) -> None:
    from app.door import Saved

    row = editing._spec.row_ids()[0]
    step = Saved(1, "Change a budget", frozenset({"budget"}), frozenset({row}), "Sam Otterly", AT.isoformat())
    editing._on_others_saved([step])


def neighbour(record_id: str) -> Neighbour:
    """Sam, at this record."""
    return Neighbour("1", "Sam Otterly", "LAPTOP-7", "", 3, record_id, LINE, saving=False, since=AT)


def _open_at_sam(editing: _Editing) -> None:
    editing._on_seen([neighbour(editing._spec.row_ids()[0])])


def _not_saved(editing: _Editing) -> None:
    from app import words
    from app.errors import NotSaved

    editing._on_refused(NotSaved(words.busy(ANNA, AT)))


def _both(editing: _Editing) -> None:
    from app.records import LastSave

    was = dict(editing._spec.values)
    mine = {**was, "amount": 3_500_000, "reason": "Signs at both schools"}
    theirs = replace(editing._spec, values={**was, "amount": 3_250_000, "reason": "Speed signs moved to this line"})
    editing._show_both(mine, theirs, was, LastSave("Sam Otterly", AT, "Change a budget"))


def _register_both(window: Window) -> None:
    from app.records import LastSave
    from ui.dialogs.registers import organisations_register
    from ui.edits import _Editing

    dialog = organisations_register(window.desk, window.asker, window)
    dialog.open()
    settled(window)
    assert dialog._form is not None
    editing = next(one for one in dialog._form.children() if isinstance(one, _Editing))
    was = dict(editing._spec.values)
    mine = {**was, "name": f"{was['name']} Limited", "kind": "Charity"}
    theirs = replace(editing._spec, values={**was, "name": f"{was['name']} Trust", "aliases": "The Trust"})
    editing._show_both(mine, theirs, was, LastSave("Sam Otterly", AT, "Change an organisation"))


def _details_waiting(window: Window) -> None:
    """A dialog whose save waits for somebody else's."""
    assert window.sharing is not None
    window.show_details()
    settled(window)
    told = filestate.waiting(Waiting("busy", AT), AT + timedelta(minutes=2), ANNA)
    window.top.set_state(told.words, told.icon, told.tone)
    window.sharing._on_offered("keep", KEEP)


# what opens from the office's name


def kept(window: Window, count: int) -> None:
    """So many of one draft of each kind, as they are found again."""
    as_it_stands(window)
    from app.coding import Call
    from app.drafts import Draft
    from app.organisations import add
    from ui.dialogs.kept import KeptDialog

    call, base = Call(add, (), {"name": "First Light"}), {"amount": 51_219_900}
    one = Draft("1", "", "Change a budget", LINE, {}, {"amount": "£520,000"}, base, call, AT, "kept", DRIVE)
    drafts = (
        one,
        Draft("2", "", "Archive an organisation", "First Light", call=call, at=AT, state="sent"),
        Draft("3", "", "Add a fund", "New fund", typed={"name": "Victims"}, at=AT),
    )
    KeptDialog(drafts[:count], window.asker, parent=window).open()


def backups(window: Window) -> RestoreDialog:
    """The backups of the example, of which one is made for the picture."""
    from ui.dialogs.restore import RestoreDialog

    assert window.desk.path is not None
    dialog = RestoreDialog(window.desk, window.asker, window.desk.path, parent=window)
    dialog.open()
    settled(window)
    if not dialog.list.shown_ids():
        dialog.back_up()
    settled(window)
    return dialog


def _no_backups(window: Window) -> None:
    backups(window)._on_backups([])


def _many_backups(window: Window) -> RestoreDialog:
    from app.who import Who

    dialog = backups(window)
    one = next(iter(dialog._backups.values()))
    kinds = (("hourly", 1), ("before restore", 9), ("hourly", 27), ("before upgrade", 98), ("before move", 800))
    found = [one]
    for at, (kind, hours) in enumerate(kinds):
        when, name = one.at - timedelta(hours=hours), "Anna Berg" if at % 2 else "Sam Otterly"
        path = one.path.with_name(
            f"{window.desk.path.stem if window.desk.path else ''} {when:%Y-%m-%d %H%M%S} {kind}.opcc"
        )
        last = replace(one.sums.last, seq=max(0, one.seq - 1 - at), name="Change a budget")
        who = Who(name, "LAPTOP-7", "")
        found.append(
            replace(one, path=path, kind=kind, at=when, who=who, sums=replace(one.sums, last=last))  # type: ignore[arg-type]
        )
    dialog._since = {backup.seq: (one.seq - backup.seq) * 17 for backup in found}
    dialog._on_backups(found)
    settled(window)
    dialog.list.choose(found[2].path.name)
    return dialog


def _restored(window: Window) -> None:
    dialog = _many_backups(window)
    settled(window)
    name = dialog.list.chosen_id()
    restored = Path("Office restored 2026-02-03 1402.opcc")
    dialog._restored[name] = restored
    more = (
        f"It is {restored.name}; the office file is as it was. Open the restored file to look, or use it from now on."
    )
    dialog._tell(name, "ok", "Restored beside the office file.", more)


def _people(window: Window) -> None:
    from app.people import EVERYBODY_ELSE, PersonRecord
    from app.registers import people_listing
    from app.roles import EVERYBODY
    from ui.dialogs.registers import people_register

    dialog = people_register(window.desk, window.asker, window)
    dialog.open()
    settled(window)
    listed = [
        PersonRecord("1", 1, "COUNCIL\\anna.berg", "Anna Berg", "approver"),
        PersonRecord("2", 1, "jo.penhallow", "Jo Penhallow", "officer"),
        PersonRecord("3", 1, "sam.otterly", "Sam Otterly", "officer"),
        PersonRecord("", None, EVERYBODY, EVERYBODY_ELSE, "viewer"),
    ]
    dialog._on_read(people_listing(listed, may_change=True, me="anna.berg"))


def _documents(window: Window) -> None:
    """A line with three documents, attached for the picture."""
    from app import documents

    as_it_stands(window)
    page, path = window.funds, window.desk.path
    assert page is not None
    assert path is not None
    page._form = None
    page.show_view("priority")
    settled(window)
    assert page._view is not None
    line_id = next(one.id for one in page._view.listing.lines if str(one.cells[0]).startswith("Victim care"))
    page.list.choose(line_id)
    settled(window)
    assert page._shown is not None
    assert page._shown.line is not None
    if not page._shown.line.documents:
        with TemporaryDirectory() as folder:
            for name in (
                "Grant agreement signed by both.pdf",
                f"Minutes of the board {date(2019, 1, 28):%Y-%m-%d}, with the reasons for the change of provider.pdf",
            ):
                source = Path(folder) / name
                source.write_bytes(b"%PDF-1.4\n" + name.encode() * 800)
                put = documents.put(path, source)
                window.desk.write(
                    "Attach a document", documents.attach, about_table="budget_line", about_id=line_id, put=put
                )
                settled(window)
    page.record.verticalScrollBar().setValue(page.record.verticalScrollBar().maximum())


def settle(app: QApplication, desk: Desk) -> None:
    """Wait until nothing is on its way and everything is painted."""
    until = time.monotonic() + PATIENCE_SECONDS
    quiet = 0
    while quiet < 3 and time.monotonic() < until:
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        quiet = quiet + 1 if desk.idle() else 0
        time.sleep(0.01)


def choose_year(window: Window, year: int) -> None:
    """Choose a financial year (its start year) over the page, as a person does."""
    at = window.top.year.findData(year)
    window.top.year.setCurrentIndex(at)
    window.top.year.activated.emit(at)
    settled(window)


def settled(window: Window) -> None:
    """Wait so in a window whose answers ask for more."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for _ in range(2):
        settle(app, window.desk)
