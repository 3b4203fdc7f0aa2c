"""Letters on the screen: read before they go out, changed, printed, copied, written into a folder, and given out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.decisions import letters, reading
from app.decisions.parts import LetterRecord
from app.door import Office
from app.recommendations import feedback
from app.recommendations import reading as recommended
from tests.app.recommendations.recommended import LATER
from tests.app.scoring.staged import NAMES
from tests.factories import JO, SAM
from tests.papers.decided import FEEDBACK, Decided
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, fill, find, seen
from tests.ui.tabs.scoring.scoring import Scoring, scoring_on
from tests.ui.tabs.scoring.test_walk import looked_over
from ui.kit import theme
from ui.kit.controls import Line
from ui.kit.preview import PrintPreview
from ui.tabs.scoring.letterreader import LetterReader
from ui.tabs.scoring.page import ScoringPage
from ui.tabs.scoring.results import ResultsPanel

pytestmark = OFFSCREEN
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
Made = Callable[[str], Path]
FIRST, LAST = "Group 1", "Group 5"


@pytest.fixture(autouse=True)
def on_the_day(dressed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day on which the decision is signed."""
    monkeypatch.setattr(ScoringPage, "today", staticmethod(lambda: LATER))


@pytest.fixture(scope="module")
def decided(_made: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """Five bids with their letters, before and after their decision was signed."""
    path = Path(shutil.copyfile(_made("empty"), tmp_path_factory.mktemp("letters") / "unsigned.opcc"))
    office = Office(path, JO)
    made = Decided(office)
    signed = path.with_name("signed.opcc")
    office.close()
    shutil.copyfile(path, signed)
    made.office = Office(signed, JO)
    made.sign()
    made.office.close()
    return {False: path, True: signed}


@pytest.fixture
def path(decided: dict[bool, Path], folder: Path) -> Path:
    """The file whose decision is signed."""
    return Path(shutil.copyfile(decided[True], folder / "letters.opcc"))


@pytest.fixture
def desk(asker: AnsweringAsker, path: Path) -> Iterator[Scoring]:
    """Its letters on the screen."""
    with scoring_on(asker, path) as screen:
        yield at_letters(screen)


def at_letters(screen: Scoring) -> Scoring:
    screen.tab.set_year(2018)
    return screen.settle().view("Letters")


def kept(path: Path) -> list[LetterRecord]:
    """The letters as the file has them."""
    office = Office(path, SAM)
    found = office.read(reading.letters)
    office.close()
    return found


def by_another(path: Path, at: int, words: str) -> None:
    """Sam changes the letter of a bid, counted from 0, at her own desk."""
    office = Office(path, SAM)
    one = office.read(reading.letters)[at]
    office.write("Change a letter", letters.change, one.id, version=one.version, words=words)
    office.close()


def reader(desk: Scoring) -> LetterReader:
    found = [one for one in desk.tab.findChildren(LetterReader) if one.isVisible()]
    assert found, "the letters are not open to be read"
    return found[0]


def results(desk: Scoring) -> list[str]:
    """What is told of several letters, from the top down."""
    found = [one for one in desk.tab.findChildren(ResultsPanel) if one.isVisible()]
    assert found, "no results are told"
    return seen(found[0].every)


def open_reader(desk: Scoring) -> LetterReader:
    desk.tab.list.setFocus()
    desk.press(Key.Key_N, CTRL)
    return reader(desk)


def read_all(desk: Scoring) -> None:
    """Go through all letters and say that Jo Lamp has read them."""
    here = open_reader(desk)
    for _ in range(4):
        desk.press(Key.Key_Down)
    fill(here, "Read by", "Jo Lamp")
    desk.press(Key.Key_S, CTRL)
    desk.press(Key.Key_Escape)


# to read


def test_letters_are_read_by_keyboard_and_only_those_that_were_on_the_screen_are_marked(
    desk: Scoring, path: Path
) -> None:
    assert desk.column("State") == ["To read"] * 5
    assert "5 letters, all to read" in desk.headline()
    here = open_reader(desk)
    desk.press(Key.Key_Down).press(Key.Key_Down)
    assert "5 of 5 to read, 3 looked at." in seen(here)
    assert "Dear Cai Foolscap III," in seen(here)
    desk.press(Key.Key_S, CTRL)
    assert not any(one.read_by for one in kept(path)), "nobody was named"
    assert "Who has read them" in here.trouble.words()
    assert here.read_by.hasFocus()
    desk.type("Jo Lamp").press(Key.Key_S, CTRL)
    assert [one.read_by for one in kept(path)] == ["Jo Lamp"] * 3 + ["", ""]
    assert here.list.chosen_id() == kept(path)[3].id, "the next that is to be read is shown"
    desk.press(Key.Key_Escape)
    assert desk.column("State") == ["Ready"] * 3 + ["To read"] * 2


def test_one_letter_is_read_from_its_record(desk: Scoring) -> None:
    desk.choose("Group 3").do("Read it…")
    assert "5 of 5 to read, 1 looked at." in seen(reader(desk))
    assert "Dear Cai Foolscap III," in seen(reader(desk))


def test_who_reads_is_remembered_for_the_next_letters(desk: Scoring) -> None:
    read_all(desk)
    assert open_reader(desk).read_by.text() == "Jo Lamp"


def test_a_letter_that_was_changed_while_it_was_looked_at_is_not_marked_as_read(desk: Scoring, path: Path) -> None:
    here = open_reader(desk)
    desk.press(Key.Key_Down)
    by_another(path, 0, "Sam has other words.")
    fill(here, "Read by", "Jo Lamp")
    desk.press(Key.Key_S, CTRL)
    assert [one.read_by for one in kept(path)] == ["", "Jo Lamp", "", "", ""]
    assert "DEV-1 Group 1" in here.trouble.words()
    here.list.choose(kept(path)[0].id)
    assert "Sam has other words." in seen(here)
    desk.press(Key.Key_S, CTRL)
    assert kept(path)[0].read_by == "Jo Lamp"


def test_what_somebody_else_saves_is_shown_and_has_to_be_looked_at_again(desk: Scoring, path: Path) -> None:
    here = open_reader(desk)
    desk.press(Key.Key_Down)
    by_another(path, 0, "Sam has other words.")
    desk.desk.poll()
    desk.settle()
    assert "DEV-1 was changed meanwhile. Look at it again." in here.trouble.words()
    assert "5 of 5 to read, 1 looked at." in seen(here)


def test_what_was_looked_at_stays_so_while_the_drive_is_away_and_is_marked_once_it_is_back(
    desk: Scoring, path: Path
) -> None:
    here = open_reader(desk)
    desk.press(Key.Key_Down)
    fill(here, "Read by", "Jo Lamp")
    office_, desk.desk._office = desk.desk._office, None
    desk.press(Key.Key_S, CTRL)
    assert "The shared drive does not answer." in here.trouble.words()
    assert "5 of 5 to read, 2 looked at." in seen(here)
    assert here.read_by.text() == "Jo Lamp"
    desk.desk._office = office_
    desk.press(Key.Key_S, CTRL)
    assert [one.read_by for one in kept(path)] == ["Jo Lamp", "Jo Lamp", "", "", ""]


def test_a_letter_is_changed_from_where_it_is_read(desk: Scoring, path: Path) -> None:
    open_reader(desk)
    desk.click("Change this letter…")
    desk.fill("Letter", "We are glad to tell you.").save()
    assert kept(path)[0].words == "We are glad to tell you."
    assert desk.chosen() == FIRST


# to change


def test_a_changed_letter_is_to_be_read_again(desk: Scoring, path: Path) -> None:
    read_all(desk)
    desk.choose(FIRST).do("Change the letter…")
    desk.fill("Letter", f"{NAMES[0]} liked it.").save()
    assert any(NAMES[0] in words for words in desk.refusals())
    desk.fill("Letter", "We are glad to tell you.").save()
    assert desk.column("State") == ["To read"] + ["Ready"] * 4
    assert "We are glad to tell you." in desk.record()
    assert kept(path)[0].read_by == ""


def test_two_who_change_one_letter_see_both_and_lose_nothing(desk: Scoring, path: Path) -> None:
    desk.choose(FIRST).do("Change the letter…").fill("Letter", "Jo has these words.")
    by_another(path, 0, "Sam has other words.")
    desk.save()
    said = "\n".join(seen(desk.form_place))
    assert "Jo has these words." in said
    assert "Sam has other words." in said
    assert kept(path)[0].words == "Sam has other words."


def test_feedback_that_was_chosen_since_is_put_into_the_letter(desk: Scoring, path: Path) -> None:
    office = Office(path, SAM)
    one = kept(path)[1]
    known = office.read(recommended.recommendation, one.application_id)
    assert known is not None
    office.write(
        "Choose", feedback.choose, one.application_id, version=known.version, text="Well costed.", read_by="Sam"
    )
    office.close()
    desk.desk.poll()
    desk.settle().choose("Group 2")
    assert "Other feedback was chosen since." in desk.record()
    desk.do("Put in the feedback that was chosen")
    assert kept(path)[1].feedback == "Well costed."
    assert "Other feedback" not in desk.record()
    assert "Well costed." in desk.record()


# to give out


def test_no_letter_goes_out_before_its_decision_is_signed(
    asker: AnsweringAsker, decided: dict[bool, Path], folder: Path
) -> None:
    unsigned = Path(shutil.copyfile(decided[False], folder / "unsigned.opcc"))
    with scoring_on(asker, unsigned) as desk:
        read_all(at_letters(desk))
        desk.choose(FIRST)
        assert desk.column("State") == ["Decision not signed"] * 5
        assert "It was given out…" not in offered(desk)
        desk.more("Copy its text for an e-mail")
        assert any("has not been signed" in words for words in asker.told)
        desk.more("All letters of this decision were given out…")
        assert not desk.here.is_editing()


def offered(desk: Scoring) -> list[str]:
    """What the record's one button offers."""
    menu = desk._primary().menu()
    return [one.text() for one in menu.actions()]


def test_a_letter_is_given_out_and_that_can_be_taken_back(desk: Scoring, path: Path) -> None:
    read_all(desk)
    desk.choose(FIRST).do("It was given out…")
    desk.fill("Given out on", "21/08/2018").save()
    assert any("after today" in words for words in desk.refusals())
    desk.fill("Given out on", "20/08/2018").save()
    assert desk.column("State")[0] == "Given out"
    assert kept(path)[0].digest in desk.record()
    assert "Change the letter…" not in offered(desk)
    desk.do("It was not given out after all")
    assert desk.column("State")[0] == "Ready"
    assert kept(path)[0].digest == ""


def test_all_that_may_go_out_are_given_out_at_once_and_the_others_are_told(desk: Scoring, path: Path) -> None:
    read_all(desk)
    by_another(path, 2, "Sam has other words.")
    desk.more("All letters of this decision were given out…")
    desk.save()
    assert [one.sent_on for one in kept(path)] == [LATER, LATER, None, LATER, LATER]
    desk.settle()
    told = results(desk)
    assert told[:3] == ["4 of 5 letters are done.", "Not done (1)", f"DEV-3 Group 3: {letters.NOT_READ}"]
    assert told[3] == "Done (4)"
    desk.press(Key.Key_Escape)
    assert desk.column("State") == ["Given out", "Given out", "To read", "Given out", "Given out"]


# what leaves the desk


def test_letters_are_written_into_a_folder_and_what_became_of_each_is_told(desk: Scoring, tmp_path: Path) -> None:
    here = open_reader(desk)
    desk.press(Key.Key_Down)
    fill(here, "Read by", "Jo Lamp")
    desk.press(Key.Key_S, CTRL).press(Key.Key_Escape)
    desk.asker.path = tmp_path / "out"
    desk.more("Write the letters of this decision into a folder…")
    assert {one.name for one in (tmp_path / "out").iterdir()} == {
        "All letters.pdf",
        *(f"DEV-{at} Group {at}.{ending}" for at in (1, 2) for ending in ("pdf", "txt")),
    }
    told = results(desk)
    assert told[:2] == ["2 of 5 letters are done.", "Not done (3)"]
    assert told[-3:] == ["Done (2)", "DEV-1 Group 1", "DEV-2 Group 2"]


def test_a_letter_is_copied_as_the_text_of_an_e_mail(desk: Scoring) -> None:
    read_all(desk)
    desk.choose("Group 4").do("Copy its text for an e-mail")
    assert desk.clipboard().startswith("Your application DEV-4: Project 4\n\nDear Cai Foolscap IIII,")
    assert FEEDBACK in desk.clipboard()


def test_one_letter_or_all_of_them_are_shown_as_they_are_printed(desk: Scoring) -> None:
    desk.choose(FIRST).do("Print this letter…")
    [preview] = desk.dialogs()
    assert isinstance(preview, PrintPreview)
    assert "Your application DEV-1" in preview.windowTitle()
    preview.close()
    desk.settle().more("Print the letters of this decision…")
    [preview] = desk.dialogs()
    assert "Letters: Grants of DEV-2018 Development fund" in preview.windowTitle()
    preview.close()


def test_statistics_are_printed_from_the_page_and_minutes_are_refused_while_no_day_was_held(desk: Scoring) -> None:
    desk.more("Print the statistics of the round…")
    [preview] = desk.dialogs()
    assert isinstance(preview, PrintPreview)
    preview.close()
    desk.settle().more("Print the minutes of the panel day…")
    assert any("has no day for this stage yet" in words for words in desk.asker.told)


def test_a_file_that_is_read_only_lets_letters_be_printed_and_copied_but_not_marked(desk: Scoring, path: Path) -> None:
    read_all(desk)
    desk.desk.read_only = True
    desk.tab.refresh()
    desk.settle().choose(FIRST)
    assert not desk.tab.new_button.isEnabled()
    menu = {one.text(): one.isEnabled() for one in desk.tab.more_menu().actions()}
    assert not menu["All letters of this decision were given out…"]
    assert not menu["Read the letters of this decision…"]
    assert menu["Write the letters of this decision into a folder…"]
    desk.more("Copy its text for an e-mail")
    assert "Dear Cai Foolscap I," in desk.clipboard()


def test_a_letter_leads_to_its_decision(desk: Scoring) -> None:
    desk.choose(LAST).do("Go to its decision")
    assert desk.tab._key == "decisions"
    assert "2018-001" in desk.record()


@pytest.mark.parametrize("scale", [1.0, 2.0], ids=["100", "200"])
def test_every_part_of_it_can_be_read_and_heard_and_reached_with_the_keyboard(
    scale: float, qapp: QApplication, asker: AnsweringAsker, path: Path, tmp_path: Path
) -> None:
    theme.apply(qapp, "light", scale)
    with scoring_on(asker, path) as screen:
        found = looked_over(at_letters(screen), "letters")
        here = open_reader(screen)
        assert find(here, Line, "Read by").isVisible()
        found += looked_over(screen, "reader")
        screen.press(Key.Key_Escape)
        read_all(screen)
        for action in ("letter change", "letter sent", "letters sent"):
            screen.tab._do(action, "")
            screen.settle()
            assert screen.here.is_editing(), action
            found += looked_over(screen, action)
            screen.click("Cancel")
        asker.path = tmp_path / "out"
        screen.more("Write the letters of this decision into a folder…")
        found += looked_over(screen, "results")
    assert found == [], "\n".join(found)
