"""What is typed into a paper is on the laptop before it is in the file, and comes back from there after anything."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.door import Office
from app.drafts import Draft, Drafts, local_at
from app.kept import typed as told
from app.papers import shelf
from tests.factories import SAM
from tests.ui.helpers import OFFSCREEN, fill, seen, until
from tests.ui.tabs.papers.test_saving import LAST, kept, own, write_elsewhere
from tests.ui.tabs.papers.writing import CTRL, Writing, writing_on
from ui import sharing
from ui.kit import state

pytestmark = OFFSCREEN
Key = Qt.Key


@pytest.fixture
def alone(devon: Writing) -> Writing:
    """The end of the plan, in an office of the test's own, with nothing typed yet."""
    return devon.open().choose(LAST)


def keys(writing: Writing, text: str, box: QWidget | None = None) -> None:
    """Type at the end and wait for nothing."""
    writing.box.moveCursor(writing.box.textCursor().MoveOperation.End)
    QTest.keyClicks(box or writing.box, text)


def on_laptop(writing: Writing) -> list[Draft]:
    """What is kept of this office, as another program finds it on the laptop."""
    office, local = Office(own(writing), SAM), local_at(state.folder())
    found = Drafts(local, office.held.dataset).every()
    office.close()
    local.close()
    return found


def arrived_on_laptop(writing: Writing) -> list[Draft]:
    """The same, once there is something."""
    until(lambda: on_laptop(writing))
    return on_laptop(writing)


def notes(writing: Writing) -> str:
    """What is said over the section."""
    return " ".join(seen(writing.composer.notes))


@contextmanager
def another_sitting(writing: Writing) -> Iterator[Writing]:
    """A second window on the same file and laptop, as after the first one has died."""
    with writing_on(writing.screen.asker, own(writing)) as again:
        yield again


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Somebody else is writing to the file for as long as this lasts."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def hanging(writing: Writing) -> Iterator[None]:
    """The drive does not answer for as long as this lasts: whoever asks it waits."""
    go_on = threading.Event()
    writing.screen.desk.read(lambda _: None, lambda session: go_on.wait(30))
    yield
    go_on.set()


def test_it_is_on_the_laptop_while_it_is_typed_however_fast_somebody_goes_on(alone: Writing) -> None:
    def typing_on() -> bool:
        keys(alone, "more ")
        return bool(on_laptop(alone))

    began = time.monotonic()
    until(typing_on)
    assert time.monotonic() - began < 2
    [draft] = on_laptop(alone)
    paper_id, row_id = alone.composer.paper_id, alone.composer.list.key()
    assert (draft.key, draft.name, draft.state) == (
        f"paper:{paper_id}:{row_id}",
        f"Write section “{LAST}”",
        "typed",
    )
    assert draft.title == "Commissioning Intentions Plan 2019/20"
    assert (draft.place["tab"], draft.place["paper"]) == ("papers", paper_id)
    assert not kept(own(alone)).endswith("more ")


def test_among_what_is_kept_it_can_be_read_in_plain_words(alone: Writing) -> None:
    keys(alone, " A new end.")
    [draft] = arrived_on_laptop(alone)
    boxes = told(draft, sharing._fields(draft))
    assert [one.label for one in boxes] == ["Text"]
    assert boxes[0].words.endswith(" A new end.")
    assert "{Commissioning budget 2019/20}" in boxes[0].words


def test_saved_or_typed_back_it_is_not_kept_any_longer(alone: Writing) -> None:
    keys(alone, "!")
    arrived_on_laptop(alone)
    QTest.keyClick(alone.box, Key.Key_Backspace)
    until(lambda: not on_laptop(alone))
    keys(alone, " A new end.")
    arrived_on_laptop(alone)
    alone.press(Key.Key_S, CTRL)
    assert on_laptop(alone) == []
    keys(alone, " And more.")
    alone.press(Key.Key_Escape)
    assert alone.page.open_paper is None
    assert on_laptop(alone) == []
    assert kept(own(alone)).endswith(" A new end. And more.")


