"""From a round that was never scored to an agreed ranking, typed and clicked as the officer does it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from tests.ui.helpers import OFFSCREEN
from tests.ui.tabs.applications.applying import HARBOUR, LANTERN
from tests.ui.tabs.scoring.scoring import BEA, KIT, TOM, Scoring

pytestmark = OFFSCREEN
Key = Qt.Key
LANTERNS, HARBOURS = f"CSF-26-001 {LANTERN}", f"CSF-26-002 {HARBOUR}"


def set_up(desk: Scoring) -> None:
    """The stage with all three members, who have declared: Kit is a trustee of Lantern."""
    desk.do("Set up scoring…")
    desk.save()
    for name in (BEA, TOM, KIT):
        desk.do(f"{name}…")
        if name == KIT:
            desk.put(LANTERNS, "Interest", "trustee")
        desk.save()


def test_a_round_is_set_up_and_everybody_declares(desk: Scoring) -> None:
    assert desk.primary() == "Set it up…"
    set_up(desk)
    assert desk.primary() == "Send packs out…"
    desk.view("Conflicts of interest")
    assert any("trustee" in words.lower() for words in desk.column("Interest"))


def test_packs_are_written_for_everybody_who_has_declared(desk: Scoring, tmp_path: Path) -> None:
    set_up(desk)
    folder = tmp_path / "out"
    folder.mkdir()
    desk.asker.path = folder
    desk.do("Write packs into a folder…")
    assert len(list(folder.glob("*.pdf"))) == 3
    assert all(path.read_bytes()[:5] == b"%PDF-" for path in folder.glob("*.pdf"))
    desk.do("Packs have been sent…")
    desk.save()
    assert desk.primary() == "Take sheets in…"


def score(desk: Scoring, name: str, points: dict[str, tuple[str, str]]) -> None:
    """Type a member's paper sheet and submit it."""
    desk.view("One member's sheets")
    desk.choose_member(name)
    desk.tab.list.setFocus()
    desk.press(Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert desk.is_open()
    for row, (need, delivery) in points.items():
        desk.put(row, "Need", need)
        desk.put(row, "Delivery", delivery)
    desk.tick("They are complete: submit those that hold anything")
    desk.save()
    assert not desk.is_open(), desk.refusals()


def everybody_scores(desk: Scoring) -> None:
    """Bea and Tom differ by far on Harbour, which Kit scores with them; Kit has a conflict with Lantern."""
    score(desk, BEA, {LANTERNS: ("5", "4"), HARBOURS: ("5", "5")})
    score(desk, TOM, {LANTERNS: ("4", "4"), HARBOURS: ("1", "2")})
    score(desk, KIT, {HARBOURS: ("4", "4")})


def test_no_score_is_to_be_seen_before_every_sheet_is_in_or_the_scores_are_opened(desk: Scoring) -> None:
    set_up(desk)
    score(desk, BEA, {LANTERNS: ("5", "4"), HARBOURS: ("5", "5")})
    desk.view("Ranked list")
    for organisation in (LANTERN, HARBOUR):
        desk.bid(organisation)
        assert "100" not in desk.record().replace("1000", "")
        assert "Scores stay closed" in desk.record()
        desk.open_line()
        assert not desk.here.is_editing()
    assert set(desk.column("Score")) <= {"None", ""}


def test_a_sheet_is_typed_seen_moderated_and_ranked(desk: Scoring) -> None:
    set_up(desk)
    desk.do("Change the stage and its members…").fill("Members who must score a bid", "2").save()
    everybody_scores(desk)
    desk.view("Who has scored")
    assert desk.column("To come") == ["0", "0"]
    desk.view("Ranked list").bid(HARBOUR)
    assert "Tom Inkwell" in desk.record()
    desk.open_line()
    assert desk.here.is_editing()
    assert not desk.is_open(), "the agreed score is typed in the record"
    assert "Tom Inkwell" in desk.record()
    desk.fill("Agreed score", "70").fill("Reason, printed in the record", "Tom is content.")
    desk.save()
    assert not desk.here.is_editing()
    assert "70" in desk.record()
    assert "Tom is content." in desk.record()
    desk.more("Agree the ranking")
    assert "agreed" in desk.headline().lower()


def test_the_scores_are_opened_with_a_reason_before_every_sheet_is_in(desk: Scoring) -> None:
    set_up(desk)
    score(desk, BEA, {LANTERNS: ("5", "4"), HARBOURS: ("5", "5")})
    desk.view("Who has scored").tab.new()
    desk.settle()
    assert TOM in desk.clipboard()
    assert "CSF-26-002" in desk.clipboard()
    assert BEA not in desk.clipboard()
    desk.view("Ranked list").more("Open the scores for moderation…")
    desk.save()
    assert desk.is_open(), "a reason is required"
    desk.fill("Reason", "Tom is in hospital; his sheet will not come.").save()
    assert not desk.is_open()
    desk.bid(HARBOUR)
    assert "100.0" in desk.record()
    desk.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "Scores stay closed" in desk.record()


def test_a_member_abstains_and_declares_late_from_their_own_sheets(desk: Scoring) -> None:
    set_up(desk)
    desk.view("One member's sheets").choose_member(TOM).bid(HARBOUR)
    desk.do("They abstain…").fill("Why they abstain", "Knows too little of it.").save()
    assert "Abstained" in desk.column("Sheet")
    assert "Knows too little of it." in desk.record()
    desk.bid(LANTERN).do("They declare an interest…")
    desk.pick("Their interest in this bid", "An interest").pick("Kind of interest", "Works for it").save()
    assert "Conflict" in desk.column("Sheet")
    assert "Works for it" in desk.record()
    desk.tab.new()
    desk.settle()
    assert [one.label for one in desk.grid.cells.rows()] == [f"{HARBOURS} (abstained)"]


def test_points_that_cannot_be_are_refused_at_their_cell_and_nothing_is_saved(desk: Scoring) -> None:
    set_up(desk)
    desk.view("One member's sheets").choose_member(BEA).tab.new()
    desk.settle()
    desk.put(HARBOURS, "Need", "4.5")
    desk.save()
    assert desk.is_open()
    assert any("4.5" in words for words in desk.refusals())
    desk.put(HARBOURS, "Need", "n/a").put(HARBOURS, "Delivery", "4.0").save()
    assert not desk.is_open()
    assert desk.bid(HARBOUR).column("Need, of 5")[1] == "n/a"
    assert desk.column("Delivery, of 5")[1] == "4"


def test_an_interest_that_employer_suggests_is_asked_about_and_only_kept_as_they_say(desk: Scoring) -> None:
    desk.view("Members").choose(BEA)
    desk.do("Change the member…").fill("Works for or acts for", LANTERN).save()
    desk.view("Rounds")
    desk.do("Set up scoring…").save()
    desk.view("Members").choose(BEA)
    assert "To be asked" in desk.record()
    desk.click(next(words for words in desk.record().split("\n") if words.startswith(LANTERNS)))
    desk.pick("Their interest in this bid", "No interest").fill("What it is", "Left it in 2020.").save()
    assert "To be asked" not in desk.record()
    desk.view("Conflicts of interest")
    assert desk.column("Interest")[0] == "No interest"


def test_the_ranking_is_agreed_and_opened_again_with_a_reason(desk: Scoring) -> None:
    set_up(desk)
    desk.do("Change the stage and its members…").fill("Members who must score a bid", "2").save()
    everybody_scores(desk)
    desk.view("Rounds").do("Agree the ranking")
    assert desk.primary() == "Ranked list…"
    desk.view("Ranked list").bid(HARBOUR).open_line()
    assert not desk.here.is_editing(), "what was ranked stays"
    desk.view("Rounds").do("Moderation > Open the ranking again…")
    desk.fill("Reason", "A sheet had been read wrongly.").save()
    assert desk.primary() == "Agree…"
