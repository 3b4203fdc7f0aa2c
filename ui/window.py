"""The one window: rail, top bar and pages, and what belongs to the window alone: open, undo, search, closing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEvent, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.errors import CannotOpen, Refused
from app.who import VERSION
from ui.desk import Desk
from ui.kit import state
from ui.kit.controls import Button
from ui.kit.frame import Rail, Tab, TopBar

if TYPE_CHECKING:
    from app.office import Details
    from app.search import Hit
    from ui.dialogs.found import Found
    from ui.kit.asking import Asker
    from ui.kit.parts import EmptyPage
    from ui.neighbours import Neighbours
    from ui.sharing import Sharing
    from ui.tabs.allocations.page import AllocationsPage
    from ui.tabs.applications.page import ApplicationsPage
    from ui.tabs.contracts.page import ContractsPage
    from ui.tabs.funds.page import FundsPage
    from ui.tabs.papers.page import PapersPage
    from ui.tabs.scoring.page import ScoringPage
    from ui.updates import Updates

    Page = FundsPage | AllocationsPage | ContractsPage | ApplicationsPage | ScoringPage | PapersPage

P = TypeVar("P", "AllocationsPage", "ContractsPage", "ApplicationsPage", "ScoringPage", "PapersPage")

TABS = (
    Tab("funds", "Funds", "landmark"),
    Tab("allocations", "Allocations", "scale"),
    Tab("contracts", "Contracts", "calendar-days"),
    Tab("applications", "Applications", "inbox"),
    Tab("scoring", "Scoring", "list-ordered"),
    Tab("papers", "Papers", "file-text"),
)
KIND = "Office files (*.opcc)"
SEARCH_AFTER_MS = 120
SAID_FOR_MS = 6_000
UPDATES_AFTER_MS = 2_000
"""Till then an office is being opened, which goes first."""


class Window(QMainWindow):
    """Painted before anything is read; then come the page to start from, and the others when an office is open."""

    painted = Signal()

    def __init__(self, desk: Desk, asker: Asker | None = None) -> None:
        super().__init__()
        self.desk = desk
        if asker is not None:
            self.asker = asker
        self.funds: FundsPage | None = None
        self.allocations: AllocationsPage | None = None
        self.contracts: ContractsPage | None = None
        self.applications: ApplicationsPage | None = None
        self.scoring: ScoringPage | None = None
        self.papers: PapersPage | None = None
        self._details: Details | None = None
        self._found: Found | None = None
        self._year: int | None = None
        self._years: list[int] = []
        self._is_painted = False
        self._menu = QMenu(self)
        self._found_for, self._go_when_found = "", False
        self._said_words = ""
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(SAID_FOR_MS)
        self._search_soon = QTimer(self)
        self._search_soon.setSingleShot(True)
        self._search_soon.setInterval(SEARCH_AFTER_MS)
        self._build()
        self._connect()
        self.neighbours: Neighbours | None = None
        self.sharing: Sharing | None = None

    @cached_property
    def asker(self) -> Asker:
        """What asks the person; loaded with its dialogs when it is first needed."""
        from ui.kit.asking import Asker

        return Asker(self)

    @cached_property
    def updates(self) -> Updates:
        """What looks for a newer version of the desk; made when it is first needed, which the frame does not."""
        from app.updates import source
        from ui.updates import Updates

        return Updates(source(self.desk.managed), self.asker, self, self._column)

    # opening

    def open(self, path: Path, make: Callable[[Path], None] | None = None) -> None:
        """Open an office file, made first by `make` where it is not there yet."""
        if self.may_leave():
            self.desk.open(path, make)

    def open_example(self, name: str) -> None:
        """Open the example office `name`: a copy in the person's own folder, made the first time for each version.

        A newer desk makes its own beside the older copy, which holds whatever the person tried in it.
        """

        def make(path: Path) -> None:
            from app.examples import make_example

            make_example(path, name)

        self.open(_own_folder() / f"{name} {VERSION}.opcc", make)

    def choose_file(self) -> None:
        """Ask for another office file and open it."""
        self.choose_file_in(_folder())

    def choose_file_in(self, folder: Path | None) -> None:
        """Ask for an office file, beginning in this folder, and open it."""
        path = self.asker.choose_open_file("Open an office file", KIND, folder)
        if path is not None:
            self.open(path)

    def make_file(self) -> None:
        """Ask where a new office file goes, make it and open it."""
        path = self.asker.choose_save_file("New office file", (_folder() or Path()) / "Office.opcc", KIND)
        if path is None:
            return

        def make(place: Path) -> None:
            from app.door import make_office
            from app.who import here

            make_office(place, here())

        if path.exists():
            self.asker.inform("New office file", f"There is already a file at {path}. Choose another name.")
        else:
            self.open(path, make)

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost."""
        return all(page.may_leave() for page in self._pages())

    def _pages(self) -> list[Page]:
        """The pages that have been made."""
        every = (self.funds, self.allocations, self.contracts, self.applications, self.scoring, self.papers)
        return [page for page in every if page is not None]

    # building

    def _build(self) -> None:
        self.setWindowTitle("Commissioning Desk")
        self.setMinimumSize(800, 500)
        self.rail, self.top, self.pages = Rail(TABS), TopBar(), QStackedWidget()
        self.top.set_office("Commissioning Desk", self._menu)
        self.top.year.hide()
        self.top.search.hide()
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.pages, 1)
        whole = QWidget()
        self._column = column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(middle, 1)
        self.setCentralWidget(whole)
        self.rail.select("funds")
        if not state.restore_place(self):
            self.resize(1366, 768)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            # what the window holds is painted in the same go, before any timer
            QTimer.singleShot(0, self, self._on_painted)

    def _on_painted(self) -> None:
        self.pages.insertWidget(0, self._start_page())
        self.painted.emit()
        # these bring questions and clocks with them, which the frame does not need
        from ui.neighbours import Neighbours
        from ui.sharing import Sharing

        self.neighbours = Neighbours(self.desk, self)
        self.sharing = Sharing(self.desk, self.asker, self.top, self, self.neighbours, self.reopen)
        QTimer.singleShot(UPDATES_AFTER_MS, self, self._look_for_updates)

    def _look_for_updates(self) -> None:
        if self.desk.managed.update_path is not None:
            self.updates.look()

    def _start_page(self) -> EmptyPage:
        # the kit's parts bring the whole list with them, which the frame does not need
        from ui.kit.parts import EmptyPage

        example, other, new = (
            Button("Open an example office", "landmark", "primary"),
            Button("Open…", "folder-open"),
            Button("New office…", "plus"),
        )
        example.clicked.connect(partial(self.open_example, "devon-cornwall"))
        other.clicked.connect(self.choose_file)
        new.clicked.connect(self.make_file)
        return EmptyPage(
            "landmark",
            "An office file holds everything a commissioning team works on. Open yours from the shared drive, "
            "start a new one, or look round an example made from a published budget.",
            (example, other, new),
        )

    def _connect(self) -> None:
        self.desk.opened.connect(self._on_opened)
        self.desk.changed.connect(self._on_changed)
        self.desk.others_saved.connect(self._on_others_saved)
        self.desk.returned.connect(self.refresh)
        self.desk.stated.connect(self._on_stated)
        self._said.timeout.connect(self.desk.restate)
        self.desk.refused.connect(self._on_refused)
        self.rail.help_asked.connect(self.show_help)
        self.rail.chosen.connect(self._on_tab)
        self.top.year_chosen.connect(self._on_year)
        self.top.searched.connect(self._on_search_typed)
        self.top.search_entered.connect(self._on_search_entered)
        self._search_soon.timeout.connect(self._search)
        self._menu.aboutToShow.connect(self._fill_menu)
        for keys, do in (
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
            ("Ctrl+O", self.choose_file),
            ("Ctrl+L", self.top.taken.emit),  # also while a page has the whole screen and the bar is hidden
            ("F5", self.refresh),
            ("F6", self._other_side),
        ):
            QShortcut(QKeySequence(keys), self, do)

    # what the desk says

    def _on_opened(self) -> None:
        state.keep("file", str(self.desk.path))

        def ask(session: Any) -> tuple[Details, list[int]]:
            # all that the pages need is imported here, on the worker, so that the window goes on answering
            import ui.tabs.funds.page  # noqa: F401
            from app.funds.lines import years
            from app.office import details

            return details(session), years(session)

        def then(answer: tuple[Details, list[int]]) -> None:
            self._details, self._years = answer
            self._year = None  # another file has a year of its own
            self._show_office()
            self._show_pages()

        self.desk.read(then, ask)

    def _show_office(self) -> None:
        from datetime import date

        from app.years import format_year, year_of

        assert self._details is not None
        self.top.set_office(self._details.name, self._menu)
        self.setWindowTitle(f"{self._details.name} - Commissioning Desk")
        style = self._details.year_style
        kept = state.kept(f"year/{self.desk.path}")
        known = self._years or [year_of(date.today())]
        if self._year not in known:
            self._year = kept if kept in known else known[-1]
        self.top.set_years([(year, format_year(year, style)) for year in known], self._year)
        self.top.year.show()
        self.top.search.show()

    def _show_pages(self) -> None:
        # imported once an office is open: the pages need SQLAlchemy's use cases, the frame does not
        from ui.tabs.funds.page import FundsPage

        assert self._year is not None
        self.show_whole(False)  # the page that had the whole screen goes, and with it the way back
        for page in self._pages():
            self.pages.removeWidget(page)
            page.deleteLater()
        self.allocations = self.contracts = self.applications = self.scoring = self.papers = None
        self.funds = FundsPage(self.desk, self.asker, self._year)
        self.funds.year_started.connect(self._on_year_started)
        self.funds.said.connect(self.say)
        self.pages.addWidget(self.funds)
        self.pages.setCurrentWidget(self.funds)
        self.funds.list.setFocus()
        self.rail.select("funds")
        if (kept := state.kept("tab")) != "funds":
            self._show_tab(str(kept))
        self.desk.outbox.read()

    def _show_tab(self, key: str) -> None:
        """Go to one of the tabs that are read in when they are first gone to; nothing for another key."""
        shown: dict[str, Callable[[], None]] = {
            "allocations": self.show_allocations,
            "contracts": self.show_contracts,
            "applications": self.show_applications,
            "scoring": self.show_scoring,
            "papers": self.show_papers,
        }
        if key in shown:
            shown[key]()

    def show_papers(self, paper_id: str = "") -> None:
        """Go to the Papers tab, and to a paper where one is named; the tab is read in when it is first gone to."""

        def load(_: Any) -> None:
            # imported on the worker, so that the window goes on answering
            import ui.tabs.papers.page  # noqa: F401

        def make(year: int) -> PapersPage:
            from ui.tabs.papers.page import PapersPage

            self.papers = PapersPage(self.desk, self.asker, year)
            return self.papers

        def then(page: PapersPage) -> None:
            if paper_id:
                page.go_to(paper_id)

        self._show("papers", lambda: self.papers, load, make, then)

    def show_allocations(self, then: Callable[[AllocationsPage], None] | None = None) -> None:
        """Go to the Allocations tab, read in when it is first gone to; `then` is told once it is in sight."""

        def load(_: Any) -> None:
            import ui.tabs.allocations.page  # noqa: F401

        def make(year: int) -> AllocationsPage:
            from ui.tabs.allocations.page import AllocationsPage

            self.allocations = AllocationsPage(self.desk, self.asker, year)
            self.allocations.example_asked.connect(partial(self.open_example, "devon-cornwall"))
            return self.allocations

        self._show("allocations", lambda: self.allocations, load, make, then)

    def show_contracts(self, then: Callable[[ContractsPage], None] | None = None) -> None:
        """Go to the Contracts tab, read in when it is first gone to; `then` is told once it is in sight."""

        def load(_: Any) -> None:
            import ui.tabs.contracts.page  # noqa: F401

        def make(year: int) -> ContractsPage:
            from ui.tabs.contracts.page import ContractsPage

            self.contracts = ContractsPage(self.desk, self.asker, year)
            self.contracts.example_asked.connect(partial(self.open_example, "devon-cornwall"))
            return self.contracts

        self._show("contracts", lambda: self.contracts, load, make, then)

    def show_applications(self, then: Callable[[ApplicationsPage], None] | None = None) -> None:
        """Go to the Applications tab, read in when it is first gone to; `then` is told once it is in sight."""

        def load(_: Any) -> None:
            import ui.tabs.applications.page  # noqa: F401

        def make(year: int) -> ApplicationsPage:
            from ui.tabs.applications.page import ApplicationsPage

            self.applications = ApplicationsPage(self.desk, self.asker, year)
            self.applications.example_asked.connect(partial(self.open_example, "essex"))
            return self.applications

        self._show("applications", lambda: self.applications, load, make, then)

    def show_whole(self, on: bool) -> None:
        """Give a page the whole screen, without the tabs and what stands at the top, or take it back."""
        if on == self.top.isHidden():
            return
        self.rail.setHidden(on)
        self.top.setHidden(on)
        self.updates.step_aside(on)
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_scoring(self, then: Callable[[ScoringPage], None] | None = None) -> None:
        """Go to the Scoring tab, read in when it is first gone to; `then` is told once it is in sight."""

        def load(_: Any) -> None:
            import ui.tabs.scoring.page  # noqa: F401

        def make(year: int) -> ScoringPage:
            from ui.tabs.scoring.page import ScoringPage

            self.scoring = ScoringPage(self.desk, self.asker, year)
            self.scoring.example_asked.connect(partial(self.open_example, "essex"))
            self.scoring.rounds_asked.connect(self.show_applications)
            self.scoring.decision_asked.connect(self._show_decision)
            self.scoring.whole_asked.connect(self.show_whole)
            return self.scoring

        self._show("scoring", lambda: self.scoring, load, make, then)

    def _show(
        self,
        key: str,
        made: Callable[[], P | None],
        load: Callable[[Any], None],
        make: Callable[[int], P],
        then: Callable[[P], None] | None,
    ) -> None:
        """Go to a tab: `load` imports it on the worker, `make` makes its page for a year where `made` has none yet."""

        def read(_: None) -> None:
            page = made()
            if page is None and self._year is not None:
                page = make(self._year)
                page.said.connect(self.say)
                self.pages.addWidget(page)
            self._bring(page, key)
            if page is not None and then is not None:
                then(page)

        if made() is None:
            self.desk.read(read, load)
        else:
            read(None)

    def _bring(self, page: Page | None, key: str) -> None:
        """Bring a page into sight, with the keyboard in it."""
        if page is None:
            return
        state.keep("tab", key)
        self.rail.select(key)
        self.pages.setCurrentWidget(page)
        page.take_keyboard()

    def _on_stated(self, words: str, icon: str, tone: str) -> None:
        """What was just said stays for its seconds; what the file has to warn of goes before it, and it comes back."""
        if not tone and self._said.isActive():
            self.top.set_state(self._said_words, "info", "")
        else:
            self.top.set_state(words, icon, tone)

    def _on_changed(self, saved: Any) -> None:
        self._said.stop()
        if "office" in saved.tables or "budget" in saved.tables:
            self._reread_office()
        self.refresh()

    def _on_others_saved(self, steps: list[Any]) -> None:
        """Somebody else has saved: what is on the screen is read again under the person's hands, and it is said."""
        tables = frozenset().union(*(one.tables for one in steps))
        if {"office", "budget"} & tables:
            self._reread_office()
        self.refresh()
        names = list(dict.fromkeys(one.user for one in steps))
        who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        self.say(f"{who} saved “{steps[-1].name}” just now" if len(steps) == 1 else f"{who} saved {len(steps)} changes")

    def reopen(self, place: Mapping[str, Any]) -> None:
        """Go to where a form was opened and open it again; what was typed into it comes back by itself."""
        tab = place.get("tab")
        if tab == "papers":
            self.show_papers(str(place.get("paper", "")))
        elif tab == "register":
            from ui.dialogs.registers import BY_USE_CASE

            made = BY_USE_CASE.get(str(place.get("register", "")))
            if made is not None:
                register = made(self.desk, self.asker, self)
                register.reopen(place)
                register.open()
        elif tab == "details":
            self.show_details()
        elif tab == "allocations":
            self.show_allocations(lambda page: page.reopen(place))
        elif tab == "contracts":
            self.show_contracts(lambda page: page.reopen(place))
        elif tab == "applications":
            self.show_applications(lambda page: page.reopen(place))
        elif tab == "scoring":
            self.show_scoring(lambda page: page.reopen(place))
        elif self.funds is not None and tab == "funds":
            self._bring(self.funds, "funds")
            self.funds.reopen(place)

    def _reread_office(self, year: int | None = None) -> None:
        from app.funds.lines import years
        from app.office import details

        def then(answer: tuple[Any, list[int]]) -> None:
            self._details, self._years = answer
            self._year = year if year is not None else self._year
            self._show_office()
            for page in self._pages():
                page.set_year(self._year or 0)

        self.desk.read(then, lambda session: (details(session), years(session)))

    def _on_refused(self, refused: Refused) -> None:
        if isinstance(refused, CannotOpen) and refused.problem == "newer":
            from ui.sharing import CANNOT

            self.updates.add_to(refused.message, partial(self.asker.inform, CANNOT))
        elif isinstance(refused, CannotOpen) and self.sharing is not None:
            self.sharing.on_cannot_open(refused)
        else:
            self.asker.inform("That was not done", refused.message)

    def _on_year(self, year: int) -> None:
        if not self.may_leave():
            self._show_office()
            return
        self._year = year
        state.keep(f"year/{self.desk.path}", year)
        for page in self._pages():
            page.set_year(year)

    def _on_year_started(self, year: int) -> None:
        self._reread_office(year)

    def _on_tab(self, key: str) -> None:
        if self.funds is None:
            return
        if key == "funds":
            self._bring(self.funds, key)
        else:
            self._show_tab(key)

    # the office's menu

    def _fill_menu(self) -> None:
        self._menu.clear()
        if self.desk.is_open:
            self._menu.addAction("Office details…").triggered.connect(self.show_details)
            for words, name in (
                ("Plans and priorities…", "plans_register"),
                ("Areas…", "areas_register"),
                ("Organisations…", "organisations_register"),
                ("Risks and implications…", "implications_register"),
            ):
                self._menu.addAction(words).triggered.connect(partial(self.show_register, name))
            self._menu.addSeparator()
            people = self._menu.addAction("People and roles…")
            people.triggered.connect(partial(self.show_register, "people_register"))
            self._menu.addAction("History").triggered.connect(self.show_history)
            if self.sharing is not None:
                self._menu.addAction("Kept on this laptop…\tCtrl+L").triggered.connect(self.sharing.show_kept)
                self._menu.addSeparator()
                self._menu.addAction("Backups and restore…").triggered.connect(self._show_backups)
                self._menu.addAction("Move the office file…").triggered.connect(self.sharing.move)
            self._menu.addSeparator()
        self._menu.addAction("Open another office file…\tCtrl+O").triggered.connect(self.choose_file)
        self._menu.addAction("New office file…").triggered.connect(self.make_file)
        examples = self._menu.addMenu("Open an example office")
        for name, title in (
            ("devon-cornwall", "Devon, Cornwall and the Isles of Scilly"),
            ("durham", "Durham"),
            ("essex", "Essex (made-up example)"),
        ):
            examples.addAction(title).triggered.connect(partial(self.open_example, name))

    def show_details(self) -> None:
        """The office's own details."""
        from app.office import details
        from ui.dialogs.registers import DetailsDialog

        self.desk.read(lambda now: DetailsDialog(self.desk, self.asker, now, self).open(), details)

    def show_register(self, name: str, _: bool = False) -> None:
        """One of the registers: plans_register, areas_register, organisations_register, implications_register."""
        from ui.dialogs import registers

        getattr(registers, name)(self.desk, self.asker, self).open()

    def show_history(self) -> None:
        """Every step that was ever saved, the newest first."""
        if self.funds is not None:
            self._bring(self.funds, "funds")
            self.funds.show_view("history")

    def _show_backups(self, _: bool = False) -> None:
        if self.sharing is not None:
            self.sharing.show_backups()

    def show_help(self) -> None:
        """Keys, places and versions."""
        from ui.dialogs.help import HelpDialog

        facts, newer = self.updates.facts(), self.updates.button()
        HelpDialog(self.desk, self.asker, self, updates=facts, newer=newer).open()

    # undo, refresh, search

    def undo(self) -> None:
        """Take back this sitting's own last step."""
        self.desk.undo(lambda name: self.say(f"Undone: {name}" if name else "There is nothing of yours to undo"))

    def redo(self) -> None:
        """Do again what was last undone."""
        self.desk.undo(
            lambda name: self.say(f"Done again: {name}" if name else "There is nothing to do again"), redo=True
        )

    def refresh(self) -> None:
        """Read what is on screen again."""
        for page in self._pages():
            page.refresh()

    def say(self, words: str) -> None:
        """Say something for a few seconds where the state of the file stands."""
        self._said_words = words
        self.top.set_state(words, "info", "")
        self._said.start()

    def _on_search_typed(self) -> None:
        self._go_when_found = False
        self._search_soon.start()

    def _search(self) -> None:
        from app.search import search

        self._search_soon.stop()
        words = self.top.search.text()
        if not words.strip():
            self._go_when_found = False
            if self._found is not None:
                self._found.hide()
            return
        self.desk.read(lambda hits: self._show_found(words, hits), search, words)

    def _show_found(self, words: str, hits: list[Hit]) -> None:
        from ui.dialogs.found import Found

        if words != self.top.search.text():
            return
        if self._found is None:
            self._found = Found(self.top.search, self)
            self._found.chosen.connect(self._go_to)
        self._found.show_hits(hits, self._details.year_style if self._details else "2018/19")
        self._found_for = words
        if self._go_when_found and hits:
            self._found.go()

    def _on_search_entered(self) -> None:
        """Go to the chosen hit; where what stands in the box has not been looked for yet, to its first."""
        if self._found is not None and self._found.isVisible() and self._found_for == self.top.search.text():
            self._found.go()
        else:
            self._go_when_found = True
            self._search()

    def _go_to(self, hit: Hit) -> None:
        if not self.may_leave():
            return
        if hit.paper_id is not None:
            self.show_papers(hit.paper_id)
        elif hit.view:
            self._go_to_row(hit)
        elif hit.line_id is not None and hit.year is not None:
            self._go_to_line(hit.line_id, [hit.year])
        elif hit.line_id is not None:
            from app.funds.lines import line

            self.desk.read(lambda found: self._go_to_line(found.id, list(found.budgets)), line, hit.line_id)
        elif hit.kind == "Organisation":
            self.show_register("organisations_register")
        elif self.funds is not None:
            self._bring(self.funds, "funds")
            self.funds.show_view({"Fund": "funds", "Income": "income"}.get(hit.kind, "stated"))

    def _go_to_line(self, line_id: str, years: list[int]) -> None:
        """Show a line in the year in force where it has a budget then, else in the last year it has one in."""
        if self._year not in years and years and years[-1] in self._years:
            self._year = years[-1]
            self._show_office()
        if self.funds is not None:
            self._bring(self.funds, "funds")
            self.funds.go_to(line_id, self._year)

    def _go_to_row(self, hit: Hit) -> None:
        """Show what was found on the tab of what it is, in its own year where it has one."""
        if hit.year in self._years and hit.year != self._year:
            self._year = hit.year
            self._show_office()
        year = self._year
        if hit.tab == "contracts":
            self.show_contracts(lambda page: page.go_to(hit.view, hit.row_id, year))
        elif hit.tab == "applications":
            self.show_applications(lambda page: page.go_to(hit.view, hit.row_id, year))
        elif hit.tab == "scoring":
            self.show_scoring(lambda page: page.go_to(hit.view, hit.row_id, year))
        else:
            self.show_allocations(lambda page: page.go_to(hit.view, hit.row_id, year))

    def _show_decision(self, row_id: str, year: int) -> None:
        """Show another decision in its own year."""
        from app.search import Hit

        self._go_to(Hit("Decision", "", None, year, view="decisions", row_id=row_id, tab="scoring"))

    def _other_side(self) -> None:
        for page in self._pages():
            if page is self.pages.currentWidget():
                page.other_side()

    # closing

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.neighbours is not None:
            self.neighbours.poll()  # whoever comes back to the window sees it as it is

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_leave():
            event.ignore()
            return
        self.show_whole(False)
        state.keep_place(self)
        self.hide()
        if self.neighbours is not None:
            self.neighbours.leave()
        self.desk.close()
        event.accept()


def _own_folder() -> Path:
    # not in the profile that roams: an office is large, and belongs to this laptop
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(place) / "examples"


def _folder() -> Path | None:
    kept = state.kept("file")
    return Path(kept).parent if isinstance(kept, str) else None
