"""The desk from the command line, for IT and for tests: what a person does in the window and IT does for them.

Commands that only read never write to the office file. Every error is one plain sentence on stderr.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app import console
from app.arguments import REFUSED, Parser
from app.errors import CannotOpen, Refused
from app.running import held
from app.years import format_day, parse_day, parse_year

if TYPE_CHECKING:
    from app.fields import Field
    from app.history import Entry
    from app.listing import Listing
    from app.manifest import Backup
    from app.papers.paper import Finding

DONE, CANNOT_OPEN, DAMAGED = 0, 2, 3
MOST_LOST = 20
"""How many of the steps that a backup does not hold are told."""
RANKING_PARTS = ("organisations", "projects", "areas", "asked", "names", "recommendations", "comments")
"""Those of `ranking_book.PARTS`, which is not loaded only to say what may be typed."""


@held()
def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code.

    0 done, 1 refused or (of `check`) figures do not tie, 2 cannot be opened, 3 damaged or changed outside the desk.
    """
    console.ready()
    given = _given(arguments)
    try:
        return int(given.run(given))
    except CannotOpen as error:
        print(error.message, file=sys.stderr)
        return DAMAGED if error.damaged else CANNOT_OPEN
    except Refused as error:
        print(error.message, file=sys.stderr)
        return REFUSED


def _given(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was typed: a command, or a self-test in its place."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.selftest is None and given.command is None:
        parser.error("the following arguments are required: COMMAND")
    if given.selftest is not None:
        if given.command is not None or not given.selftest:
            parser.error("argument --selftest: takes a folder, and no command beside it")
        given.run = _selftest
    return given


def _parser() -> Parser:
    parser = Parser(prog=console.program("app"), description="Commissioning Desk from the command line.")
    parser.add_common()
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)

    new = _command(commands, "new", "make a new office file", _new)
    new.add_argument("--example", choices=("devon-cornwall", "durham", "essex"), help="fill it with an example office")

    checked = _command(commands, "check", "check a file, and whether its figures tie", _check)
    checked.description = (
        "Check a file: pages, references, journal, values, documents, and the files of issued papers. Then add up "
        "every stated figure and every table of the draft papers. A figure that is not what its rows come to is named "
        "with both and their difference; one whose reason has been given is named too, and does not fail, nor does a "
        "file beside the office file that belongs to no document."
    )
    checked.epilog = (
        "Ends with 0 when all is well, 1 when a figure without a reason does not tie, 2 when the file cannot be "
        "opened, 3 when it is damaged or was changed outside the desk."
    )

    export = _command(
        commands, "export", "write a list to an Excel workbook, or to CSV by the name of the file", _export
    )
    export.epilog = (
        "Contracts are the two lists of the Specified Information Order, over £10,000 and £10,000 or less: two sheets "
        "of an .xlsx, or one table in a .csv. Of ocds the file is .json; of dates it may be .ics, a calendar."
    )
    export.add_argument(
        "--what",
        choices=(
            "budget",
            "income",
            "agreements",
            "funds",
            "stated",
            "allocations",
            "history",
            "contracts",
            "ocds",
            "dates",
        ),
        default="budget",
    )
    export.add_argument("--year", help="financial year, such as 2019/20; the newest with a budget if left out")
    export.add_argument("--line", default="", help="of allocations: the budget line; every line if left out")
    export.add_argument("--date", help="of contracts, ocds and dates: what counts as today; today if left out")
    export.add_argument("-o", "--output", type=Path, required=True)

    paper = _command(commands, "paper", "print a paper to PDF", _paper)
    paper.add_argument(
        "--kind",
        choices=(
            "budget",
            "intentions",
            "panel-paper",
            "allocations",
            "review-summary",
            "partnership",
            "themes",
            "contracts",
            "expiry",
            "contract",
            "round",
            "application",
            "long-list",
            "pack",
            "sheet",
            "conflicts",
            "ranking",
            "decision",
            "letters",
            "statistics",
            "minutes",
        ),
        default="budget",
    )
    paper.add_argument("--year", help="financial year, such as 2019/20; the newest if left out")
    paper.add_argument(
        "--ref",
        default="",
        help="the reference of the paper, where a year has several; of a decision or letters its number, of statistics "
        "and minutes the round",
    )
    paper.add_argument(
        "--part", choices=("published", "full"), default="published", help="of a decision: as it is published, or whole"
    )
    paper.add_argument("--date", help="the date on the paper; its own, or today where it has none, if left out")
    paper.add_argument("--line", default="", metavar="NAME", help="the budget line that is shared; all if left out")
    paper.add_argument(
        "--scenario", default="", metavar="NAME", help="the re-balancing; the adopted one, or the only one, if left out"
    )
    paper.add_argument("--partnership", default="", metavar="NAME", help="the page of one; all if left out")
    paper.add_argument("--contract", default="", metavar="REF", help="of a contract: its reference")
    paper.add_argument("--round", default="", metavar="REF", help="of a round and its bids; the only one if left out")
    paper.add_argument("--application", default="", metavar="REF", help="of an application: its reference")
    paper.add_argument("--member", default="", metavar="REF", help="of a pack or sheet: the scoring member's reference")
    paper.add_argument("--stage", type=int, choices=(1, 2), help="of scoring; the newest if left out")
    paper.add_argument("-o", "--output", type=Path, required=True)

    history = _command(commands, "history", "say what was done in a file, the newest first", _history)
    history.add_argument("--most", type=int, default=200, help="so many steps (200)")

    upgraded = _command(commands, "upgrade", "bring an older file up to this version, after a backup", _upgrade)
    upgraded.description = (
        "Bring an older file up to this version, and one that another database tool left in WAL mode back to the mode "
        "that is safe on a shared drive; each after a verified backup, and only while nobody else has the file open."
    )
    _add_forms(commands)
    _add_scoring(commands)
    _add_decisions(commands)
    _add_keeping(commands)
    return parser


