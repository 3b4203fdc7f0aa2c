"""The fields of notices, thresholds and bands: each form gives its use case exactly what it takes."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature

import pytest

from app.contracts import bands, date_fields, notices, thresholds
from app.contracts.notices import NAMES, due
from app.contracts.thresholds import shipped
from app.fields import Field
from app.money import Pence
from tests.app.contracts.dated import under_the_act
from tests.app.contracts.test_notices import DAY, variation


@pytest.mark.parametrize(
    ("form", "use_case", "beside"),
    [
        (date_fields.BANDS, bands.set_bands, {"version"}),
        (date_fields.THRESHOLD, thresholds.add, set()),
        (date_fields.THRESHOLD, thresholds.change, {"version"}),
        (date_fields.NOTICE, notices.publish, {"day"}),
        (date_fields.NOTICE, notices.change, {"day", "version"}),
        (date_fields.PUBLISH, notices.publish, {"code", "about", "day"}),
    ],
)
def test_a_form_has_a_box_for_everything_its_use_case_asks(
    form: tuple[Field, ...], use_case: Callable[..., object], beside: set[str]
) -> None:
    taken = {one.name for one in signature(use_case).parameters.values() if one.kind is one.KEYWORD_ONLY}
    assert {field.key for field in form} == taken - beside
    assert beside <= taken


def test_every_notice_that_falls_due_can_be_chosen_by_its_code() -> None:
    whole = under_the_act(6_000_000, gross=7_200_000, route="direct", variations=(variation(1, DAY, None),))
    payment = notices.PaidRecord(DAY, Pence(31_000_00))
    assert {each.code for each in due(whole, DAY, shipped(), (payment,))} == {
        "UK5", "UK6", "UK7", "UK8", "UK9", "UK10", "UK11",
    }  # fmt: skip
    assert {each.code: each.name for each in due(whole, DAY, shipped())}.items() <= NAMES.items()
