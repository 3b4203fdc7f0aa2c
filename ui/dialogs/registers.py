"""What opens from the office's name: its details, plans, areas, organisations, implications, people and roles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QLayout, QVBoxLayout, QWidget

from app import areas, implications, office, organisations, people, plans, registers
from app.errors import Refused
from app.listing import Listing
from app.office import Details
from app.people import PersonRecord
from app.roles import APPROVERS_ONLY, EVERYBODY
from ui.desk import Desk
from ui.edits import NOT_THERE, Again, Spec, editor
from ui.kit import theme
from ui.kit.asking import Asker
from ui.kit.busy import Busy
from ui.kit.controls import Button
from ui.kit.form import RecordForm
from ui.kit.parts import FilterBar
from ui.kit.split import ListAndRecord, ListPane, Record, make_room
from ui.kit.table import ListView
from ui.kit.words import plain
from ui.output import Output

Archive = tuple[str, Callable[..., Any], int]
"""The step's name, its use case, and the version of the row."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a register shows: its list, a form for each row, and how a row is put away.

    `locked` is why this person may change nothing here, empty where they may.
    """

    listing: Listing
    forms: dict[str, Spec]
    new: tuple[tuple[str, Spec], ...]
    archive: dict[str, Archive]
    locked: str = ""


class Register(QDialog):
    """A list with the chosen row's form beside it, saved one row at a time."""

    def __init__(
        self,
        desk: Desk,
        asker: Asker,
        title: str,
        use_case: Callable[..., Any],
        contents: Callable[[Any], Contents],
        parent: QWidget | None = None,
        *,
        says: str = "",
    ) -> None:
        super().__init__(parent)
        self._desk, self._asker, self._use_case, self._contents = desk, asker, use_case, contents
        self._now: Contents | None = None
        self._form: RecordForm | None = None
        self._wanted, self._about, self._new_wanted, self._reopened = "", "", "", ""
        self._new_buttons: list[Button] = []
        busy = Busy()
        self.output = Output(desk, asker, busy, lambda _: None, self)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.bar, self.list = FilterBar("Filter"), ListView(title, total=False)
        self.record = Record(f"{title}: chosen row")
        print_button, excel_button = Button("Print", "printer"), Button("Excel", "table")
        print_button.clicked.connect(lambda: self.output.print_list(self.list.shown()))
        excel_button.clicked.connect(lambda: self.output.export(self.list.shown()))
        for one in (busy, print_button, excel_button):
            self.bar.add(one)
        now = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, now.gap(8), 0, 0)
        if says:
            column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # or wrapped words make it far too high
            column.addWidget(_above(says))
        column.addWidget(ListAndRecord(ListPane(self.bar, self.list), self.record, shares=(760, 460)), 1)
        make_room(self, 1240, 660)
        self.list.chosen.connect(self._on_chosen)
        desk.changed.connect(self._on_changed)
        desk.others_saved.connect(self._on_changed)
        self.read()

    def read(self) -> None:
        """Read the list again."""
        self._desk.read(self._on_read, self._use_case)

    def reopen(self, place: Mapping[str, Any]) -> None:
        """Go to the row a form was about, or open the form of a new one; what was typed comes back by itself."""
        self._wanted, self._new_wanted = str(place.get("row", "")), str(place.get("new", ""))
        self._reopened = self._wanted

    def reject(self) -> None:
        if self._may_leave():
            super().reject()

    def _may_leave(self) -> bool:
        return self._form is None or self._form.may_leave()

    def _on_changed(self, _: object) -> None:
        if self._form is None or not self._form.form.is_changed():
            self.read()

    def _on_read(self, answer: Any) -> None:
        self._now = self._contents(answer)
        self.list.show_listing(self._now.listing)
        self._offer_new()
        wanted, self._wanted = self._wanted or self.list.chosen_id(), ""
        if self._reopened and self._reopened not in self._now.forms:
            self._asker.inform("Kept on this laptop", NOT_THERE)
        self._reopened = ""
        if wanted in self._now.forms:
            self.list.choose(wanted)
        elif self._now.forms:
            self.list.choose_first()
        self._show(self.list.chosen_id())
        wanted_new, self._new_wanted = self._new_wanted, ""
        for at, (_, spec) in enumerate(self._now.new):
            if spec.step == wanted_new:
                self._new(at)

    def _offer_new(self) -> None:
        assert self._now is not None
        for at, (words, _) in enumerate(self._now.new):
            if at == len(self._new_buttons):
                button = Button(words, "plus")
                button.clicked.connect(lambda _=False, at=at: self._new(at))
                self.bar.add(button)
                self._new_buttons.append(button)
            self._forbid_or_permit(self._new_buttons[at])

    def _locked(self) -> str:
        """Why nothing in this register may be changed, empty where it may."""
        return "This file is read-only for you." if self._desk.read_only else self._now.locked if self._now else ""

    def _forbid_or_permit(self, button: Button) -> None:
        button.forbid(reason) if (reason := self._locked()) else button.permit()

    def _on_chosen(self, row_id: str) -> None:
        if self._form is not None and row_id == self._about:
            return
        if self._may_leave():
            self._show(row_id)
        else:
            # once Qt is done with choosing the other row
            QTimer.singleShot(0, self, lambda: self.list.choose(self._about))

    def _show(self, row_id: str) -> None:
        if self._now is None or row_id not in self._now.forms:
            self._form = None
            self.record.begin("Nothing chosen")
            self.record.add(plain("Add the first with the button above the list.", tone="second", wrap=True))
            return
        self._edit(self._now.forms[row_id], row_id)

    def _new(self, at: int) -> None:
        if self._now is not None and self._may_leave():
            self._edit(self._now.new[at][1], "")
            if self._form is not None:
                self._form.form.focus_first()

    def _edit(self, spec: Spec, row_id: str) -> None:
        def saved(answer: Any) -> None:
            self._form = None
            self._wanted = answer if isinstance(answer, str) else row_id
            self.read()

        contents, use_case = self._contents, self._use_case
        again = Again(use_case, (), {}, lambda answer: contents(answer).forms.get(row_id)) if row_id else None
        place = {"tab": "register", "register": use_case.__name__, "row": row_id, "new": "" if row_id else spec.step}
        spec = replace(spec, place=place)
        self._form = editor(spec, self._desk, self._asker, saved=saved, left=lambda: self._leave(row_id), again=again)
        self._about = self.list.chosen_id()
        self.record.begin(spec.title, spec.about, self._archive_button(row_id))
        self.record.add(self._form)
        if reason := self._locked():
            self._form.save_button.forbid(reason)

    def _leave(self, row_id: str) -> None:
        self._form = None
        self._show(row_id or self.list.chosen_id())
        self.list.setFocus()

    def _archive_button(self, row_id: str) -> Button | None:
        if self._now is None or row_id not in self._now.archive or self._locked():
            return None
        name, use_case, version = self._now.archive[row_id]
        button = Button("Archive", "archive")
        button.clicked.connect(
            lambda: self._desk.write(name, use_case, row_id, version=version, refused=self._show_refusal)
        )
        return button

    def _show_refusal(self, refused: Refused) -> None:
        """Say over the form why its row was not put away; in the window it would lie behind this dialog."""
        if self._form is not None:
            self._form.show_refusal(refused)