def _add_forms(commands: argparse._SubParsersAction[Parser]) -> None:
    """The commands that hand out application forms and take them in: form, applications."""
    form = _command(commands, "form", "write the blank application form of a round, an Excel workbook", _form)
    form.add_argument("--round", required=True, metavar="REF", help="the reference of the round")
    form.add_argument("--interest", action="store_true", help="that of its expressions of interest")
    form.add_argument("-o", "--output", type=Path, required=True)

    taken = _command(commands, "applications", "take a folder of returned forms into a round", _applications)
    taken.description = (
        "Take a folder of returned application forms into a round, each whole or not at all, the original kept with "
        "its bid. What cannot be taken is told with its file, sheet and cell, and the rest is taken."
    )
    taken.add_argument("folder", type=Path, metavar="FOLDER")
    taken.add_argument("--round", required=True, metavar="REF", help="the reference of the round")
    taken.add_argument("--preview", action="store_true", help="only say what would be taken")
    taken.add_argument("--received", metavar="DAY", help="when they all arrived; when each was saved if left out")
    taken.add_argument("--time", default="", metavar="HH:MM", help="the time on the clock, with --received")


def _add_scoring(commands: argparse._SubParsersAction[Parser]) -> None:
    """The commands that take score sheets in and write the ranking: scores, ranking."""
    scores = _command(commands, "scores", "take a folder of returned score sheets into a round", _scores)
    scores.description = (
        "Take a folder of returned score sheets into a round, each member's whole or not at all, the original kept. "
        "What cannot be taken is told with its file, sheet and cell, and the rest is taken."
    )
    scores.add_argument("folder", type=Path, metavar="FOLDER")
    scores.add_argument("--preview", action="store_true", help="only say what would be taken")
    scores.add_argument("--received", metavar="DAY", help="when they all arrived; when each was saved if left out")

    ranking = _command(commands, "ranking", "write a ranking with every score as a workbook of formulas", _ranking)
    ranking.add_argument("-o", "--output", type=Path, required=True)
    ranking.add_argument(
        "--without",
        nargs="+",
        default=(),
        choices=RANKING_PARTS,
        help="what to leave out; names makes Member 1 of one",
    )
    for one in (scores, ranking):
        one.add_argument("--round", required=True, metavar="REF", help="the reference of the round")
        one.add_argument("--stage", type=int, choices=(1, 2), help="the latest stage if left out")


