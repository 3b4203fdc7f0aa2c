"""What the Scoring page reads of decisions: the list of a year, a record with what is to be done, and what is found."""

from __future__ import annotations

import pytest

from app import search
from app.decisions import drafting, superseding, views
from app.decisions.opened import shown as shown_row
from app.decisions.shown import Decided
from app.door import Office
from app.errors import Refused
from app.who import Who
from db.grants import Application
from tests.app.decisions.deciding import FILLED, PAM, YEAR, Committed
from tests.app.recommendations.recommended import LATER
from tests.conftest import Open
from tests.factories import add_line, refusal


@pytest.fixture
def made(office: Office) -> Committed:
    return Committed(office)


def shown(office: Office, sheet_id: str) -> Decided:
    """The record of a decision."""
    return office.read(shown_row, views.DECISIONS, sheet_id, year=YEAR, day=LATER)


def told(office: Office, sheet_id: str) -> list[tuple[str, str]]:
    """What the notices of a decision say, and what their links do."""
    one = shown(office, sheet_id).told
    assert one is not None
    return [(" ".join(filter(None, (each.what, each.more))), each.action) for each in one.notices]


def part(one: Decided, title: str) -> dict[str, str]:
    """The facts of a section."""
    assert one.told is not None
    return dict(next(each for each in one.told.parts if each.title == title).facts)


def test_what_a_draft_lacks_is_told_by_the_form_it_belongs_in(made: Committed) -> None:
    key = made.one()
    sheet = made.sheets.sheet(key)
    assert told(made.office, key) == [
        ("The decision is not complete. Lead officer, Post of the lead officer, Background.", "decision words"),
        ("Advice is missing. Consultation, Finance, Legal and procurement and 5 more.", "decision advice"),
        ("Interests are open. Interests have not been confirmed.", "decision interests"),
        (
            "The options are not complete. Option 1 does not say why. Option 2 does not say why not.",
            f"decision option {sheet.options[0].id}",
        ),
        ("Implications are not answered. Staffing, Accommodation, Crime and disorder and 7 more.", IMPLICATIONS),
    ]
    made.sheets.fill(key)
    assert told(made.office, key) == [("It is complete.", "decision forward")]


IMPLICATIONS = "decision implications"


def test_a_decision_without_options_lines_or_a_settled_publication_is_led_to_each_form(made: Committed) -> None:
    key = made.sheets.other("contract", "A helpline")
    made.sheets.change(key, **FILLED)
    made.sheets.answer(key)
    made.sheets.change(key, withheld="The price of the others.")
    assert [action for _, action in told(made.office, key)] == [
        "decision option new",
        "decision awards",
        "decision publication",
    ]


def test_what_stands_in_the_way_is_told_with_the_way_out_of_it(made: Committed) -> None:
    key = made.one()
    made.sheets.forward(key)
    made.withdraw(0)
    [(said, action), *_] = told(made.office, key)
    assert said.startswith("In the way. DEV-1 Group 1:")
    assert action == "decision withdraw"
    assert not any(words.startswith("Everybody") for words, _ in told(made.office, key))


def test_approvals_are_told_with_who_gave_them_and_those_waited_for(made: Committed, opened: Open) -> None:
    key = made.one()
    made.sheets.forward(key)
    made.sheets.approve(opened(made.office.path, PAM), key, "commissioner")
    one = shown(made.office, key)
    assert part(one, "Approvals") == {
        "Police and Crime Commissioner": "Pam Docket, Police and Crime Commissioner, in the desk on 20 August 2018.",
        "Monitoring officer": "Waited for.",
        "Chief finance officer": "Waited for.",
    }
    assert told(made.office, key) == [("It waits for approval. Monitoring officer, Chief finance officer.", "")]
    made.sheets.change(key, summary="Something else.")
    assert told(made.office, key)[0][0] == (
        "It was changed after it was approved. To be approved again: Police and Crime Commissioner."
    )


def test_who_looks_is_known_as_its_preparer_or_by_how_they_approved_last(made: Committed, opened: Open) -> None:
    first, second = made.one(), made.sheets.other()
    made.sheets.forward(first)
    made.sheets.forward(second)
    pam = opened(made.office.path, PAM)
    assert shown(made.office, first).has_prepared
    assert not shown(pam, second).has_prepared
    assert shown(pam, second).signs_as == ("", "", "")
    made.sheets.approve(pam, first, "commissioner")
    assert shown(pam, second).signs_as == ("commissioner", "Pam Docket", "Police and Crime Commissioner")
    other = opened(made.office.path, Who(f"OFFICE\\{PAM.name.upper()}", "Laptop 9"))
    assert shown(other, second).signs_as == shown(pam, second).signs_as
    assert shown(made.office, second).signs_as == ("", "", "")


