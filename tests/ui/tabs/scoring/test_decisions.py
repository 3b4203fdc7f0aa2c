"""A decision from its draft to its number and its notice, typed and clicked by those who write, approve and sign it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.decisions import superseding
from app.door import Office
from app.papers.preview import text_of
from db.grants import Application
from tests.app.decisions.deciding import FILLED, KIT, PAM, Committed
from tests.app.recommendations.recommended import LATER
from tests.factories import JO, add_line
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, button
from tests.ui.tabs.scoring.deciding import (
    ADVICE,
    GRANTS,
    LEASE,
    Deciding,
    answers,
    deciding_on,
    elsewhere,
    sheet_called,
    sit_down,
)
from tests.ui.tabs.scoring.test_walk import formed, looked_over
from ui.kit import state, theme
from ui.tabs.scoring.page import ScoringPage

pytestmark = OFFSCREEN
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def seated(dressed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jo sits down on 20 August 2018."""
    monkeypatch.setattr(ScoringPage, "today", staticmethod(lambda: LATER))
    sit_down(monkeypatch, "Jo")


@pytest.fixture(scope="session")
def _decided(_made: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copyfile(_made("empty"), tmp_path_factory.mktemp("deciding") / "decided.opcc"))
    office = Office(path, JO)
    made = Committed(office)
    made.one()
    lease = made.sheets.other(title=LEASE)
    made.sheets.give(lease, {"new-1:payee": "Anytown Estates", "new-1:purpose": "Rent", "new-1:amount": 150_000})
    made.sheets.forward(lease)
    office.close()
    return path


@pytest.fixture
def decided_file(_decided: Path, folder: Path) -> Path:
    """An office with two decisions by Jo: the grants of a round, just committed, and a lease that is for approval."""
    return Path(shutil.copyfile(_decided, folder / "decided.opcc"))


@pytest.fixture
def jo(asker: AnsweringAsker, decided_file: Path) -> Iterator[Deciding]:
    """Jo's window at its decisions."""
    with deciding_on(asker, decided_file) as screen:
        yield screen


@pytest.fixture
def pam(jo: Deciding, decided_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deciding]:
    """The commissioner's window on the same file, with a laptop of her own."""
    mine = state.file_in_use()
    state.use_file(mine.parent / "pam" / "desk.ini")
    sit_down(monkeypatch, PAM.name)
    with deciding_on(AnsweringAsker(), decided_file) as screen:
        state.use_file(mine)
        yield screen


# the road


def test_a_committed_decision_is_written_approved_on_paper_and_signed_and_its_number_is_told(
    jo: Deciding, decided_file: Path, tmp_path: Path
) -> None:
    jo.decision(GRANTS)
    assert (jo.primary(), len(jo.notices())) == ("Write it…", 5)
    jo.follow("The decision is not complete.")
    jo.fill_all(
        {"Lead officer": "Ann Folder", "Post of the lead officer": "Grants officer", "Background": "n/a"}
    ).save()
    jo.follow("Advice is missing.").fill_all(ADVICE).save()
    jo.follow("Interests are open.").tick("Interests are confirmed").save()
    for _ in range(2):
        jo.follow("The options are not complete.").fill("Why, or why not", "It is the ranking.").save()
    jo.follow("Implications are not answered.").fill_all(answers(sheet_called(decided_file, GRANTS))).save()
    assert jo.notices() == ["It is complete. Put it to approval"]
    jo.follow("It is complete.")
    assert (jo.cell(GRANTS, "State"), jo.cell(GRANTS, "Approved")) == ("For approval", "0 of 3")
    scan = tmp_path / "Signed sheet.pdf"
    scan.write_bytes(b"%PDF-1.7 signed")
    jo.asker.path = scan
    assert jo.primary() == "Attach a signed paper…"
    jo.do("Attach a signed paper…")
    for name, post in (("Pam Docket", "Commissioner"), ("Kit Margin", "Chief Executive"), ("Lee Tally", "Treasurer")):
        jo.do("Record a signed paper…").fill_all({"Name": name, "Post": post}).save()
        assert not jo.is_open(), jo.refusals()
    assert jo.cell(GRANTS, "Approved") == "3 of 3"
    assert jo.primary() == "Sign it…"
    jo.do("Sign it")
    assert "stays as it was approved" in jo.asker.asked[-1]
    assert (jo.cell(GRANTS, "Number"), jo.cell(GRANTS, "State")) == ("2018-001", "Signed")
    assert "Signed as decision 2018-001" in jo.state()
    assert "1 decision signed, £90,000 given" in jo.headline()
    assert sheet_called(decided_file, GRANTS).reference == "2018-001"
    assert "5, of which 0 have been read and 0 given out" in jo.record()
    jo.do("Show the letters")
    assert jo.tab._key == "letters"
    assert len(jo.names()) == 5


