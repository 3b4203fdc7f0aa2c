"""What a partnership has, on which terms, and what it holds, plans and reports, on a page of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.allocations import allocations, partnerships, reviews
from app.allocations.reviews import ReviewRecord
from app.allocations.underspends import TreatmentRecord, UnderspendRecord
from app.door import Office
from app.errors import Refused
from app.money import Pence
from app.papers.blocks import Document
from app.papers.gather_profile import gather_profiles
from app.papers.imprint import Imprint
from app.papers.profile_paper import Profile, ProfilePaper, compose_profiles
from app.papers.publisher import publish, publish_pages
from tests.factories import YEAR
from tests.papers.heard import faults
from tests.papers.partnered import DAY, plan_spend, shared, with_scenario
from tests.papers.readings import facts, headings, paragraphs, rows, table, under, untied


def gathered(office: Office, partnership: str | None = None, *, year: int = YEAR) -> ProfilePaper:
    return office.read(gather_profiles, year=year, day=DAY, partnership_id=partnership)


def page(office: Office, name: str, *, year: int = YEAR) -> Document:
    known = office.read(partnerships.partnerships)
    return compose_profiles(gathered(office, next(one.id for one in known if one.short == name), year=year))


IMPRINT = Imprint("Office", "Commissioner", "OFFICIAL", "2018/19", DAY)
RETURN = ReviewRecord(
    id="r",
    version=1,
    partnership_id="p",
    partnership="North",
    year=YEAR,
    period="half-year",
    due_on=date(2018, 10, 30),
    returned_on=date(2018, 11, 2),
    state="returned late",
    days_late=3,
    allocation=Pence(1_000_00),
    planned=Pence(1_000_00),
    actual=Pence(300_00),
    forecast=Pence(900_00),
    narrative="Two posts were empty",
    rule_rag="red",
    rule_why="",
    override="amber",
    override_reason="Posts are filled now",
)


def test_a_page_gives_the_figure_its_change_and_a_countys_with_its_districts(devon_cornwall: Office) -> None:
    document = page(devon_cornwall, "Safer Devon")
    assert document.title == "Safer Devon, 2018/19"
    assert paragraphs(document)[0] == (
        "In 2018/19 Safer Devon is allocated £439,470, down £96,000 (17.9%) on 2017/18. With its four districts it has"
        " £539,470."
    )


def test_the_terms_and_the_grant_document_are_told(office: Office) -> None:
    shared(office, lone=1, counties=0)
    (given,) = office.read(allocations.allocations, year=YEAR)
    assert facts(page(office, "Town 1").blocks) == [
        {
            "Out of": "Partnership fund",
            "Basis": "Not given",
            "Purpose": "Not entered",
            "Conditions": "None entered",
            "Reason": "Not entered",
            "Grant document": "Not sent",
        }
    ]
    office.write(
        "Change",
        allocations.change,
        given.id,
        version=given.version,
        amount=given.amount,
        basis_kind="flat",
        basis="£20,000 to each",
        purpose="To help victims",
        conditions="Report by May",
        reason="Fewer are harmed",
        status="indicative",
    )
    sent = office.read(allocations.allocations, year=YEAR)[0].version
    office.write("Send", allocations.grant_document, given.id, version=sent, sent_on=date(2018, 4, 3), signed_on=None)
    document = page(office, "Town 1")
    assert list(facts(document.blocks)[0].values()) == [
        "Partnership fund",
        "£20,000 to each",
        "To help victims",
        "Report by May",
        "Fewer are harmed",
        "Sent 3 April 2018, not signed yet",
    ]
    assert paragraphs(document)[0].endswith("The figure is indicative: it is still to be confirmed.")


def test_the_years_reserves_and_plan_stand_under_each_other(office: Office) -> None:
    made = shared(office, lone=2, counties=0)
    with_scenario(office, made)
    plan_spend(office, made, count=2)
    document = page(office, "Town 2")
    assert rows(table(document, "Each year")) == [
        ("2017/18", 27_000_00, None, None),
        ("2018/19", 27_000_00, 0, 0),
    ]
    reserve = table(document, "Reserves declared")
    assert rows(reserve) == [("30 September 2018", 8_500_00, "Letter")]
    assert reserve.listing.notes == (("", "The last is 3.8 months of the grant for 2018/19."),)
    plan = table(document, "Spend by theme")
    assert plan.listing.notes == (("", "£123.45 of the £27,000 allocated stands in no theme."),)
    assert untied(document) == []


def test_what_is_not_there_is_said_or_left_out(office: Office) -> None:
    shared(office, lone=1, counties=0)
    told = paragraphs(page(office, "Town 1", year=YEAR + 4))
    assert told == ["Nothing is allocated to Town 1 in 2022/23 yet.", "It has declared no reserve."]


def test_returns_and_what_becomes_of_an_underspend_are_told() -> None:
    treated = TreatmentRecord("t", 1, "redirected", Pence(60_00), "street lights", "Agreed", "Sam", date(2019, 5, 1))
    underspend = UnderspendRecord(
        "p", "North", YEAR, Pence(1_000_00), Pence(900_00), True, Pence(100_00), Pence(50_00), (treated,)
    )
    one = Profile("p", "North", returns=(RETURN,), underspend=underspend)
    document = compose_profiles(ProfilePaper(IMPRINT, YEAR, (one,), single=True))
    found = table(document, "Spending reviews")
    assert rows(found) == [
        ("Half-year", "30 October 2018", "Returned late, 3 days", 1_000_00, 300_00, 900_00, "Amber"),
    ]
    assert found.listing.notes == (
        ("", "Half-year: Two posts were empty"),
        ("", "Half-year: Rated amber, not as the rule says: Posts are filled now"),
    )
    assert paragraphs(document)[-1] == (
        "£100 of £1,000 was not spent. £60 was redirected to street lights: Agreed. What becomes of £40 is still to be"
        " decided."
    )
    over = replace(underspend, underspend=Pence(-50_00), is_final=False, treatments=())
    document = compose_profiles(ProfilePaper(IMPRINT, YEAR, (replace(one, underspend=over),), single=True))
    assert paragraphs(document)[-1] == "£50 more than the £1,000 allocated is forecast to be spent."
    late = replace(RETURN, state="late", returned_on=None, days_late=1, override="")
    document = compose_profiles(ProfilePaper(IMPRINT, YEAR, (replace(one, returns=(late,)),), single=True))
    assert rows(table(document, "Spending reviews"))[0][2] == "Late, 1 day"


def test_returns_are_gathered_from_the_year_they_are_first_entered_in(office: Office) -> None:
    made = shared(office, lone=2, counties=0)
    assert [one.returns for one in gathered(office).profiles] == [(), ()]
    office.write(
        "Return",
        reviews.record_return,
        partnership_id=made.ids["Town 1"],
        year=YEAR,
        period="half-year",
        returned_on=date(2018, 11, 1),
        planned=Pence(20_000_00),
        actual=Pence(8_000_00),
        forecast=Pence(15_000_00),
        narrative="One post is empty",
        today=DAY,
    )
    first, second = gathered(office).profiles
    assert [(one.period, one.state) for one in first.returns] == [("half-year", "returned late")]
    assert [(one.period, one.state) for one in second.returns] == [("half-year", "late")]
    assert paragraphs(page(office, "Town 1"))[-1].startswith("£5,000 of £20,000 is forecast not to be spent.")


def test_all_of_them_have_a_page_each_with_a_bookmark(devon_cornwall: Office) -> None:
    document = compose_profiles(gathered(devon_cornwall))
    assert len(headings(document)) == 9
    pages = publish_pages(document)
    assert list(pages.anchors.values()) == list(range(2, 11))
    assert pages.pages == 10
    assert faults(pages.pdf) == []
    assert under(document, "Exeter") != []


def test_an_office_without_partnerships_says_so(office: Office) -> None:
    document = compose_profiles(gathered(office))
    assert paragraphs(document) == ["No partnership has been entered yet."]
    assert faults(publish(document)) == []


def test_a_partnership_that_was_put_away_has_a_page_while_it_had_money(office: Office) -> None:
    made = shared(office, lone=2, counties=0)
    office.write("Put away", partnerships.archive, made.ids["Town 2"])
    assert [one.name for one in gathered(office).profiles] == ["Town 1", "Town 2"]
    assert [one.name for one in gathered(office, year=YEAR + 1).profiles] == ["Town 1"]


def test_a_partnership_that_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(Refused):
        gathered(office, "nobody")