def _add_decisions(commands: argparse._SubParsersAction[Parser]) -> None:
    """The commands that list decisions and publish them: decisions, publish."""
    decided = _command(commands, "decisions", "list the decisions of a year", _decisions)
    decided.add_argument("-o", "--output", type=Path, help="write them to this .csv or .xlsx instead")

    published = _command(
        commands, "publish", "write everything of a year that may be published into a folder", _publish
    )
    published.description = (
        "Write everything of a year that may be published into a new folder with an index: notices of decisions, round "
        "statistics, the lists of grants and contracts of the Specified Information Order, and issued papers. "
        "What is marked -SENSITIVE, or holds anything personal, is left out and told."
    )
    published.epilog = "Ends with 1 where something was left out."
    published.add_argument("--date", help="what counts as today; today if left out")
    published.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    for one in (decided, published):
        one.add_argument("--year", required=True, help="financial year, such as 2019/20")


def _add_keeping(commands: argparse._SubParsersAction[Parser]) -> None:
    """The commands that keep the office file: backup, restore, move."""
    backup = _command(commands, "backup", "make a verified backup of a file", _backup)
    backup.description = (
        "Copy a file while others go on saving into it, check the copy against the file, and put it with a note of "
        "what it holds beside the file in FILE.backups."
    )
    backup.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="a folder to put it in instead")

    restore = _command(commands, "restore", "bring a backup back, beside the file and never over it", _restore)
    restore.description = (
        "Write a backup out as an office file of its own, beside FILE. FILE is left as it is, unless the restored file "
        "is to take over its name: then FILE is backed up and kept under another name."
    )
    restore.add_argument("--list", action="store_true", help="only say what each backup holds and what would be lost")
    restore.add_argument("--backup", default="newest", metavar="NAME", help="which one, by its file name; the newest")
    restore.add_argument("--from", dest="folder", type=Path, metavar="FOLDER", help="where they are; FILE.backups")
    restore.add_argument("-o", "--output", type=Path, metavar="NEW", help="the file to write; beside FILE if left out")
    restore.add_argument(
        "--take-over",
        nargs="?",
        const=Path(),
        type=Path,
        metavar="RESTORED",
        help="then give the restored file the name of FILE; or only that, for a file restored before",
    )

    moved = _command(commands, "move", "move a file with its documents and backups, leaving a note", _move)
    moved.description = (
        "Move a file to another folder with its documents and backups, checked and only while nobody else has it open. "
        "The old file is kept under another name, only to be read, and a note says where the office is now."
    )
    moved.add_argument("to", type=Path, metavar="NEW", help="the new file, or the folder it is to lie in")


def _command(commands: argparse._SubParsersAction[Parser], name: str, words: str, run: object) -> Parser:
    parser = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(run=run)
    return parser


def _selftest(given: argparse.Namespace) -> int:
    from app.selftest import selftest

    return selftest(Path(given.selftest))


def _new(given: argparse.Namespace) -> int:
    from app.door import make_office
    from app.examples import make_example
    from app.who import here

    if given.example:
        make_example(given.file, given.example)
    else:
        make_office(given.file, here())
    print(f"Made {given.file}.")
    return DONE


def _check(given: argparse.Namespace) -> int:
    from app.checking import check, strays
    from app.papers.findings import summary, told

    found = [one.text for one in check(given.file)]
    findings: list[Finding] = []
    if not found:
        found, findings = _of_papers(given.file)
    for text in found:
        print(text, file=sys.stderr)
    if found:
        return DAMAGED
    for one in findings:
        print(told(one), file=sys.stderr)
    for name in strays(given.file):
        print(f"{name} in {given.file.name}.files belongs to no document. It does no harm.", file=sys.stderr)
    print(f"{given.file} is sound: pages, references, journal, values, issued papers and documents.")
    print(summary(findings))
    return DONE if all(one.settled for one in findings) else REFUSED


def _of_papers(path: Path) -> tuple[list[str], list[Finding]]:
    """What is wrong with the stored files of issued papers, and the figures that do not tie."""
    from app.door import Office
    from app.papers.guard import office_findings
    from app.papers.stored import stray_files
    from app.who import here

    office = Office(path, here(), read_only=True)
    try:
        # a draft that follows a paper whose data is gone cannot be gathered
        stray = office.read(stray_files)
        return stray, [] if stray else office.read(office_findings, today=date.today())
    finally:
        office.close()


def _export(given: argparse.Namespace) -> int:
    from app.door import Office
    from app.who import here

    day = parse_day(given.date) if given.date else date.today()
    office = Office(given.file, here(), read_only=True)
    try:
        if given.what in {"contracts", "ocds", "dates"}:
            put = _of_contracts(office, given.what, given.output, day)
        else:
            put = _putting([_listing(office, given)], given.output)
    finally:
        office.close()
    print(f"Wrote {put()} to {given.output}.")
    return DONE