def test_a_signed_decision_says_what_changed_since_and_shows_what_was_approved(made: Committed) -> None:
    key = made.one()
    called = made.sheets.through(key)
    bid = made.sheets.sheet(key).awards[0].application_id
    made.office.write("Rename", lambda session: setattr(session.get(Application, bid), "project", "Night bus"))
    one = shown(made.office, key)
    assert one.told is not None
    assert one.told.subtitle == f"{called} · Grants · Signed"
    words = next(each.words for each in one.told.parts if each.title == "Changed since the decision")
    assert words == ("DEV-1 Group 1: Project was Project 1 and is Night bus now.",)
    gives = next(each.table for each in one.told.parts if each.title == "What it gives")
    assert gives is not None
    assert gives.lines[0].cells == ("Group 1", "Fund", 4_000_000)
    assert part(one, "For what, and under which conditions") == {
        **{f"Group {at}": f"Project {at}" for at in (1, 2, 3, 5)},
        "Group 4": "Project 4\nIt would have £20,000.",
    }
    assert part(one, "The decision")["Round"] == "DEV-2018 Development fund"


def test_a_decision_and_the_one_in_its_place_name_each_other(made: Committed) -> None:
    first = made.sheets.other()
    made.sheets.through(first)
    second = made.office.write("Again", superseding.supersede, first, title="Another lease", day=LATER)
    assert told(made.office, second)[0] == ("It takes the place of 2018-001.", "decision before")
    made.sheets.change(second, interests_confirmed=True)
    made.sheets.put_forward(second)
    made.sheets.record(second, "commissioner")
    made.sheets.sign(second)
    assert told(made.office, first) == [("2018-002 has taken its place.", "decision after")]
    assert part(shown(made.office, second), "The decision")["In place of"] == "2018-001 A new lease"
    assert part(shown(made.office, first), "The decision")["Replaced by"] == "2018-002 Another lease"


def test_the_list_of_a_year_has_what_was_signed_in_it_and_all_that_is_in_the_making(made: Committed) -> None:
    for year in (YEAR, YEAR + 1):
        add_line(made.office, f"Line of {year}", 1_000, year=year)
    signed, later = made.sheets.other(title="This year"), made.sheets.other(title="Next year", year=YEAR + 1)
    made.sheets.through(signed)
    made.sheets.forward(later)

    def listed(year: int) -> tuple[list[str], str, str]:
        view = made.office.read(views.view, views.DECISIONS, year=year, day=LATER)
        said = "".join(run.text for run in view.headline.runs)
        return [str(line.cells[1]) for line in view.listing.lines], said, view.headline.below

    assert listed(YEAR) == (
        ["This year", "Next year"],
        "1 decision signed, £0 given",
        "1 decision waits for approval.",
    )
    assert listed(YEAR + 1)[:2] == (["Next year"], "No decision signed yet")


def test_what_was_signed_in_a_year_without_a_budget_is_in_the_list_of_every_year(made: Committed) -> None:
    key = made.sheets.other()
    made.sheets.forward(key)
    made.sheets.record(key, "commissioner")
    made.sheets.sign(key, day=LATER.replace(year=2031))
    view = made.office.read(views.view, views.DECISIONS, year=YEAR, day=LATER)
    assert 2031 not in view.years
    assert [line.cells[0] for line in view.listing.lines] == ["2031-001"]
    assert view.headline.text == "No decision signed in this year"
    assert "1 is of a year without a budget." in view.headline.below


def test_a_new_decision_may_be_about_a_budget_line_of_the_office(made: Committed) -> None:
    line = add_line(made.office, "Road signs", 1_000)
    one = made.office.read(shown_row, views.DECISIONS, "", year=YEAR, day=LATER)
    assert (line, "Road signs") in [(each.value, each.label) for each in one.budget_lines]
    key = made.sheets.other("virement", "Money for signs", line_id=line)
    assert shown(made.office, key).about == ("Budget line", "Road signs")


def test_decisions_are_found_by_number_title_payee_and_amount(made: Committed) -> None:
    key = made.one()

    def found(words: str) -> list[tuple[str, str, int | None]]:
        hits = [one for one in made.office.read(search.search, words) if one.kind == "Decision"]
        assert all((one.view, one.row_id, one.tab) == ("decisions", key, "scoring") for one in hits)
        return [(one.kind, one.text, one.year) for one in hits]

    draft = [("Decision", "Grants of DEV-2018 Development fund (draft), £90,000", YEAR)]
    assert found("grants development") == found("group 3") == found("90,000") == draft
    made.sheets.through(key)
    assert found("2018-001") == [("Decision", "2018-001 Grants of DEV-2018 Development fund, £90,000", YEAR)]
    assert found("2018-002") == []


def test_an_answer_is_refused_at_the_box_of_its_heading_and_saved_for_the_others_as_it_was(made: Committed) -> None:
    key = made.one()
    first, second = made.sheets.sheet(key).implications[:2]
    boxes = {f"{first.id}:answer": "None.", f"{second.id}:answer": "Sort code 12-34-56, account 12345678"}
    message, box = refusal(made.office, drafting.answer, key, was={}, **boxes)
    assert box == f"{second.id}:answer"
    assert "sort code" in message
    made.office.write("Answer", drafting.answer, key, was={}, **{f"{first.id}:answer": "None."})
    assert [one.answer for one in made.sheets.sheet(key).implications[:2]] == ["None.", ""]


def test_a_decision_that_is_gone_is_refused(made: Committed) -> None:
    with pytest.raises(Refused):
        shown(made.office, "gone")