def plans_register(desk: Desk, asker: Asker, parent: QWidget | None) -> Register:
    """Plans and priorities."""
    return Register(desk, asker, "Plans and priorities", registers.plan_register, _plans, parent)


def areas_register(desk: Desk, asker: Asker, parent: QWidget | None) -> Register:
    """The tree of areas."""
    return Register(desk, asker, "Areas", registers.area_register, _areas, parent)


def organisations_register(desk: Desk, asker: Asker, parent: QWidget | None) -> Register:
    """Organisations."""
    return Register(desk, asker, "Organisations", registers.organisation_register, _organisations, parent)


def implications_register(desk: Desk, asker: Asker, parent: QWidget | None) -> Register:
    """The headings of risks and implications that every paper answers."""
    return Register(desk, asker, "Risks and implications", registers.implication_register, _implications, parent)


def people_register(desk: Desk, asker: Asker, parent: QWidget | None) -> Register:
    """Who may do what in this office."""
    return Register(desk, asker, "People and roles", registers.people_register, _people, parent, says=people.HONESTLY)


BY_USE_CASE: dict[str, Callable[[Desk, Asker, QWidget | None], Register]] = {
    "plan_register": plans_register,
    "area_register": areas_register,
    "organisation_register": organisations_register,
    "implication_register": implications_register,
    "people_register": people_register,
}
"""Each register by the name of what it reads, which is what a form kept on the laptop knows it by."""


def _above(words: str) -> QWidget:
    """A sentence over a whole register, with the page's margins."""
    now, label = theme.current(), plain(words, "small", tone="second", wrap=True)
    label.setContentsMargins(now.gap(20), now.gap(6), now.gap(20), 0)
    return label


def _plans(known: registers.Plans) -> Contents:
    forms: dict[str, Spec] = {}
    archive: dict[str, Archive] = {}
    for plan in known.plans.values():
        values = {"name": plan.name, "starts_on": plan.starts_on, "ends_on": plan.ends_on}
        fixed = {"version": plan.version}
        forms[plan.id] = Spec(
            plan.name, "Save plan", "Change a plan", plans.PLAN_FIELDS, plans.change_plan, values, (plan.id,), fixed
        )
        archive[plan.id] = ("Archive a plan", plans.archive_plan, plan.version)
    fields = plans.priority_fields(known.choices)
    for one in known.priorities.values():
        values = {"plan_id": one.plan_id, "name": one.name, "starts_on": one.starts_on, "ends_on": one.ends_on}
        fixed = {"version": one.version}
        forms[one.id] = Spec(
            one.name, "Save priority", "Change a priority", fields, plans.change_priority, values, (one.id,), fixed
        )
        archive[one.id] = ("Archive a priority", plans.archive_priority, one.version)
    new_plan = Spec("New plan", "Add plan", "Add a plan", plans.PLAN_FIELDS, plans.add_plan)
    new = [("New plan", new_plan)]
    if known.choices:
        first = {"plan_id": known.choices[0].value}
        new.append(
            ("New priority", Spec("New priority", "Add priority", "Add a priority", fields, plans.add_priority, first))
        )
    return Contents(known.listing, forms, tuple(new), archive)