def _listing(office: object, given: argparse.Namespace) -> Listing:
    """The list that is asked for, of its year."""
    from app.door import Office
    from app.funds import lists, table

    assert isinstance(office, Office)
    year = _year(office, given.year)
    if given.what == "budget":
        return office.read(table.page, year=year).listing
    if given.what == "income":
        return office.read(lists.income_list, year=year)
    if given.what == "agreements":
        return office.read(lists.agreement_list, year=year)
    if given.what == "funds":
        return office.read(lists.fund_list, year=year)
    if given.what == "stated":
        return office.read(lists.stated_list, year=year)
    if given.what == "allocations":
        return _allocations(office, given.line, year)
    return lists.whole_history(office.read, labels=_labels())


def _putting(listings: Sequence[Listing], output: Path, *, grouped_by: str = "Group") -> Callable[[], str]:
    """How these lists are written, CSV or a workbook by the name of the file; it says what it wrote."""
    from app.exchange.csvs import write_csv
    from app.exchange.workbook import write_listings

    def put() -> str:
        if output.suffix.lower() == ".csv":
            write_csv(listings[0], output, grouped_by=grouped_by)
        else:
            write_listings(listings, output)
        return _counted(sum(len(listing.lines) for listing in listings), "line")

    return put


def _of_contracts(office: object, what: str, output: Path, day: date) -> Callable[[], str]:
    """What is exported of contracts, read by now, and how it is written. Raises Refused for a file of another kind."""
    from app.contracts import register
    from app.door import Office

    assert isinstance(office, Office)
    ending = output.suffix.lower()
    if what == "ocds":
        if ending != ".json":
            raise Refused(f"Open contracting data is a .json file. Give {output.name} that ending.")
        return _of_ocds(office, output, day)
    if what == "dates":
        return _of_dates(office, output, day)
    if ending == ".csv":
        return _putting([office.read(register.order_list, day=day)], output, grouped_by="List")
    return _putting(office.read(register.order_lists, day=day), output)


def _of_ocds(office: object, output: Path, day: date) -> Callable[[], str]:
    from app.contracts.published import published
    from app.door import Office
    from app.exchange.ocds import write_package

    assert isinstance(office, Office)
    told = office.read(published, day=day)
    return lambda: _counted(write_package(told, output, made_at=datetime.now(UTC)), "release")


def _of_dates(office: object, output: Path, day: date) -> Callable[[], str]:
    """The dates that bite: a calendar where the file is to be one, else a list."""
    from app.contracts.dates import biting, date_list
    from app.door import Office
    from app.exchange.calendar import write_calendar
    from app.office import details

    assert isinstance(office, Office)
    if output.suffix.lower() != ".ics":
        return _putting([office.read(date_list, day=day)], output, grouped_by="When")
    dates, name = office.read(biting, day=day), office.read(details).name

    def put() -> str:
        write_calendar(dates, output, office=name, made_at=datetime.now(UTC))
        return _counted(len(dates), "date")

    return put


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _allocations(office: object, name: str, year: int) -> Listing:
    """Every allocation of the year with its terms; or those of one line beside the year before."""
    from app.allocations import table
    from app.door import Office
    from app.funds.lines import lines

    assert isinstance(office, Office)
    if not name:
        return office.read(table.year_list, year=year)
    found = [one.id for one in office.read(lines) if name.lower() in (one.name.lower(), one.called(year).lower())]
    if len(found) != 1:
        raise Refused(f"There is no one line called “{name}”.")
    if any(row_id == found[0] for row_id, _ in office.read(table.lines_with)[1]):
        return office.read(table.pooled_list, found[0], year=year)
    return office.read(table.allocation_list, found[0], year=year)


