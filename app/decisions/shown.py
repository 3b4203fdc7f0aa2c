"""What is read for a row of the Scoring page about a decision or a letter: what is recommended, and more."""

from __future__ import annotations

from dataclasses import dataclass

from app.decisions.approving import Standing as ApprovalStanding
from app.decisions.changed import Difference
from app.decisions.lacking import Lack
from app.decisions.parts import DecisionSheetRecord, LetterRecord, RuleRecord
from app.decisions.persons import NOBODY, SignsAs
from app.fields import Choice
from app.recommendations.shown import Outcomes


@dataclass(frozen=True, slots=True)
class Decided(Outcomes):
    """A record of the page with the `decision` or the `letter` that a row stands for; of a letter its decision too.

    `about` is what the decision is about, with its label, and `before` and `after` are the decisions whose place it
    takes and which has taken its own. `approvals` are how those stand that are needed, `lacks` and `hinders` what keeps
    a draft from being put to approval, `differences` what is otherwise now than when it was signed. `letters` are all
    of the sheet. Of the person who looks, `may_approve` is whether they are an approver, `has_prepared` whether they
    prepared this very sheet, and `signs_as` how they approve. `contracts` and `budget_lines` are what a new decision
    may be about; they are read where no row is chosen.
    """

    rule: RuleRecord | None = None
    decision: DecisionSheetRecord | None = None
    about: tuple[str, str] = ("", "")
    before: DecisionSheetRecord | None = None
    after: DecisionSheetRecord | None = None
    approvals: tuple[ApprovalStanding, ...] = ()
    lacks: tuple[Lack, ...] = ()
    hinders: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    letter: LetterRecord | None = None
    letters: tuple[LetterRecord, ...] = ()
    may_approve: bool = False
    has_prepared: bool = False
    signs_as: SignsAs = NOBODY
    contracts: tuple[Choice, ...] = ()
    budget_lines: tuple[Choice, ...] = ()