def test_it_lies_over_the_paper_again_in_the_next_sitting_and_is_saved_like_anything_typed(alone: Writing) -> None:
    keys(alone, " A new end.")
    arrived_on_laptop(alone)
    with another_sitting(alone) as again:
        assert again.box.toPlainText().endswith(" A new end.")
        assert notes(again).startswith("Typed on ")
        assert "and not saved yet: it is back." in notes(again)
        assert again.composer.writing.state.text() == "Not saved yet (Ctrl+S)"
        assert " A new end." in again.pages()
        again.press(Key.Key_S, CTRL)
        assert kept(own(again)).endswith(" A new end.")
        assert on_laptop(again) == []
        assert notes(again) == ""


def test_what_came_back_can_be_thrown_away(alone: Writing) -> None:
    before = alone.box.toPlainText()
    keys(alone, " A new end.")
    arrived_on_laptop(alone)
    with another_sitting(alone) as again:
        again.composer.notes.back.followed.emit()
        again.settle()
        assert again.box.toPlainText() == before
        assert on_laptop(again) == []
        assert notes(again) == ""


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication
    from tests.ui.conftest import AnsweringAsker
    from tests.ui.helpers import until
    from tests.ui.tabs.papers.writing import writing_on
    from ui.kit import state, theme

    application = QApplication([])
    state.use_file(Path(sys.argv[2]))
    theme.apply(application, "light", 1.0)
    with writing_on(AnsweringAsker(), Path(sys.argv[1])) as writing:
        writing.open().choose("In summary")
        QTest.keyClicks(writing.box, "Typed and killed. ")
        until(lambda: not writing.composer.keeping._soon.isActive() and writing.screen.desk.idle())
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_desk_that_is_killed_has_lost_nothing_that_was_typed(
    alone: Writing, devon_cornwall_file: Path, tmp_path: Path
) -> None:
    asker = alone.screen.asker
    alone.screen.window.close()
    ini = tmp_path / "killed" / "desk.ini"
    ini.parent.mkdir()
    arguments = [sys.executable, "-c", textwrap.dedent(KILLED), str(devon_cornwall_file), str(ini)]
    ended = subprocess.run(arguments, check=False, timeout=120, env={**os.environ, "PYTEST_CURRENT_TEST": ""})
    assert ended.returncode == -signal.SIGKILL
    state.use_file(ini)
    with writing_on(asker, devon_cornwall_file) as again:
        if again.page.open_paper is None:
            again.open()
        assert again.box.toPlainText().startswith("Typed and killed. ")
        assert "it is back" in notes(again)


def test_what_is_typed_on_while_a_save_is_on_its_way_is_kept_beside_it(alone: Writing) -> None:
    keys(alone, " A new end.")
    with held(own(alone)):
        QTest.keyClick(alone.box, Key.Key_S, CTRL)
        keys(alone, " And more.")
        until(lambda: len(on_laptop(alone)) == 2)
        assert [one.state for one in on_laptop(alone)] == ["sent", "typed"]
    alone.settle()
    [draft] = on_laptop(alone)
    assert draft.typed["text"].endswith(" A new end. And more.")
    alone.press(Key.Key_S, CTRL)
    assert on_laptop(alone) == []
    assert kept(own(alone)).endswith(" A new end. And more.")


def test_what_the_drive_does_not_take_is_left_without_a_question_and_comes_back(alone: Writing) -> None:
    keys(alone, " A new end.")
    with held(own(alone)):
        QTest.keyClick(alone.box, Key.Key_S, CTRL)
        until(lambda: alone.composer.draft is not None and alone.composer.draft.is_saving())
        alone.screen.desk.keep_here()
        until(lambda: alone.composer.draft is not None and not alone.composer.draft.is_saving())
        assert alone.composer.writing.trouble.words().endswith("What you typed is kept on this laptop.")
        alone.press(Key.Key_Escape)
    alone.settle()
    assert alone.page.open_paper is None
    assert alone.screen.asker.asked == []
    assert [one.state for one in on_laptop(alone)] == ["kept"]
    alone.open()
    assert alone.box.toPlainText().endswith(" A new end.")
    alone.press(Key.Key_S, CTRL)
    assert kept(own(alone)).endswith(" A new end.")
    assert on_laptop(alone) == []


