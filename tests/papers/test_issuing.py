"""Issuing a paper: what was looked at goes out, is kept to the byte with its data, and is never undone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app import plans
from app.checking import check
from app.door import Office
from app.errors import Refused, Stale
from app.funds import lines, stated
from app.money import Pence
from app.papers import issuing, shelf
from app.papers.compose import compose_paper
from app.papers.gathering import gather_paper
from app.papers.preview import text_of
from app.papers.publisher import publish
from app.papers.recorded import newest_step
from db.journal import START, hash_of, strayed, verify
from tests.factories import YEAR, add_line, ask, behind_the_desk, budget_id
from tests.papers.shelves import TODAY, change, issue, prepared, section, seen, send, start, write

TITLE = "Commissioning Intentions Plan 2018/19"


@pytest.fixture
def line(office: Office) -> str:
    """The only budget line there is: £1,000 for road safety."""
    return add_line(office, "Road safety", 1_000)


@pytest.fixture
def draft(office: Office, line: str) -> str:
    """A dated plan of two sections: words with a figure in them, and the budget."""
    paper = start(office)
    intro, budget, *others = office.read(shelf.sections, paper)
    for one in others:
        office.write("Remove", shelf.remove_section, one.id)
    write(office, intro, f"We give {{line:{line}:{YEAR}}} & <b>no more</b>.")
    kept: dict[str, Any] = {"version": None, "heading": "The budget", "level": 1, "subject_id": None, "text": ""}
    office.write("Show", shelf.change_section, budget.id, shows="budget", **kept)
    change(office, paper, day=TODAY)
    return paper


def revise(office: Office, line: str, pounds: int, reason: str = "Cut") -> None:
    budget = budget_id(office, line)
    office.write("Revise budget", lines.revise, budget, amount=Pence(pounds * 100), reason=reason)


# what goes out


def test_what_was_prepared_goes_out_and_is_returned_to_the_byte(office: Office, draft: str) -> None:
    assert "DRAFT" not in text_of(pdf := issue(office, draft))
    assert office.read(issuing.issued, draft) == pdf
    now = seen(office, draft)
    assert (now.state, now.issued_by, now.pages) == ("issued", "Jo", prepared_pages(pdf))
    assert now.issued_at.startswith("20")
    assert now.issued_at.endswith("Z")


def prepared_pages(pdf: bytes) -> int:
    return text_of(pdf).count("\f") + 1


def test_the_same_paper_is_prepared_alike_on_another_day(office: Office, draft: str) -> None:
    assert prepared(office, draft) == prepared(office, draft, today=date(2020, 1, 1))


def test_the_files_are_kept_under_their_sha_256(office: Office, draft: str, path: Path) -> None:
    made = prepared(office, draft)
    send(office, draft, made)
    files = dict(ask(path, "SELECT media, digest FROM stored_file"))
    assert files["application/pdf"] == hashlib.sha256(made.pdf).hexdigest()
    assert files["application/json"] == hashlib.sha256(made.data.encode()).hexdigest()


def test_the_data_says_all_that_was_printed(office: Office, draft: str, line: str) -> None:
    change(office, draft, author="Example Officer", reference="P1")
    issue(office, draft)
    data = office.read(issuing.issued_data, draft)
    key = f"line:{line}:{YEAR}"
    assert (data["paper"]["title"], data["paper"]["author"], data["paper"]["reference"]) == (
        TITLE,
        "Example Officer",
        "P1",
    )
    assert data["paper"]["day"] == TODAY.isoformat()
    assert data["office"]["name"] == "New office"
    assert data["lines"] == [{"id": line, "name": "Road safety", "pence": 100_000}]
    assert data["figures"] == [{"key": key, "name": "Road safety 2018/19", "pence": 100_000}]
    assert data["sections"][0]["text"] == f"We give {{{key}}} & <b>no more</b>."
    assert data["answers"] == []
    words = next(one for one in data["pages"]["blocks"] if one["what"] == "Paragraph")["text"]
    assert words[1] | {"strong": False} == {
        "what": "Figure",
        "text": "£1,000",
        "source": key,
        "pence": 100_000,
        "strong": False,
    }
    table = next(one for one in data["pages"]["blocks"] if one["what"] == "Table")
    assert ["Road safety", "1,000"] in [row["cells"][:2] for row in table["rows"]]
    assert table["totals"][:2] == ["Total", "1,000"]


def test_the_answers_of_a_panel_paper_are_kept_with_it(office: Office, line: str) -> None:
    paper = start(office, "panel-paper")
    for one in office.read(shelf.answers, paper):
        office.write("Answer", shelf.answer, one.id, version=1, text="n/a", confirmed=True)
    issue(office, paper)
    first, *others = office.read(issuing.issued_data, paper)["answers"]
    assert first == {"what": "Answer", "heading": "Finance", "text": "n/a", "confirmed": True}
    assert len(others) == 12


def test_a_word_in_place_of_an_amount_is_kept_as_a_word(office: Office, draft: str) -> None:
    tbd = add_line(office, "New work", "TBD")
    issue(office, draft)
    assert {"id": tbd, "name": "New work", "word": "TBD"} in office.read(issuing.issued_data, draft)["lines"]


def test_the_data_is_the_same_text_whatever_the_order_it_was_made_in(office: Office, draft: str) -> None:
    made = json.loads(prepared(office, draft).data)
    assert prepared(office, draft).data == json.dumps(made, ensure_ascii=False, sort_keys=True, indent=1)


@pytest.mark.parametrize("state", ["draft", "issued"])
def test_its_last_line_says_up_to_which_step_it_knows_the_desk_and_that_steps_hash(
    office: Office, draft: str, path: Path, state: str
) -> None:
    [(step, own_hash)] = ask(path, "SELECT seq, hash FROM step ORDER BY seq DESC LIMIT 1")
    record = office.read(gather_paper, draft, today=TODAY)
    pdf = issuing.prepare(record).pdf if state == "issued" else publish(compose_paper(record))
    *_, last = text_of(pdf).split("\f")
    assert f"Record of changes to step {step}: {own_hash[:16]}" in last


# what is refused


def test_a_paper_without_its_date_is_not_issued(office: Office, draft: str) -> None:
    change(office, draft, day=None)
    with pytest.raises(Refused) as caught:
        prepared(office, draft)
    assert (caught.value.message, caught.value.field) == ("Give the paper its date before you issue it.", "day")


def test_what_does_not_tie_is_named_until_a_reason_is_given(office: Office, draft: str, line: str) -> None:
    parts = [("budget", budget_id(office, line))]
    key = office.write("State", stated.add, name="Headline", amount_pence=1_001_00, parts=parts, year=YEAR)
    write(office, section(office, draft, "Introduction"), f"In all {{stated:{key}}}.")
    with pytest.raises(Refused, match=r"^This is still to settle .*£1,001.*£1,000.*Introduction"):
        prepared(office, draft)
    office.write("Give a reason", shelf.give_reason, draft, about="figure", key=f"stated:{key}", text="Rounded up")
    issue(office, draft)
    [found] = office.read(issuing.issued_data, draft)["findings"]
    assert (found["reason"], found["settled"], found["printed"]) == ("Rounded up", True, "£1,001")


def test_nothing_goes_out_unsettled_whoever_asks_for_it(office: Office, draft: str) -> None:
    write(office, section(office, draft, "Introduction"), "Of {no such figure}.")
    with pytest.raises(Refused, match=r"^This is still to settle .*no such figure"):
        send(office, draft, issuing.Prepared(b"%PDF", 1, "{}", office.read(newest_step)))


def test_every_implication_must_be_answered_before_a_panel_paper_goes_out(office: Office, line: str) -> None:
    paper = start(office, "panel-paper")
    change(office, paper, day=TODAY)
    with pytest.raises(Refused, match=r"and 10 more\.$"):
        prepared(office, paper)


@pytest.mark.parametrize("what", ["figure", "words", "details"])
def test_nothing_goes_out_that_has_changed_since_it_was_looked_at(
    office: Office, draft: str, line: str, what: str
) -> None:
    made = prepared(office, draft)
    if what == "figure":
        revise(office, line, 900)
    elif what == "words":
        write(office, section(office, draft, "Introduction"), "Other words.")
    else:
        change(office, draft, email="officer@example.org")
    steps = office.last_seq()
    with pytest.raises(Refused, match="changed since you looked at it"):
        send(office, draft, made)
    assert (seen(office, draft).state, office.last_seq()) == ("draft", steps)


def test_what_others_save_about_something_else_meanwhile_is_in_nobodys_way(office: Office, draft: str) -> None:
    made, step = prepared(office, draft), office.read(newest_step)
    office.write("Add a plan", plans.add_plan, name="Plan", starts_on=TODAY, ends_on=None)
    send(office, draft, made)
    assert step is not None
    assert office.last_seq() == step.seq + 2
    assert office.read(issuing.issued_data, draft)["recorded"] == {"step": step.seq, "hash": step.hash}


def test_nothing_goes_out_that_was_made_from_another_record_of_changes(office: Office, draft: str) -> None:
    made = prepared(office, draft)
    assert made.recorded is not None
    for other in (None, replace(made.recorded, seq=made.recorded.seq + 1), replace(made.recorded, hash="0" * 64)):
        with pytest.raises(Refused, match="made from another copy of the office file"):
            send(office, draft, replace(made, recorded=other))
    assert seen(office, draft).state == "draft"


def test_a_paper_is_issued_once(office: Office, draft: str) -> None:
    made = prepared(office, draft)
    with pytest.raises(Stale):
        send(office, draft, made, version=7)
    send(office, draft, made, version=seen(office, draft).version)
    for again in (lambda: send(office, draft, made), lambda: prepared(office, draft)):
        with pytest.raises(Refused, match="start its next version"):
            again()


def test_a_paper_that_was_not_issued_has_no_pages(office: Office, draft: str) -> None:
    for use_case in (issuing.issued, issuing.issued_data):
        with pytest.raises(Refused, match=f"“{TITLE}” has not been issued"):
            office.read(use_case, draft)


# afterwards


def test_an_issued_paper_is_superseded_and_never_undone(office: Office, draft: str) -> None:
    first = issue(office, draft)
    with pytest.raises(Refused, match="superseded, never undone"):
        office.undo()
    new = office.write("Start", shelf.next_version, draft, today=TODAY)
    assert seen(office, draft).state == "issued"
    issue(office, new)
    assert (seen(office, draft).state, seen(office, new).state) == ("superseded", "issued")
    assert office.read(issuing.issued, draft) == first


def test_what_is_being_drafted_follows_whatever_was_issued_last(office: Office, draft: str) -> None:
    later, earlier, other = start(office, year=2019), start(office, year=2017), start(office, "panel-paper")
    issue(office, draft)
    assert [seen(office, one).follows_id for one in (later, earlier, other)] == [draft, None, None]
    new = office.write("Start", shelf.next_version, draft, today=TODAY)
    issue(office, new)
    assert seen(office, later).follows_id == new


def test_what_the_desk_says_later_changes_nothing_that_went_out(office: Office, draft: str, line: str) -> None:
    pdf = issue(office, draft)
    data = office.read(issuing.issued_data, draft)
    revise(office, line, 1)
    assert (office.read(issuing.issued, draft), office.read(issuing.issued_data, draft)) == (pdf, data)


def test_journal_and_check_hold_after_issuing(office: Office, draft: str, path: Path) -> None:
    issue(office, draft)
    assert (office.read(verify), office.read(strayed), check(path)) == (None, None, [])
    assert office.read(issuing.stray_files) == []


@pytest.mark.parametrize(
    ("media", "use_case", "said"),
    [("application/pdf", issuing.issued, "The pages"), ("application/json", issuing.issued_data, "The data")],
)
def test_altered_bytes_are_refused_and_reported(
    office: Office, draft: str, path: Path, media: str, use_case: Any, said: str
) -> None:
    issue(office, draft)
    behind_the_desk(path, f"UPDATE stored_file SET content = x'00' WHERE media = '{media}'")
    [trouble] = office.read(issuing.stray_files)
    assert trouble.startswith(f"{said} of “{TITLE}”, issued on ")
    assert trouble.endswith("are not what went out: they were changed outside the desk.")
    with pytest.raises(Refused, match=r"changed outside the desk\. Ask IT for a backup"):
        office.read(use_case, draft)


def test_missing_bytes_are_refused_and_reported(office: Office, draft: str, path: Path) -> None:
    issue(office, draft)
    behind_the_desk(path, "DELETE FROM stored_file")
    assert [one.rpartition(", ")[2] for one in office.read(issuing.stray_files)] == ["are missing."] * 2
    with pytest.raises(Refused, match="are missing"):
        office.read(issuing.issued, draft)


def test_a_digest_changed_to_fit_other_bytes_is_found_by_the_journal(office: Office, draft: str, path: Path) -> None:
    issue(office, draft)
    digest = hashlib.sha256(b"\0").hexdigest()
    behind_the_desk(
        path,
        f"UPDATE stored_file SET content = x'00', digest = '{digest}' WHERE media = 'application/pdf'",
        f"UPDATE paper_issue SET pdf_digest = '{digest}'",
    )
    assert office.read(issuing.stray_files) == []
    assert [one.text.startswith("paper_issue.pdf_digest of row ") for one in check(path)] == [True]


def test_a_record_of_changes_written_anew_from_a_forged_step_on_is_found_by_the_papers_issued_before(
    office: Office, draft: str, path: Path
) -> None:
    issue(office, draft)
    prints = office.read(issuing.issued_data, draft)["recorded"]
    forge(path, "UPDATE step SET user = 'Anna' WHERE seq = 1")
    assert (office.read(verify), check(path)) == (None, [])
    [trouble] = office.read(issuing.stray_files)
    assert f"“{TITLE}”, issued on " in trouble
    assert f"at step {prints['step']:,} it prints {prints['hash'][:16]}, and this file has something else" in trouble


def forge(path: Path, statement: str) -> None:
    """Change a step, and every hash after it so that the chain holds again."""
    behind_the_desk(path, statement)
    previous = START
    names = ("op_id", "at", "user", "machine", "app", "name", "reason", "undoes")
    for seq, *words in ask(path, f"SELECT seq, {', '.join(names)} FROM step ORDER BY seq"):
        rows = ask(
            path, f"SELECT table_name, row_id, column_name, digest FROM change WHERE step_seq = {seq} ORDER BY id"
        )
        own = hash_of(previous, dict(zip(names, words, strict=True)), rows)
        behind_the_desk(path, f"UPDATE step SET previous_hash = '{previous}', hash = '{own}' WHERE seq = {seq}")
        previous = own


def test_a_plan_for_the_next_year_leaves_last_years_plan_issued(office: Office, line: str, draft: str) -> None:
    issue(office, draft)
    office.write("Next year", lines.set_budget, line, year=YEAR + 1, amount=Pence(100_000), today=TODAY)
    following = start(office, year=YEAR + 1)
    issue(office, following)
    assert (seen(office, following).follows_id, seen(office, draft).state) == (draft, "issued")


@pytest.mark.parametrize(("days_later", "state"), [(0, "superseded"), (120, "issued")])
def test_a_panel_paper_takes_the_place_of_one_for_the_same_meeting_alone(
    office: Office, line: str, days_later: int, state: str
) -> None:
    first = start(office, "panel-paper")
    for one in office.read(shelf.answers, first):
        office.write("Answer", shelf.answer, one.id, version=None, text="As set out above.", confirmed=False)
    issue(office, first)
    second = office.write("Next version", shelf.next_version, first, today=TODAY)
    issue(office, second, day=TODAY + timedelta(days=days_later))
    assert (seen(office, first).state, seen(office, second).state) == (state, "issued")
