"""One contract as a picture: its words beside its shapes, the partner's money, and where it is missing."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from app.contracts.timeline import timeline
from tests.ui.conftest import PutUp
from tests.ui.kit.contracts import ADVOCACY, ENDED, LONG, TODAY, TRIAGE
from ui.kit import theme
from ui.kit.timeline import TimelinePicture
from ui.kit.timepicture import Told

WIDTHS = [240, 390, 480, 720, 1240]


def picture_of(one: object, put_up: PutUp, width: int = 720) -> TimelinePicture:
    whole = timeline([one], today=TODAY)  # type: ignore[list-item]
    picture = TimelinePicture(whole.rows[0], whole)
    picture.resize(width, picture.heightForWidth(width))
    put_up(picture)
    return picture


def test_it_says_everything_it_shows(put_up: PutUp) -> None:
    picture = picture_of(ADVOCACY, put_up)
    assert picture.accessibleName() == "Timeline of Advocacy service"
    said = picture.accessibleDescription()
    assert "Advocacy service: 1 October 2018 to 30 September 2021." in said
    assert "Option 1 to 30 September 2022, open, notice by 31 March 2021." in said
    assert "Health partner: Ends 6 months before option 1 would." in said
    assert "Health partner pays £158,590 from 1 October 2018 to 31 March 2019; " in said
    assert "£202,199 from 1 April 2020 to 31 March 2021 on its condition" in said


@pytest.mark.parametrize("width", WIDTHS)
def test_every_day_that_matters_has_its_date_in_words(put_up: PutUp, width: int) -> None:
    told = [one.text for one in picture_of(TRIAGE, put_up, width).told_marks(width)]
    assert sorted(told) == [
        "1 March 2020: Health partners agree their share",
        "30 September 2019: Notice of the break",
        "31 December 2019: Break point",
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_words_run_into_others_or_out_of_the_picture(
    qapp: QApplication, put_up: PutUp, width: int, scale: float
) -> None:
    theme.apply(qapp, "light", scale)
    for one in (ADVOCACY, TRIAGE, ENDED, LONG):
        picture = picture_of(one, put_up, width)
        row = timeline([one], today=TODAY).rows[0]
        for told in (picture.told_marks(width), *(picture.told_money(band, width) for band in row.bands)):
            places = [QRect(each.left, each.row * 100, each.width, 99) for each in told]
            assert all(place.left() >= 0 and place.right() < width for place in places)
            assert not any(a.intersects(b) for at, a in enumerate(places) for b in places[at + 1 :])


@pytest.mark.parametrize("width", [390, 720])
def test_a_lead_runs_through_no_words(put_up: PutUp, width: int) -> None:
    def crosses(lead: Told, other: Told) -> bool:
        return other.row < lead.row and other.left <= lead.at <= other.left + other.width

    told = picture_of(ADVOCACY, put_up, width).told_marks(width)
    assert len(told) == 2
    assert [one.text for one in told for other in told if crosses(one, other)] == []


def test_a_narrow_picture_is_higher_because_its_sums_go_below_their_bars(put_up: PutUp) -> None:
    picture = picture_of(ADVOCACY, put_up)
    band = timeline([ADVOCACY], today=TODAY).rows[0].bands[0]
    assert picture.told_money(band, 1240) == []
    assert len(picture.told_money(band, 240)) == 4
    assert picture.heightForWidth(240) > picture.heightForWidth(1240)


def test_missing_money_is_drawn_in_red_with_its_sentence(put_up: PutUp) -> None:
    picture = picture_of(ADVOCACY, put_up)
    image, bad = picture.grab().toImage(), theme.current().colour("bad")
    span = picture._span(picture.width())
    red = [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) == bad]
    assert min(x for x, _ in red) < span.x(date(2022, 4, 1)) - 60  # the sentence stands before it
    assert abs(max(x for x, _ in red) - span.x(date(2022, 10, 1))) <= 1


def test_agreed_money_is_grey_and_money_on_a_condition_is_not(put_up: PutUp) -> None:
    picture = picture_of(ADVOCACY, put_up)
    span, image = picture._span(720), picture.grab().toImage()
    (_, top), *_ = picture._bands(720)
    middle = top + picture._line() + 3
    assert image.pixelColor(span.x(date(2019, 7, 20)), middle) == theme.current().colour("mutebg")
    assert image.pixelColor(span.x(date(2020, 7, 20)), middle) == theme.current().colour("paper")


@pytest.mark.parametrize("scheme", ["dark", "contrast"])
def test_it_is_drawn_in_every_dress(qapp: QApplication, put_up: PutUp, scheme: theme.Scheme) -> None:
    theme.apply(qapp, scheme, 1.0)
    picture = picture_of(ADVOCACY, put_up)
    span, image = picture._span(720), picture.grab().toImage()
    y = picture._bars_top(720) + 3
    assert image.pixelColor(span.x(date(2020, 9, 20)), y) == theme.current().colour("accent")
    assert image.pixelColor(2, image.height() - 2) == theme.current().colour("paper")
