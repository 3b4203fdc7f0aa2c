"""Stated figures as claims: what each counts, by the names of its rows, and whether it ties."""

from __future__ import annotations

from datetime import date

from app import areas
from app.door import Office
from app.funds import stated
from app.papers.claims import StatedClaim, stated_claims, stated_id
from tests.factories import add_budget, add_line
from tests.papers.partnered import add_addition, shared


def claims(office: Office) -> dict[str, StatedClaim]:
    return {f"{one.claim.name} {one.year}": one for one in office.read(stated_claims)}


def test_the_rows_of_a_claim_are_named_as_people_know_them(devon_cornwall: Office) -> None:
    found = claims(devon_cornwall)
    assert found["To reduce reoffending 2019"].claim.parts == (
        ("Local Criminal Justice Board", 20_000_00),
        ("CASS Plus", 32_600_00),
        ("Circles South West", 44_600_00),
    )
    assert found["To maintain the ISVA contract 2019"].claim.parts == (("ISVA contract (3+1+1 years)", 415_000_00),)
    assert [name for name, _ in found["Youth Offending Service 2017"].claim.parts] == [
        "Devon",
        "Cornwall",
        "Torbay",
        "Plymouth",
    ]
    assert ("Safer Devon", 439_470_00) in found["Allocations to the partnerships 2019"].claim.parts
    assert ("Domestic homicide reviews", 49_000_00) in found["Spend by theme in Devon 2018"].claim.parts
    assert found["Ministry of Justice grant 2019"].claim.parts == (
        ("Victim Services Grant", 1_880_265_00),
        ("Child sexual abuse grant", 140_076_00),
    )


def test_an_addition_in_a_claim_goes_by_its_own_name(office: Office) -> None:
    made = shared(office, lone=2, counties=0)
    add_line(office, "Room for it", 10_000)
    addition = add_addition(
        office, made.budget, "Safer Towns", 5_000, *made.ids.values(), overspend_approver="The Treasurer"
    )
    typed = {"name": "Shared", "year": 2018, "amount_pence": 5_000_00, "printed": "£5,000", "place": "The plan"}
    office.write("State", stated.add, parts=[("allocation", addition)], **typed)  # type: ignore[arg-type]  # by name
    assert claims(office)["Shared 2018"].claim.parts == (("Safer Towns", 5_000_00),)


def test_a_claim_says_what_it_counts_so_that_a_table_knows_its_total(devon_cornwall: Office) -> None:
    one = claims(devon_cornwall)["Youth Offending Service 2017"]
    assert (len(one.rows), one.known, one.ties) == (4, True, False)
    assert stated_id(one.claim.key) in {one.id for one in devon_cornwall.read(stated.stated)}
    assert stated_id("box:s:1") is None


def test_every_claim_comes_to_what_the_stated_figure_does(devon_cornwall: Office) -> None:
    records = {one.id: one for one in devon_cornwall.read(stated.stated)}
    for one in devon_cornwall.read(stated_claims):
        record = records[one.claim.key.removeprefix("stated:")]
        assert (one.claim.computed_pence, one.claim.difference_pence) == (
            record.computed_pence,
            record.difference_pence,
        )


def test_an_area_goes_by_its_newest_name(devon_cornwall: Office) -> None:
    devon = next(one for one in devon_cornwall.read(areas.areas) if one.name == "Devon")
    typed = {"kind": devon.kind, "parent_id": devon.parent_id, "code": devon.code, "from_day": date(2024, 4, 1)}
    devon_cornwall.write("Rename", areas.change_area, devon.id, version=None, name="Greater Devon", **typed)  # type: ignore[arg-type]  # by name
    assert claims(devon_cornwall)["Youth Offending Service 2017"].claim.parts[0][0] == "Greater Devon"


def test_a_figure_without_print_of_its_own_prints_as_its_amount(office: Office) -> None:
    parts = [("budget", add_budget(office, "A", 10))]
    for printed in ("", "twelve pounds", "£12 or £13", "£12*"):
        office.write("State", stated.add, name=printed or "-", amount_pence=12_00, printed=printed, parts=parts)
    assert [one.claim.printed_text for one in office.read(stated_claims)] == ["£12"] * 4
