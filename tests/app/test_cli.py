"""The command line: what it prints, how it ends, and that a command which only reads leaves everything as it was."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app.__main__ import CANNOT_OPEN, DAMAGED, DONE, main
from app.allocations import allocations
from app.arguments import REFUSED
from app.backups import backups
from app.door import Office
from app.funds import stated
from app.money import Pence
from app.office import details
from app.organisations import change, organisations
from app.papers import shelf
from app.papers.gathering import gather_paper
from app.papers.issuing import issue, prepare
from app.papers.preview import text_of
from app.papers.stored import issued
from app.presence import Presence
from db.contracts import Contract
from db.identity import SCHEMA
from tests.app.contracts.registered import contract
from tests.conftest import Open
from tests.exchange.ocds_standard import wrong
from tests.factories import (
    JO,
    SAM,
    add_budget,
    add_organisation,
    add_partnership,
    ask,
    behind_the_desk,
    digest,
    left_alone,
    make_older,
)
from tests.papers.bidding import with_many
from tests.papers.contracted import with_isva
from tests.papers.decided import Decided
from tests.papers.shelves import TODAY, start
from tests.papers.shelves import change as change_paper

Said = pytest.CaptureFixture[str]


def of_contracts(path: Path, output: Path) -> list[str]:
    return ["export", str(path), "--what", "contracts", "-o", str(output)]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command line as IT types it, in a Python of its own."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    words = [str(one) for one in arguments]
    return subprocess.run(
        [sys.executable, "-m", "app", *words], capture_output=True, encoding="utf-8", check=False, env=environment
    )


# --- new ---


def test_new_makes_an_empty_office(folder: Path, capsys: Said, opened: Open) -> None:
    path = folder / "office.opcc"
    assert main(["new", str(path)]) == DONE
    assert capsys.readouterr() == (f"Made {path}.\n", "")
    assert opened(path).read(organisations) == []


def test_new_makes_an_example(folder: Path, capsys: Said, opened: Open) -> None:
    path = folder / "office.opcc"
    assert main(["new", str(path), "--example", "durham"]) == DONE
    assert capsys.readouterr() == (f"Made {path}.\n", "")
    assert opened(path).read(details).name == "Durham"


def test_new_never_writes_over_a_file(path: Path, capsys: Said) -> None:
    with left_alone(path):
        assert main(["new", str(path)]) == CANNOT_OPEN
    assert capsys.readouterr() == (
        "",
        f"There is already a file at {path}. Choose another name; it was left as it is.\n",
    )


# --- check ---


DEVON_CORNWALL = [
    ("£3,472,560", "£3,313,970", "−£158,590"),
    ("£1880,076 (read as £1,880,076)", "£1,880,265", "+£189"),
    ("£1,685,249", "£1,615,249", "−£70,000"),
    ("£539,470", "£471,042", "−£68,428"),
    ("£500,701", "£500,700", "−£1"),
    ("£87,200", "£97,200", "+£10,000"),
    ("£512,199", "£415,000", "−£97,199"),
]
DURHAM = [("£485,577", "£473,395", "−£12,182")]

_FIGURE = re.compile(r"Printed (.+); (?:its lines add to|it should equal) (.+); difference (.+)\.")


def told(text: str) -> list[tuple[str, str, str]]:
    """Each figure that `check` says does not tie: as printed, as computed, and the difference."""
    return [(found[1], found[2], found[3]) for found in _FIGURE.finditer(text)]


@pytest.mark.parametrize(("name", "expected"), [("devon_cornwall", DEVON_CORNWALL), ("durham", DURHAM)])
def test_check_names_every_figure_that_does_not_tie_and_no_other(
    name: str, expected: list[tuple[str, str, str]], request: pytest.FixtureRequest, capsys: Said
) -> None:
    path: Path = request.getfixturevalue(f"{name}_file")
    with left_alone(path):
        assert main(["check", str(path)]) == REFUSED
    said = capsys.readouterr()
    count = "7 figures do not tie" if len(expected) == 7 else "1 figure does not tie"
    assert said.out == f"{path} is sound: pages, references, journal, values, issued papers and documents.\n{count}.\n"
    assert told(said.err) == expected


def test_check_names_the_rows_that_were_added_up(devon_cornwall_file: Path, capsys: Said) -> None:
    main(["check", str(devon_cornwall_file)])
    assert (
        "Commissioning Intentions Plan 2019 to 2020, box on preventing crime: "
        "Printed £87,200; its lines add to £97,200; difference +£10,000.\n"
        "    “To reduce reoffending 2019/20, as stated” sums three figures.\n"
        "    Added: Local Criminal Justice Board £20,000; CASS Plus £32,600; Circles South West £44,600.\n"
    ) in capsys.readouterr().err


def test_check_tells_a_reason_that_was_given_and_does_not_fail_for_it(
    durham: Office, durham_file: Path, capsys: Said
) -> None:
    [wrong] = [one for one in durham.read(stated.stated) if not one.agrees]
    given = {"name": wrong.name, "amount_pence": wrong.amount_pence, "place": wrong.place, "reason": "Last year's."}
    durham.write("Give the reason", stated.change, wrong.id, version=wrong.version, **given)  # type: ignore[arg-type]  # by name
    durham.close()
    assert main(["check", str(durham_file)]) == DONE
    said = capsys.readouterr()
    assert said.err.endswith("    Reason given: Last year's.\n")
    assert said.out.endswith("1 figure does not tie; the reason is given for 1 of them.\n")


def test_check_of_an_office_whose_figures_tie_says_so(path: Path, office: Office, capsys: Said) -> None:
    parts = [("budget", add_budget(office, name, pounds)) for name, pounds in (("A", 1_000), ("B", 500), ("C", "TBD"))]
    office.write("State", stated.add, name="Headline", amount_pence=1_500_00, parts=parts[:2])
    office.write("State", stated.add, name="With a word in it", amount_pence=1_500_00, parts=parts)
    office.close()
    with left_alone(path):
        assert main(["check", str(path)]) == DONE
    sound = f"{path} is sound: pages, references, journal, values, issued papers and documents.\n"
    assert capsys.readouterr() == (f"{sound}Every figure ties.\n", "")


def test_check_of_a_new_office_finds_nothing(path: Path, capsys: Said) -> None:
    assert main(["check", str(path)]) == DONE
    said = capsys.readouterr()
    assert (said.out.splitlines()[-1], said.err) == ("Every figure ties.", "")


def test_check_finds_a_paper_whose_pages_were_altered_after_it_was_issued(
    path: Path, office: Office, capsys: Said
) -> None:
    paper = start(office)
    change_paper(office, paper, title="Plan for 2018/19", day=TODAY)
    prepared = prepare(office.read(gather_paper, paper, today=TODAY))
    office.write("Issue", issue, paper, version=None, prepared=prepared, today=TODAY, by="Jo")
    office.close()
    behind_the_desk(path, "UPDATE stored_file SET content = X'00' WHERE media = 'application/pdf'")
    assert main(["check", str(path)]) == DAMAGED
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n"), "“Plan for 2018/19”" in said.err) == ("", 1, True)


def test_check_names_what_does_not_tie_in_a_draft_once_and_by_its_paper(
    devon_cornwall: Office, devon_cornwall_file: Path, capsys: Said
) -> None:
    paper = start(devon_cornwall, year=2019)
    box = "to do both £30\n- one £10\n- two £25\nand to do {total:1066}"
    add_section = shelf.add_section
    devon_cornwall.write("Add a section", add_section, paper, heading="Intentions", shows="intends", text=box)
    devon_cornwall.close()
    assert main(["check", str(devon_cornwall_file)]) == REFUSED
    said = capsys.readouterr()
    assert told(said.err) == [*DEVON_CORNWALL, ("£30", "£35", "+£5")]
    assert "In summary, box: There is no figure for the commissioning budget in 1066/67." in said.err
    assert said.out.endswith("8 figures do not tie. 1 reference leads to no figure.\n")


def test_check_names_the_step_where_the_journal_was_altered(path: Path, office: Office, capsys: Said) -> None:
    add_organisation(office)
    office.close()
    behind_the_desk(path, "UPDATE step SET user = 'Nobody'")
    with left_alone(path):
        assert main(["check", str(path)]) == DAMAGED
    assert capsys.readouterr() == ("", "The journal does not hold at step 1: the step itself was altered.\n")


def test_check_finds_a_figure_changed_outside_the_desk(devon_cornwall_file: Path, capsys: Said) -> None:
    where = "WHERE amount_pence = 34361000"
    [(row_id,)] = ask(devon_cornwall_file, f"SELECT id FROM budget_revision {where}")
    behind_the_desk(devon_cornwall_file, f"UPDATE budget_revision SET amount_pence = 34361001 {where}")
    assert main(["check", str(devon_cornwall_file)]) == DAMAGED
    assert capsys.readouterr().err == (
        f"budget_revision.amount_pence of row {row_id} is not what the journal last recorded: "
        "it was changed outside the desk.\n"
    )


def test_check_finds_an_issued_paper_altered_outside_the_desk(devon_cornwall_file: Path, capsys: Said) -> None:
    behind_the_desk(devon_cornwall_file, "UPDATE stored_file SET content = x'00' WHERE media = 'application/json'")
    assert main(["check", str(devon_cornwall_file)]) == DAMAGED
    said = capsys.readouterr().err
    assert said.startswith("The data of “Commissioning Intentions Plan 2018/19”, issued on ")
    assert said.count("\n") == 1


def test_check_of_a_file_that_was_cut_short_ends_as_damaged(path: Path, capsys: Said) -> None:
    os.truncate(path, path.stat().st_size - 5_000)
    assert main(["check", str(path)]) == DAMAGED
    assert capsys.readouterr().err == (
        f"{path} is damaged and was left as it is. Go back to its newest backup, or ask IT.\n"
    )


def test_check_of_a_file_with_an_overwritten_page_ends_as_damaged(devon_cornwall_file: Path, capsys: Said) -> None:
    with devon_cornwall_file.open("r+b") as file:
        file.seek(devon_cornwall_file.stat().st_size // 8192 * 4096)
        file.write(b"\xff" * 4096)
    with left_alone(devon_cornwall_file):
        assert main(["check", str(devon_cornwall_file)]) == DAMAGED
    assert capsys.readouterr().err.startswith("The file is damaged: ")


def test_check_of_what_is_no_office_file_ends_as_not_opened(folder: Path, capsys: Said) -> None:
    path = folder / "paper.pdf"
    path.write_bytes(b"%PDF-1.7")
    with left_alone(path):
        assert main(["check", str(path)]) == CANNOT_OPEN
    assert capsys.readouterr() == ("", f"{path} is not an office file of this desk. It was left as it is.\n")


def test_check_of_a_missing_file_makes_none(folder: Path, capsys: Said) -> None:
    assert main(["check", str(folder / "gone.opcc")]) == CANNOT_OPEN
    assert (capsys.readouterr().out, list(folder.iterdir())) == ("", [])


# --- history ---


def test_history_tells_the_newest_first_with_who_and_why(
    path: Path, office: Office, opened: Open, capsys: Said
) -> None:
    one = add_organisation(office, "First Light")
    given = {"version": None, "kind": "Charity", "aliases": ""}
    opened(path, SAM).write("Rename", change, one, name="Second Light", **given)  # type: ignore[arg-type]  # by name
    with left_alone(path):
        assert main(["history", str(path)]) == DONE
    newest, oldest = capsys.readouterr().out.splitlines()
    assert newest[:6].strip() == "2"
    assert newest.endswith(
        "  Sam  Rename: name from “First Light” to “Second Light”; kind from “Other” to “Charity”; “First Light”."
    )
    assert oldest.endswith("  Jo  Add organisation: “First Light”.")


def test_history_tells_of_papers_in_the_words_of_their_boxes(path: Path, office: Office, capsys: Said) -> None:
    change_paper(office, start(office), day=TODAY)
    main(["history", str(path), "--most", "1"])
    assert capsys.readouterr().out.endswith("date of the paper from nothing to 1 June 2018.\n")


def test_history_tells_no_more_than_asked(path: Path, office: Office, capsys: Said) -> None:
    for at in range(3):
        add_organisation(office, f"Body {at}")
    main(["history", str(path), "--most", "2"])
    assert [line[:6].strip() for line in capsys.readouterr().out.splitlines()] == ["3", "2"]


# --- upgrade ---


def test_upgrade_leaves_an_up_to_date_file_alone(path: Path, capsys: Said) -> None:
    with left_alone(path):
        assert main(["upgrade", str(path)]) == DONE
    assert capsys.readouterr().out == f"{path} is up to date.\n"


def test_upgrade_keeps_the_old_file_among_the_backups(folder: Path, capsys: Said) -> None:
    path = make_older(folder / "office.opcc")
    assert main(["upgrade", str(path)]) == DONE
    [kept] = (folder / "office.opcc.backups").glob("office * before upgrade.opcc")
    assert capsys.readouterr().out == f"{path} is up to date. It was kept as it was in {kept}.\n"
    assert [ask(one, "PRAGMA user_version") for one in (path, kept)] == [[(SCHEMA,)], [(0,)]]


def test_upgrade_puts_a_file_right_that_another_tool_left_in_wal_mode(path: Path, capsys: Said) -> None:
    behind_the_desk(path, "PRAGMA journal_mode=WAL")
    assert main(["upgrade", str(path)]) == DONE
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(f"{path} is no longer in WAL mode. It was kept as it was in ")
    assert told[1:] == [f"{path} is up to date."]
    assert main(["check", str(path)]) == DONE


def test_upgrade_names_who_is_in(folder: Path, capsys: Said) -> None:
    path = make_older(folder / "office.opcc")
    Presence(path, SAM, schema=0).beat()
    before = digest(path)
    assert main(["upgrade", str(path)]) == REFUSED
    assert "In it now: Sam (LAPTOP-2)" in capsys.readouterr().err
    assert digest(path) == before


def test_an_upgrade_that_fails_is_one_sentence_and_changes_nothing(folder: Path, capsys: Said) -> None:
    path = make_older(folder / "office.opcc", "CREATE TABLE theme (in_the_way)")
    before = path.read_bytes()
    assert main(["upgrade", str(path)]) == REFUSED
    [kept] = backups(path)
    assert capsys.readouterr().err == (
        f"{path} could not be brought up to date and was left as it was. Tell IT; the backup made before is "
        f"{kept.path.name}.\n"
    )
    assert path.read_bytes() == before


def test_a_file_is_never_upgraded_unasked(folder: Path, capsys: Said) -> None:
    path = make_older(folder / "office.opcc")
    with left_alone(path):
        assert [main([command, str(path)]) for command in ("check", "history")] == [CANNOT_OPEN, CANNOT_OPEN]
    assert capsys.readouterr().err.count("made by an older desk") == 2


# --- backup, restore and move ---


def test_backup_says_where_it_lies_and_what_it_holds(path: Path, office: Office, capsys: Said) -> None:
    add_budget(office, pounds=1_000)
    assert main(["backup", str(path)]) == DONE
    [made] = (path.parent / "office.opcc.backups").glob("*.opcc")
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"Backed {path} up and checked it: {made}"
    assert told[2].startswith("  Last step: “Add line” by Jo, ")
    assert told[3].endswith("0 issued papers, no documents; every entry added up: budget revision £1,000.")


def test_backup_writes_into_another_folder_that_restore_is_told_of(path: Path, tmp_path: Path, capsys: Said) -> None:
    with left_alone(path):
        assert main(["backup", str(path), "-o", str(tmp_path / "safe")]) == DONE
        assert main(["restore", str(path), "--list", "--from", str(tmp_path / "safe")]) == DONE
    assert len(list((tmp_path / "safe").iterdir())) == 2


@pytest.mark.parametrize(
    ("name", "ends", "words"), [("gone.opcc", CANNOT_OPEN, "There is no office file"), ("", CANNOT_OPEN, "a folder")]
)
def test_backup_of_what_is_no_office_file_is_one_sentence(
    folder: Path, capsys: Said, name: str, ends: int, words: str
) -> None:
    assert main(["backup", str(folder / name)]) == ends
    assert words in capsys.readouterr().err


def test_the_list_of_backups_says_what_each_would_lose(path: Path, office: Office, capsys: Said) -> None:
    main(["backup", str(path)])
    add_organisation(office, "Saved since")
    main(["backup", str(path)])
    capsys.readouterr()
    with left_alone(path):
        assert main(["restore", str(path), "--list"]) == DONE
    told = capsys.readouterr().out
    assert told.count("  Nothing of office.opcc would be lost.") == 1
    assert told.count("  1 step of office.opcc would be lost:") == 1
    assert "Jo  Add organisation: “Saved since”." in told


def test_the_list_of_backups_is_told_although_the_file_is_broken(path: Path, capsys: Said) -> None:
    main(["backup", str(path)])
    path.write_bytes(b"broken")
    assert main(["restore", str(path), "--list"]) == DONE
    assert "What would be lost cannot be told, as office.opcc cannot be opened." in capsys.readouterr().out


def test_restore_writes_beside_and_leaves_the_file_alone(path: Path, office: Office, capsys: Said) -> None:
    main(["backup", str(path)])
    add_organisation(office, "Saved since")
    before = digest(path)
    assert main(["restore", str(path)]) == DONE
    [restored] = path.parent.glob("office restored *.opcc")
    assert f" to {restored}\n" in capsys.readouterr().out
    assert digest(path) == before
    assert ask(restored, "SELECT count(*) FROM organisation") == [(0,)]
    assert main(["check", str(restored)]) == DONE


def test_restore_writes_where_it_is_told_and_never_over_a_file(path: Path, tmp_path: Path, capsys: Said) -> None:
    main(["backup", str(path)])
    [made] = (path.parent / "office.opcc.backups").glob("*.opcc")
    new = tmp_path / "new.opcc"
    assert main(["restore", str(path), "--backup", made.name, "-o", str(new)]) == DONE
    assert main(["check", str(new)]) == DONE
    assert main(["restore", str(path), "-o", str(new)]) == REFUSED
    assert capsys.readouterr().err == f"There is already a file at {new}. Choose another name; it was left as it is.\n"


def test_restore_gives_the_file_its_name_when_asked(path: Path, office: Office, capsys: Said) -> None:
    main(["backup", str(path)])
    add_organisation(office, "Saved since")
    office.close()
    assert main(["restore", str(path), "--take-over"]) == DONE
    [aside] = path.parent.glob("office replaced *.opcc")
    assert capsys.readouterr().out.endswith(f"{path} is now what was restored. The old file was kept as {aside}.\n")
    assert [ask(one, "SELECT count(*) FROM organisation") for one in (path, aside)] == [[(0,)], [(1,)]]
    assert not list(path.parent.glob("office restored *.opcc"))


def test_a_file_restored_before_takes_over_when_asked(path: Path, capsys: Said) -> None:
    main(["backup", str(path)])
    main(["restore", str(path)])
    [restored] = path.parent.glob("office restored *.opcc")
    assert main(["restore", str(path), "--take-over", str(restored)]) == DONE
    assert not restored.exists()
    assert ask(path, "SELECT epoch FROM office_file") == [(1,)]


@pytest.mark.parametrize("more", [[], ["--list"], ["--backup", "none"]])
def test_where_there_is_no_backup_restore_says_so(path: Path, capsys: Said, more: list[str]) -> None:
    with left_alone(path):
        assert main(["restore", str(path), *more]) == REFUSED
    assert capsys.readouterr().err.startswith("There is no backup of office.opcc in ")


def test_move_carries_the_office_and_says_where_it_is(path: Path, tmp_path: Path, capsys: Said) -> None:
    main(["backup", str(path)])
    (tmp_path / "new").mkdir()
    target = tmp_path / "new" / "office.opcc"
    capsys.readouterr()
    assert main(["move", str(path), str(tmp_path / "new")]) == DONE
    assert capsys.readouterr().out.startswith(f"Moved {path} to {target}.")
    assert main(["check", str(target)]) == DONE
    assert main(["restore", str(target), "--list"]) == DONE
    assert main(["history", str(path)]) == CANNOT_OPEN


def test_move_never_writes_over_a_file(path: Path, tmp_path: Path, capsys: Said) -> None:
    with left_alone(path):
        assert main(["move", str(path), str(path)]) == REFUSED
    assert "There is already a file at" in capsys.readouterr().err


# --- export and paper ---


@pytest.mark.parametrize("what", ["budget", "income", "agreements", "funds", "stated", "allocations", "history"])
def test_export_writes_a_workbook_and_leaves_the_office_alone(
    devon_cornwall_file: Path, tmp_path: Path, capsys: Said, what: str
) -> None:
    output = tmp_path / f"{what}.xlsx"
    with left_alone(devon_cornwall_file):
        assert main(["export", str(devon_cornwall_file), "--what", what, "-o", str(output)]) == DONE
    assert output.read_bytes()[:2] == b"PK"
    assert capsys.readouterr().out.endswith(f" lines to {output}.\n")


def test_export_takes_the_newest_year_unless_told(devon_cornwall_file: Path, tmp_path: Path, capsys: Said) -> None:
    for arguments in ([], ["--year", "2018/19"]):
        main(["export", str(devon_cornwall_file), "-o", str(tmp_path / "budget.xlsx"), *arguments])
    said = capsys.readouterr().out.splitlines()
    assert [line.split(" lines")[0] for line in said] == ["Wrote 17", "Wrote 9"]


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["--year", "2018/19"], 9),
        (["--year", "2019/20"], 10),
        (["--line", "community safety partnership fund"], 10),
        (["--line", "Youth Offending Service", "--year", "2017/18"], 4),
    ],
)
def test_export_writes_the_allocations_of_every_line_or_of_one(
    devon_cornwall_file: Path, tmp_path: Path, capsys: Said, arguments: list[str], count: int
) -> None:
    output = tmp_path / "allocations.xlsx"
    command = ["export", str(devon_cornwall_file), "--what", "allocations", "-o", str(output), *arguments]
    assert main(command) == DONE
    assert capsys.readouterr().out == f"Wrote {count} lines to {output}.\n"


def test_export_of_a_line_there_is_not_is_one_sentence(devon_cornwall_file: Path, tmp_path: Path, capsys: Said) -> None:
    command = ["export", str(devon_cornwall_file), "--what", "allocations", "--line", "Atlantis"]
    assert main([*command, "-o", str(tmp_path / "none.xlsx")]) == REFUSED
    assert capsys.readouterr().err == "There is no one line called “Atlantis”.\n"


# --- export of contracts ---


def test_export_writes_the_orders_two_lists_on_two_sheets_without_a_budget(
    path: Path, office: Office, tmp_path: Path, capsys: Said
) -> None:
    contract(office, "=ISVA", 10_001)
    contract(office, "Helpline", 10_000)
    output = tmp_path / "contracts.xlsx"
    with left_alone(path):
        assert main([*of_contracts(path, output), "--date", "14 November 2019"]) == DONE
    assert capsys.readouterr().out == f"Wrote 2 lines to {output}.\n"
    book = load_workbook(output)
    assert book.sheetnames == ["Contracts over £10,000", "Contracts of £10,000 or less"]
    title = book.worksheets[0]["B5"]
    assert (title.value, title.data_type) == ("=ISVA", "s")


def test_export_writes_the_orders_lists_as_one_csv(path: Path, office: Office, tmp_path: Path, capsys: Said) -> None:
    contract(office, "Helpline", 10_000)
    contract(office, "@ISVA", 10_001)
    output = tmp_path / "contracts.CSV"
    assert main([*of_contracts(path, output), "--date", "14/11/2019"]) == DONE
    assert capsys.readouterr().out == f"Wrote 2 lines to {output}.\n"
    head, large, small = list(csv.reader(output.read_text(encoding="utf-8-sig").splitlines()))
    assert head[:3] == ["List", "Reference", "Title"]
    assert (large[0], large[2], large[5], large[7]) == ("Over £10,000", "'@ISVA", "10001.00", "2018-10-01")
    assert (small[0], small[2], small[5]) == ("£10,000 or less", "Helpline", "10000.00")


def test_export_leaves_out_what_has_ended_by_the_day(path: Path, office: Office, tmp_path: Path, capsys: Said) -> None:
    contract(office)
    for day in ("30 September 2021", "1 October 2021"):
        assert main([*of_contracts(path, tmp_path / "contracts.csv"), "--date", day]) == DONE
    assert [line.split(" to ")[0] for line in capsys.readouterr().out.splitlines()] == ["Wrote 1 line", "Wrote 0 lines"]


def test_export_writes_valid_open_contracting_data(path: Path, office: Office, tmp_path: Path, capsys: Said) -> None:
    contract(office)
    output = tmp_path / "contracts.json"
    with left_alone(path):
        assert main(["export", str(path), "--what", "ocds", "-o", str(output), "--date", "2019-11-14"]) == DONE
    assert capsys.readouterr().out == f"Wrote 1 release to {output}.\n"
    assert wrong(json.loads(output.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("data.xlsx", "Open contracting data is a .json file. Give data.xlsx that ending.\n"),
        ("data.json", "There is no contract to publish yet. A grant agreement is not published as a contract.\n"),
    ],
)
def test_open_contracting_data_that_cannot_be_is_one_sentence_and_no_file(
    path: Path, tmp_path: Path, capsys: Said, name: str, sentence: str
) -> None:
    assert main(["export", str(path), "--what", "ocds", "-o", str(tmp_path / name)]) == REFUSED
    assert capsys.readouterr() == ("", sentence)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(("name", "wrote"), [("dates.ics", "date"), ("dates.xlsx", "line"), ("dates.csv", "line")])
def test_export_writes_the_dates_that_bite_as_a_calendar_or_a_list(
    path: Path, office: Office, tmp_path: Path, capsys: Said, name: str, wrote: str
) -> None:
    contract(office, review_every="none")
    output = tmp_path / name
    with left_alone(path):
        assert main(["export", str(path), "--what", "dates", "-o", str(output), "--date", "1 August 2021"]) == DONE
    said = re.fullmatch(rf"Wrote (\d+) {wrote}s? to {re.escape(str(output))}\.\n", capsys.readouterr().out)
    assert said is not None
    assert int(said[1]) >= 1
    content = output.read_bytes()
    assert content.startswith({".ics": b"BEGIN:VCALENDAR", ".xlsx": b"PK", ".csv": b"\xef\xbb\xbf"}[output.suffix])
    assert output.suffix != ".ics" or content.count(b"BEGIN:VEVENT") == int(said[1])


def test_any_list_may_be_csv(devon_cornwall_file: Path, tmp_path: Path, capsys: Said) -> None:
    output = tmp_path / "budget.csv"
    assert main(["export", str(devon_cornwall_file), "-o", str(output)]) == DONE
    assert capsys.readouterr().out == f"Wrote 17 lines to {output}.\n"
    assert len(output.read_text(encoding="utf-8-sig").splitlines()) == 18


def test_history_tells_of_contracts_in_the_words_of_their_boxes(path: Path, office: Office, capsys: Said) -> None:
    one = contract(office)

    def publish(session: Session) -> None:
        session.get_one(Contract, one).published_on = date(2018, 11, 1)

    office.write("Publish", publish)
    main(["history", str(path), "--most", "1"])
    assert "copy published on" in capsys.readouterr().out.lower()


def test_history_tells_of_allocations_in_the_words_of_their_boxes(path: Path, office: Office, capsys: Said) -> None:
    budget, partnership = add_budget(office), add_partnership(office)
    row = office.write("Allocate", allocations.allocate, budget, partnership_id=partnership, amount=Pence(100_00))
    marked = {"version": None, "sent_on": date(2018, 4, 3), "signed_on": None}
    office.write("Send it", allocations.grant_document, row, **marked)  # type: ignore[arg-type]
    main(["history", str(path), "--most", "1"])
    said = "Send it: grant document sent on of “Safer Anytown” from nothing to 3 April 2018."
    assert said in capsys.readouterr().out


def test_paper_prints_a_pdf_and_leaves_the_office_alone(devon_cornwall_file: Path, tmp_path: Path) -> None:
    output = tmp_path / "paper.pdf"
    with left_alone(devon_cornwall_file):
        done = main(
            ["paper", str(devon_cornwall_file), "--year", "2019/20", "--date", "8 February 2019", "-o", str(output)]
        )
    assert (done, output.read_bytes()[:5]) == (DONE, b"%PDF-")


def test_the_same_paper_of_the_same_day_has_the_same_bytes(durham_file: Path, tmp_path: Path) -> None:
    outputs = [tmp_path / name for name in ("one.pdf", "two.pdf")]
    for output in outputs:
        main(["paper", str(durham_file), "--date", "3 February 2015", "-o", str(output)])
    assert outputs[0].read_bytes() == outputs[1].read_bytes()


@pytest.mark.parametrize("kind", ["intentions", "panel-paper"])
@pytest.mark.parametrize("name", ["devon_cornwall", "durham", "empty"])
def test_either_paper_comes_from_each_example_and_from_a_new_office(
    name: str, kind: str, request: pytest.FixtureRequest, tmp_path: Path, capsys: Said
) -> None:
    file: Path = request.getfixturevalue("path" if name == "empty" else f"{name}_file")
    output = tmp_path / "paper.pdf"
    year = {"devon_cornwall": "2019/20", "durham": "2015/16", "empty": "2024/25"}[name]
    with left_alone(file):
        assert main(["paper", str(file), "--kind", kind, "--year", year, "-o", str(output)]) == DONE
    stored = (name, kind) in {("devon_cornwall", "intentions"), ("durham", "panel-paper")}
    said = capsys.readouterr().out
    assert said.startswith("Printed the draft “" if stored else "Printed “")
    assert ("from the template, as a draft" in said) != stored
    assert "DRAFT" in text_of(output.read_bytes())


def test_an_issued_paper_comes_back_as_the_bytes_that_went_out(
    devon_cornwall: Office, devon_cornwall_file: Path, tmp_path: Path, capsys: Said
) -> None:
    went_out = devon_cornwall.read(issued, devon_cornwall.read(shelf.papers)[1].id)
    output = tmp_path / "paper.pdf"
    command = ["paper", str(devon_cornwall_file), "--kind", "intentions", "--year", "2018/19", "-o", str(output)]
    for day in ([], ["--date", "1 April 2018"]):
        assert main([*command, *day]) == DONE
        assert output.read_bytes() == went_out
    said = f"Printed “Commissioning Intentions Plan 2018/19” as it was issued to {output}.\n"
    assert capsys.readouterr().out == said * 2
    assert main([*command, "--date", "2 April 2018"]) == REFUSED
    assert capsys.readouterr().err == (
        "“Commissioning Intentions Plan 2018/19” was issued with the date 1 April 2018 and is printed as it went out. "
        "Leave the date out.\n"
    )


def test_a_draft_bears_its_own_date_unless_another_is_given(durham_file: Path, tmp_path: Path, capsys: Said) -> None:
    output = tmp_path / "paper.pdf"
    command = ["paper", str(durham_file), "--kind", "panel-paper", "-o", str(output)]
    printed = []
    for day in ([], ["--date", "4 March 2015"]):
        main([*command, *day])
        printed.append(text_of(output.read_bytes()))
    assert capsys.readouterr().out == f"Printed the draft “Update on commissioning activity” to {output}.\n" * 2
    assert ["3 February 2015" in one for one in printed] == [True, False]
    assert "4 March 2015" in printed[1]


def test_a_reference_chooses_among_the_papers_of_a_year(
    durham: Office, durham_file: Path, tmp_path: Path, capsys: Said
) -> None:
    output = tmp_path / "paper.pdf"
    second = durham.write("Start", shelf.start, kind="panel-paper", year=2015, today=date(2015, 3, 1))
    for paper, title, reference in (
        (durham.read(shelf.papers)[1].id, "The first", "PCP 1"),
        (second, "The second", "PCP 2"),
    ):
        change_paper(durham, paper, title=title, reference=reference)
    durham.close()
    command = ["paper", str(durham_file), "--kind", "panel-paper", "--year", "2015-16", "-o", str(output)]
    for chosen in ([], ["--ref", "PCP 1"]):
        main([*command, *chosen])
    assert [line.split("”")[0] for line in capsys.readouterr().out.splitlines()] == [
        "Printed the draft “The second",
        "Printed the draft “The first",
    ]
    assert main([*command, "--ref", "PCP 3"]) == REFUSED
    assert capsys.readouterr().err == (
        "There is no Police and Crime Panel paper with the reference “PCP 3”. There are: PCP 2, PCP 1.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "called"),
    [
        (["--kind", "allocations"], "“Allocations to partnerships 2019/20”"),
        (["--kind", "themes"], "“Partnership spend by theme 2018/19”"),
        (["--kind", "review-summary"], "“Review of Community Safety Partnership Fund” of “B: crime and people”"),
        (["--kind", "partnership"], "a page for each partnership"),
        (
            ["--kind", "partnership", "--partnership", "Torbay", "--scenario", "B: crime and people"],
            "the page of Torbay by “B: crime and people”",
        ),
        (["--kind", "contracts"], "“Register of contracts”"),
        (["--kind", "expiry"], "“Contracts that come to an end”"),
        (["--kind", "allocations", "--line", "Community Safety Partnership Fund", "--year", "2018/19"],
         "“Allocations to partnerships 2018/19”"),
    ],
)  # fmt: skip
def test_papers_that_are_printed_directly_leave_the_office_alone(
    devon_cornwall_file: Path, tmp_path: Path, capsys: Said, arguments: list[str], called: str
) -> None:
    output = tmp_path / "paper.pdf"
    command = ["paper", str(devon_cornwall_file), *arguments, "--date", "8 November 2019", "-o", str(output)]
    with left_alone(devon_cornwall_file):
        assert main(command) == DONE
    assert capsys.readouterr().out == f"Printed {called} to {output}.\n"
    assert "8 November 2019" in text_of(output.read_bytes())
    first = output.read_bytes()
    main(command)
    assert output.read_bytes() == first


def test_a_name_that_is_nobodys_is_refused_with_those_there_are(
    devon_cornwall_file: Path, tmp_path: Path, capsys: Said
) -> None:
    command = ["paper", str(devon_cornwall_file), "-o", str(tmp_path / "out.pdf"), "--kind"]
    for arguments, sentence in (
        (["review-summary", "--scenario", "A"], "There is no scenario “A”. There are: “B: crime and people”.\n"),
        (["allocations", "--line", "Roads"], "There is no budget line “Roads”. There are: "),
        (["partnership", "--partnership", "Dorset"], "There is no partnership “Dorset”. There are: "),
    ):
        assert main([*command, *arguments]) == REFUSED
        assert capsys.readouterr().err.startswith(sentence)


def test_an_empty_office_prints_papers_that_say_what_is_missing(path: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.pdf"
    for kind, sentence in (
        ("allocations", "No allocation to a partnership has been entered for any year yet."),
        ("themes", "No spend by theme has been entered"),
        ("partnership", "No partnership has been entered yet."),
        ("contracts", "No contract has been entered yet."),
        ("expiry", "No contract has been entered yet."),
    ):
        assert main(["paper", str(path), "--kind", kind, "-o", str(output)]) == DONE
        assert sentence in " ".join(text_of(output.read_bytes()).split())


def test_a_contract_s_page_is_asked_for_by_its_reference(path: Path, tmp_path: Path, capsys: Said) -> None:
    output = tmp_path / "out.pdf"
    command = ["paper", str(path), "--kind", "contract", "--date", "14 November 2019", "-o", str(output), "--contract"]
    assert main([*command, "ISVA-2018"]) == REFUSED
    assert capsys.readouterr().err == "There is no contract yet.\n"
    office = Office(path, JO)
    with_isva(office)
    office.close()
    assert main([*command, "isva-2018"]) == DONE
    assert capsys.readouterr().out == f"Printed the page of “Independent sexual violence advisers” to {output}.\n"
    assert "14 November 2019" in text_of(output.read_bytes())
    assert main([*command, "RJ"]) == REFUSED
    assert capsys.readouterr().err == "There is no contract “RJ”. There are: ISVA-2018.\n"


def test_a_round_its_long_list_and_a_bid_are_asked_for_by_their_references(
    path: Path, tmp_path: Path, capsys: Said
) -> None:
    output = tmp_path / "out.pdf"
    command = ["paper", str(path), "--date", "25 November 2018", "-o", str(output), "--kind"]
    assert main([*command, "round"]) == REFUSED
    assert capsys.readouterr().err == "There is no round yet.\n"
    office = Office(path, JO)
    with_many(office, 4)
    office.close()
    for kind, called, marking in (
        ("round", "the round summary of “Community safety grants”", "OFFICIAL"),
        ("long-list", "the long list of bids of “Community safety grants”", "OFFICIAL-SENSITIVE"),
    ):
        assert main([*command, kind, "--round", "csdf-2018"]) == DONE
        assert capsys.readouterr().out == f"Printed {called} to {output}.\n"
        words = text_of(output.read_bytes())
        assert "25 November 2018" in words
        assert words.split("\n")[0].strip() == marking
    bid = [*command, "application", "--round", "csdf-2018", "--application"]
    assert main([*bid, "CSDF-2018-002"]) == DONE
    assert capsys.readouterr().out == f"Printed the page of “Project 2” to {output}.\n"
    assert main([*bid, "X"]) == REFUSED
    assert capsys.readouterr().err.startswith("There is no application “X”. There are: CSDF-2018-001, CSDF-2018-002, ")


def test_an_office_without_a_budget_has_nothing_to_print(path: Path, tmp_path: Path, capsys: Said) -> None:
    for command in ("export", "paper"):
        assert main([command, str(path), "-o", str(tmp_path / "out")]) == REFUSED
    assert capsys.readouterr().err == "This office has no budget yet.\n" * 2


@pytest.mark.parametrize("command", ["export", "paper"])
def test_a_year_that_is_none_is_named(durham_file: Path, tmp_path: Path, capsys: Said, command: str) -> None:
    assert main([command, str(durham_file), "--year", "2015/17", "-o", str(tmp_path / "out")]) == REFUSED
    assert capsys.readouterr() == ("", "“2015/17” is not a financial year. Type it like 2018/19.\n")


@pytest.mark.parametrize("command", ["export", "paper"])
def test_a_place_that_cannot_be_written_is_one_sentence(
    durham_file: Path, tmp_path: Path, capsys: Said, command: str
) -> None:
    output = tmp_path / "no such folder" / "out.xlsx"
    assert main([command, str(durham_file), "-o", str(output)]) == REFUSED
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n"), output.name in said.err) == ("", 1, True)


# --- the words themselves ---


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "python -m app: the following arguments are required: COMMAND. Add --help to see what it takes.\n"),
        (
            ["check"],
            "python -m app check: the following arguments are required: FILE. Add --help to see what it takes.\n",
        ),
    ],
)
def test_a_command_that_was_mistyped_is_refused_in_one_sentence(
    arguments: list[str], sentence: str, capsys: Said
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert (caught.value.code, capsys.readouterr().err) == (REFUSED, sentence)


def test_a_whole_run_from_new_to_check(folder: Path) -> None:
    path = folder / "Bürö £.opcc"
    made = run("new", path, "--example", "durham")
    checked = run("check", path)
    assert (made.returncode, made.stdout, made.stderr) == (DONE, f"Made {path}.\n", "")
    assert (checked.returncode, told(checked.stderr)) == (REFUSED, DURHAM)


def test_a_whole_run_that_cannot_open_its_file(folder: Path) -> None:
    path = folder / "gone.opcc"
    ended = run("history", path)
    assert (ended.returncode, ended.stdout) == (CANNOT_OPEN, "")
    assert (
        ended.stderr == f"There is no office file at {path}. Was it moved or renamed? Nothing was made in its place.\n"
    )


def test_decisions_are_listed_published_and_printed_with_their_letters(
    path: Path, office: Office, capsys: Said
) -> None:
    made = Decided(office)
    made.read_letters(0, 1)
    made.sign()
    folder, year = path.parent / "out", ["--year", "2018/19"]
    folder.mkdir()
    assert main(["decisions", str(path), *year]) == DONE
    assert "2018-001  Grants of DEV-2018 Development fund  Grants  Signed  65,000" in capsys.readouterr().out
    assert main(["decisions", str(path), *year, "-o", str(folder / "decisions.csv")]) == DONE
    with (folder / "decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["Number"] for row in csv.DictReader(file)] == ["2018-001"]
    capsys.readouterr()
    assert main(["publish", str(path), *year, "--date", "20 August 2018", "-o", str(folder / "set")]) == DONE
    assert capsys.readouterr().out == f"Wrote 3 files and an index to {folder / 'set'}.\n"
    assert (
        main(["paper", str(path), "--kind", "letters", "--ref", "2018-001", "-o", str(folder / "letters")]) == REFUSED
    )
    assert "2 of 5 letters in" in capsys.readouterr().out
    for kind, ref in (("decision", "2018-001"), ("letters", "2018-001"), ("statistics", "DEV-2018")):
        output = folder / f"{kind}.pdf"
        assert main(["paper", str(path), "--kind", kind, "--ref", ref, "-o", str(output)]) == DONE
        assert text_of(output.read_bytes())


def test_publishing_tells_what_was_left_out_and_ends_with_one(path: Path, office: Office, capsys: Said) -> None:
    Decided(office).sign(marking="OFFICIAL-SENSITIVE")
    assert main(["publish", str(path), "--year", "2018/19", "-o", str(path.parent / "set")]) == REFUSED
    assert capsys.readouterr().err == (
        "Decision (grants) 2018-001: Grants of DEV-2018 Development fund: left out. "
        "2018-001 cannot be published. It is marked OFFICIAL-SENSITIVE.\n"
    )
