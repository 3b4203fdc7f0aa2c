"""Opens the page on which all outcomes are committed, and goes on from it: to a bid, or to the decisions it made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.decisions.shown import Decided
from app.recommendations import recommending
from ui.desk import Desk
from ui.kit.asking import Asker
from ui.tabs.scoring import forms, offers, outcome_specs

if TYPE_CHECKING:
    from app.recommendations.review import Review
    from ui.edits import Spec
    from ui.tabs.scoring.page import ScoringPage


MOST_NAMED = 12
"""So many bids a question names."""


class Committing:
    """The review of a stage, for the page it is begun on."""

    def __init__(self, page: ScoringPage, desk: Desk, asker: Asker) -> None:
        self._page, self._desk, self._asker = page, desk, asker

    def panels(self) -> Mapping[str, Callable[[Decided], None]]:
        """What is done by the name of its action."""
        return {outcome_specs.REVIEW: self.review, outcome_specs.CONFIRM: self.confirm}

    def confirm(self, one: Decided) -> None:
        """Say which scores have changed since something was recommended on them, and let it stand on those."""
        if one.review is None or one.stage is None:
            return
        moved = [row for row in one.review.to_commit if row.moved]
        if not moved:
            self._asker.inform("Scores since then", "No score has changed since it was recommended on.")
            return
        words = [f"{row.bid.reference} {row.bid.organisation}: {row.moved}." for row in moved[:MOST_NAMED]]
        more = [f"And {len(moved) - MOST_NAMED:,} more."] if len(moved) > MOST_NAMED else []
        if self._asker.confirm("Let outcomes stand on these scores", "\n".join([*words, *more]), "Let them stand"):
            seen = {row.bid.id: row.score for row in moved}
            self._desk.write("Let outcomes stand on new scores", recommending.confirm_scores, one.stage.id, seen=seen)

    def review(self, one: Decided) -> None:
        """All outcomes on one page, to be committed in one step."""
        from ui.tabs.scoring.reviewing import ReviewPanel, commit_spec

        seen = one.review
        if seen is None or one.round is None:
            return
        title = f"Grants of {one.round.reference} {one.round.name}"

        def spec(found: Review) -> Spec:
            unplaced = commit_spec(found, title=title, year=one.year, day=one.day)
            return forms.placed(unplaced, one, outcome_specs.REVIEW, "")

        def panel_of() -> ReviewPanel:
            style = self._page.year_style
            panel = ReviewPanel(self._desk, self._asker, seen, spec, day=one.day, year_style=style)
            panel.committed.connect(lambda made, year: self._read_next(one, made, year))
            panel.bid_asked.connect(self._go_to_bid)
            return panel

        self._page.put_panel(panel_of)

    def _read_next(self, one: Decided, made: tuple[str, ...], year: int) -> None:
        """The decisions that were made are read next, in their own year."""
        if made and year and year != one.year:
            self._page.close_form()
            self._page.decision_asked.emit(made[0], year)
        else:
            self._page.go_to(offers.DECISIONS, made[0] if made else "", None)

    def _go_to_bid(self, application_id: str) -> None:
        if self._page.may_leave():
            self._page.go_to(offers.OUTCOMES, application_id, None)
            self._page.list.setFocus()
