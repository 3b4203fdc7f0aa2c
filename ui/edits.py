"""A form that makes one step: which fields, which use case, and the editor that saves it through the desk.

What is typed is kept on the laptop as it is typed; where somebody else has changed the same record, both versions are
shown and the person chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from app.errors import Arrived, NotSaved, Refused, Stale, Unknown
from app.fields import Field
from app.filestate import parted
from app.merging import with_cells_of
from app.years import SLASH, format_short_day
from ui.desk import Desk
from ui.kit.asking import Asker
from ui.kit.form import Form, RecordForm
from ui.kit.parts import Alert
from ui.outbox import LOST

if TYPE_CHECKING:
    from app.door import Saved
    from app.drafts import Draft
    from app.presence import Neighbour
    from app.records import LastSave
    from ui.kit.conflict import ConflictView

Values = Mapping[str, Any]
NOT_THERE = (
    "What this was typed into has been put away or taken back meanwhile. What you typed stays under “Kept on this "
    "laptop”: bring the record back to go on with it, or discard it there."
)
REST_MS = 600
"""How long a person pauses before what they typed is kept."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A form: its title, its fields with their values, and the step that saving it makes.

    `args` come first in the use case, `fixed` goes beside what was typed. `about` stands under the title. `rows` are
    the ids of the rows it is about, besides those in `args`. `place` is where in the window the form is opened.
    """

    title: str
    verb: str
    step: str
    fields: Sequence[Field]
    use_case: Callable[..., Any]
    values: Values = field(default_factory=dict)
    args: tuple[Any, ...] = ()
    fixed: Values = field(default_factory=dict)
    about: str = ""
    rows: tuple[str, ...] = ()
    place: Values = field(default_factory=dict)

    def row_ids(self) -> list[str]:
        """Every row a change to which is a change to this form's record."""
        return [*(one for one in self.args if isinstance(one, str)), *self.rows]


@dataclass(frozen=True, slots=True)
class Step:
    """A step that needs no form."""

    name: str
    use_case: Callable[..., Any]
    args: tuple[Any, ...] = ()
    kwargs: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Again:
    """How the same form is made of the file as it is now: what to read, and the spec it gives, None for none."""

    use_case: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: Values
    spec: Callable[[Any], Spec | None]


def editor(
    spec: Spec,
    desk: Desk,
    asker: Asker,
    *,
    saved: Callable[[Any], None],
    left: Callable[[], None],
    stale: Callable[[], None] | None = None,
    again: Again | None = None,
    year_style: str = SLASH,
    form: Form | None = None,
) -> RecordForm:
    """The form of `spec`, filled in. `saved` gets what the use case answered, `left` is told when it is given up.

    `stale` is told when somebody else was found to have saved first; `again` reads what they made of it. `form` is one
    with a layout of its own for the fields of `spec`.
    """
    form = form or Form(spec.fields, year_style=year_style)
    form.set_values(spec.values)
    made = RecordForm(form, asker, spec.verb)
    made.cancelled.connect(left)
    _Editing(spec, desk, made, saved=saved, stale=stale, again=again, year_style=year_style)
    return made


