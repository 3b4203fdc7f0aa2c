"""A form that makes one step: which fields, which use case, and the editor that saves it through the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shiboken6 import isValid

from app.errors import Refused, Stale
from app.fields import Field
from app.years import SLASH
from ui.desk import Desk
from ui.kit.asking import Asker
from ui.kit.form import Form, RecordForm

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spec:
    """A form: its title, its fields with their values, and the step that saving it makes.

    `args` come first in the use case, `fixed` goes beside what was typed. `about` stands under the title.
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


def editor(
    spec: Spec,
    desk: Desk,
    asker: Asker,
    *,
    saved: Callable[[Any], None],
    left: Callable[[], None],
    stale: Callable[[], None] | None = None,
    year_style: str = SLASH,
) -> RecordForm:
    """The form of `spec`, filled in. `saved` gets what the use case answered, `left` is told when it is given up.

    `stale` shows what somebody else saved first; saving once more then goes over that, and over nothing newer.
    """
    form = Form(spec.fields, year_style=year_style)
    form.set_values(spec.values)
    made = RecordForm(form, asker, spec.verb)
    fixed = dict(spec.fixed)

    def save(values: dict[str, Any]) -> None:
        made.set_saving(True)

        def then(answer: Any) -> None:
            if isValid(made):  # not left while its save was on its way
                made.saved()
                saved(answer)

        def refused(refusal: Refused) -> None:
            made.show_refusal(refusal) if isValid(made) else desk.refused.emit(refusal)
            if isinstance(refusal, Stale) and refusal.version is not None:
                fixed["version"] = refusal.version
                if stale is not None:
                    stale()

        given = {**fixed, **typed(values)}
        desk.write(spec.step, spec.use_case, *spec.args, then=then, refused=refused, **given)

    made.saving.connect(save)
    made.cancelled.connect(left)
    return made


def typed(values: Values) -> dict[str, Any]:
    """What was typed as a use case takes it: no choice made is None."""
    return {key: None if value == "" and key.endswith("_id") else value for key, value in values.items()}
