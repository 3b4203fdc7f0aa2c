"""What is published: everything of a year that may be, and nothing that is sensitive or holds anything personal."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.decisions.grants_list import grants_list
from app.door import Office
from app.errors import Refused
from app.exchange.csvs import write_csv
from app.listing import Line, Listing
from app.papers.open_notice import open_notice
from app.papers.personal import PersonalValue, held, personal_values, words_in
from app.papers.preview import text_of
from app.papers.publish_index import write_index
from app.papers.publish_set import INDEX, PublishSet, gather_set, told, write_set
from app.papers.publisher import publish
from db.applicants import Contact, Profile
from db.decision_sheets import DecisionAward, DecisionSheet
from db.grants import Application
from db.people import Person
from db.scoring import ScoringMember
from tests.app.recommendations.recommended import LATER
from tests.app.scoring.staged import NAMES
from tests.factories import behind_the_desk
from tests.papers.decided import EMAIL, PERSON, TELEPHONE, Decided
from tests.papers.heard import faults

ADDRESS, POSTCODE, ACCOUNT = "1 Foolscap Cottages\nAnytown", "AB1 2CD", "kp4711"


@pytest.fixture
def made(office: Office) -> Decided:
    """A decided round in an office that knows contacts, addresses, members and accounts."""
    found = Decided(office)

    def known(session: Session) -> None:
        body = session.get_one(Application, found.bids[0]).organisation_id
        session.add(
            Profile(
                organisation_id=body, address=ADDRESS, postcode=POSTCODE, website="", unregistered="",
                income_pence=None, founded_on=None,
            )
        )  # fmt: skip
        session.add(Person(account=ACCOUNT, name="Kit Paper", role="officer"))
        member = session.get_one(ScoringMember, found.members[0])
        member.email, member.telephone, member.address = "bea@ledger.example", "01632 960555", "7 Blot Row\nInkford"

    office.write("Know people", known)
    return found


def gathered(made: Decided, year: int = 2018) -> PublishSet:
    return made.office.read(gather_set, year=year, day=LATER)


def write(made: Decided, folder: Path) -> Listing:
    return write_set(gathered(made), folder, write_table=write_csv)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# what is personal


def test_every_personal_value_of_the_office_is_known(made: Decided) -> None:
    texts = {one.text for one in made.office.read(personal_values)}
    known = {f"{PERSON} I", EMAIL, TELEPHONE, POSTCODE, ACCOUNT, "Kit Paper", *NAMES, "01632 960555", "7 Blot Row"}
    known |= {"1 Foolscap Cottages Anytown", "1 Foolscap Cottages"}
    assert known - texts == set()
    assert "Anytown" not in texts


def test_what_was_put_away_is_still_personal(made: Decided) -> None:
    def away(session: Session) -> None:
        for one in session.query(Contact):
            one.archived = True

    made.office.write("Away", away)
    assert EMAIL in {one.text for one in made.office.read(personal_values)}


def test_a_published_notice_holds_no_personal_value_of_the_office(made: Decided) -> None:
    """Pain 7: what is published is searched before it goes, not after somebody complains."""
    made.sign()
    text = " ".join(text_of(publish(made.office.read(open_notice, made.sheet_id, day=LATER))).split()).casefold()
    values = [one.text for one in made.office.read(personal_values)]
    assert len(values) > 10
    assert [one for one in values if one.casefold() in text] == []


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (f"Ask {PERSON.upper()} I.", "a contact of an organisation"),
        ("Write to bea@ledger.example.", "a member of the scoring panel"),
        ("It is kept at 7  Blot\nRow.", "a member of the scoring panel"),
        ("Entered by kp4711.", "somebody on the list of people"),
        (f"{NAMES[1]} was for it.", "a member of the scoring panel"),
        ("Ring 01632 960999.", "a telephone number"),
        ("Write to nobody@elsewhere.example.", "an e-mail address"),
        ("Sort code 12-34-56, account 12345678.", "bank details"),
    ],
)
def test_a_decision_that_holds_something_personal_is_refused_and_says_what(
    text: str, holds: str, made: Decided
) -> None:
    made.sign(background=text)
    with pytest.raises(Refused, match=holds):
        made.office.read(open_notice, made.sheet_id, day=LATER)
    found = gathered(made)
    assert [holds in " ".join(one.why) for one in found.left_out if one.reference == "2018-001"] == [True]


def test_who_decided_who_led_and_who_has_the_money_may_be_named(made: Decided) -> None:
    names = ("Una Quill", "Lea Blott", "Group 1")

    def list_them(session: Session) -> None:
        body = session.get_one(Application, made.bids[1]).organisation_id
        for at, one in enumerate(names):
            session.add(Person(account=f"account-{at}", name=one, role="approver"))
            session.add(Contact(organisation_id=body, person=one, post="", email="", telephone=""))

    made.office.write("List them", list_them)
    made.sign()
    assert "Una Quill" in " ".join(words_in(made.office.read(open_notice, made.sheet_id, day=LATER)))


def test_a_word_that_only_holds_a_value_is_not_taken_for_it() -> None:
    values = (PersonalValue("somebody", "Ann Ash", False), PersonalValue("somebody", "may", True))
    assert held(["Joann Ashton, in May and mayhem"], values) == ()
    assert len(held(["ANN  ASH may"], values)) == 2
    assert held(["Ann Ash Ltd has it"], values, ["Ann Ash Ltd"]) == ()


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        ("Siân O'Hara", "Siân O’Hara"),
        ("Siân O’Hara", "SIA\u0302N O'HARA"),
        ("Ann Folder", "Ann\u00a0Fol\u00adder"),
        ("Mary-Jane Quill", "Mary\u2011Jane Quill"),
        ("01632 960123", "01632.960.123"),
        ("01632 960123", "(01632)960123"),
        ("AB1 2CD", "ab12cd"),
        ("AB12CD", "AB1 2CD"),
    ],
)
def test_a_value_is_found_however_it_was_typed(value: str, typed: str) -> None:
    found = held([f"It is {typed}, they say."], [PersonalValue("somebody", value)])
    assert f"It holds “{value}”, which is of somebody." in found


@given(st.lists(st.sampled_from(["Ann", "Folder", "ann@folder.example", "Ltd", ","]), max_size=8))
def test_a_name_that_may_stand_there_hides_nothing_beside_it(parts: list[str]) -> None:
    """A grant to “Folder” is no leave to print the address of somebody at folder.example."""
    text = " ".join(parts)
    values = [PersonalValue("somebody", "Ann Folder"), PersonalValue("somebody", "ann@folder.example")]
    found = held([text], values, ["Folder", "Ann", "Ltd"])
    assert any("“Ann Folder”" in one for one in found) == ("Ann Folder" in text)
    assert any("“ann@folder.example”, which is of" in one for one in found) == ("ann@folder.example" in text)


def test_house_and_street_of_an_address_on_one_line_are_looked_for_and_accounts_that_prepared_decisions(
    made: Decided,
) -> None:
    def known(session: Session) -> None:
        session.scalars(select(Profile)).one().address = "12 High Street, Unit 3, Anytown"
        session.get_one(DecisionSheet, made.sheet_id).prepared_by = "jo, zz-4712"

    made.office.write("Change", known)
    texts = {one.text for one in made.office.read(personal_values)}
    assert {"12 High Street", "zz-4712"} <= texts
    assert not {"Unit 3", "jo", "Anytown"} & texts


def test_what_the_desk_alone_knows_a_row_by_is_not_taken_for_the_number_of_an_account(made: Decided) -> None:
    made.sign()
    shown = "\n".join(words_in(made.office.read(open_notice, made.sheet_id, day=LATER)))
    assert "Group 1" in shown
    assert [one.id for one in made.sheet.awards if one.id in shown] == []


# the set


def test_the_folder_has_everything_that_may_be_published_and_an_index_of_it(made: Decided, tmp_path: Path) -> None:
    made.sign()
    index = write(made, tmp_path / "set")
    assert {one.name for one in (tmp_path / "set").iterdir()} == {
        "2018-001 Grants of DEV-2018 Development fund.pdf",
        "DEV-2018 Development fund, statistics.pdf",
        "Crime and disorder reduction grants.csv",
        "index.csv",
        "index.html",
    }
    found = rows(tmp_path / "set" / "index.csv")
    assert [one["File"] for one in found] == [line.id for line in index.lines]
    for one in found:
        content = (tmp_path / "set" / one["File"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == one["SHA-256"]
        assert not one["File"].endswith(".pdf") or faults(content) == []
    page = (tmp_path / "set" / "index.html").read_text(encoding="utf-8")
    assert all(f">{one['Title']}</a>" in page for one in found)
    assert '<html lang="en-GB">' in page


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ({"marking": "OFFICIAL-SENSITIVE"}, "It is marked OFFICIAL-SENSITIVE."),
        ({"publication": "none", "exemption": "Paragraph 1", "review_on": date(2020, 1, 1)}, "Paragraph 1"),
    ],
)
def test_what_is_sensitive_or_not_to_be_published_is_left_out_and_told(
    texts: dict[str, Any], why: str, made: Decided, tmp_path: Path
) -> None:
    made.sign(**texts)
    found = gathered(made)
    assert [why in sentence for sentence in told(found.left_out)] == [True]
    write(made, tmp_path / "set")
    everything = "".join(one.name for one in (tmp_path / "set").iterdir())
    assert "2018-001" not in everything
    assert "2018-001" not in (tmp_path / "set" / "index.html").read_text(encoding="utf-8")


def test_a_list_that_holds_something_personal_is_left_out_whole(made: Decided, tmp_path: Path) -> None:
    made.fill()
    award = made.sheet.awards[0].id
    made.office.write(
        "Condition", lambda session: setattr(session.get_one(DecisionAward, award), "conditions", f"Ring {TELEPHONE}")
    )
    made.sign()
    found = gathered(made)
    assert {one.kind for one in found.left_out} == {"Decision (grants)", "List"}
    write(made, tmp_path / "set")
    assert [one.suffix for one in (tmp_path / "set").iterdir() if "grants" in one.name.casefold()] == []


def test_nothing_is_published_into_a_folder_that_holds_something_or_of_a_year_without_anything(
    made: Decided, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="nothing to publish"):
        write(made, tmp_path / "set")
    made.sign()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "old.pdf").write_text("old")
    with pytest.raises(Refused, match="is not empty"):
        write(made, tmp_path / "full")
    assert [one.name for one in (tmp_path / "full").iterdir()] == ["old.pdf"]


def test_a_folder_that_cannot_be_finished_is_not_there_at_all(made: Decided, tmp_path: Path) -> None:
    made.sign()

    def fails(listing: Listing, path: Path) -> None:
        raise Refused("The drive is full.")

    with pytest.raises(Refused, match="The drive is full"):
        write_set(gathered(made), tmp_path / "set", write_table=fails)
    assert [one.name for one in tmp_path.iterdir() if "set" in one.name] == []


def test_the_index_runs_nothing_that_somebody_typed() -> None:
    line = Line("a.pdf", ("Decision", "1", "<script>alert(1)</script>", None, 'a"b.pdf', "0"))
    page = write_index(Listing("Published", INDEX, (line,), subtitle="A & B"), as_of="today")
    assert "<script>" not in page
    assert "A &amp; B" in page
    assert 'href="a%22b.pdf"' in page


# the list of grants


def test_grants_are_listed_in_the_columns_of_the_order_and_come_to_what_was_given(made: Decided) -> None:
    assert made.office.read(grants_list, year=2018).lines == ()
    made.sign(background="Fewer calls at night.")
    listing = made.office.read(grants_list, year=2018)
    keys = [one.key for one in listing.columns]
    first = dict(zip(keys, listing.lines[0].cells, strict=True))
    assert (first["recipient"], first["amount"], first["date"], first["decision"]) == (
        "Group 1", 40_000_00, LATER, "2018-001",
    )  # fmt: skip
    assert first["conditions"] == made.sheet.awards[0].conditions
    assert str(first["power"]).startswith("Section 9")
    assert sum(line.cells[keys.index("amount")] for line in listing.lines) == made.sheet.given  # type: ignore[misc]
    made.withdraw(0)
    assert len(made.office.read(grants_list, year=2018).lines) == 1


def test_a_sensitive_decision_is_not_published_by_way_of_the_list_of_grants_either(made: Decided) -> None:
    made.sign(marking="OFFICIAL-SENSITIVE")
    assert made.office.read(grants_list, year=2018).lines == ()
    assert [one.kind for one in gathered(made).inside] == ["Round statistics"]


def test_figures_that_another_tool_changed_in_a_decision_are_published_nowhere(made: Decided, path: Path) -> None:
    made.sign()
    behind_the_desk(path, "UPDATE decision_award SET amount_pence = 1 WHERE outcome = 'fund'")
    found = gathered(made)
    assert found.inside == ()
    assert [one.kind for one in found.left_out] == ["Decision (grants)", "Round statistics", "List"]
    assert all("changed in the file by another tool" in " ".join(one.why) for one in found.left_out)