def _paper(given: argparse.Namespace) -> int:
    from app.door import Office
    from app.papers.direct import DIRECT_KINDS, Asked, print_direct
    from app.papers.printing import print_paper
    from app.who import here

    today = date.today()
    day = parse_day(given.date) if given.date else None
    office = Office(given.file, here(), read_only=True)
    try:
        if given.kind == "budget":
            content, called = _budget(office, given.year, day or today), "the budget"
        elif given.kind in DIRECT_KINDS:
            year = parse_year(given.year) if given.year else None
            asked = Asked(
                day or today,
                year,
                line=given.line,
                scenario=given.scenario,
                partnership=given.partnership,
                contract=given.contract,
                round=given.round,
                application=given.application,
                member=given.member,
                stage=given.stage,
                reference=given.ref,
                part=given.part,
            )
            if given.kind == "letters" and given.output.suffix.lower() != ".pdf":
                return _letters(office, asked.reference, asked.day, given.output)
            content, called = print_direct(office, given.kind, asked)
        else:
            year = parse_year(given.year) if given.year else None
            content, called = print_paper(office, given.kind, year=year, reference=given.ref, day=day, today=today)
    finally:
        office.close()
    _put(given.output, content)
    print(f"Printed {called} to {given.output}.")
    return DONE


def _letters(office: object, reference: str, day: date, folder: Path) -> int:
    """A file for every letter that may go out, and one with all of them; what became of each is said."""
    from app.door import Office
    from app.papers.gather_decisions import gather_letters, sheet_named
    from app.papers.letter_paper import write_letters

    assert isinstance(office, Office)
    found = write_letters(office.read(gather_letters, office.read(sheet_named, reference), day=day), folder)
    for one in found:
        print(f"{one.bid} {one.organisation}: {one.file or one.sentence}")
    done = sum(bool(one.file) for one in found)
    print(f"{done:,} of {_counted(len(found), 'letter')} in {folder}.")
    return DONE if done == len(found) else REFUSED


def _budget(office: object, year: str | None, day: date) -> bytes:
    from app.door import Office
    from app.papers.budget import compose_budget
    from app.papers.gather import gather_budget
    from app.papers.publisher import publish

    assert isinstance(office, Office)
    return publish(compose_budget(office.read(gather_budget, year=_year(office, year), day=day)))


def _history(given: argparse.Namespace) -> int:
    from app.door import Office
    from app.history import history
    from app.who import here

    office = Office(given.file, here(), read_only=True)
    try:
        for entry in office.read(history, labels=_labels(), most=given.most):
            print(_told_entry(entry))
    finally:
        office.close()
    return DONE


def _labels() -> dict[str, Sequence[Field]]:
    from app.labels import LABELS
    from app.papers import opened

    return {**LABELS, **opened.LABELS}


def _told_entry(entry: Entry) -> str:
    reason = f" “{entry.reason}”" if entry.reason else ""
    return f"{entry.seq:>5}  {format_day(entry.at.date())} {entry.at:%H:%M}  {entry.user}  {entry.text}{reason}"


def _upgrade(given: argparse.Namespace) -> int:
    from app.upgrading import leave_wal, upgrade
    from app.who import here

    now = datetime.now(UTC)
    if kept := leave_wal(given.file, who=here(), now=now):
        print(f"{given.file} is no longer in WAL mode. It was kept as it was in {kept}.")
    copy = upgrade(given.file, who=here(), now=now)
    print(f"{given.file} is up to date. It was kept as it was in {copy}." if copy else f"{given.file} is up to date.")
    return DONE


def _backup(given: argparse.Namespace) -> int:
    from tempfile import TemporaryDirectory

    from app.backups import make
    from app.who import here

    with TemporaryDirectory(prefix="backup-") as local:
        made = make(
            given.file,
            who=here(),
            at=datetime.now(UTC),
            kind="asked for",
            local=Path(local),
            folder=given.output,
        )
    print(f"Backed {given.file} up and checked it: {made.path}")
    _tell_contents(made)
    return DONE


def _tell_contents(backup: Backup) -> None:
    from app.manifest import contents

    holds = contents(backup)
    print(f"  Made {holds.made}.\n  Last step: {holds.last}.\n  Holds {holds.told}")


def _form(given: argparse.Namespace) -> int:
    from app.door import Office
    from app.exchange.form_write import write_form
    from app.grants.bids import area_choices, priority_choices
    from app.grants.reading import round_
    from app.who import here

    office = Office(given.file, here(), read_only=True)
    try:
        r = office.read(round_, _round(office, given.round))
        areas, priorities = (
            [(one.value, one.label) for one in office.read(choices, r)] for choices in (area_choices, priority_choices)
        )
    finally:
        office.close()
    stage: Literal["interest", "full"] = "interest" if given.interest else "full"
    write_form(r, given.output, areas=areas, priorities=priorities, stage=stage)
    print(f"Wrote the form of {r.reference} to {given.output}.")
    return DONE


