"""Draws every page of the example offices at 1366x768, 1920x1080, dark and at 200 % text, into out/shots/."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication, QDialog

from app.examples import EXAMPLES, make_example
from bench import (
    allocations,
    application_scenes,
    benched,
    contract_scenes,
    decision_scenes,
    letter_scenes,
    scoring_scenes,
    shared,
    update_scenes,
)
from bench.shared import settle, settled
from ui.desk import Desk
from ui.kit import state, theme
from ui.kit.asking import Asker
from ui.window import Window

if TYPE_CHECKING:
    from ui.tabs.papers.composer import Composer

OUT = Path(__file__).parent.parent / "out" / "shots"


@dataclass(frozen=True, slots=True)
class Look:
    """One way a page is looked at."""

    name: str
    width: int
    height: int
    scheme: theme.Scheme = "light"
    scale: float = 1.0


LOOKS = (
    Look("1366", 1366, 768),
    Look("1920", 1920, 1080),
    Look("dark", 1366, 768, "dark"),
    Look("200", 1366, 768, "light", 2.0),
)


class Nobody(Asker):
    """Agrees to everything: no picture waits for somebody who is not there."""

    def confirm(self, title: str, text: str, yes: str, no: str = "Cancel") -> bool:
        return True

    def inform(self, title: str, text: str) -> None:
        print(f"{title}: {text}")


def open_office(app: QApplication, path: Path, look: Look) -> Window:
    """A window of this look on an office, settled."""
    theme.apply(app, look.scheme, look.scale)
    window = Window(Desk(), Nobody())
    window.resize(look.width, look.height)
    window.show()
    window.open(path)
    settle(app, window.desk)
    return window


def scenes(name: str) -> list[tuple[str, Callable[[Window], object]]]:
    """Every page, as a name and what brings it about."""
    line = {
        "devon-cornwall": "ISVA and SARC services",
        "durham": "Safe Durham Partnership",
        "essex": "Community Safety Development Fund",
    }[name]
    listed = [
        (f"funds-{key}", _view(key))
        for key in ("priority", "fund", "area", "income", "agreements", "funds", "stated", "history", "archived")
    ]
    return [
        ("start", lambda window: window.pages.setCurrentIndex(0)),
        *listed,
        ("funds-line", _line(line)),
        ("funds-amount", _form("amount")),
        ("funds-move", _form("move")),
        ("funds-agreement", _form("commit")),
        ("funds-income-form", _form("add income")),
        ("funds-new-line", lambda window: window.funds.new() if window.funds else None),
        *allocations.scenes(name),
        *contract_scenes.scenes(name),
        *application_scenes.scenes(name),
        *scoring_scenes.scenes(name),
        *decision_scenes.scenes(name),
        *letter_scenes.scenes(name),
        ("papers", _papers),
        ("papers-new", _new_paper),
        ("papers-cover", _section("Cover and details")),
        (
            "papers-section",
            _section({"devon-cornwall": "Reducing reoffending", "durham": "Background", "essex": "Income"}[name]),
        ),
        *([("papers-implications", _section("Risks and implications"))] if name == "durham" else []),
        ("papers-figures", _figures),
        ("papers-guard", _guard),
        ("papers-reason", _reason),
        *([("papers-changes", _changes), ("papers-issued", _issued)] if name == "devon-cornwall" else []),
        ("papers-none", _no_papers),
        ("search", _search),
        ("details", lambda window: window.show_details()),
        ("plans", lambda window: window.show_register("plans_register")),
        ("areas", lambda window: window.show_register("areas_register")),
        ("organisations", lambda window: window.show_register("organisations_register")),
        ("implications", lambda window: window.show_register("implications_register")),
        ("people", lambda window: window.show_register("people_register")),
        ("backups", shared.backups),
        ("help", lambda window: window.show_help()),
        ("licences", _licences),
        *([*shared.scenes(), *benched.scenes(), *update_scenes.scenes()] if name == "devon-cornwall" else []),
    ]


def menus(name: str) -> list[tuple[str, Callable[[Window], object]]]:
    """What pops up, which only a picture is made of."""
    return [("menu", _menu)] if name == "devon-cornwall" else []


def _view(key: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        assert window.funds is not None
        window.pages.setCurrentWidget(window.funds)
        window.funds._form = None
        window.funds.show_view(key)

    return go


def _line(name: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        assert window.funds is not None
        page = window.funds
        page.show_view("priority")
        settled(window)
        page.list.choose(next(one.id for one in page._view.listing.lines if one.cells[0] == name))  # type: ignore[union-attr]

    return go


def _form(action: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        assert window.funds is not None
        window.funds._form = None
        shown = window.funds._shown
        if shown is not None and shown.line is not None:
            window.funds._do(action, shown.line)

    return go


def _papers(window: Window) -> None:
    window.show_papers()
    settled(window)
    assert window.papers is not None
    if window.papers.open_paper is not None:
        window.papers.open_paper.left.emit()
        settled(window)
    if window.papers.is_editing():
        window.papers._leave_form()
    window.papers.list.choose_first()


def _new_paper(window: Window) -> None:
    _papers(window)
    assert window.papers is not None
    window.papers.new_paper()


def _draft(window: Window) -> Composer:
    """The draft of the example, open to be written."""
    from ui.tabs.papers.composer import Composer

    window.show_papers()
    settled(window)
    assert window.papers is not None
    if not isinstance(window.papers.open_paper, Composer):
        _papers(window)
        window.papers._do("open")
        settled(window)
    composer = window.papers.open_paper
    assert isinstance(composer, Composer)
    composer.picker.hide()
    return composer


def _section(heading: str) -> Callable[[Window], object]:
    def go(window: Window) -> None:
        composer = _draft(window)
        composer.spread.show_pane("section")
        composer.list.choose(next(one.key for one in composer.list.sections.rows if one.heading == heading))

    return go


def _figures(window: Window) -> None:
    composer = _draft(window)
    composer.write_chosen()
    composer._ask_figure(composer.writing.text)


def _guard(window: Window) -> None:
    composer = _draft(window)
    composer.next_to_settle()


def _reason(window: Window) -> None:
    composer = _draft(window)
    composer.guard.card(composer.guard.current()).ask_reason()


def _changes(window: Window) -> None:
    _draft(window).read_changes()


def _issued(window: Window) -> None:
    assert window.papers is not None
    assert window.papers._shelf is not None
    window.papers.go_to(next(one.id for one in window.papers._shelf.papers.values() if one.state == "issued"))


def _no_papers(window: Window) -> None:
    """What an office without papers sees in their place."""
    _papers(window)
    assert window.papers is not None
    window.papers.stack.setCurrentWidget(window.papers.empty)


def _search(window: Window) -> None:
    assert window.funds is not None
    window.pages.setCurrentWidget(window.funds)
    window.funds._form = None
    window.funds.refresh()
    window.top.search.setFocus()
    window.top.search.setText("victim")
    window._search()


def _licences(window: Window) -> None:
    from ui.dialogs.licences import LicencesDialog

    LicencesDialog(window.asker, window).open()


def _menu(window: Window) -> None:
    shared.as_it_stands(window)
    window._fill_menu()
    window._menu.popup(window.top.office.mapToGlobal(window.top.office.rect().bottomLeft()))


def main() -> int:
    """Draw them all, or only these looks and the scenes of these names; say where they are."""
    names = [look.name for look in LOOKS]
    only = [one for one in sys.argv[1:] if one in names]
    wanted = [one for one in sys.argv[1:] if one not in names]
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    QStandardPaths.setTestModeEnabled(True)
    app = QApplication.instance() or QApplication(["shots"])
    assert isinstance(app, QApplication)
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in EXAMPLES:
            path = Path(folder) / f"{name}.opcc"
            make_example(path, name)
            for look in LOOKS:
                if only and look.name not in only:
                    continue
                state.use_file(Path(folder) / f"{name}-{look.name}.ini")
                window = open_office(app, path, look)
                for scene, bring in [*scenes(name), *menus(name)]:
                    if wanted and not any(one in scene for one in wanted):
                        continue
                    count += _draw(app, window, bring, OUT / f"{name}-{scene}-{look.name}.png")
                window.close()
    print(f"{count} pictures in {OUT}")
    return 0


def _draw(app: QApplication, window: Window, bring: Callable[[Window], object], path: Path) -> int:
    bring(window)
    settle(app, window.desk)
    front = [one for one in app.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    popped = app.activePopupWidget()
    (popped or (front[0] if front else window)).grab().save(str(path))
    if popped:
        popped.close()
    for one in front:
        one.done(0)
    settle(app, window.desk)
    return 1


if __name__ == "__main__":
    sys.exit(main())