def test_a_drive_that_hangs_holds_nobody_who_leaves_and_loses_nothing(alone: Writing) -> None:
    keys(alone, " A new end.")
    with hanging(alone):
        began = time.monotonic()
        assert alone.page.may_leave()
        assert time.monotonic() - began < 2.5
        assert alone.screen.asker.asked == []
        until(lambda: [one.state for one in on_laptop(alone)] == ["sent"])
    alone.settle()
    assert kept(own(alone)).endswith(" A new end.")
    assert on_laptop(alone) == []


def test_a_drive_that_was_gone_and_answers_again_has_what_was_typed_meanwhile(alone: Writing) -> None:
    desk = alone.screen.desk
    keys(alone, " A new end.")
    with hanging(alone):
        QTest.keyClick(alone.box, Key.Key_S, CTRL)
        desk.keep_here()
        until(lambda: desk.is_away)
        keys(alone, " And more.")
        words = "Kept on this laptop: the shared drive does not answer"
        until(lambda: alone.composer.writing.state.text() == words)
        assert alone.page.may_leave()
        assert alone.screen.asker.asked == []
    desk.look_whether_it_answers()
    until(lambda: not desk.is_away)
    alone.settle()
    assert alone.composer.keeping.is_resting()
    alone.composer.keeping._rest.start(1)
    until(lambda: not alone.composer.keeping.is_resting())
    alone.settle()
    assert kept(own(alone)).endswith(" A new end. And more.")
    assert on_laptop(alone) == []


def test_leaving_without_saving_forgets_it_on_the_laptop_too(alone: Writing) -> None:
    write_elsewhere(own(alone), "Sam's own end.")
    keys(alone, " A new end.")
    arrived_on_laptop(alone)
    alone.press(Key.Key_Escape)
    assert alone.screen.asker.asked == [
        "Not saved: What you typed has not been saved. [Leave without saving] [Go back]"
    ]
    assert on_laptop(alone) == []
    assert alone.open().choose(LAST).box.toPlainText() == "Sam's own end."


def test_a_section_that_was_removed_between_two_sittings_comes_back_left_out(alone: Writing) -> None:
    keys(alone, " A new end.")
    arrived_on_laptop(alone)
    office = Office(own(alone), SAM)
    office.write("Remove a section", shelf.remove_section, alone.composer.list.key())
    office.close()
    with another_sitting(alone) as again:
        assert again.sections()[-1] == "In summary, left out"
        assert again.box.toPlainText().endswith(" A new end.")
        again.press(Key.Key_S, CTRL)
        assert again.sections()[-1] == "In summary, Not saved, left out"


def test_what_somebody_saved_between_two_sittings_is_not_gone_over(alone: Writing) -> None:
    keys(alone, " A new end.")
    arrived_on_laptop(alone)
    write_elsewhere(own(alone), "Sam's own end.")
    with another_sitting(alone) as again:
        assert again.box.toPlainText().endswith(" A new end.")
        assert again.composer.writing.trouble.words().startswith(
            "Somebody else has saved this since you began to type."
        )
        again.press(Key.Key_S, CTRL)
        assert len(again.screen.dialogs()) == 1
        assert kept(own(again)) == "Sam's own end."


def test_details_come_back_into_their_boxes(durham: Writing) -> None:
    durham.open().choose("Cover and details")
    fill(durham.composer.details, "Reference", "OPCC/15")
    [draft] = arrived_on_laptop(durham)
    assert [(one.label, one.words) for one in told(draft, sharing._fields(draft))] == [("Reference", "OPCC/15")]
    with another_sitting(durham) as again:
        form = again.composer.details.form
        assert form is not None
        assert form.box("reference").read() == "OPCC/15"
        again.press(Key.Key_S, CTRL)
        assert on_laptop(again) == []


def test_answers_come_back_in_the_section_they_are_given_in(durham: Writing) -> None:
    durham.open().choose("Risks and implications")
    answers = durham.composer.writing.answers
    box = next(one for one in answers._boxes.values() if one.text.accessibleName() == "Staffing")
    QTest.keyClicks(box.text, "None is needed; so: ")
    [draft] = arrived_on_laptop(durham)
    assert [one.words for one in told(draft, sharing._fields(draft))] == ["None is needed; so: n/a"]
    with another_sitting(durham) as again:
        assert again.composer.list.key() == durham.composer.list.key()
        assert again.composer.writing.answers.box(box.answer().id).text.toPlainText() == "None is needed; so: n/a"
        assert "it is back" in notes(again)