def _applications(given: argparse.Namespace) -> int:
    from app.door import Office
    from app.exchange.form_read import read_folder
    from app.grants import intake
    from app.who import here

    day = parse_day(given.received) if given.received else None
    office = Office(given.file, here(), read_only=given.preview)
    try:
        round_id = _round(office, given.round)
        forms = read_folder(given.folder)
        found = office.read(intake.preview, round_id, forms=forms, received_on=day, received_time=given.time)
        taken = () if given.preview else intake.take_all(given.file, office.write, found, day=date.today())
    finally:
        office.close()
    for one in found.files:
        print(f"{one.name}: {intake.OUTCOMES[one.outcome]}. {one.organisation}: {one.project}")
        for sentence in one.told():
            print(f"  {sentence}")
    refused = [f"{one.name}: {one.refused}" for one in taken if one.refused]
    for sentence in refused:
        print(sentence, file=sys.stderr)
    done = found.counted() if given.preview else f"{len(taken) - len(refused):,} taken of {len(found.files):,}"
    print(f"{done[:1].upper()}{done[1:]}.")
    return REFUSED if refused or any(one.outcome == "refused" for one in found.files) else DONE


def _scores(given: argparse.Namespace) -> int:
    from app.door import Office
    from app.exchange.sheet_read import read_folder
    from app.scoring import intake
    from app.who import here

    day = parse_day(given.received) if given.received else None
    office = Office(given.file, here(), read_only=given.preview)
    try:
        stage_id = _stage(office, given.round, given.stage)
        found = office.read(intake.preview, stage_id, files=read_folder(given.folder), received_on=day)
        taken = () if given.preview else intake.take_all(given.file, office.write, found, day=date.today())
    finally:
        office.close()
    for one in found.files:
        told = f" {_boxes(len(one.changes))}, {_counted(len(one.submits), 'sheet')} complete."
        cells = told if one.can_take else ""
        print(f"{one.name}: {intake.OUTCOMES[one.outcome]}. {one.member}.{cells}")
        for sentence in (*(problem.sentence(one.name) for problem in one.problems), *one.notices):
            print(f"  {sentence}")
    refused = [f"{one.name}: {one.refused}" for one in taken if one.refused]
    for sentence in refused:
        print(sentence, file=sys.stderr)
    done = found.counted() if given.preview else f"{len(taken) - len(refused):,} taken of {len(found.files):,}"
    print(f"{done[:1].upper()}{done[1:]}.")
    left = any(not one.can_take and one.outcome not in ("same", "duplicate") for one in found.files)
    return REFUSED if refused or left else DONE


def _boxes(number: int) -> str:
    return "1 box" if number == 1 else f"{number:,} boxes"


def _ranking(given: argparse.Namespace) -> int:
    from app.door import Office
    from app.exchange.ranking_book import PARTS, write_ranking
    from app.scoring.exported import exported
    from app.who import here

    office = Office(given.file, here(), read_only=True)
    try:
        found = office.read(exported, _stage(office, given.round, given.stage))
    finally:
        office.close()
    write_ranking(found, given.output, parts=[one for one in PARTS if one not in given.without])
    waiting = sum(not one.seen for one in found.standings.ordered)
    told = f" {waiting:,} of them wait for sheets, so nothing of their scores is in it." if waiting else ""
    print(f"Wrote {len(found.standings.ordered):,} bids to {given.output}.{told}")
    return DONE


def _decisions(given: argparse.Namespace) -> int:
    from app.decisions.decision_list import decision_list
    from app.door import Office
    from app.listing import cell_text
    from app.who import here

    office = Office(given.file, here(), read_only=True)
    try:
        listing = office.read(decision_list, year=parse_year(given.year))
    finally:
        office.close()
    if given.output:
        print(f"Wrote {_putting([listing], given.output)()} to {given.output}.")
        return DONE
    for line in listing.lines:
        cells = (cell_text(cell, column) for cell, column in zip(line.cells, listing.columns, strict=True))
        print("  ".join(one for one in cells if one))
    print(f"{_counted(len(listing.lines), 'decision')}.")
    return DONE