def _areas(known: registers.Areas) -> Contents:
    fields = areas.fields(known.choices)
    forms, archive = {}, {}
    for one in known.areas.values():
        values = {"name": one.name, "parent_id": one.parent_id or "", "kind": one.kind, "code": one.code}
        about = "A new name with a day is added to those it has had; without a day it corrects the newest."
        fixed = {"version": one.version}
        forms[one.id] = Spec(
            one.name, "Save area", "Change an area", fields, areas.change_area, values, (one.id,), fixed, about
        )
        archive[one.id] = ("Archive an area", areas.archive_area, one.version)
    new = Spec("New area", "Add area", "Add an area", fields, areas.add_area, {"kind": areas.KINDS[0]})
    return Contents(known.listing, forms, (("New area", new),), archive)


def _organisations(known: registers.Organisations) -> Contents:
    forms, archive = {}, {}
    for one in known.organisations.values():
        values = {"name": one.name, "kind": one.kind, "aliases": "\n".join(one.aliases)}
        forms[one.id] = Spec(
            one.name,
            "Save organisation",
            "Change an organisation",
            organisations.FIELDS,
            organisations.change,
            values,
            (one.id,),
            {"version": one.version},
            "A name it gives up is kept among the names it is also known as.",
        )
        archive[one.id] = ("Archive an organisation", organisations.archive, one.version)
    first = {"kind": "Other"}
    new = Spec(
        "New organisation", "Add organisation", "Add an organisation", organisations.FIELDS, organisations.add, first
    )
    return Contents(known.listing, forms, (("New organisation", new),), archive)


def _implications(known: registers.Implications) -> Contents:
    forms, archive = {}, {}
    for one in known.headings.values():
        forms[one.id] = Spec(
            one.name,
            "Save heading",
            "Change a heading of implications",
            implications.FIELDS,
            implications.change,
            {"name": one.name, "place": one.place},
            (one.id,),
            {"version": one.version},
            "A paper that has been started keeps the headings it began with.",
        )
        archive[one.id] = ("Archive a heading of implications", implications.archive, one.version)
    new = Spec("New heading", "Add heading", "Add a heading of implications", implications.FIELDS, implications.add)
    return Contents(known.listing, forms, (("New heading", new),), archive)


def _people(known: registers.People) -> Contents:
    forms, archive = {}, {}
    for key, one in known.people.items():
        forms[key] = _everybody(one) if one.account == EVERYBODY else _person(one)
        if one.account != EVERYBODY:
            archive[key] = ("Take somebody off the list of people", people.archive, one.version or 0)
    first = {} if known.people else {"account": known.me, "role": "approver"}
    new = Spec("New person", "Add person", "Add a person", people.FIELDS, people.add, first)
    locked = "" if known.may_change else APPROVERS_ONLY
    return Contents(known.listing, forms, (("New person", new),), archive, locked)


def _person(one: PersonRecord) -> Spec:
    values = {"account": one.account, "name": one.name, "role": one.role}
    fixed = {"version": one.version}
    return Spec(one.called, "Save person", "Change a person", people.FIELDS, people.change, values, (one.id,), fixed)


def _everybody(one: PersonRecord) -> Spec:
    return Spec(
        one.called,
        "Save role",
        "Change the role of everybody not named",
        people.EVERYBODY_FIELDS,
        people.set_everybody,
        {"role": one.role},
        (),
        {"version": one.version},
        "Whoever signs in with an account that is not in this list.",
    )


def details_spec(now: Details) -> Spec:
    """The office's own details."""
    values = {
        "name": now.name if now.id else "",
        "holder_title": now.holder_title,
        "address": now.address,
        "marking": now.marking,
        "year_style": now.year_style,
    }
    fixed = {"version": now.version if now.id else None}
    rows = (now.id,) if now.id else ()
    return Spec(
        "Office details",
        "Save details",
        "Change the office's details",
        office.FIELDS,
        office.set_details,
        values,
        (),
        fixed,
        rows=rows,
        place={"tab": "details"},
    )


class DetailsDialog(QDialog):
    """The office's details, over the window until they are saved or left."""

    def __init__(self, desk: Desk, asker: Asker, now: Details, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        spec = details_spec(now)
        self.setWindowTitle(spec.title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = editor(
            spec,
            desk,
            asker,
            saved=lambda _: self.accept(),
            left=lambda: super(DetailsDialog, self).reject(),
            again=Again(office.details, (), {}, details_spec),
        )
        size = theme.current()
        column = QVBoxLayout(self)
        record = Record(spec.title)
        record.begin(spec.title)
        record.add(self.form)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(record)
        self.resize(size.gap(520), size.gap(560))
        self.form.form.focus_first()
        if desk.read_only:
            self.form.save_button.forbid("This file is read-only for you.")

    def reject(self) -> None:
        self.form.cancel()