def test_nothing_is_put_to_approval_that_is_not_complete_and_what_is_missing_is_told(
    jo: Deciding, decided_file: Path
) -> None:
    jo.decision(GRANTS).do("Put it to approval")
    assert "“Consultation” is not answered." in " ".join(jo.asker.told) + jo.state()
    assert sheet_called(decided_file, GRANTS).state == "draft"


def test_a_decision_on_something_else_is_begun_written_and_withdrawn(jo: Deciding, decided_file: Path) -> None:
    jo.press(Key.Key_N, CTRL)
    jo.pick("Kind", "Virement").fill("Title", "Money for signs").save()
    assert jo.chosen() == "Money for signs"
    assert "It does not say who has what." in " ".join(jo.notices())
    jo.do("What it gives…").put("New line", "To whom", "Anyshire Council").put("New line", "For what", "Signs")
    jo.put("New line", "Amount", "2500").save()
    assert jo.cell("Money for signs", "Gives, £") == "2,500"
    jo.do("Options > Add an option…").fill("What could be decided", "To move it").save()
    jo.do("Implications > Add a heading…").fill("Heading", "Sustainability").save()
    made = sheet_called(decided_file, "Money for signs")
    assert (made.year, [one.text for one in made.options]) == (2018, ["To move it"])
    assert made.options[0].is_chosen
    assert made.implications[-1].heading == "Sustainability"
    jo.do("Options > Put option 1 away")
    jo.do("Withdraw it…").fill("Reason", "Found elsewhere").save()
    assert (jo.cell("Money for signs", "State"), jo.primary()) == ("Withdrawn", "Print…")


# those who approve


def test_who_prepared_it_is_refused_in_words_and_another_account_approves_it(
    jo: Deciding, pam: Deciding, decided_file: Path
) -> None:
    jo.at().decision(LEASE)
    assert jo.primary() == "Attach a signed paper…"
    jo.do("Approve it…")
    assert "somebody else’s account has to approve it" in jo.said()
    jo.fill_all({"Name": "Jo Lamp", "Post": "Officer"}).save()
    assert any("Jo prepared this decision, and nobody approves what they prepared." in one for one in jo.refusals())
    pam.at().decision(LEASE)
    assert pam.primary() == "Approve it…"
    pam.do("Approve it…").fill_all({"Name": "Pam Docket", "Post": "Police and Crime Commissioner"}).save()
    assert "Pam Docket, Police and Crime Commissioner, in the desk on 20 August 2018." in pam.record()
    assert pam.notices() == ["Everybody has approved it. Sign it"]
    [given] = sheet_called(decided_file, LEASE).approvals
    assert (given.account, given.given) == (PAM.name, "desk")


def test_who_approves_while_another_edits_has_to_read_that_first(
    jo: Deciding, pam: Deciding, decided_file: Path
) -> None:
    pam.at().decision(LEASE).do("Approve it…").fill_all({"Name": "Pam Docket", "Post": "Commissioner"})
    jo.at().decision(LEASE).do("Change it > The decision…").fill("Summary", "A lease for ten years.").save()
    assert not jo.is_open(), jo.refusals()
    pam.at().save()
    assert "Jo saved this while you were typing" in pam.said()
    assert pam.box("Name") == "Pam Docket"
    pam.save()
    assert pam.is_open(), "reading it again is not to be skipped"
    assert not sheet_called(decided_file, LEASE).approvals
    pam.click("Cancel")
    assert "A lease for ten years." in pam.decision(LEASE).record()
    pam.do("Approve it…").fill_all({"Name": "Pam Docket", "Post": "Commissioner"}).save()
    assert pam.cell(LEASE, "Approved") == "1 of 1"


