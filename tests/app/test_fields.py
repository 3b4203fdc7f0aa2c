"""Forms declared as data: every form of the product keeps to what a form can show."""

from __future__ import annotations

from datetime import date

import pytest

from app import areas, office, organisations, people, plans
from app.fields import Choice, Field, Kind, value_text
from app.funds import fields, importing
from app.money import Limit, Pence
from app.years import HYPHEN

FORMS: dict[str, tuple[Field, ...]] = {
    "office": office.FIELDS,
    "plan": plans.PLAN_FIELDS,
    "priority": plans.priority_fields(()),
    "area": areas.fields(()),
    "organisation": organisations.FIELDS,
    "person": people.FIELDS,
    "paste": importing.FIELDS,
    "revision": fields.REVISION,
    "stated": fields.STATED,
    "start of a year": fields.START_YEAR,
    "line": fields.line((), (), ()),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_box_has_words_and_a_name_of_its_own(form: tuple[Field, ...]) -> None:
    assert len({one.key for one in form}) == len({one.label for one in form}) == len(form)
    assert [one.key for one in form if not one.label[0].isupper()] == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_whatever_helps_is_a_whole_sentence(form: tuple[Field, ...]) -> None:
    assert [one.help for one in form if one.help and not one.help.endswith(".")] == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_nothing_is_chosen_from_twice_the_same(form: tuple[Field, ...]) -> None:
    for one in form:
        values = [choice.value for choice in one.choices]
        assert sorted(set(values)) == sorted(values)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("text", "Road safety", "Road safety"),
        ("long", "One\nTwo", "One\nTwo"),
        ("text", "", "Nothing"),
        ("amount", 51_219_950, "£512,199.50"),
        ("amount", "TBD", "TBD"),
        ("amount", 0, "£0"),
        ("pence", -120_000, "\N{MINUS SIGN}£1,200"),
        ("pence", None, "Nothing"),
        ("year", 2018, "2018-19"),
        ("day", date(2015, 2, 3), "3 February 2015"),
        ("choice", "v", "Victims"),
        ("choice", "gone", "gone"),
        ("yesno", True, "Yes"),
        ("yesno", None, "No"),
        ("count", 1_200, "1,200"),
        ("percent", 125, "12.5 %"),
        ("percent", 400, "40 %"),
        ("limit", Limit(tenths=80), "8 %"),
        ("limit", Limit(pence=Pence(1_000_000)), "£10,000"),
        ("several", ("v", "gone"), "Victims, gone"),
        ("several", (), "Nothing"),
        ("sum", (22_700_000, 275_000), "£227,000 + £2,750"),
        ("number", 1_234_500_000, "1,234.5"),
        ("grid", {"a:b": 1, "a:c": 2}, "2 cells"),
        ("grid", {"a:b": 1}, "1 cell"),
        ("grid", {}, "Nothing"),
    ],
)
def test_a_value_is_said_as_people_read_it(kind: Kind, value: object, words: str) -> None:
    field = Field("key", "Key", kind, choices=(Choice("v", "\N{EM SPACE}Victims"),))
    assert value_text(field, value, HYPHEN) == words
