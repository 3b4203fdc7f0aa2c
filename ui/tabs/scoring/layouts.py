"""How each form of the Scoring page is laid out."""

from __future__ import annotations

from app.decisions.shown import Decided
from app.scoring.sheet_fields import SCORES
from ui.edits import Spec
from ui.kit import theme
from ui.kit.form import Form
from ui.kit.gridform import ColumnForm, GridForm
from ui.tabs.scoring import outcome_specs
from ui.tabs.scoring.agreeform import AgreeForm
from ui.tabs.scoring.feedbackform import FeedbackForm
from ui.tabs.scoring.recommendform import RecommendForm
from ui.tabs.scoring.scoregrid import ScoreForm

COLUMN = 400
"""A column of boxes in a form is about this wide, in px at the usual size of text."""
IN_PLACE = "agree"
"""The one form that is typed in the record, under the members' scores; any other takes the place of list and record."""


def form_of(spec: Spec, one: Decided | None, width: int, year_style: str) -> Form:
    """The form of what was read, on a page so many pixels wide: with a layout of its own, as a grid, or in columns."""
    action = spec.place.get("action")
    if action == IN_PLACE:
        return AgreeForm(spec.fields, year_style=year_style)
    if action == outcome_specs.RECOMMEND:
        return RecommendForm(spec.fields, year_style=year_style)
    if one is not None and action == outcome_specs.FEEDBACK:
        return FeedbackForm(spec.fields, one.offered, year_style=year_style)
    if one is not None and any(field.key == SCORES for field in spec.fields):
        return ScoreForm(spec.fields, one.scales, year_style=year_style)
    if any(field.kind == "grid" for field in spec.fields):
        return GridForm(spec.fields, year_style=year_style)
    most = max(1, min(2, width // theme.current().gap(COLUMN)))
    return ColumnForm(spec.fields, most=most, year_style=year_style)
