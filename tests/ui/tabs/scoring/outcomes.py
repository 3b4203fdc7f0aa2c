"""The Scoring tab once a ranking is agreed: a small round whose outcomes are recommended and committed."""

from __future__ import annotations

from typing import Any, Self

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from app.door import Office
from app.funds import lines
from app.grants.reading import application, round_
from app.recommendations import reading as recommended
from app.recommendations.parts import RecommendationRecord
from app.scoring import declaring, entering, members, reading, stages
from app.scoring.sheet_fields import COMMENTED
from db.grants import Application, Cost
from tests.ui.tabs.applications.applying import HARBOUR, LANTERN, TODAY, add_bid, add_round
from tests.ui.tabs.applications.applying import prepare as prepare_grants
from tests.ui.tabs.scoring.scoring import BEA, KIT, TOM, Scoring
from ui.kit.alert import Alert, LinkLabel
from ui.kit.panel import Panel
from ui.tabs.scoring.reviewing import ReviewPanel

MOORGATE, TIN_LANE = "Moorgate Listening Post", "Tin Lane Young People"
ASKED = ((LANTERN, 12_000, 5), (HARBOUR, 18_000, 4), (MOORGATE, 14_000, 3), (TIN_LANE, 6_000, 1))
"""Who asks for what, in whole pounds, and the points that everybody gives it."""
POT = 40_000
GOOD, NAMED = "It reaches those who need it. The costs are clear.", "Tom Inkwell knows them."


class Outcomes(Scoring):
    """One window at what is recommended."""

    @property
    def panel(self) -> ReviewPanel:
        """The page on which everything is committed."""
        found = self.tab.stack.currentWidget()
        assert isinstance(found, ReviewPanel)
        return found

    @property
    def form_place(self) -> QWidget:
        here = self.tab.stack.currentWidget()
        return here if isinstance(here, Panel) else super().form_place

    def is_reviewing(self) -> bool:
        """Whether that page is open."""
        return isinstance(self.tab.stack.currentWidget(), ReviewPanel)

    def outcome(self, organisation: str) -> str:
        """What the list says is recommended for a bid."""
        at = next(i for i, words in enumerate(self.column("Bid")) if organisation in words)
        return self.column("Outcome")[at]

    def alerts(self) -> list[str]:
        """What the page of outcomes says is in the way, and what it says over the list."""
        return [one.words() for one in self.panel.findChildren(Alert) if one.isVisibleTo(self.panel)]

    def follow(self, words: str) -> Self:
        """Press Enter on the link of what is in the way, by some of its words."""
        found = [one for one in self.panel.findChildren(Alert) if words in one.words()]
        assert found, self.alerts()
        link = found[0].findChild(LinkLabel)
        assert link is not None
        link.setFocus()
        return self.press(Qt.Key.Key_Return)


def prepare(office: Office) -> str:
    """A round of £40,000 with four bids of £12,000, £18,000, £14,000 and £6,000, ranked in this order; its stage.

    The line falls after the second, as £10,000 are left. Nothing is recommended, and the last bid has one score short
    of the others' points. Of the second the costs are known, and the members wrote about it.
    """
    prepare_grants(office)
    made = add_round(office, office.read(lines.lines)[0].id, pot=POT * 100)
    bids = [add_bid(office, made, name, "Project", pounds) for name, pounds, _ in ASKED]
    for bid in bids:
        office.write("Make it ready", _ready, bid)
    seats = [office.write("Add a member", members.add, name=name) for name in (BEA, TOM, KIT)]
    stage = office.write("Set up", stages.set_up, made, member_ids=seats, seed=1)
    of = office.read(reading.stage, stage)
    scales = office.read(reading.scales, of)
    for member in seats:
        office.write("Declare", declaring.declare, stage, member, declared={}, was={}, day=TODAY)
        cells = {
            f"{bid}:{scale.id}": str(points)
            for bid, (_, _, points) in zip(bids, ASKED, strict=True)
            for scale in scales
        }
        if member == seats[0]:
            cells |= {
                f"{bids[1]}:{scales[0].id}{COMMENTED}": GOOD,
                f"{bids[1]}:{scales[1].id}{COMMENTED}": NAMED,
            }
        office.write("Score", entering.enter, stage, member, scores=cells, was={}, day=TODAY, submit=True)
    for item, pounds in (("A worker", 15_000), ("Kit", 3_000)):
        office.write("Cost", _cost, bids[1], item, pounds)
    version = office.read(reading.stage, stage).version
    office.write("Rank", stages.agree_ranking, stage, version=version, day=TODAY)
    assert office.read(lambda session: round_(session, made).pot) == POT * 100
    return stage


def _ready(session: Session, bid: str) -> None:
    """As a bid stands once everything was asked and checked, which is not what is tried here."""
    row = session.get(Application, bid)
    assert row is not None
    row.state = "ready"


def _cost(session: Session, bid: str, item: str, pounds: int) -> None:
    place = len(application(session, bid).costs) + 1
    pence = pounds * 100
    session.add(Cost(application_id=bid, position=place, item=item, amount_pence=pence, requested_pence=pence))


def known(office: Office) -> dict[str, RecommendationRecord]:
    """What is recommended, by the name of who asks."""

    def read(session: Session) -> dict[str, RecommendationRecord]:
        every: Any = recommended.recommendations(session)
        return {application(session, one.application_id).organisation: one for one in every}

    return office.read(read)
