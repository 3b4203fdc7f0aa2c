"""Papers on partnerships from the window: gathered, set aside from its thread, shown, and kept as PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.allocations import partnerships, scenarios
from app.door import Office
from app.papers.preview import page_count, text_of
from tests.factories import JO
from tests.ui.conftest import AnsweringAsker
from tests.ui.helpers import OFFSCREEN, Screen, screen_on
from ui.kit.preview import PrintPreview
from ui.output import Output

pytestmark = OFFSCREEN
Show = Callable[[Output], object]


@pytest.fixture
def screen(asker: AnsweringAsker, devon_cornwall_file: Path) -> Iterator[Screen]:
    with screen_on(asker, devon_cornwall_file) as shown:
        yield shown


def kept(screen: Screen, show: Show, path: Path) -> tuple[str, str, int]:
    """The title of the preview, and the words and the number of pages of the PDF it saves."""
    show(screen.page.output)
    screen.settle()
    preview = screen.dialogs()[-1]
    assert isinstance(preview, PrintPreview)
    title = preview.windowTitle()
    screen.asker.path = path
    screen.click("Save PDF", preview)
    preview.close()
    return title, " ".join(text_of(path.read_bytes()).split()), page_count(path.read_bytes())


def test_what_is_allocated_and_spent_is_shown_by_the_title_of_its_paper(screen: Screen, tmp_path: Path) -> None:
    title, words, _ = kept(screen, lambda output: output.print_allocations(2019), tmp_path / "one.pdf")
    assert (title, "Total 1,600,249 1,610,249 1,615,249" in words) == ("Allocations to partnerships 2019/20", True)
    title, words, _ = kept(screen, lambda output: output.print_themes(2018), tmp_path / "two.pdf")
    assert (title, "£68,428 stands in no theme" in words) == ("Partnership spend by theme 2018/19", True)


def test_the_page_of_a_partnership_or_of_each_is_shown(
    screen: Screen, devon_cornwall_file: Path, tmp_path: Path
) -> None:
    office = Office(devon_cornwall_file, JO, read_only=True)
    torbay = next(one.id for one in office.read(partnerships.partnerships) if one.short == "Torbay")
    scenario = office.read(scenarios.scenarios)[0].id
    office.close()
    title, words, pages = kept(screen, lambda output: output.print_partnership(torbay, 2019), tmp_path / "one.pdf")
    assert (title, pages, "allocated £201,575" in words) == ("Torbay, 2019/20", 1, True)
    _, _, pages = kept(screen, lambda output: output.print_partnership(None, 2019), tmp_path / "all.pdf")
    assert pages == 10
    title, words, pages = kept(screen, lambda output: output.print_reasons(scenario, torbay), tmp_path / "why.pdf")
    assert (title, pages, "Torbay: why this figure" in words) == ("Torbay", 1, True)
    title, words, _ = kept(screen, lambda output: output.print_review(scenario), tmp_path / "review.pdf")
    assert title == "Review of Community Safety Partnership Fund"
    assert "£48,171 of £1,615,249 moves" in words
