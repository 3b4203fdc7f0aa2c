"""Every page, view, form and dialog looked over: can it be read, heard, and reached with the keyboard?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.funds import views
from bench import allocations
from bench.shots import scenes
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, Screen, screen_on
from ui.kit import state, theme, walk
from ui.window import Window

pytestmark = OFFSCREEN
Scene = tuple[str, Callable[[Window], object]]

VIEWS = dict(views.VIEWS)
OF_ROUNDS = (
    *(f"applications-{key}" for key in ("rounds", "bids", "organisations")),
    *(f"scoring-{key}" for key in ("ranking", "ranked", "outcomes", "outcomes-review", "reasons", "fair")),
    *(f"scoring-{key}" for key in ("decided", "decided-outcomes", "decided-days", "decisions-signed", "letters")),
)
"""The scenes of the example with rounds that are walked here, in which most of it is on the screen."""
PASTED = "Budget line\tFund\t2019/20\nRoad safety\t\t£3,0000\nRural crime\tNo such fund\t500\nCASS Plus\t\t14,000\n"


def _action(view: str, action: str, subject: str) -> Callable[[Window], object]:
    """Open the form that an action of the record shown in this view opens."""

    def go(window: Window) -> None:
        page = window.funds
        assert page is not None
        assert page._shown is not None
        of: Any = getattr(page._shown, subject)
        page._do(action, (of, of.notes[0]) if action == "note" else of)

    return go


def more_scenes(name: str) -> list[Scene]:
    """The forms and dialogs that the pictures leave out."""
    known = dict(scenes(name))
    found: list[Scene] = [
        ("line", known["funds-line"]),
        ("line form", _action("priority", "line", "line")),
        ("note form", _action("priority", "add note", "line")),
        ("payment form", _action("priority", "pay", "line")),
        ("next year", lambda window: window.funds.start_next_year() if window.funds else None),
        ("paste", _paste),
        ("paper", lambda window: window.funds.print_budget() if window.funds else None),
    ]
    for view, action, subject in (
        ("income", "income", "income"),
        ("income", "receive one", "income"),
        ("agreements", "commitment", "commitment"),
        ("funds", "fund", "fund"),
        ("stated", "stated", "stated"),
    ):
        found += [(view, known[f"funds-{view}"]), (f"{action} form", _action(view, action, subject))]
    return [*found, *allocations.more_scenes()]


def _paste(window: Window) -> None:
    assert window.funds is not None
    QApplication.clipboard().setText(PASTED)
    window.funds.paste_lines()


@pytest.fixture(scope="module", params=[1.0, 2.0], ids=["100", "200"])
def scale(request: pytest.FixtureRequest) -> float:
    """How large the text is."""
    return float(request.param)


@pytest.fixture(scope="module", params=["devon-cornwall", "durham", "essex"])
def shown(
    request: pytest.FixtureRequest,
    scale: float,
    _made: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
    qapp: QApplication,
) -> Iterator[tuple[str, Screen]]:
    """An example office at 1366x768."""
    folder = tmp_path_factory.mktemp("walked")
    state.use_file(folder / "desk.ini")
    theme.apply(qapp, "light", scale)
    file = Path(shutil.copyfile(_made(request.param), folder / "office.opcc"))
    with screen_on(AnsweringAsker(), file) as screen:
        yield request.param, screen


@pytest.fixture(autouse=True)
def dressed(scale: float, qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """As the window was dressed when it was made."""
    state.use_file(tmp_path / "desk.ini")
    yield
    state.use_file(None)


def walked(screen: Screen, every: list[Scene]) -> list[str]:
    """What is found in each scene, named by it."""
    found = []
    for name, bring in every:
        bring(screen.window)
        _laid_out(screen)
        front = [screen.window, *screen.dialogs()][-1]
        found += [f"{name}: {finding}" for finding in findings(front)]
        for dialog in screen.dialogs():
            dialog.done(0)
        screen.back_to_window()
    return found


def _laid_out(screen: Screen) -> None:
    """Wrapped words take a layout or two to find their height."""
    for _ in range(4):
        screen.back_to_window()


def findings(front: QWidget) -> list[str]:
    """What cannot be read, heard or reached."""
    return (
        walk.clipped_text(front)
        + walk.sideways_scroll(front)
        + walk.unnamed_controls(front)
        + walk.doubled_shortcuts(front)
        + walk.unreachable_by_keyboard(front)
    )


def test_everything_can_be_read_and_heard_and_reached_with_the_keyboard(shown: tuple[str, Screen]) -> None:
    name, screen = shown
    if name == "devon-cornwall":
        every = [*scenes(name), *more_scenes(name)]
    elif name == "essex":  # what is read of its rounds; the forms are looked over beside their tabs
        every = [one for one in scenes(name) if one[0] in OF_ROUNDS]
    else:  # its forms and dialogs are the same
        wanted = {"search", "papers-implications", "papers-guard", *(f"funds-{key}" for key in (*VIEWS, "line"))}
        wanted |= {scene for scene, _ in allocations.scenes(name)}
        every = [one for one in scenes(name) if one[0] in wanted]
    found = walked(screen, every)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_every_pair_of_colours_is_far_enough_apart(palette: theme.Palette) -> None:
    assert walk.weak_contrast(palette) == []