class _Editing(QObject):
    """What happens to a form while it is open: kept as it is typed, saved, refused, changed by somebody else."""

    def __init__(
        self,
        spec: Spec,
        desk: Desk,
        made: RecordForm,
        *,
        saved: Callable[[Any], None],
        stale: Callable[[], None] | None,
        again: Again | None,
        year_style: str,
    ) -> None:
        super().__init__(made)
        from app.drafts import form_key, new_op_id

        self._spec, self._desk, self._made, self._form = spec, desk, made, made.form
        self._saved, self._stale, self._again, self._year_style = saved, stale, again, year_style
        self._fixed = dict(spec.fixed)
        self._was = dict(spec.values)
        self._key = form_key(spec.use_case, spec.args, spec.fixed)
        self._op_id, self._has_typed = new_op_id(), False
        self._op_ids, self._me = [self._op_id], object()
        self._conflict: ConflictView | None = None
        self._sent: dict[str, str] = {}
        self._sent_values: dict[str, Any] = {}
        self._is_sent = False
        self._doubtful: list[str] = []
        """This form's saves, by op_id, of which it is not certain that they stay out of the file."""
        self._kept: dict[str, str] | None = None
        """The text that is kept on this laptop under the present op_id, to be saved as it is."""
        self._given_way = ""
        self._unshown: dict[str, Any] | None = None
        """What was brought back was typed over this, which is other by now: shown once all of it can be read."""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.keep)
        self._form.changed.connect(self._on_typed)
        made.saving.connect(self.save)
        made.given_up.connect(self.forget)
        desk.others_saved.connect(self._on_others_saved)
        desk.seen.connect(self._on_seen)
        desk.outbox.settled.connect(self._on_settled)
        made.destroyed.connect(self._last_keeping())
        self._look_for_draft()
        if spec.row_ids():
            desk.open_form(self._me, spec.row_ids()[0], spec.title)

    # what is typed

    def keep(self) -> None:
        """Keep what stands in the form, or nothing where it stands as it was."""
        self._rest.stop()
        if self._desk.read_only:
            return
        if self._form.is_changed():
            self._has_typed = True
            self._made.is_kept = self._form.typed() == self._kept
            if not self._made.is_kept and not self._is_sent:
                self._begin_anew_if_doubtful()
                self._kept = None
                self._desk.outbox.type(self._draft())
                self._let_go_of_the_last()
        elif self._has_typed:
            self.forget()

    def forget(self) -> None:
        """The person gives up what they typed."""
        self._rest.stop()
        self._has_typed = False
        self._desk.outbox.drop(self._op_id)

    def _on_typed(self, changed: bool) -> None:
        if changed and self._form.typed() != self._kept:
            self._made.is_kept = False
        self._rest.start()

    def _last_keeping(self) -> Callable[[], None]:
        """What is to be done once the form is off the screen: it holds nothing of the form itself."""
        op_ids, desk, me = self._op_ids, self._desk, self._me

        def leave() -> None:
            if isValid(desk):
                desk.leave_form(me)
                desk.outbox.leave_form(op_ids)

        return leave

    def _draft(self) -> Draft:
        from app.drafts import Draft

        return Draft(
            self._op_id,
            self._key,
            self._spec.step,
            self._spec.title,
            {**self._spec.place, "fields": [_as_kept(one) for one in self._spec.fields]},
            self._form.typed(),
            {one.key: self._was.get(one.key) for one in self._spec.fields},
            at=datetime.now().astimezone(),
        )

    def _look_for_draft(self) -> None:
        if self._key and not self._desk.read_only:
            self._desk.outbox.of_form(self._key, self._bring_back)

    def _bring_back(self, draft: Draft | None) -> None:
        """What was typed into this form before is put back, unless something is being typed already."""
        if draft is None or not isValid(self._made):  # left before the laptop's disk had answered
            return
        if self._form.is_changed() or draft.state == "sent":
            return
        self._op_id, self._has_typed = draft.op_id, True
        self._op_ids.append(draft.op_id)
        self._desk.outbox.take_up(draft.op_id)
        stands = self._form.type_back(draft.typed, draft.base)
        self._kept = self._sent = self._form.typed()
        # also of one that was only typed: its save may have arrived, and the dropping of it failed
        self._doubtful = [draft.op_id]
        self._made.is_kept, self._made.is_waiting = True, draft.call is not None
        when = f"{format_short_day(draft.at.date())} {draft.at:%H:%M}"
        why = f"The desk said then: “{parted(draft.why)[0]}”" if draft.why else "It is back as you left it."
        notice = Alert(f"You typed this on {when} and it is not saved.", why, "Throw it away")
        notice.followed.connect(self._throw_away)
        self._made.notice(notice)
        if not stands:
            self._unshown = dict(draft.base)
            values = self._form.values()
            if values is not None:
                self._show_unshown(values)

    def _show_unshown(self, values: Values) -> None:
        """What was brought back, beside what somebody else has made of the record since it was typed."""
        was, self._unshown = self._unshown or {}, None
        mine = {**was, **_changed(values, self._spec.values)}
        self._desk.read(lambda by: self._show_both(mine, self._spec, was, by), _last_save, self._spec.row_ids())

    def _throw_away(self) -> None:
        self.forget()
        self._kept = self._unshown = None
        self._form.set_values(self._spec.values)
        self._made.say_nothing()

    # saving

    def save(self, values: Values) -> None:
        """Save these; the form stays until the file has them."""
        if self._unshown is not None:
            self._show_unshown(values)
            return
        self._rest.stop()
        self._begin_anew_if_doubtful()
        self._made.set_saving(True)
        self._is_sent = True
        if self._conflict is not None:
            self._conflict.set_saving(True)
        given = {**self._fixed, **typed(values)}
        self._sent, self._sent_values = self._form.typed(), dict(values)
        self._made.sent = dict(values)
        self._desk.outbox.take_up(self._op_id)
        self._desk.write(
            self._spec.step,
            self._spec.use_case,
            *self._spec.args,
            then=self._on_saved,
            refused=self._on_refused,
            draft=self._draft(),
            earlier=tuple(self._doubtful),
            **given,
        )
        self._let_go_of_the_last()

    def _on_saved(self, answer: Any) -> None:
        self._has_typed = self._is_sent = False
        if isValid(self._made):  # not left while its save was on its way
            self._go_on_from_saved()
            self._made.saved()
            self._saved(answer)

    def _go_on_from_saved(self) -> None:
        """What is typed on is another save; what was while this one was on its way is kept, to be gone on with."""
        self._begin_anew()
        self._doubtful.clear()
        if self._again is not None:
            self._was = self._sent_values
        if self._form.typed() != self._sent:
            self._desk.outbox.type(self._draft())

    def _on_refused(self, refusal: Refused) -> None:
        if not isValid(self._made):
            self._desk.refused.emit(refusal)
            return
        self._is_sent = False
        if self._conflict is not None:
            self._conflict.set_saving(False)
        self._kept = self._sent if isinstance(refusal, NotSaved | Unknown) else None
        self._made.is_kept, self._made.is_waiting = self._form.typed() == self._kept, self._kept is not None
        if not self._made.is_kept and self._form.typed() != self._sent:  # typed on while it was on its way
            self._rest.start()
        if isinstance(refusal, Unknown):
            self._doubtful.append(self._op_id)
        if isinstance(refusal, Stale):
            self._on_stale(refusal)
            return
        if self._conflict is not None:
            self._back_to_form()
        self._made.show_refusal(refusal)

    def _begin_anew_if_doubtful(self) -> None:
        """One op_id is one text: what stands here now is never taken for an earlier save that may yet arrive."""
        is_other = self._form.typed() != self._sent or self._conflict is not None
        if self._op_id in self._doubtful and is_other:
            self._given_way = self._op_id
            self._begin_anew()

    def _begin_anew(self) -> None:
        from app.drafts import new_op_id

        self._op_id = new_op_id()
        self._op_ids.append(self._op_id)

    def _let_go_of_the_last(self) -> None:
        """What is kept now stands in the place of what was kept before."""
        if self._given_way:
            self._desk.outbox.give_way(self._given_way)
        self._given_way = ""

    def _on_settled(self, op_id: str, arrived: bool) -> None:
        """It was found out whether an earlier save of this form has arrived."""
        if op_id not in self._doubtful or self._is_sent:
            return
        is_this = op_id == self._op_id and self._form.typed() == self._sent
        if arrived and is_this and self._conflict is None:
            self._on_saved(None)
        elif arrived:
            self.keep()
            words = "What you typed since is not in it."
            notice = Alert("What you saved before has arrived after all.", words, "See both" if self._again else "")
            notice.followed.connect(lambda: self.compare(own=True))
            self._made.notice(notice)
        else:
            self.keep()
            if op_id != self._op_id:
                self._desk.outbox.drop(op_id)
            self._made.show_refusal(Refused(f"{LOST} What you typed is still here: save it again."))

    # somebody else

    def _on_stale(self, refusal: Stale) -> None:
        if self._again is None:
            self._doubtful.clear()
            self._made.show_refusal(refusal)
        else:
            self._made.set_saving(False)
            self.compare(own=isinstance(refusal, Arrived))
        if self._stale is not None:
            self._stale()

    def _on_others_saved(self, steps: list[Saved]) -> None:
        mine = set(self._spec.row_ids())
        theirs = [one for one in steps if one.rows & mine]
        if theirs and self._conflict is None:
            last = theirs[-1]
            at = datetime.fromisoformat(last.at).astimezone()
            words = f"(“{last.name}”). Nothing you typed is lost."
            notice = Alert(f"{last.user} changed this at {at:%H:%M}", words, "See both" if self._again else "")
            notice.followed.connect(self.compare)
            self._made.notice(notice)

    def _on_seen(self, neighbours: list[Neighbour]) -> None:
        """Somebody else has the same record open: said while nothing else is."""
        mine = set(self._spec.row_ids())
        there = [one for one in neighbours if one.record_id in mine and not one.away and not one.mine]
        if there and not self._made.notices() and self._conflict is None:
            one = there[0]
            self._made.notice(
                Alert(
                    f"{one.user} has this open too,",
                    f"since {one.since:%H:%M}. If you both save, nothing is overwritten unasked.",
                    tone="mute",
                )
            )

    def compare(self, *, own: bool = False) -> None:
        """Show what the person typed, what somebody else (or they, before) saved, and what it was."""
        values = self._form.values()
        again = self._again
        if own:
            self._doubtful.clear()
        if values is None or again is None:
            return

        def show(now: Spec, by: LastSave | None) -> None:
            self._show_both(dict(values), now, self._was, replace(by, user="You") if own and by else by)

        def then(answer: Any) -> None:
            if not isValid(self._made):
                return
            now = again.spec(answer)
            if now is None:
                self._made.show_refusal(
                    Refused(
                        "Somebody has archived this meanwhile. What you typed is still here; save it once it is back."
                    )
                )
            else:  # also rows that were added meanwhile, as those of a table's cells are
                self._desk.read(lambda by: show(now, by), _last_save, [*self._spec.row_ids(), *now.row_ids()])

        self._desk.read(then, again.use_case, *again.args, **again.kwargs)

    def _show_both(self, mine: Values, now: Spec, was: Values, by: LastSave | None = None) -> None:
        from ui.kit.conflict import ConflictView

        if not isValid(self._made):  # left before the file had answered
            return
        view = ConflictView(
            with_cells_of(self._spec.fields, now.fields),
            {one.key: mine.get(one.key) for one in self._spec.fields},
            {one.key: now.values.get(one.key) for one in self._spec.fields},
            {one.key: was.get(one.key) for one in self._spec.fields},
            who=by.user if by else "Somebody",
            when=f"{by.at:%H:%M}" if by else "meanwhile",
            step=by.name if by else "",
            year_style=self._year_style,
        )
        fixed = dict(now.fixed)

        def chosen(values: dict[str, Any]) -> None:
            # what was chosen stands in the form too: were the save refused, it would be saved from there
            self._fixed, self._was = fixed, dict(now.values)
            self._form.take_over(now.fields, now.values, values)
            self.save(values)

        view.chosen.connect(chosen)
        view.left.connect(self._back_to_form)
        self._conflict = view
        self._made.show_instead(view)
        view.focus_first()

    def _back_to_form(self) -> None:
        self._conflict = None
        self._made.show_form()


def _last_save(session: Any, row_ids: Sequence[str]) -> LastSave | None:
    from app.records import last_save

    return last_save(session, row_ids)


def _as_kept(one: Field) -> list[str]:
    """What is kept of a field, to tell what was typed into it: of a table also its rows and columns."""
    from app.coding import as_text

    return [one.key, one.label, one.kind, *([as_text(one.grid)] if one.grid else [])]


def _changed(values: Values, now: Values) -> dict[str, Any]:
    """What differs from the values as they stand."""
    return {key: value for key, value in values.items() if value != now.get(key)}


def typed(values: Values) -> dict[str, Any]:
    """What was typed as a use case takes it: no choice made is None."""
    return {key: None if value == "" and key.endswith("_id") else value for key, value in values.items()}
