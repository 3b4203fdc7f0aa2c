"""The desk from the command line, for IT and for tests: new, check, export, paper, history, upgrade.

Commands that only read never write to the office file. Every error is one plain sentence on stderr.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from app.errors import CannotOpen, Refused
from app.years import format_day, parse_day, parse_year

if TYPE_CHECKING:
    from app.papers.paper import Finding

DONE, REFUSED, CANNOT_OPEN, DAMAGED = 0, 1, 2, 3


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(REFUSED, f"{self.prog}: {message}. Add --help to see what it takes.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code.

    0 done, 1 refused or (of `check`) figures do not tie, 2 cannot be opened, 3 damaged or changed outside the desk.
    """
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except CannotOpen as error:
        print(error.message, file=sys.stderr)
        return DAMAGED if error.damaged else CANNOT_OPEN
    except Refused as error:
        print(error.message, file=sys.stderr)
        return REFUSED


def _parser() -> _Parser:
    from app.who import VERSION

    parser = _Parser(prog="python -m app", description="Commissioning Desk from the command line.")
    parser.add_argument("--version", action="version", version=VERSION)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    new = _command(commands, "new", "make a new office file", _new)
    new.add_argument("--example", choices=("devon-cornwall", "durham"), help="fill it with an example office")

    checked = _command(commands, "check", "check a file, and whether its figures tie", _check)
    checked.description = (
        "Check a file: pages, references, journal, values, and the files of issued papers. Then add up every stated "
        "figure and every table of the draft papers. A figure that is not what its rows come to is named with both "
        "and their difference; one whose reason has been given is named too, and does not fail."
    )
    checked.epilog = (
        "Ends with 0 when all is well, 1 when a figure without a reason does not tie, 2 when the file cannot be "
        "opened, 3 when it is damaged or was changed outside the desk."
    )

    export = _command(commands, "export", "write a list to an Excel workbook", _export)
    export.add_argument(
        "--what", choices=("budget", "income", "agreements", "funds", "stated", "history"), default="budget"
    )
    export.add_argument("--year", help="financial year, such as 2019/20; the newest with a budget if left out")
    export.add_argument("-o", "--output", type=Path, required=True)

    paper = _command(commands, "paper", "print a paper to PDF", _paper)
    paper.add_argument("--kind", choices=("budget", "intentions", "panel-paper"), default="budget")
    paper.add_argument("--year", help="financial year, such as 2019/20; the newest if left out")
    paper.add_argument("--ref", default="", help="the reference of the paper, where a year has several")
    paper.add_argument("--date", help="the date on the paper; its own, or today for a budget, if left out")
    paper.add_argument("-o", "--output", type=Path, required=True)

    history = _command(commands, "history", "say what was done in a file, the newest first", _history)
    history.add_argument("--most", type=int, default=200, help="so many steps (200)")

    _command(commands, "upgrade", "bring an older file up to this version, keeping a copy beside it", _upgrade)
    return parser


def _command(commands: argparse._SubParsersAction[_Parser], name: str, words: str, run: object) -> _Parser:
    parser = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(run=run)
    return parser


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
    from app.checking import check
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
    print(f"{given.file} is sound: pages, references, journal, values and issued papers.")
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
    from app.exchange.workbook import write_listing
    from app.funds import lists, table
    from app.who import here

    office = Office(given.file, here(), read_only=True)
    try:
        year = _year(office, given.year)
        if given.what == "budget":
            listing = office.read(table.page, year=year).listing
        elif given.what == "income":
            listing = office.read(lists.income_list, year=year)
        elif given.what == "agreements":
            listing = office.read(lists.agreement_list, year=year)
        elif given.what == "funds":
            listing = office.read(lists.fund_list, year=year)
        elif given.what == "stated":
            listing = office.read(lists.stated_list, year=year)
        else:
            listing = office.read(lists.history_list)
    finally:
        office.close()
    write_listing(listing, given.output)
    print(f"Wrote {len(listing.lines):,} lines to {given.output}.")
    return DONE


def _paper(given: argparse.Namespace) -> int:
    from app.door import Office
    from app.papers.printing import print_paper
    from app.who import here

    today = date.today()
    day = parse_day(given.date) if given.date else None
    office = Office(given.file, here(), read_only=True)
    try:
        if given.kind == "budget":
            content, called = _budget(office, given.year, day or today), "the budget"
        else:
            year = parse_year(given.year) if given.year else None
            content, called = print_paper(office, given.kind, year=year, reference=given.ref, day=day, today=today)
    finally:
        office.close()
    _put(given.output, content)
    print(f"Printed {called} to {given.output}.")
    return DONE


def _budget(office: object, year: str | None, day: date) -> bytes:
    from app.door import Office
    from app.papers.budget import compose_budget
    from app.papers.gather import gather_budget
    from app.papers.publisher import publish

    assert isinstance(office, Office)
    return publish(compose_budget(office.read(gather_budget, year=_year(office, year), day=day)))


def _history(given: argparse.Namespace) -> int:
    from app.door import Office
    from app.funds import fields
    from app.history import history
    from app.papers import opened
    from app.who import here

    office = Office(given.file, here(), read_only=True)
    try:
        labels = {**fields.LABELS, **opened.LABELS}
        for entry in office.read(history, labels=labels, most=given.most):
            reason = f" “{entry.reason}”" if entry.reason else ""
            print(f"{entry.seq:>5}  {format_day(entry.at.date())} {entry.at:%H:%M}  {entry.user}  {entry.text}{reason}")
    finally:
        office.close()
    return DONE


def _upgrade(given: argparse.Namespace) -> int:
    from app.upgrading import upgrade

    copy = upgrade(given.file, now=datetime.now(UTC))
    print(f"{given.file} is up to date. It was kept as it was in {copy}." if copy else f"{given.file} is up to date.")
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