def _publish(given: argparse.Namespace) -> int:
    from app.door import Office
    from app.exchange.csvs import write_csv
    from app.papers.publish_set import gather_set, told, write_set
    from app.who import here

    day = parse_day(given.date) if given.date else date.today()
    office = Office(given.file, here(), read_only=True)
    try:
        found = office.read(gather_set, year=parse_year(given.year), day=day)
    finally:
        office.close()
    for sentence in told(found.left_out):
        print(sentence, file=sys.stderr)
    index = write_set(found, given.output, write_table=write_csv)
    print(f"Wrote {_counted(len(index.lines), 'file')} and an index to {given.output}.")
    return REFUSED if found.left_out else DONE


def _stage(office: object, reference: str, number: int | None) -> str:
    """The id of a stage of the round that goes by a reference: the one of this number, or the latest."""
    from app.door import Office
    from app.scoring.reading import stages

    assert isinstance(office, Office)
    known = office.read(stages, _round(office, reference))
    found = [one.id for one in known if number in (None, one.number)]
    if not found:
        raise Refused("The scoring of this round has not been set up." if not known else "There is no such stage.")
    return found[-1]


def _round(office: object, reference: str) -> str:
    """The id of the round in use that goes by a reference."""
    from app.door import Office
    from app.grants.reading import rounds

    assert isinstance(office, Office)
    found = [one.id for one in office.read(rounds) if one.reference.casefold() == reference.strip().casefold()]
    if not found:
        raise Refused(f"There is no round with the reference “{reference}”.")
    return found[0]


def _restore(given: argparse.Namespace) -> int:
    from app.backups import folder_of
    from app.restoring import chosen, restore
    from app.who import here

    folder = given.folder or folder_of(given.file)
    if given.list:
        return _list_backups(given.file, folder)
    if given.take_over not in {None, Path()}:
        return _take_over(given.file, given.take_over)
    backup = chosen(given.file, given.backup, folder)
    restored = restore(given.file, backup, who=here(), at=datetime.now(UTC), to=given.output)
    print(f"Restored {backup.path.name} to {restored}")
    _tell_contents(backup)
    _tell_lost(given.file, backup)
    return DONE if given.take_over is None else _take_over(given.file, restored)


def _take_over(path: Path, restored: Path) -> int:
    from app.restoring import take_over
    from app.who import here

    aside = take_over(path, restored, who=here(), at=datetime.now(UTC))
    print(f"{path} is now what was restored." + (f" The old file was kept as {aside}." if aside else ""))
    return DONE


def _list_backups(path: Path, folder: Path) -> int:
    from app.backups import offered

    known = offered(folder)
    if not known:
        raise Refused(f"There is no backup of {path.name} in {folder}.")
    for backup in known:
        print(backup.path.name)
        _tell_contents(backup)
        _tell_lost(path, backup)
    return DONE


def _tell_lost(path: Path, backup: Backup) -> None:
    """The steps of the file that the backup does not hold, where the file can be asked."""
    from app.door import Office
    from app.restoring import would_lose
    from app.who import here

    try:
        office = Office(path, here(), read_only=True)
    except CannotOpen:
        print(f"  What would be lost cannot be told, as {path.name} cannot be opened.")
        return
    try:
        lost = office.read(would_lose, backup.seq, labels=_labels())
    finally:
        office.close()
    steps = "1 step" if len(lost) == 1 else f"{len(lost):,} steps"
    print(f"  {steps} of {path.name} would be lost:" if lost else f"  Nothing of {path.name} would be lost.")
    for entry in lost[:MOST_LOST]:
        print(f"    {_told_entry(entry)}")
    if len(lost) > MOST_LOST:
        print(f"    and {len(lost) - MOST_LOST:,} more.")


def _move(given: argparse.Namespace) -> int:
    from app.moving import move
    from app.who import here

    target = move(given.file, given.to, who=here(), at=datetime.now(UTC))
    print(f"Moved {given.file} to {target}. The old file was kept under another name, only to be read.")
    return DONE


def _year(office: object, text: str | None) -> int:
    from app.door import Office
    from app.funds.lines import years

    assert isinstance(office, Office)
    if text:
        return parse_year(text)
    known = office.read(years)
    if not known:
        raise Refused("This office has no budget yet.")
    return known[-1]


def _put(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused(f"{path} cannot be written. Is it open in another program, or its folder missing?") from error


if __name__ == "__main__":
    sys.exit(main())
