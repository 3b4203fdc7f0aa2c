"""Returned forms are taken whole or not at all, and what taking them would do is told before."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy.orm import Session

from app import coding, documents, organisations
from app.backups import documents_of
from app.door import Office
from app.errors import Refused
from app.exchange.form_layout import START
from app.exchange.form_read import read_folder
from app.grants import applicants, intake
from app.grants.form import FormRecord
from app.grants.reading import applications
from app.money import Pence
from app.progress import Progress, Stopped
from db.grants import Application
from tests.app.grants.applied import DAY, Applied
from tests.app.grants.returned import IN_TIME, Returned
from tests.factories import refusal

LATE = datetime(2026, 6, 1, 17, 5)


@pytest.fixture
def returned(office: Office, tmp_path: Path) -> Returned:
    return Returned(Applied(office), tmp_path / "inbox")


def test_a_form_becomes_a_bid_with_all_it_says_and_its_original(returned: Returned) -> None:
    path = returned.add()
    (taken,) = returned.take()
    office = returned.applied.office
    bid = returned.applied.read(taken.application_id)
    assert (bid.reference, bid.state, bid.organisation, bid.project) == (
        "CSF-2026-001",
        "received",
        "Harbour Advice",
        "Night shelter",
    )
    assert (bid.requested, bid.beneficiaries, bid.starts_on) == (6_000_00, 120, date(2026, 9, 1))
    assert (bid.with_children, bid.duplicates, bid.substitutes) == (False, "no", "")
    assert (bid.received_on, bid.received_time, bid.arrived_by, bid.form_mark) == (
        date(2026, 5, 20),
        "09:30",
        "form",
        1,
    )
    assert [(one.item, one.amount, one.requested) for one in bid.costs] == [
        ("Rent", 8_000_00, 5_000_00),
        ("Heating", 1_234_56, 1_000_00),
    ]
    assert [(one.source, one.kind, one.amount, one.is_certain) for one in bid.matches] == [
        ("The parish", "cash", 2_000_00, True),
        ("Volunteers", "in kind", 500_50, False),
    ]
    assert {(name, tenths) for _, name, tenths in bid.areas} == {("East", 600), ("West", 400)}
    assert [tenths for _, _, tenths in bid.priorities] == [1000]
    assert [text for _, text in bid.answers] == ["Fewer people sleep rough", "1 February 2024"]
    known = office.read(applicants.applicant, bid.organisation_id)
    assert [one.text for one in known.identifiers] == ["Charity, England and Wales 1164883"]
    assert known.profile.postcode == "CM1 1AB"
    (person,) = office.read(applicants.contacts, bid.organisation_id, application_id=bid.id)
    assert (person.person, person.email) == ("Ana Made-Up", "ana@harbour.example")
    (kept,) = office.read(documents.documents, bid.id)
    assert (documents_of(office.path) / kept.digest).read_bytes() == path.read_bytes()
    assert bid.form_digest == kept.digest


def test_taking_a_form_is_one_step_and_is_undone_whole(returned: Returned) -> None:
    returned.add()
    office = returned.applied.office
    before = office.last_seq()
    returned.take()
    assert office.last_seq() == before + 1
    office.undo()
    assert office.read(applications, round_id=returned.applied.round_id) == []
    assert office.read(organisations.find, "Harbour Advice") is None


def test_the_same_file_is_not_taken_twice(returned: Returned) -> None:
    returned.add()
    returned.take()
    plan = returned.plan()
    assert (plan.outcome, plan.reference) == ("same", "CSF-2026-001")
    assert returned.take() == ()


def test_a_form_that_comes_again_tells_every_field_it_would_change(returned: Returned) -> None:
    returned.add()
    (taken,) = returned.take()
    returned.add(
        requested=7_000,
        exit_plan=None,
        with_children="Yes",
        costs=(("Rent", 8_000, 7_000),),
        shares={f"area:{returned.applied.east}": 1, f"priority:{returned.applied.roads}": 1},
        answers=("Nobody sleeps rough", date(2024, 2, 1)),
    )
    plan = returned.plan()
    assert plan.outcome == "changed"
    assert [(one.label, one.was, one.becomes) for one in plan.changes] == [
        ("Amount asked for (£)", "£6,000", "£7,000"),
        ("Does it work with children?", "No", "Yes"),
        ("What happens when the grant ends", "Volunteers go on with it", "Nothing"),
        ("What changes?", "Fewer people sleep rough", "Nobody sleeps rough"),
        (
            "Costs",
            "Rent £8,000, of it £5,000 asked for; Heating £1,234.56, of it £1,000 asked for",
            "Rent £8,000, of it £7,000 asked for",
        ),
        ("Areas", "East 60 %; West 40 %", "East 100 %"),
    ]
    (again,) = returned.take()
    assert again.application_id == taken.application_id
    bid = returned.applied.read(taken.application_id)
    assert (bid.requested, bid.exit_plan, bid.with_children) == (7_000_00, "", True)
    assert [one.item for one in bid.costs] == ["Rent"]
    assert len(returned.applied.office.read(documents.documents, bid.id)) == 2


def test_a_form_saved_anew_with_nothing_new_changes_nothing(returned: Returned) -> None:
    returned.add()
    returned.take()
    returned.add(touch=lambda book: book.properties.__setattr__("title", "Final version"))
    assert returned.plan().outcome == "same"


def test_a_form_that_came_late_is_taken_as_late_with_its_reason(returned: Returned) -> None:
    returned.add(at=LATE)
    plan = returned.plan()
    assert plan.late == "It arrived on 1 June 2026 at 17:05; the round closed on 1 June 2026 at 17:00."
    (taken,) = returned.take()
    bid = returned.applied.read(taken.application_id)
    assert bid.state == "late"
    assert [(one.state, one.reason) for one in bid.steps] == [("late", plan.late)]


@pytest.mark.parametrize(("time", "late"), [("17:00", False), ("17:01", True)])
def test_pain_15_the_minute_a_round_closes_is_in_time_and_the_next_is_late(
    returned: Returned, time: str, *, late: bool
) -> None:
    returned.add(at=LATE)
    plan = returned.plan(received_on=date(2026, 6, 1), received_time=time)
    assert bool(plan.late) is late
    assert plan.can_take


def test_when_a_form_arrived_is_the_files_own_time_only_where_nobody_says(returned: Returned) -> None:
    returned.add()
    assert any("known from the file alone" in notice for notice in returned.plan().notices)
    plan = returned.plan(received_on=date(2026, 5, 21), received_time="5pm")
    assert (plan.received_on, plan.received_time) == (date(2026, 5, 21), "17:00")
    assert not any("known from the file alone" in notice for notice in plan.notices)


def test_a_time_without_a_day_is_refused(returned: Returned) -> None:
    returned.add()
    with pytest.raises(Refused, match="on which day") as caught:
        returned.preview(received_time="17:00")
    assert caught.value.field == "received_on"


def test_a_bid_in_time_that_is_changed_after_the_close_is_late(returned: Returned) -> None:
    returned.add()
    (taken,) = returned.take()
    returned.add(at=LATE, requested=9_000)
    assert returned.plan().late
    returned.take()
    assert returned.applied.read(taken.application_id).state == "late"


def test_pain_11_of_two_forms_of_one_bid_only_the_one_that_came_last_is_taken(returned: Returned) -> None:
    returned.add("a first.xlsx")
    returned.add("b last.xlsx", at=datetime(2026, 5, 22, 10, 0), organisation="HARBOUR  advice", requested=9_000)
    returned.add("c first again.xlsx")
    assert [(one.name, one.outcome) for one in returned.preview().files] == [
        ("a first.xlsx", "duplicate"),
        ("b last.xlsx", "new"),
        ("c first again.xlsx", "duplicate"),
    ]
    returned.take()
    (bid,) = returned.applied.office.read(applications, round_id=returned.applied.round_id)
    assert bid.requested == 9_000_00


def test_pain_11_an_organisation_is_known_by_its_number_whatever_it_calls_itself(returned: Returned) -> None:
    office = returned.applied.office
    key = office.write("Add", organisations.add, name="Harbour Advice Centre", kind="Charity")
    office.write("Number", applicants.set_identifier, key, scheme="GB-CHC", number="1164883")
    returned.add()
    plan = returned.plan()
    assert (plan.organisation_id, plan.organisation) == (key, "Harbour Advice Centre")
    assert any("the number is of “Harbour Advice Centre”" in notice for notice in plan.notices)
    (taken,) = returned.take()
    assert returned.applied.read(taken.application_id).organisation_id == key


def test_pain_11_an_organisation_much_like_a_known_one_is_told_and_can_be_taken_as_it(returned: Returned) -> None:
    office = returned.applied.office
    key = office.write("Add", organisations.add, name="The Harbour Advice Trust Ltd", kind="Charity")
    returned.add()
    plan = returned.plan()
    assert [one[0] for one in plan.like] == [key]
    assert any("It may be “The Harbour Advice Trust Ltd”" in notice for notice in plan.notices)
    chosen = returned.preview(whose={plan.form.digest: key})
    (taken,) = returned.take(chosen)
    assert returned.applied.read(taken.application_id).organisation_id == key


def test_two_numbers_of_two_organisations_are_refused(returned: Returned) -> None:
    office = returned.applied.office
    for name, scheme, number in (("One", "GB-CHC", "1164883"), ("Two", "GB-COH", "01234567")):
        key = office.write("Add", organisations.add, name=name)
        office.write("Number", applicants.set_identifier, key, scheme=scheme, number=number)
    returned.add(company_number="1234567")
    plan = returned.plan()
    assert plan.outcome == "refused"
    assert plan.problems[0].sentence(plan.name) == (
        "harbour.xlsx, Application, C7: its two numbers are of two organisations, “One” and “Two”."
    )


def test_another_bid_of_the_same_organisation_is_told(returned: Returned) -> None:
    returned.applied.add()
    returned.add(project="Day centre")
    plan = returned.plan()
    assert plan.outcome == "new"
    assert "The same organisation has sent CSF-2026-001 “Night shelter” (draft) in this round." in plan.notices


def test_a_form_of_a_bid_typed_in_before_completes_it(returned: Returned) -> None:
    key = returned.applied.add()
    returned.add()
    plan = returned.plan()
    assert (plan.outcome, plan.application_id) == ("changed", key)
    returned.take()
    bid = returned.applied.read(key)
    assert (bid.state, len(bid.costs), bid.arrived_by) == ("received", 2, "form")


def test_a_form_of_another_round_is_refused(returned: Returned, tmp_path: Path) -> None:
    returned.add()
    other = returned.applied.add_round("CSF-2027", name="Another fund")
    forms = read_folder(returned.folder)
    (plan,) = returned.applied.office.read(intake.preview, other, forms=forms).files
    assert (plan.outcome, plan.is_wrong_round) == ("refused", True)
    assert plan.problems[0].reason == "this form is of another round (CSF-2026)."


def test_an_old_version_of_the_form_is_taken_and_told(returned: Returned) -> None:
    returned.add()
    applied = returned.applied
    applied.round_id = applied.add_round("CSF-2028", version_mark=3)
    returned.write_blank()

    def older(book: object) -> None:
        for row in book["Form"].iter_rows():  # type: ignore[index]
            if row[0].value == "mark":
                row[1].value = 2

    returned.add("older.xlsx", touch=older)
    plan = returned.plan("older.xlsx")
    assert (plan.outcome, plan.is_old_version) == ("new", True)
    assert "This is version 2 of the form; by now there is version 3." in plan.notices


def test_a_bid_that_is_ready_to_score_is_not_changed_by_a_form(returned: Returned) -> None:
    key = returned.applied.add_whole()
    returned.applied.move(key, "received")
    returned.applied.move(key, "ready")
    returned.add()
    plan = returned.plan()
    assert plan.outcome == "refused"
    assert "is ready to score" in plan.problems[0].reason


def test_a_withdrawn_bid_may_come_again_as_a_new_one(returned: Returned) -> None:
    key = returned.applied.add()
    returned.applied.move(key, "withdrawn", "They asked")
    returned.add()
    plan = returned.plan()
    assert (plan.outcome, plan.application_id) == ("new", "")
    assert any("(withdrawn)" in notice for notice in plan.notices)


def test_a_bad_cell_is_told_by_file_sheet_and_cell_and_nothing_of_the_file_is_taken(returned: Returned) -> None:
    returned.add(costs=(("Rent", "twelve", 5_000),))
    plan = returned.plan()
    assert plan.outcome == "refused"
    assert [one.sentence(plan.name) for one in plan.problems] == [
        "harbour.xlsx, Costs, C5: “twelve” is not an amount in pounds. Type it like 1,234 or 1,234.50."
    ]
    office = returned.applied.office
    before = office.last_seq()
    assert returned.take() == ()
    message, _ = refusal(
        office,
        intake.take,
        returned.applied.round_id,
        form=plan.form,
        original=documents.put(office.path, Path(plan.form.path)),
        received_on=DAY,
        day=DAY,
    )
    assert message == plan.problems[0].sentence(plan.name)
    assert office.last_seq() == before


def test_one_file_that_cannot_be_taken_keeps_no_other_from_it(returned: Returned) -> None:
    returned.add("bad.xlsx", requested="lots")
    returned.add("good.xlsx", project="Day centre")
    assert [(one.name, one.outcome) for one in returned.preview().files] == [
        ("bad.xlsx", "refused"),
        ("good.xlsx", "new"),
    ]
    assert [one.name for one in returned.take()] == ["good.xlsx"]


def test_a_file_that_was_changed_between_looking_and_taking_is_not_taken(returned: Returned) -> None:
    returned.add()
    looked = returned.preview()
    returned.add(requested=19_000)
    (taken,) = returned.take(looked)
    assert taken.refused == "harbour.xlsx was changed since it was read. Look at the folder again."
    assert returned.applied.office.read(applications, round_id=returned.applied.round_id) == []


def test_a_bid_that_somebody_changed_between_looking_and_taking_is_not_written_over(returned: Returned) -> None:
    returned.add()
    (first,) = returned.take()
    returned.add(requested=9_000)
    looked = returned.preview()
    returned.applied.change(first.application_id, summary="A warmer place")
    (taken,) = returned.take(looked)
    assert "Nothing was overwritten" in taken.refused
    assert returned.applied.read(first.application_id).requested == 6_000_00


def test_a_form_whose_bid_was_made_meanwhile_is_not_made_a_second_bid(returned: Returned) -> None:
    returned.add()
    looked = returned.preview()
    returned.applied.add()
    (taken,) = returned.take(looked)
    assert "would by now be taken as CSF-2026-001" in taken.refused


def test_bank_details_are_neither_kept_nor_kept_with_the_file(returned: Returned) -> None:
    returned.add(summary="Pay it to 20-45-17 account 12345678, thank you")
    plan = returned.plan()
    assert plan.notices[0] == "Application, C19: bank details were taken out. None is kept here."
    (taken,) = returned.take()
    office = returned.applied.office
    bid = returned.applied.read(taken.application_id)
    assert bid.summary == "Pay it to [bank details taken out] account [bank details taken out], thank you"
    assert "bank details" in bid.note
    assert office.read(documents.documents, bid.id) == []
    assert b"12345678" not in office.path.read_bytes()
    assert not documents_of(office.path).exists()
    assert returned.plan().outcome == "same"


def test_a_column_added_for_a_sort_code_is_dropped_with_a_notice(returned: Returned) -> None:
    def add_columns(book: object) -> None:
        sheet = book["Costs"]  # type: ignore[index]
        sheet["G4"], sheet["G5"] = "Sort code", 204517
        sheet["H4"], sheet["H5"] = "Account number", "12345678"

    returned.add(touch=add_columns)
    plan = returned.plan()
    assert plan.outcome == "new"
    assert plan.form.has_bank_details
    assert [notice[:9] for notice in plan.form.notices] == ["Costs, G5", "Costs, H5"]


def test_a_company_number_and_a_telephone_are_no_bank_details(returned: Returned) -> None:
    returned.add(company_number="01234567", telephone="01245 678901", summary="We begin on 12-05-26")
    plan = returned.plan()
    assert not plan.form.has_bank_details
    assert plan.form.text("summary") == "We begin on 12-05-26"


def test_a_form_can_be_kept_on_the_laptop_as_text_and_read_back(returned: Returned) -> None:
    returned.add()
    (form,) = read_folder(returned.folder)
    back = coding.from_text(coding.as_text(form))
    assert isinstance(back, FormRecord)
    assert back == form


def test_a_round_that_is_a_draft_takes_no_forms(returned: Returned) -> None:
    returned.add()
    draft = returned.applied.add_round("CSF-2029", opened_on=None)
    with pytest.raises(Refused, match="still a draft"):
        returned.applied.office.read(intake.preview, draft, forms=read_folder(returned.folder))


def test_reading_a_folder_can_be_stopped(returned: Returned) -> None:
    for at in range(3):
        returned.add(f"{at}.xlsx", project=f"Project {at}")
    stop, told = Event(), []

    def tell(done: int, of: int, words: str) -> None:
        told.append((done, of, words))
        stop.set()

    with pytest.raises(Stopped):
        read_folder(returned.folder, Progress(tell, stop))
    assert told == [(0, 3, "Reading 0.xlsx")]


def test_taking_a_folder_can_be_stopped_between_two_files(returned: Returned) -> None:
    for at in range(3):
        returned.add(f"{at}.xlsx", project=f"Project {at}")
    plan, stop = returned.preview(), Event()
    office = returned.applied.office
    with pytest.raises(Stopped):
        intake.take_all(office.path, office.write, plan, day=DAY, progress=Progress(lambda *_: stop.set(), stop))
    assert len(office.read(applications, round_id=returned.applied.round_id)) == 1


def test_a_preview_counts_what_it_would_do(returned: Returned) -> None:
    returned.add("a.xlsx", at=LATE)
    returned.add("b.xlsx", requested="lots", project="Day centre")
    assert returned.preview().counted() == "1 new, 1 cannot be taken, 1 of them late"


def test_words_on_the_first_sheet_are_of_no_matter(returned: Returned) -> None:
    returned.add(touch=lambda book: book[START].__setitem__("C30", "=1+1"))
    plan = returned.plan()
    assert (plan.outcome, plan.requested) == ("new", Pence(6_000_00))


def test_an_older_form_that_still_lies_in_the_folder_is_not_put_over_the_newer_one(returned: Returned) -> None:
    first = returned.add("first.xlsx", requested=5_000)
    (taken,) = returned.take()
    first.rename(first.with_suffix(".kept"))
    returned.add("second.xlsx", at=IN_TIME + timedelta(hours=1), requested=9_000)
    returned.take()
    first.with_suffix(".kept").rename(first)
    assert {one.name: one.outcome for one in returned.preview().files} == {"first.xlsx": "same", "second.xlsx": "same"}
    assert returned.applied.read(taken.application_id).requested == 9_000_00


def test_a_bid_the_office_had_called_incomplete_keeps_the_day_it_arrived_on(returned: Returned) -> None:
    returned.add()
    (taken,) = returned.take()
    returned.applied.move(taken.application_id, "incomplete", "Two questions are unanswered")
    returned.add(at=LATE, requested=9_000)
    plan = returned.plan()
    assert (plan.late, plan.received_on) == ("", IN_TIME.date())
    assert f"It completes {plan.reference}, which arrived on" in " ".join(plan.notices)
    returned.take()
    one = returned.applied.read(taken.application_id)
    assert (one.state, one.received_on, one.requested) == ("incomplete", IN_TIME.date(), 9_000_00)


def test_the_whole_form_of_an_expression_of_interest_that_may_go_on_is_taken_and_looked_at_again(
    office: Office, tmp_path: Path
) -> None:
    terms = {"interest_first": True, "interest_closes_on": date(2026, 5, 21)}
    returned = Returned(Applied(office, **terms), tmp_path / "inbox")
    interest = returned.applied.add(
        organisation="Harbour Advice", project="Night shelter", stage="interest", received_on=date(2026, 5, 19)
    )

    def as_ready(session: Session) -> None:
        row = session.get(Application, interest)
        assert row is not None
        row.state = "ready"

    office.write("Found good enough", as_ready)
    returned.write_blank()
    returned.add(at=datetime(2026, 5, 22, 9, 0))
    plan = returned.plan()
    assert (plan.outcome, plan.problems) == ("changed", ())
    returned.take()
    one = returned.applied.read(interest)
    assert (one.stage, one.state) == ("full", "received")
    assert one.steps[-1].reason == "Its whole form came"
