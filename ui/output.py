"""What leaves a page: papers, previewed before they are printed or kept, and workbooks."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtWidgets import QWidget

from app.errors import Refused
from app.filenames import is_device
from app.listing import Listing
from app.office import Details, details
from app.progress import Progress, Stopped
from ui.desk import Desk
from ui.kit import state
from ui.kit.asking import CALENDAR, CSV, EXCEL, JSON, Asker
from ui.kit.busy import Busy

if TYPE_CHECKING:
    from app.allocations.planning import ScenarioPlan
    from app.contracts.dates import Date
    from app.contracts.published import Published
    from app.funds.record import LinePage
    from app.grants.parts import RoundRecord, Stage
    from app.papers.allocation_statement import AllocationStatement
    from app.papers.blocks import Document
    from app.papers.budget import BudgetPaper
    from app.papers.gather_contracts import ContractPaper, ContractsPaper
    from app.papers.gather_decisions import LettersPaper, SheetPaper
    from app.papers.gather_rounds import ApplicationPaper, RoundPaper
    from app.papers.gather_scoring import ConflictsPaper, PackPaper, RankingPaper
    from app.papers.gather_statistics import StatisticsPaper
    from app.papers.letter_paper import LetterFile
    from app.papers.minutes_paper import MinutesPaper
    from app.papers.paper import PaperDetails, PaperRecord
    from app.papers.profile_paper import ProfilePaper
    from app.papers.review import Review
    from app.papers.theme_paper import ThemePaper
    from app.told import Told

T = TypeVar("T")


class Output:
    """Makes pages and workbooks aside, says how far it is, and can be stopped."""

    def __init__(self, desk: Desk, asker: Asker, busy: Busy, said: Callable[[str], None], parent: QWidget) -> None:
        self._desk, self._asker, self._busy, self._said, self._parent = desk, asker, busy, said, parent

    def print_list(self, listing: Listing) -> None:
        """Show a list as a paper, to print or to keep as PDF."""
        self._desk.read(lambda office: self._publish_list(listing, office), details)

    def print_budget(self, year: int) -> None:
        """Show the budget paper of a financial year (its start year)."""
        from app.papers.gather import gather_budget

        self._desk.read(self._publish_budget, gather_budget, year=year, day=date.today())

    def print_allocations(self, year: int, line_id: str | None = None) -> None:
        """Show what partnerships are allocated up to a financial year (its start year): of one line, or of all."""
        from app.papers.gather_statement import gather_statement

        def made(record: AllocationStatement) -> Document:
            from app.papers.allocation_statement import compose_statement

            return compose_statement(record)

        self._gather(made, gather_statement, year=year, line_id=line_id, day=date.today())

    def print_themes(self, year: int) -> None:
        """Show what partnerships spend by theme in a financial year (its start year)."""
        from app.papers.gather_themes import gather_themes

        def made(record: ThemePaper) -> Document:
            from app.papers.theme_paper import compose_themes

            return compose_themes(record)

        self._gather(made, gather_themes, year=year, day=date.today())

    def print_review(self, scenario_id: str, plan: ScenarioPlan | None = None) -> None:
        """Show the executive summary of a scenario, as kept or as set in `plan`; a draft while it is not adopted."""
        from app.papers.gather_review import gather_review

        def made(review: Review) -> Document:
            from app.papers.review_summary import compose_summary

            return compose_summary(_as_set(review, plan))

        self._gather(made, gather_review, scenario_id, day=date.today())

    def print_reasons(
        self, scenario_id: str, partnership_id: str | None = None, plan: ScenarioPlan | None = None
    ) -> None:
        """Show why a partnership has its figure in a scenario, as kept or as set in `plan`, or a page for each."""
        from app.papers.gather_review import gather_review

        def gathered(review: Review) -> None:
            def work(progress: Progress) -> bytes:
                from app.papers.partnership_paper import print_partnerships

                return print_partnerships(_as_set(review, plan), partnership_id, progress=progress)

            title = review.data.named(partnership_id) if partnership_id else "Why each figure"
            self._long("Making the pages…", work, lambda pdf: self._preview(pdf, title))

        self._desk.read(gathered, gather_review, scenario_id, day=date.today())

    def print_partnership(self, partnership_id: str | None, year: int) -> None:
        """Show what a partnership has in a financial year (its start year), and why; without one, each of them."""
        from app.papers.gather_profile import gather_profiles

        def made(record: ProfilePaper) -> Document:
            from app.papers.profile_paper import compose_profiles

            return compose_profiles(record)

        self._gather(made, gather_profiles, year=year, partnership_id=partnership_id, day=date.today())

    def print_contracts(self, day: date) -> None:
        """Show the register of contracts as it stands on a day."""
        from app.papers.gather_contracts import gather_contracts

        def made(record: ContractsPaper) -> Document:
            from app.papers.contract_register import compose_register

            return compose_register(record)

        self._gather(made, gather_contracts, day=day)

    def print_expiry(self, day: date) -> None:
        """Show what ends when, seen from a day, by the office's bands."""
        from app.papers.gather_contracts import gather_contracts

        def made(record: ContractsPaper) -> Document:
            from app.papers.expiry_report import compose_expiry

            return compose_expiry(record)

        self._gather(made, gather_contracts, day=day)

    def print_contract(self, contract_id: str, day: date) -> None:
        """Show the page of one contract as it stands on a day."""
        from app.papers.gather_contracts import gather_contract

        def made(record: ContractPaper) -> Document:
            from app.papers.contract_paper import compose_contract

            return compose_contract(record)

        self._gather(made, gather_contract, contract_id, day=day)

    def print_round(self, round_id: str, day: date) -> None:
        """Show the summary of a round as it stands on a day."""
        from app.papers.gather_rounds import gather_round

        def made(record: RoundPaper) -> Document:
            from app.papers.round_summary import compose_round

            return compose_round(record)

        self._gather(made, gather_round, round_id, day=day)

    def print_application(self, application_id: str, day: date) -> None:
        """Show one bid as a page, as it stands on a day."""
        from app.papers.gather_rounds import gather_application

        def made(record: ApplicationPaper) -> Document:
            from app.papers.application_paper import compose_application

            return compose_application(record)

        self._gather(made, gather_application, application_id, day=day)

    def print_long_list(self, round_id: str, day: date) -> None:
        """Show every bid of a round in a line, as it stands on a day."""
        from app.papers.gather_rounds import gather_round

        def made(record: RoundPaper) -> Document:
            from app.papers.long_list import compose_long_list

            return compose_long_list(record)

        self._gather(made, gather_round, round_id, day=day)

    def print_ranking(self, stage_id: str, day: date) -> None:
        """Show the ranked list of a stage with its moderation, as it stands on a day."""
        from app.papers.gather_scoring import gather_ranking

        def made(record: RankingPaper) -> Document:
            from app.papers.ranking_record import compose_ranking

            return compose_ranking(record)

        self._gather(made, gather_ranking, stage_id, day=day)

    def print_conflicts(self, stage_id: str, day: date) -> None:
        """Show what members declared about the bids of a stage, with the lines for the minutes."""
        from app.papers.gather_scoring import gather_conflicts

        def made(record: ConflictsPaper) -> Document:
            from app.papers.conflicts_paper import compose_conflicts

            return compose_conflicts(record)

        self._gather(made, gather_conflicts, stage_id, day=day)

    def print_minutes(self, day_id: str, day: date) -> None:
        """Show the minutes of a panel day, dated `day`."""
        from app.papers.minutes_paper import gather_minutes

        self._gather(_minutes, gather_minutes, day_id, day=day)

    def print_newest_minutes(self, stage_id: str, day: date) -> None:
        """Show the minutes of the newest panel day of a stage up to `day`; say why where there is none."""
        from app.papers.minutes_paper import gather_newest

        self._gather(_minutes, gather_newest, stage_id, day=day)

    def print_statistics(self, round_id: str, day: date) -> None:
        """Show what was decided on the bids of a round, in figures, as of a day."""
        from app.papers.gather_statistics import gather_statistics

        def made(record: StatisticsPaper) -> Document:
            from app.papers.round_statistics import compose_statistics

            return compose_statistics(record)

        self._gather(made, gather_statistics, round_id, day=day)

    def print_letters(self, sheet_id: str, day: date, letter_id: str = "") -> None:
        """Show one letter of a decision, or all in one; those that have not been given out are dated `day`."""
        from app.papers.gather_decisions import gather_letters

        def made(record: LettersPaper) -> Document:
            from app.papers.letter_paper import compose_letters, compose_one

            return compose_one(record, letter_id) if letter_id else compose_letters(record, record.letters)

        self._gather(made, gather_letters, sheet_id, day=day)

    def write_letters(
        self, sheet_id: str, folder: Path, day: date, then: Callable[[Sequence[LetterFile]], None]
    ) -> None:
        """Write every letter of a decision that may go out into a folder, and one with all; `then` is told of each."""
        from app.papers.gather_decisions import gather_letters

        def gathered(record: LettersPaper) -> None:
            def work(progress: Progress) -> Sequence[LetterFile]:
                from app.papers.letter_paper import write_letters

                return write_letters(record, folder, progress=progress)

            self._long("Printing the letters…", work, then)

        self._desk.read(gathered, gather_letters, sheet_id, day=day)

    def print_pack(self, stage_id: str, member_id: str, day: date) -> None:
        """Show what one member is given to read."""
        from app.papers.gather_scoring import gather_pack

        def made(record: PackPaper) -> Document:
            from app.papers.scoring_pack import compose_pack

            return compose_pack(record)

        self._gather(made, gather_pack, stage_id, member_id, day=day)

    def print_notice(self, sheet_id: str, day: date) -> None:
        """Show the notice of a decision as it is published, which is refused where it may not be."""
        from app.papers.open_notice import open_notice

        def made(notice: Document) -> Document:
            return notice

        self._gather(made, open_notice, sheet_id, day=day)

    def print_decision(self, sheet_id: str, day: date) -> None:
        """Show a whole decision sheet, as it stands on a day."""
        from app.papers.gather_decisions import gather_sheet

        def made(record: SheetPaper) -> Document:
            from app.papers.decision_notice import compose_sheet
            from app.papers.tying import refuse_untied

            document = compose_sheet(record)
            refuse_untied(document)
            return document

        self._gather(made, gather_sheet, sheet_id, day=day)

    def write_folder(
        self,
        words: str,
        write: Callable[[T, Progress], str],
        gather: Callable[..., T],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Gather from the file, write aside what comes of it, and say what `write` answers."""

        def gathered(found: T) -> None:
            self._long(words, lambda progress: write(found, progress), self._said)

        self._desk.read(gathered, gather, *args, **kwargs)

    def save_form(
        self,
        r: RoundRecord,
        stage: Stage,
        *,
        areas: Sequence[tuple[str, str]],
        priorities: Sequence[tuple[str, str]],
    ) -> None:
        """Write the blank form of a round as a workbook, to be handed out; areas and priorities are (id, name)."""
        words = "Expression of interest" if stage == "interest" else "Application form"
        name = pdf_name(f"{words} {r.reference}").removesuffix(".pdf")
        chosen = self._asker.choose_save_file("Write the blank form", _folder() / f"{name}.xlsx", EXCEL)
        if chosen is None:
            return
        path = chosen
        state.keep("folder", str(path.parent))

        def work(_: Progress) -> Path:
            from app.exchange.form_write import write_form

            write_form(r, path, areas=areas, priorities=priorities, stage=stage)
            return path

        self._long("Writing the form…", work, lambda done: self._said(f"Wrote {done.name}"))

    def save_ranking(self, stage_id: str, *, without: Collection[str] = ()) -> None:
        """Write every score of a stage as a workbook that adds itself up, without some of its parts."""
        from app.scoring.exported import Exported, exported

        def then(found: Exported) -> None:
            name = pdf_name(f"Ranking {found.round.reference}").removesuffix(".pdf")
            chosen = self._asker.choose_save_file("Write every score", _folder() / f"{name}.xlsx", EXCEL)
            if chosen is None:
                return
            path = chosen
            state.keep("folder", str(path.parent))

            def work(_: Progress) -> Path:
                from app.exchange.ranking_book import PARTS, write_ranking

                write_ranking(found, path, parts=[one for one in PARTS if one not in without])
                return path

            self._long("Writing every score…", work, lambda done: self._said(f"Wrote {done.name}"))

        self._desk.read(then, exported, stage_id)

    def print_line(self, page: LinePage) -> None:
        """Show one budget line as a paper."""

        def then(office: Details) -> None:
            def work(progress: Progress) -> bytes:
                from app.papers.line_paper import compose_line
                from app.papers.publisher import publish

                return publish(compose_line(page, office=office, day=date.today()), progress=progress)

            self._long("Making the pages…", work, lambda pdf: self._preview(pdf, page.line.name))

        self._desk.read(then, details)

    def print_told(self, told: Told) -> None:
        """Show a record as a paper."""

        def then(office: Details) -> None:
            def work(progress: Progress) -> bytes:
                from app.papers.publisher import publish
                from app.papers.told_paper import compose_told

                return publish(compose_told(told, office=office, day=date.today()), progress=progress)

            self._long("Making the pages…", work, lambda pdf: self._preview(pdf, told.title))

        self._desk.read(then, details)

    def export(self, listing: Listing) -> None:
        """Write a list to an Excel workbook, its totals as formulas."""
        name = pdf_name(listing.title).removesuffix(".pdf")
        path = self._asker.choose_save_file("Save as Excel", Path(state.kept("folder", "")) / f"{name}.xlsx", EXCEL)
        if path is None:
            return
        state.keep("folder", str(path.parent))
        chosen = path

        def work(progress: Progress) -> Path:
            from app.exchange.workbook import write_listing

            write_listing(listing, chosen, progress=progress)
            return chosen

        self._long("Writing the workbook…", work, lambda done: self._said(f"Wrote {done.name}"))

    def save_register(self, day: date) -> None:
        """Write the contracts in force on a day in the Order's columns: over £10,000, and the others, a sheet each."""
        from app.contracts.register import order_lists

        def write(found: Sequence[Listing], path: Path, progress: Progress) -> None:
            from app.exchange.workbook import write_listings

            write_listings(found, path, progress=progress)

        self._save("Save as Excel", "Contracts.xlsx", EXCEL, write, order_lists, day=day)

    def save_register_csv(self, day: date) -> None:
        """Write the same as one table for other programs."""
        from app.contracts.register import order_list

        def write(found: Listing, path: Path, progress: Progress) -> None:
            from app.exchange.csvs import write_csv

            write_csv(found, path, progress=progress)

        self._save("Save as CSV", "Contracts.csv", CSV, write, order_list, day=day)

    def save_ocds(self, day: date) -> None:
        """Write the contracts as they stand on a day as an Open Contracting release package."""
        from app.contracts.published import published

        def write(found: Published, path: Path, _: Progress) -> None:
            from app.exchange.ocds import write_package

            write_package(found, path, made_at=datetime.now().astimezone())

        self._save("Save as Open Contracting data", "Contracts.json", JSON, write, published, day=day)

    def save_dates(self, day: date) -> None:
        """Write the dates that bite, seen from a day, as a calendar file."""

        def gather(session: Any, *, day: date) -> tuple[Sequence[Date], str]:
            from app.contracts.dates import biting

            return biting(session, day=day), details(session).name

        def write(found: tuple[Sequence[Date], str], path: Path, _: Progress) -> None:
            from app.exchange.calendar import write_calendar

            dates, office = found
            write_calendar(dates, path, office=office, made_at=datetime.now().astimezone())

        self._save("Save as calendar", "Dates of contracts.ics", CALENDAR, write, gather, day=day)

    def _save(
        self,
        title: str,
        name: str,
        kinds: str,
        write: Callable[[T, Path, Progress], None],
        gather: Callable[..., T],
        **kwargs: Any,
    ) -> None:
        """Ask where a file goes, read what belongs in it, and write it aside."""
        chosen = self._asker.choose_save_file(title, Path(state.kept("folder", "")) / name, kinds)
        if chosen is None:
            return
        path = chosen
        state.keep("folder", str(path.parent))

        def gathered(found: T) -> None:
            def work(progress: Progress) -> Path:
                write(found, path, progress)
                return path

            self._long("Writing the file…", work, lambda done: self._said(f"Wrote {done.name}"))

        self._desk.read(gathered, gather, **kwargs)

    def paper(self, paper: PaperDetails, then: Callable[[bytes], None]) -> None:
        """The pages of a paper: those kept when it was issued, or those of a draft as it is now."""
        if paper.state != "draft":
            from app.papers.stored import issued

            self._desk.read(then, issued, paper.id)
            return
        from app.papers.gathering import gather_paper

        def gathered(record: PaperRecord) -> None:
            def work(progress: Progress) -> bytes:
                from app.papers.compose import compose_paper
                from app.papers.publisher import publish

                return publish(compose_paper(record), progress=progress)

            self._long("Making the pages…", work, then)

        self._desk.read(gathered, gather_paper, paper.id, today=date.today())

    def show_pdf(self, pdf: bytes, title: str) -> None:
        """Show pages that are made already, to print them or to keep them as PDF."""
        self._preview(pdf, title)

    def save_pdf(self, pdf: bytes, title: str) -> None:
        """Write pages that are made already where the person says."""
        from ui.kit.preview import save_pdf

        if path := save_pdf(pdf, Path(state.kept("folder", "")) / pdf_name(title), self._asker):
            state.keep("folder", str(path.parent))
            self._said(f"Wrote {path.name}")

    def _gather(
        self,
        made: Callable[[T], Document],
        gather: Callable[..., T],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Gather a paper from the file, make its pages aside, and show them."""

        def gathered(record: T) -> None:
            def work(progress: Progress) -> tuple[bytes, str]:
                from app.papers.publisher import publish

                document = made(record)
                return publish(document, progress=progress), document.title

            self._long("Making the pages…", work, lambda done: self._preview(*done))

        self._desk.read(gathered, gather, *args, **kwargs)

    def _publish_list(self, listing: Listing, office: Details) -> None:
        def work(progress: Progress) -> bytes:
            from app.papers.list_paper import compose_list
            from app.papers.publisher import publish

            paper = compose_list(listing, office=office.name, marking=office.marking, day=date.today())
            return publish(paper, progress=progress)

        self._long("Making the pages…", work, lambda pdf: self._preview(pdf, listing.title))

    def _publish_budget(self, record: BudgetPaper) -> None:
        def work(progress: Progress) -> bytes:
            from app.papers.budget import compose_budget
            from app.papers.publisher import publish

            return publish(compose_budget(record), progress=progress)

        title = f"Commissioning budget {record.year_text}"
        self._long("Making the pages…", work, lambda pdf: self._preview(pdf, title))

    def _preview(self, pdf: bytes, title: str) -> None:
        from ui.kit.preview import PrintPreview

        suggested = Path(state.kept("folder", "")) / pdf_name(title)
        PrintPreview(pdf, title, self._asker, suggested=suggested, parent=self._parent).open()

    def _long(self, words: str, work: Callable[[Progress], T], then: Callable[[T], None]) -> None:
        progress = self._busy.begin(words)

        def run() -> T | None:
            try:
                return work(progress)
            except Stopped:
                return None

        def done(answer: T | None) -> None:
            self._busy.end()
            if answer is not None:
                then(answer)

        def refused(refusal: Refused) -> None:
            self._busy.end()
            self._desk.refused.emit(refusal)

        self._desk.aside(run, done, refused, words)


def _minutes(record: MinutesPaper) -> Document:
    from app.papers.minutes_paper import compose_minutes

    return compose_minutes(record)


def _folder() -> Path:
    """The folder that was written to last."""
    return Path(state.kept("folder", ""))


def _as_set(review: Review, plan: ScenarioPlan | None) -> Review:
    """The review of a scenario as it is set just now, which may not be saved yet."""
    if plan is None:
        return review
    from app.allocations.planning import rebalanced

    scenario = replace(review.scenario, plan=plan)
    return replace(review, scenario=scenario, rebalanced=rebalanced(review.data, plan))


def pdf_name(title: str) -> str:
    """A file's name for a paper of this title, without signs that file systems refuse."""
    name = re.sub(r'[/\\:*?"<>|]', "-", title).strip(" .")
    return f"{'_' if is_device(name) else ''}{name or 'Paper'}.pdf"