def test_a_change_after_an_approval_leaves_it_without_force_and_whoever_made_it_has_prepared_it(
    jo: Deciding, decided_file: Path
) -> None:
    with elsewhere(decided_file, PAM) as sheets:
        sheets.approve(sheets.office, sheet_called(decided_file, LEASE).id, "commissioner")
    jo.fresh().decision(LEASE)
    assert jo.primary() == "Sign it…"
    jo.do("Change it > What it gives…")
    assert "leaves the approvals given so far without force" in jo.said()
    jo.put("Anytown Estates", "Amount", "1600").save()
    assert jo.cell(LEASE, "Approved") == "0 of 1"
    assert jo.notices()[0].startswith("It was changed after it was approved.")
    jo.do("Take it back…").save()
    assert jo.is_open(), "a reason is required"
    jo.fill("Reason", "The rent has changed.").save()
    assert (jo.cell(LEASE, "State"), jo.notices()) == ("Draft", ["It is complete. Put it to approval"])


def test_conditions_are_written_beside_what_bids_have_which_stays_as_it_was_committed(
    jo: Deciding, decided_file: Path
) -> None:
    jo.decision(GRANTS).do("What it gives…")
    jo.put("Group 1", "Conditions", "Spent by March.").put("Group 2", "Amount", "1").put(
        "Group 3", "To whom", "Us"
    ).save()
    assert not jo.is_open(), jo.refusals()
    assert "Spent by March." in jo.record()
    made = sheet_called(decided_file, GRANTS)
    assert [(one.payee, one.given // 100) for one in made.awards[:3]] == [
        ("Group 1", 40_000),
        ("Group 2", 30_000),
        ("Group 3", 20_000),
    ]


def test_two_who_write_at_once_see_both_and_lose_nothing(jo: Deciding, decided_file: Path) -> None:
    made = sheet_called(decided_file, GRANTS)
    jo.decision(GRANTS).do("The decision…").fill("Lead officer", "Ann Folder")
    with elsewhere(decided_file, KIT) as sheets:
        sheets.change(made.id, summary="Three bids are funded.")
    jo.save()
    assert "kit saved this while you were typing" in jo.said()
    jo.click("Save these")
    made = sheet_called(decided_file, GRANTS)
    assert (made.lead_officer, made.summary) == ("Ann Folder", "Three bids are funded.")


def test_what_is_typed_into_one_form_of_a_decision_does_not_come_back_in_another(jo: Deciding) -> None:
    jo.decision(GRANTS).do("The decision…").fill("Lead officer", "Ann Folder")
    QTest.qWait(700)  # long enough for what was typed to be kept
    jo.settle().tab._leave_form()
    jo.settle().do("Advice…")
    assert "it is not saved" not in jo.said()
    jo.click("Cancel").do("The decision…")
    assert "it is not saved" in jo.said()
    assert jo.box("Lead officer") == "Ann Folder"


# once it is signed


def signed(path: Path, title: str = LEASE) -> None:
    """The lease is approved by the commissioner and signed."""
    sheet_id = sheet_called(path, title).id
    with elsewhere(path, PAM) as sheets:
        sheets.approve(sheets.office, sheet_id, "commissioner")
        sheets.sign(sheet_id)


def test_a_signed_decision_is_replaced_by_another_and_each_leads_to_the_other(jo: Deciding, decided_file: Path) -> None:
    signed(decided_file)
    jo.fresh().decision(LEASE)
    jo.do("Another decision in its place…").fill("Title", "A lease for less").save()
    assert jo.chosen() == "A lease for less"
    assert "It takes the place of 2018-001. Show it" in jo.notices()
    jo.follow("Interests are open.").tick("Interests are confirmed").save()
    jo.do("What it gives…").put("Anytown Estates", "Amount", "1400").save()
    jo.do("Put it to approval")
    new = sheet_called(decided_file, "A lease for less")
    with elsewhere(decided_file, PAM) as sheets:
        sheets.approve(sheets.office, new.id, "commissioner")
    jo.fresh().decision("A lease for less").do("Sign it")
    assert jo.cell("A lease for less", "Number") == "2018-002"
    jo.follow("It takes the place of 2018-001.")
    assert jo.chosen() == LEASE
    assert jo.notices() == ["2018-002 has taken its place. Show it"]
    assert jo.cell(LEASE, "Since then") == "Replaced"
    jo.follow("2018-002 has taken its place.")
    assert jo.chosen() == "A lease for less"


def test_the_window_goes_to_the_year_of_the_decision_that_was_replaced(
    asker: AnsweringAsker, decided_file: Path
) -> None:
    signed(decided_file)
    after = LATER.replace(year=2019)
    with elsewhere(decided_file) as sheets:
        add_line(sheets.office, "Signs", 1_000, year=2019)
        add_line(sheets.office, "Signs last year", 1_000, year=2018)
        old = sheet_called(decided_file, LEASE).id
        new = sheets.office.write("Again", superseding.supersede, old, title="A lease for less", day=after)
        sheets.change(new, interests_confirmed=True)
        sheets.put_forward(new)
        sheets.record(new, "commissioner")
        sheets.sign(new, day=after)
    with deciding_on(asker, decided_file) as jo:
        jo.year("2019/20")
        assert jo.names() == ["A lease for less", GRANTS]
        jo.decision("A lease for less").follow("It takes the place of 2018-001.")
        assert (jo.chosen(), jo.window.top.year.currentText()) == (LEASE, "2018/19")


def test_the_window_goes_to_the_year_a_decision_was_signed_in(asker: AnsweringAsker, decided_file: Path) -> None:
    with elsewhere(decided_file) as sheets:
        for year in (2018, 2019):
            add_line(sheets.office, f"Signs of {year}", 1_000, year=year)
        sheets.record(sheet_called(decided_file, LEASE).id, "commissioner")
    with deciding_on(asker, decided_file) as jo:
        jo.year("2019/20").decision(LEASE).do("Sign it")
        assert (jo.chosen(), jo.window.top.year.currentText()) == (LEASE, "2018/19")
        assert jo.cell(LEASE, "Number") == "2018-001"
        jo.decision(GRANTS).do("Show the letters")
        assert "Dear " in jo.record()
        assert "DEV-1 Group 1" in jo.record()


def test_what_is_published_is_printed_written_into_a_folder_and_noted(
    jo: Deciding, decided_file: Path, tmp_path: Path
) -> None:
    signed(decided_file)
    jo.fresh().decision(LEASE).do("Print the notice as it is published…")
    words = " ".join(text_of(jo.paper(tmp_path / "notice.pdf")).split())
    assert "Decision 2018-001" in words
    assert "Anytown Estates" in words
    jo.do("Print the whole sheet…")
    assert "SHA-256" in " ".join(text_of(jo.paper(tmp_path / "sheet.pdf")).split())
    jo.more("Write all that is published of the year into a folder…")
    assert "1 goes into the folder" in jo.said()
    out = tmp_path / "out"
    out.mkdir()
    jo.asker.path = out
    jo.click("Write the folder…")
    assert {one.name for one in (out / "Published 2018-19").iterdir()} >= {"index.html", "index.csv"}
    assert len(list((out / "Published 2018-19").glob("*.pdf"))) == 1
    assert "1 file and an index" in jo.state()
    jo.press(Key.Key_Escape)
    assert not jo.here.is_editing()
    jo.follow("It is not published yet.").fill("Address", "https://office.example/decisions").save()
    assert "https://office.example/decisions" in jo.record()
    assert jo.notices() == []


def test_what_may_not_be_published_is_left_out_of_the_folder_and_told_why(jo: Deciding, decided_file: Path) -> None:
    with elsewhere(decided_file) as sheets:
        made = sheets.other(title="A quiet matter")
        sheets.fill(made)
        sheets.change(made, **FILLED | {"marking": "OFFICIAL-SENSITIVE"})
        sheets.put_forward(made)
        sheets.record(made, "commissioner")
        sheets.sign(made)
    jo.fresh().more("Write all that is published of the year into a folder…")
    assert "0 go into the folder, 1 is left out." in jo.said()
    assert "It is marked OFFICIAL-SENSITIVE." in jo.said()
    assert not button(jo.tab, "Write the folder…").isEnabled()
    jo.press(Key.Key_Escape).decision("A quiet matter").do("Print the notice as it is published…")
    assert "cannot be published" in " ".join(jo.asker.told) + jo.state()


def test_what_changed_in_the_file_since_it_was_signed_is_told_and_the_decision_stays(
    jo: Deciding, decided_file: Path
) -> None:
    made = sheet_called(decided_file, GRANTS)
    with elsewhere(decided_file) as sheets:
        sheets.through(made.id)
    with elsewhere(decided_file) as sheets:
        key = made.awards[0].application_id
        sheets.office.write("Rename", lambda session: setattr(session.get(Application, key), "project", "Night bus"))
    jo.fresh().decision(GRANTS)
    assert jo.cell(GRANTS, "Since then") == "Changed since"
    assert "Project was Project 1 and is Night bus now." in jo.record()
    assert jo.table("What it gives")[0] == ["Group 1", "Fund", "40,000"]
    assert "Project 1" in jo.record().split("\n")


# round about


def test_the_office_says_how_it_decides_and_a_wrong_pattern_is_refused(jo: Deciding) -> None:
    jo.more("How this office decides…").fill("Decisions are numbered", "No {year}").save()
    assert any("{number} is missing" in one for one in jo.refusals())
    jo.fill("Decisions are numbered", "PFCC/{number}/{year}").fill("Three people approve above", "1000").save()
    assert not jo.is_open()
    jo.decision(LEASE)
    assert jo.cell(LEASE, "Approved") == "0 of 1", "what is for approval keeps the limit it was put under"
    jo.do("Take it back…").fill("Reason", "The limit is lower now.").save()
    assert jo.cell(LEASE, "Approved") == "0 of 3"


def test_a_decision_is_found_by_its_title_its_number_or_who_has_its_money(jo: Deciding, decided_file: Path) -> None:
    signed(decided_file)
    for words in ("2018-001", "lease hub", "anytown estates"):
        jo.view("Members")
        jo.press(Key.Key_K, CTRL).type(words).press(Key.Key_Return)
        assert (jo.tab._key, jo.chosen()) == ("decisions", LEASE), words


def test_a_file_that_may_only_be_read_offers_its_papers_and_nothing_that_saves(
    decided_file: Path, asker: AnsweringAsker, open_folder: Path, as_nobody: Callable[[], None]
) -> None:
    file = Path(shutil.copyfile(decided_file, open_folder / "office.opcc"))
    file.chmod(0o444)
    as_nobody()
    with deciding_on(asker, file) as screen:
        screen.decision(GRANTS)
        assert "Write it…" not in screen.record()
        assert not screen.tab.new_button.isEnabled()
        screen.follow("Advice is missing.")
        assert not screen.here.is_editing()
        offered = {one.text(): one.isEnabled() for one in screen.tab.more_menu().actions()}
        assert offered["Print the whole sheet…"]
        assert offered["Write all that is published of the year into a folder…"]
        assert not offered["How this office decides…"]


def test_an_office_without_a_round_decides_on_other_things(asker: AnsweringAsker, path: Path) -> None:
    screen = Deciding(asker)
    screen.open(path).press(Key.Key_5, CTRL)
    screen.click("Decisions", screen.tab)
    assert screen.headline().startswith("No decision signed yet ")
    screen.press(Key.Key_N, CTRL)
    screen.pick("Kind", "Another matter").fill("Title", "A new lease").save()
    assert screen.names() == ["A new lease"]
    screen.close()


# read, heard, and reached with the keyboard

OF_DRAFT = (
    "words",
    "awards",
    "advice",
    "interests",
    "publication",
    "implications",
    "heading",
    "option new",
    "withdraw",
)
OF_WAITING = ("back", "approve", "words")


@pytest.mark.parametrize("scale", [1.0, 2.0], ids=["100", "200"])
def test_every_form_of_a_decision_can_be_read_and_heard_and_reached_with_the_keyboard(
    scale: float, qapp: QApplication, asker: AnsweringAsker, decided_file: Path
) -> None:
    theme.apply(qapp, "light", scale)
    with elsewhere(decided_file) as sheets:
        sheets.through(sheets.other(title="A signed one"))
    with deciding_on(asker, decided_file) as screen:
        found = []
        for title, actions in ((GRANTS, OF_DRAFT), (LEASE, OF_WAITING), ("A signed one", ("supersede", "published"))):
            screen.decision(title)
            found += looked_over(screen, title)
            found += formed(screen, *(f"decision {one}" for one in actions))
        for action in ("decision new", "decision rule"):
            screen.tab.start(action)
            screen.settle()
            found += looked_over(screen, action)
            screen.click("Cancel")
        screen.tab.start("decision publish")
        screen.settle()
        found += looked_over(screen, "publishing")
    assert found == [], "\n".join(found)
