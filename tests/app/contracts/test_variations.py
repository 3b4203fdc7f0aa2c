"""Variations: numbered, dated within the contract and after its signing, and summing to its current value."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.contracts import breaks, fields, options, variations
from app.contracts.standing import current_gross, current_value
from app.contracts.yearly import years
from app.door import Office
from app.errors import Stale
from app.money import MOST_PENCE
from tests.app.contracts import terms
from tests.app.contracts.terms import DECISION, TODAY
from tests.conftest import Open
from tests.factories import SAM, refusal

MORE: dict[str, Any] = {"kind": "value", "change": 20_000_00, "effective_on": date(2020, 10, 1), "reason": "More need"}


def add(office: Office, contract_id: str, **given: Any) -> str:
    return office.write("Add variation", variations.add, contract_id, **MORE | given)


def refused(office: Office, contract_id: str, **given: Any) -> tuple[str, str | None]:
    return refusal(office, variations.add, contract_id, **MORE | given)


def test_variations_sum_to_the_current_value(office: Office) -> None:
    one = terms.add(office)
    add(office, one, gross_change=24_000_00, signed_on=date(2020, 9, 1))
    add(office, one, change=-50_000_00, gross_change=-60_000_00)
    add(office, one, kind="scope", change=None, reason=" Two more towns ")
    after = terms.read(office, one)
    assert [(each.number, each.change, each.reason) for each in after.variations] == [
        (1, 20_000_00, "More need"),
        (2, -50_000_00, "More need"),
        (3, 0, "Two more towns"),
    ]
    assert (current_value(after), current_gross(after)) == (270_000_00, 324_000_00)
    assert sum(each.value for each in years(after)) == 270_000_00
    for _ in range(3):
        office.undo()
    assert current_value(terms.read(office, one)) == 300_000_00


@pytest.mark.parametrize(
    ("given", "sentence", "field"),
    [
        ({"number": 0}, "A variation has a number from 1 to 9,999.", "number"),
        ({"number": 10_000}, "A variation has a number from 1 to 9,999.", "number"),
        ({"number": 1}, "There is already a variation with this number.", "number"),
        ({"kind": None}, "What it changes is needed.", "kind"),
        ({"kind": "price"}, "“price” cannot be chosen here.", "kind"),
        ({"change": None}, "Give what the value changes by, with a minus where it is cut.", "change"),
        ({"change": 0}, "Give what the value changes by, with a minus where it is cut.", "change"),
        ({"change": -MOST_PENCE - 1}, "That is more than the desk keeps", "change"),
        ({"change": -100_000_01}, "Variation 2 would take away £0.01 more than the contract is worth", "change"),
        ({"gross_change": MOST_PENCE + 1}, "That is more than the desk keeps", "gross_change"),
        ({"gross_change": 19_999_99}, "The value with VAT is below the value without it.", "gross_change"),
        ({"change": -5_00, "gross_change": -4_99}, "With VAT it cannot take away less", "gross_change"),
        ({"kind": "terms", "change": 0, "gross_change": -60_000_01}, "The value with VAT is below", "gross_change"),
        ({"effective_on": None}, "The day it holds from is needed.", "effective_on"),
        ({"effective_on": date(2018, 9, 30)}, "The contract does not run on 30 September 2018", "effective_on"),
        ({"effective_on": date(2022, 10, 1)}, "The contract does not run on 1 October 2022", "effective_on"),
        ({"effective_on": date(2018, 10, 14)}, "The contract was only signed on 15 October 2018.", "effective_on"),
        ({"signed_on": date(2018, 10, 14)}, "The contract was only signed on 15 October 2018.", "signed_on"),
        ({"signed_on": date(8, 10, 14)}, "14 October 8 is too far away.", "signed_on"),
        ({"reason": "  "}, "The reason is needed.", "reason"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_box(
    office: Office, given: dict[str, Any], sentence: str, field: str
) -> None:
    one = terms.extendable(office, "12", signed_on=date(2018, 10, 15))
    add(office, one, kind="terms", change=None, gross_change=0)
    said, box = refused(office, one, **given)
    assert (said.startswith(sentence), box) == (True, field), said
    assert field in {each.key for each in fields.VARIATION}


def test_a_contract_signed_on_a_day_nobody_knows_may_be_varied(office: Office) -> None:
    one = terms.add(office)
    add(office, one, effective_on=date(2018, 10, 1), signed_on=date(2018, 1, 1))
    assert current_value(terms.read(office, one)) == 320_000_00


def test_a_variation_of_an_option_waits_until_it_is_taken(office: Office) -> None:
    one = terms.extendable(office, "12")
    add(office, one, change=-30_000_00, effective_on=date(2022, 4, 1))
    assert current_value(terms.read(office, one)) == 300_000_00
    terms.take(office, one)
    assert current_value(terms.read(office, one)) == 370_000_00
    assert refused(office, one, change=-30_000_00, effective_on=date(2022, 4, 1))[1] == "change"


def test_a_contract_that_was_ended_is_not_varied_afterwards(office: Office) -> None:
    one = terms.add(office)
    early = office.write("Break", breaks.add, one, break_on=date(2020, 3, 31), whose="office")
    whole: dict[str, Any] = DECISION | {"version": None, "day": TODAY}
    whole["document_id"] = terms.attach(office, "contract", one)
    office.write("End early", breaks.take, early, **whole)
    said = "The contract was ended early on 31 March 2020."
    assert refused(office, one, effective_on=date(2020, 4, 1)) == (said, "effective_on")
    add(office, one, effective_on=date(2020, 3, 31))


def test_a_variation_is_corrected_and_corrected_back(office: Office) -> None:
    one = terms.add(office)
    key = add(office, one)
    [known] = terms.read(office, one).variations
    corrected = MORE | {"change": 25_000_00, "reason": "Still more"}
    office.write("Change variation", variations.change, key, version=known.version, **corrected)
    [after] = terms.read(office, one).variations
    assert (after.number, after.change, after.reason) == (1, 25_000_00, "Still more")
    office.undo()
    assert terms.read(office, one).variations[0].change == 20_000_00
    assert refusal(office, variations.change, key, version=None, **MORE | {"change": -100_000_01})[1] == "change"
    assert refusal(office, variations.change, key, version=None, **MORE | {"number": 0})[1] == "number"


def test_two_do_not_save_over_each_other(office: Office, opened: Open) -> None:
    one = terms.add(office)
    key = add(office, one)
    seen = terms.read(office, one).variations[0].version
    sam = opened(office.path, SAM)
    sam.write("Change variation", variations.change, key, version=seen, **MORE | {"reason": "Sam's"})
    with pytest.raises(Stale, match="Sam saved this"):
        office.write("Change variation", variations.change, key, version=seen, **MORE)
    with pytest.raises(Stale):
        office.write("Archive", variations.archive, key, version=seen)


def test_a_variation_is_put_away_unless_a_cut_rests_on_it(office: Office) -> None:
    one = terms.add(office)
    first = add(office, one)
    add(office, one, change=-110_000_00)
    said, field = refusal(office, variations.archive, first)
    assert (said.startswith("Variation 2 would take away £10,000 more"), field) == (True, None)
    office.undo()
    office.write("Archive", variations.archive, first)
    assert current_value(terms.read(office, one)) == 300_000_00
    office.write("Bring back", variations.archive, first, back=True)
    assert current_value(terms.read(office, one)) == 320_000_00
    assert refusal(office, variations.change, first, version=0, **MORE)[1] is None


def test_a_variation_does_not_come_back_where_the_contract_no_longer_runs(office: Office) -> None:
    one = terms.extendable(office, "12")
    key = add(office, one, effective_on=date(2022, 4, 1))
    office.write("Archive", variations.archive, key)
    office.write("Archive", options.archive, terms.option(office, one).id)
    said = "The contract does not run on 1 April 2022 any more."
    assert refusal(office, variations.archive, key, back=True)[0] == said


def test_a_variation_that_was_put_away_is_not_changed(office: Office) -> None:
    key = add(office, terms.add(office))
    office.write("Archive", variations.archive, key)
    assert refusal(office, variations.change, key, version=None, **MORE)[1] is None
