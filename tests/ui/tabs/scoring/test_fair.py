"""Is it fair? The grid under a record, its targets, and a swap at the cut line, typed and clicked by an officer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy.orm import Session

from app import areas
from app.allocations import factors, partnerships
from app.decisions import committing
from app.door import Office
from app.recommendations import reading as recommended
from app.recommendations import recommending, review, targets
from app.scoring import reading, stages
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, find, seen
from tests.ui.tabs.applications.applying import HARBOUR, LANTERN, NORTH, ROADS, SOUTH, YOUTH
from tests.ui.tabs.scoring.fairly import Fairly, fairly_on, stage_of
from tests.ui.tabs.scoring.outcomes import MOORGATE, TIN_LANE, known
from tests.ui.tabs.scoring.scoring import TODAY, Scoring
from tests.ui.test_every_page import findings
from ui.kit import theme
from ui.kit.conflict import ConflictView
from ui.kit.segments import Segment
from ui.kit.squares import SquareView
from ui.tabs.scoring.fairgrid import NAME, FairPart

pytestmark = OFFSCREEN
Key, Held = Qt.Key, Qt.KeyboardModifier
SAID = Qt.ItemDataRole.AccessibleTextRole


def test_nobody_bid_and_nothing_is_given_are_told_apart(fair: Fairly) -> None:
    assert "Is it fair? What is above the line, £" in fair.record()
    assert fair.squares() == [
        [NORTH, "12,000", "18,000", "30,000"],
        [SOUTH, "none", "0", "0"],
        ["All", "12,000", "18,000", "30,000"],
    ]
    assert "“none” nobody bid · 0 nothing is given" in fair.record()
    assert "No targets are set for areas or priorities." in fair.record()


def test_the_grid_is_read_aloud_and_gone_about_by_the_arrows(fair: Fairly) -> None:
    view = find(fair.tab.record, SquareView, NAME)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    heard = []
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Left):
        QTest.keyClick(view, key)
        heard.append(view.currentIndex().data(SAID))
    assert heard == [
        f"{NORTH}, {YOUTH}: £18,000 for 1 of 1 bid, which asks for £18,000",
        f"{SOUTH}, {YOUTH}: £0 for 0 of 2 bids, which ask for £20,000",
        f"{SOUTH}, {ROADS}: nobody bid",
    ]


def test_nothing_is_said_of_fairness_while_no_score_may_be_seen(desk: Scoring) -> None:
    desk.do("Set up scoring…").save()
    desk.view("Ranked list")
    assert desk.tab.list.chosen_id()
    assert not desk.tab.record.findChildren(FairPart)
    desk.more("A swap at the cut line…")
    assert any("Nothing is above the line yet" in words for words in desk.asker.told)


def test_it_stands_under_the_score_that_is_being_agreed_on(fair: Fairly, sam: Office) -> None:
    of = stage_of(sam)
    sam.write("Open it again", stages.reopen_ranking, of.id, version=of.version, reason="A sheet was read wrongly.")
    fair.tab.refresh()
    fair.settle().bid(HARBOUR).open_line()
    assert fair.here.is_editing()
    assert not fair.is_open(), "the score is typed in the record"
    assert fair.squares()[0] == [NORTH, "12,000", "18,000", "30,000"]


def aim(fair: Fairly, **shares: str) -> Fairly:
    """Type targets from the link in the record, and save."""
    fair.click("Targets…", fair.part)
    for name, share in shares.items():
        fair.put(name.replace("_", " "), "Target, %", share)
    return fair.save()


def test_targets_are_typed_in_a_grid_and_held_against_what_is_above_the_line(fair: Fairly) -> None:
    aim(fair, **{NORTH: "60", SOUTH: "40"})
    assert not fair.here.is_editing(), fair.refusals()
    assert fair.table("Against the targets") == [[NORTH, "100.0", "60.0", "+40.0"], [SOUTH, "0.0", "40.0", "−40.0"]]
    assert "The gap to the targets comes to 80.0 percentage points." in fair.record()


def test_targets_by_people_begin_with_the_share_of_people_where_it_is_known(fair: Fairly, sam: Office) -> None:
    fair.more("Targets for areas by their people…")
    assert any("Nobody knows how many people live in any area" in words for words in fair.asker.told)
    sam.write("People", _peopled)
    fair.more("Targets for areas by their people…")
    assert (fair.stands(NORTH, "Target, %"), fair.stands(SOUTH, "Target, %")) == ("75", "25")
    fair.save()
    assert not fair.here.is_editing(), fair.refusals()
    assert [row[:3] for row in fair.table("Against the targets")] == [[NORTH, "100.0", "75.0"], [SOUTH, "0.0", "25.0"]]
    assert fair.squares()[0] == [NORTH, "12,000", "18,000", "30,000", "1,000"]
    assert fair.squares()[1][-1] == "0"


def _peopled(session: Session) -> None:
    """30,000 live in the north and 10,000 in the south."""
    heads = factors.add(session, name="People", is_population=True)
    figures = {}
    for one in areas.areas(session):
        if one.name in (NORTH, SOUTH):
            key = partnerships.add(session, name=f"Safer {one.name}", area_id=one.id)
            figures[f"{key}:{heads}"] = (30_000 if one.name == NORTH else 10_000) * 1_000_000
    factors.enter(session, figures=figures, was={})


def test_targets_over_all_of_the_money_are_refused_and_stay_to_be_mended(fair: Fairly) -> None:
    aim(fair, **{NORTH: "60", SOUTH: "50"})
    assert fair.here.is_editing()
    assert fair.refusals() == ["The targets of areas come to 110.0 %, more than all."]
    assert fair.stands(SOUTH, "Target, %") == "50"
    fair.put(SOUTH, "Target, %", "40").save()
    assert not fair.here.is_editing()


def test_a_target_that_somebody_else_has_set_meanwhile_is_shown_beside_what_was_typed(
    fair: Fairly, sam: Office
) -> None:
    fair.click("Targets…", fair.part)
    stage = stage_of(sam)
    of = fair.grid.cells
    row = next(one.key for one in of.rows() if one.label == NORTH)
    sam.write("Targets", targets.set_targets, stage.round_id, targets={f"{row}:share": 700}, was={})
    fair.put(NORTH, "Target, %", "60").save()
    assert fair.tab.wide.findChildren(ConflictView)
    assert any("70" in words for words in seen(fair.tab.wide))


def test_what_is_recommended_is_shown_where_it_differs_from_what_is_above_the_line(fair: Fairly) -> None:
    fair.more("Show what is recommended")
    assert "Is it fair? What is above the line, £" in fair.record()
    fair.more("Draft from the cut line")
    assert "Is it fair? What is recommended, £" in fair.record()
    fair.bid(HARBOUR).open_line().pick("Outcome", "Fund in part").fill("Amount", "8000").save()
    assert not fair.here.is_editing(), fair.refusals()
    assert fair.squares()[0] == [NORTH, "12,000", "8,000", "20,000"]
    above = find(fair.part, Segment, "Which money: what is above the line")
    QTest.mouseClick(above, Qt.MouseButton.LeftButton)
    assert fair.squares()[0] == [NORTH, "12,000", "8,000", "20,000"], "the line has what is recommended"
    assert "Is it fair? What is above the line, £" in fair.record()
    fair.bid(LANTERN)
    assert "Is it fair? What is above the line, £" in fair.record(), "what was chosen stays"


def test_a_swap_says_what_it_costs_in_score_and_closes_of_the_gap(fair: Fairly) -> None:
    aim(fair, **{NORTH: "60", SOUTH: "40"})
    fair.click("Try a swap…", fair.part)
    assert fair.swap.out.currentText() == f"2 CSF-26-002 {HARBOUR}, score 80.0, £18,000"
    assert fair.swap.into.currentText() == f"3 CSF-26-003 {MOORGATE}, score 60.0, £14,000"
    fair.take("Goes out", LANTERN).take("Comes in", MOORGATE)
    said = "\n".join(seen(fair.swap))
    assert "40.0 of 100 given up" in said
    assert "£12,000, £2,000 more needed" in said
    assert fair.squares(fair.swap.before)[1] == [SOUTH, "none", "0", "0"]
    assert fair.squares(fair.swap.after)[1] == [SOUTH, "none", "14,000", "14,000"]
    assert "it scored 40.0 points of 100 less" in fair.swap.sentence.text()
    assert "closes by" in fair.swap.sentence.text()
    fair.click("Copy the sentence", fair.swap)
    assert fair.clipboard() == fair.swap.sentence.text()


def test_a_swap_is_recommended_with_its_sentence_by_keyboard(fair: Fairly, sam: Office) -> None:
    fair.more("A swap at the cut line…")
    fair.take("Goes out", LANTERN).take("Comes in", TIN_LANE)
    sentence = fair.swap.sentence.text()
    fair.swap.take_button.setFocus(Qt.FocusReason.TabFocusReason)
    fair.press(Key.Key_Space)
    assert not fair.has_panel()
    found = known(sam)
    assert {name: (one.outcome, one.reason) for name, one in found.items()} == {
        TIN_LANE: ("fund", sentence),
        LANTERN: ("reserve", sentence),
    }


def test_a_swap_is_not_saved_over_what_somebody_else_has_recommended_before_it_has_been_looked_at(
    fair: Fairly, sam: Office
) -> None:
    fair.more("A swap at the cut line…")
    fair.take("Goes out", LANTERN).take("Comes in", MOORGATE)
    stage, bid = stage_of(sam), str(fair.swap.into.currentData())
    sam.write("Recommend", recommending.set_one, stage.id, bid, version=None, outcome="reduced", amount=10_000_00)
    fair.click("Recommend this swap", fair.swap)
    assert known(sam)[MOORGATE].given == 10_000_00
    assert "Jo saved this while you were typing (“Recommend”)." in fair.swap.trouble.words()
    assert fair.swap.out.currentText() == f"1 CSF-26-001 {LANTERN}, score 100.0, £12,000", "what was chosen stays"
    assert fair.swap.out.findText(MOORGATE, Qt.MatchFlag.MatchContains) >= 0, "for £10,000 it is above the line by now"
    assert fair.swap.into.currentIndex() < 0
    assert f"No longer to be chosen: 3 CSF-26-003 {MOORGATE}, score 60.0, £14,000." in fair.swap.trouble.words()
    assert not fair.swap.take_button.isEnabled()
    fair.take("Comes in", TIN_LANE)
    assert TIN_LANE in fair.swap.sentence.text()
    fair.click("Recommend this swap", fair.swap)
    assert not fair.has_panel()
    assert {name: (one.outcome, one.given) for name, one in known(sam).items()} == {
        LANTERN: ("reserve", 0),
        MOORGATE: ("reduced", 10_000_00),
        TIN_LANE: ("fund", 6_000_00),
    }


def test_the_price_of_a_swap_follows_what_somebody_else_has_recommended_meanwhile(fair: Fairly, sam: Office) -> None:
    fair.more("A swap at the cut line…")
    fair.take("Goes out", LANTERN).take("Comes in", MOORGATE)
    stage, bid = stage_of(sam), str(fair.swap.out.currentData())
    sam.write("Cut", recommending.set_one, stage.id, bid, version=None, outcome="reduced", amount=9_000_00)
    fair.click("Recommend this swap", fair.swap)
    assert {name: one.given for name, one in known(sam).items()} == {LANTERN: 9_000_00}, "nothing is saved over it"
    assert "Jo saved this while you were typing (“Cut”)." in fair.swap.trouble.words()
    assert fair.swap.out.currentText().endswith("£9,000")
    assert "£9,000, £5,000 more needed" in "\n".join(seen(fair.swap))
    fair.click("Recommend this swap", fair.swap)
    assert not fair.has_panel()
    assert (known(sam)[LANTERN].outcome, known(sam)[MOORGATE].given) == ("reserve", 14_000_00)


def test_a_swap_of_a_bid_that_somebody_else_has_declined_says_why_and_cannot_be_recommended(
    fair: Fairly, sam: Office
) -> None:
    stage = stage_of(sam)
    one = sam.read(lambda session: reading.ready(session, stage.round_id))[1]
    sam.write("Cut", recommending.set_one, stage.id, one.id, version=None, outcome="fund", amount=None)
    fair.more("A swap at the cut line…")
    fair.take("Goes out", LANTERN).take("Comes in", MOORGATE)
    assert fair.swap.take_button.isEnabled()
    sam.write("Decline", _decline, stage.id, fair.swap.into.currentData())
    fair.click("Recommend this swap", fair.swap)
    assert fair.has_panel()
    assert "Jo saved this while you were typing (“Decline”)." in fair.swap.trouble.words()
    assert LANTERN in fair.swap.out.currentText(), "what was chosen stays"
    assert "There is nothing to say yet." in fair.swap.sentence.text()
    assert not fair.swap.take_button.isEnabled()
    assert known(sam)[MOORGATE].outcome == "decline"


def _decline(session: object, stage_id: str, application_id: object) -> None:
    recommending.set_one(
        session,  # type: ignore[arg-type]
        stage_id,
        str(application_id),
        version=None,
        outcome="decline",
        amount=None,
        reason="It does not say who needs it.",
    )


def test_a_swap_is_looked_at_but_not_recommended_before_the_ranking_is_agreed(fair: Fairly, sam: Office) -> None:
    of = stage_of(sam)
    sam.write("Open it again", stages.reopen_ranking, of.id, version=of.version, reason="A sheet was read wrongly.")
    fair.more("A swap at the cut line…")
    fair.take("Goes out", LANTERN).take("Comes in", MOORGATE)
    assert f"{MOORGATE} is funded" in fair.swap.sentence.text()
    assert fair.swap.copy_button.isEnabled()
    assert not fair.swap.take_button.isEnabled()
    assert "Agree it first" in fair.swap.take_button.accessibleDescription()


def test_what_is_committed_is_not_offered_for_a_swap(fair: Fairly, sam: Office) -> None:
    fair.more("Show what is recommended")
    fair.more("Draft from the cut line")
    commit_all(sam, stage_of(sam).id)
    fair.view("Ranked list")
    fair.more("A swap at the cut line…")
    assert (fair.swap.out.count(), fair.swap.into.count()) == (0, 0)
    assert "neither is committed yet" in fair.swap.trouble.words()
    assert not fair.swap.take_button.isEnabled()


def commit_all(office: Office, stage_id: str) -> None:
    """Commit what is recommended to one decision."""
    found = office.read(review.review, stage_id, day=TODAY)
    office.write("Commit", committing.commit, stage_id, seen=found.digest, title="Grants", year=2026, day=TODAY)


def test_esc_leaves_the_swap_and_nothing_is_recommended(fair: Fairly, sam: Office) -> None:
    fair.more("A swap at the cut line…")
    assert fair.has_panel()
    fair.press(Key.Key_Escape)
    assert not fair.has_panel()
    assert sam.read(recommended.recommendations) == []


@pytest.mark.parametrize("scale", [1.0, 2.0], ids=["100", "200"])
def test_the_swap_the_trial_and_the_targets_can_be_read_and_heard_and_reached_with_the_keyboard(
    qapp: QApplication, asker: AnsweringAsker, spread_file: Path, scale: float
) -> None:
    theme.apply(qapp, "light", scale)
    with fairly_on(spread_file, asker) as screen:
        found: list[str] = []
        for words in ("A swap at the cut line…", "What if…", "Targets for areas and priorities…"):
            screen.more(words)
            for _ in range(4):  # wrapped words take a layout or two to find their height
                screen.back_to_window()
            found += [f"{words} {one}" for one in findings(screen.window)]
            screen.tab.close_form()
            screen.tab.take_keyboard()
            screen.settle()
        assert found == [], "\n".join(found)
