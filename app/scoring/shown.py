"""What is read for a row of the Scoring page or for the whole view: the record, and what its forms need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.documents import DocumentRecord
from app.fields import Choice
from app.grants.parts import ApplicationRecord, RoundRecord
from app.scoring.parts import (
    AgreedRecord,
    BidRecord,
    DeclarationRecord,
    MemberRecord,
    ScaleRecord,
    SeatRecord,
    SheetRecord,
    StageRecord,
)
from app.scoring.ranking import Standing
from app.scoring.suggesting import Suggestion
from app.told import Told
from app.years import SLASH, format_year


@dataclass(frozen=True, slots=True)
class Shown:
    """What was read for a row of a view, or for the view itself where `row_id` is empty; years are start years.

    `round` and `stage` are those in force, None where there are none. Of a bid its `bid` and `standing` are there, and
    its sheets only where its scores may be seen. Of one member's sheets the `seat`, the `sheet` of the row, and in
    `cells` everything they gave, as the grid has it. `owner` is the table, id and name that documents belong to.
    """

    key: str
    row_id: str
    year: int
    day: date
    year_style: str = SLASH
    told: Told | None = None
    round: RoundRecord | None = None
    stage: StageRecord | None = None
    stages: tuple[StageRecord, ...] = ()
    scales: tuple[ScaleRecord, ...] = ()
    bids: tuple[BidRecord, ...] = ()
    bid: BidRecord | None = None
    application: ApplicationRecord | None = None
    standing: Standing | None = None
    agreed: AgreedRecord | None = None
    sheets: tuple[SheetRecord, ...] = ()
    """The sheets of the bid by its members, where its scores may be seen; of one member's view theirs alone."""
    seat: SeatRecord | None = None
    sheet: SheetRecord | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    scheme: Mapping[str, int | str] = field(default_factory=dict)
    anchors: Mapping[str, str] = field(default_factory=dict)
    member: MemberRecord | None = None
    members: tuple[MemberRecord, ...] = ()
    declarations: tuple[DeclarationRecord, ...] = ()
    """All of the round."""
    declaration: DeclarationRecord | None = None
    """The one a row of the register stands for."""
    suggestions: tuple[Suggestion, ...] = ()
    waiting: int | None = None
    """How many sheets are still to come, read of a round alone."""
    documents: tuple[DocumentRecord, ...] = ()
    owner: tuple[str, str, str] | None = None
    rounds: tuple[Choice, ...] = ()
    areas: tuple[Choice, ...] = ()
    organisations: tuple[Choice, ...] = ()

    @property
    def year_text(self) -> str:
        """The year as the office prints it."""
        return format_year(self.year, self.year_style)

    def conflict_of(self, member_id: str, application_id: str) -> DeclarationRecord | None:
        """What keeps this member from this bid, None where nothing does."""
        mine = (one for one in self.declarations if (one.member_id, one.application_id) == (member_id, application_id))
        return next((one for one in mine if one.answer == "conflict"), None)
