"""What a returned form says is read with its place, and no file can do more harm than to be refused in a sentence."""

from __future__ import annotations

import shutil
import subprocess
import time
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl.xml
import pytest

from app.checking import check
from app.door import Office
from app.errors import Refused
from app.exchange import form_guard, form_read
from app.exchange.form_cells import FormCell
from app.exchange.form_read import read_folder, read_form
from app.grants import intake
from app.grants.bank_words import holds_details
from app.grants.form import FormRecord
from app.grants.reading import applications
from tests.app.grants.applied import DAY, Applied
from tests.app.grants.returned import Returned, put
from tests.exchange.malformed import MUTATIONS, SPOILT, as_excel, malformed, packed, unpacked

SEEDS = 300
BATCHES = 6
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture
def returned(office: Office, tmp_path: Path) -> Returned:
    return Returned(Applied(office), tmp_path / "inbox")


def told(form: FormRecord) -> list[str]:
    return [one.sentence(form.name) for one in form.problems]


def content(form: FormRecord) -> tuple[Any, ...]:
    """What a form says, wherever it stands and whichever file it is."""
    said = (form.values, form.costs, form.matches, form.areas, form.priorities, form.answers)
    return (form.round_id, form.mark, form.stage, *said)


def test_what_comes_from_outside_is_parsed_by_a_parser_that_expands_nothing() -> None:
    assert openpyxl.xml.DEFUSEDXML


def test_the_blank_form_itself_lacks_only_what_is_needed(returned: Returned) -> None:
    assert told(read_form(returned.blank)) == [
        "blank.xlsx, Application, C5: this is needed.",
        "blank.xlsx, Application, C18: this is needed.",
    ]


def test_a_form_saved_with_its_words_in_one_list_reads_the_same(returned: Returned) -> None:
    path = returned.add()
    again = returned.folder / "excel.xlsx"
    again.write_bytes(as_excel(path.read_bytes()))
    assert content(read_form(again)) == content(read_form(path))


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("requested", "lots", "C20: “lots” is not an amount in pounds. Type it like 1,234 or 1,234.50."),
        ("requested", "=1+1", "C20: there is a formula. Type what it comes to instead."),
        ("requested", 12.345, "C20: “12.345” is not a whole number of pence."),
        ("requested", -5, "C20: an amount is not below nought."),
        ("requested", date(2026, 1, 1), "C20: “1 January 2026” is not an amount in pounds."),
        ("requested", 2e9, "C20: “2000000000” is more than the desk keeps on one line (£1,000,000,000)."),
        ("starts_on", "soon", "C21: “soon” is not a date. Type it like 3 February 2015."),
        ("starts_on", date(1926, 9, 1), "C21: 1 September 1926 is too far away."),
        ("ends_on", date(2026, 8, 1), "C22: the project ends before it starts."),
        ("beneficiaries", 1.5, "C24: “1.5” is not a whole number"),
        ("beneficiaries", "#REF!", "C24: “#REF!” is an error in the spreadsheet."),
        ("with_children", "perhaps", "C26: “perhaps” is neither yes nor no."),
        ("duplicates", "perhaps", "C32: “perhaps” is not Yes or No."),
        ("charity_number", "12", "C6: “12” is not a number of the list “Charity, England and Wales”"),
        ("company_number", "ABC", "C7: “ABC” is not a number of the list “Company”"),
        ("postcode", "Essex", "C10: “Essex” is not a postcode. Type it like CM2 8GG."),
        ("email", "ana at harbour", "C15: “ana at harbour” is not an e-mail address."),
        ("organisation", "  ", "C5: this is needed."),
        ("summary", "x" * 10_001, "C19: there are 10,001 characters; the desk takes 10,000. Shorten it."),
    ],
)
def test_a_bad_cell_is_told_with_its_place_and_in_plain_words(
    returned: Returned, key: str, value: Any, problem: str
) -> None:
    (sentence,) = told(read_form(returned.add(touch=put(key, value))))
    assert sentence.startswith(f"harbour.xlsx, Application, {problem}")


def test_what_people_type_otherwise_but_plainly_is_understood(returned: Returned) -> None:
    said: dict[str, Any] = {
        "requested": "£6,000.50",
        "starts_on": "1 Sept 2026",
        "ends_on": datetime(2027, 3, 31, 12, 30),
        "beneficiaries": "1,200",
        "with_children": "y",
        "company_number": 1234567,
        "charity_number": "n/a",
        "website": None,
    }
    form = read_form(returned.add(shares={f"area:{returned.applied.east}": "60 %"}, **said))
    assert told(form) == []
    values = dict(form.values)
    assert (values["requested"], values["beneficiaries"], values["with_children"]) == (6_000_50, 1_200, True)
    assert (values["starts_on"], values["ends_on"]) == (date(2026, 9, 1), date(2027, 3, 31))
    assert (values["company_number"], "charity_number" in values) == ("01234567", False)
    assert form.areas == ((returned.applied.east, 600),)


def test_shares_that_come_to_more_than_all_are_refused_at_the_last_of_them(returned: Returned) -> None:
    one, other = returned.applied.east, returned.applied.west
    form = read_form(returned.add(shares={f"area:{one}": 0.7, f"area:{other}": 0.4}))
    assert told(form) == ["harbour.xlsx, Shares, C6: the shares of the areas come to 110 %, more than 100 %."]


def test_a_cost_that_asks_for_more_than_it_costs_is_refused(returned: Returned) -> None:
    form = read_form(returned.add(costs=(("Rent", 100, 200), (None, 5, 5), ("Heating", None, 5), ("Light", 0, 0))))
    assert told(form) == [
        "harbour.xlsx, Costs, D5: more is asked for than it costs.",
        "harbour.xlsx, Costs, B6: this is needed.",
        "harbour.xlsx, Costs, C7: this is needed.",
        "harbour.xlsx, Costs, C8: the amount is nought.",
    ]


def test_a_line_put_in_between_the_lines_of_a_table_is_read_too(returned: Returned) -> None:
    def insert(book: Any) -> None:
        sheet = book["Costs"]
        sheet.insert_rows(6)
        sheet["B6"], sheet["C6"], sheet["D6"] = "Paint", 300, 300

    form = read_form(returned.add(touch=insert))
    assert [one.item for one in form.costs] == ["Rent", "Paint", "Heating"]


def test_a_box_that_was_taken_off_the_form_is_told(returned: Returned) -> None:
    def lose(book: Any) -> None:
        book["Application"]["A36"] = None

    assert told(read_form(returned.add(touch=lose))) == [
        "harbour.xlsx: the box “What happens when the grant ends” is not on the form any more. "
        "Ask them to fill in a new one."
    ]


def test_another_workbook_is_no_form(returned: Returned) -> None:
    path = returned.folder / "budget.xlsx"
    openpyxl.Workbook().save(path)
    assert told(read_form(path)) == [
        "budget.xlsx: this is not one of the office's application forms. Ask them to fill in the form they were sent."
    ]


def test_files_that_only_show_that_one_is_open_are_passed_over(returned: Returned) -> None:
    returned.add()
    for name in ("~$harbour.xlsx", ".DS_Store"):
        (returned.folder / name).write_bytes(b"x")
    assert [one.name for one in read_folder(returned.folder)] == ["harbour.xlsx"]


def test_a_folder_that_is_not_there_or_empty_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path / "none", tmp_path):
        with pytest.raises(Refused) as caught:
            read_folder(folder)
        assert caught.value.field == "folder"


# what is refused before it is read


@pytest.mark.parametrize("batch", range(BATCHES))
def test_pain_13_300_malformed_forms_are_each_refused_in_a_sentence_or_taken_whole(
    returned: Returned, batch: int
) -> None:
    office = returned.applied.office
    source = returned.add("source.xlsx")
    returned.folder.joinpath("kept").mkdir()
    for seed in range(batch, SEEDS, BATCHES):
        kind, changed = malformed(source, seed)
        path = returned.folder / "kept" / f"{seed}.xlsx"
        path.write_bytes(changed)
        began = time.process_time()
        form = read_form(path)
        assert time.process_time() - began < 2, (seed, kind)
        assert form.problems or kind not in SPOILT, (seed, kind)
        assert all(one.reason.endswith(".") and len(one.reason) > 20 for one in form.problems), (seed, kind)
        _take(office, returned.applied.round_id, form)
    assert check(office.path) == []


def _take(office: Office, round_id: str, form: FormRecord) -> None:
    """Take a form where it can be, and see that it is there whole or not at all; then undo it."""
    before, plan = office.last_seq(), office.read(intake.preview, round_id, forms=(form,))
    assert plan.files[0].outcome in ("new", "refused")
    assert not (form.problems and plan.to_take)
    taken = intake.take_all(office.path, office.write, plan, day=DAY)
    bids = office.read(applications, round_id=round_id)
    if taken and not taken[0].refused:
        (bid,) = bids
        assert (bid.organisation, len(bid.costs)) == (form.text("organisation"), len(form.costs))
        office.undo()
    else:
        assert bids == []
        assert office.last_seq() == before


def test_every_kind_of_harm_is_among_the_300() -> None:
    kinds = {sorted(MUTATIONS)[seed % len(MUTATIONS)] for seed in range(SEEDS)}
    assert kinds == set(MUTATIONS)


def test_a_form_that_is_far_too_large_is_not_even_read_whole(returned: Returned) -> None:
    path = returned.folder / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(form_guard.MOST_BYTES + 1)
    assert told(read_form(path)) == [
        f"large.xlsx: the file is larger than 10 MB, as no form is. {form_guard.SAVE_AGAIN}"
    ]


def test_what_a_file_says_of_its_own_sizes_is_not_believed(returned: Returned) -> None:
    path = returned.add()
    parts = unpacked(path.read_bytes()) | {"xl/media/image1.png": b"\0" * (5 << 20)}
    small = bytearray(packed(parts))
    with zipfile.ZipFile(path, "w") as made:
        del made
    at = small.rfind(b"PK\x01\x02")
    small[at + 24 : at + 28] = (100).to_bytes(4, "little")
    path.write_bytes(bytes(small))
    (sentence,) = told(read_form(path))
    assert "unpack" in sentence


@pytest.mark.parametrize("name", ["x.xml", "x.bin"])
def test_a_sheet_kept_under_another_name_is_looked_at_too(returned: Returned, name: str) -> None:
    path = returned.add()
    parts = unpacked(path.read_bytes())
    hidden = {
        part: text.replace(b"worksheets/sheet4.xml", b"elsewhere/" + name.encode()) for part, text in parts.items()
    }
    hidden[f"xl/elsewhere/{name}"] = hidden.pop("xl/worksheets/sheet4.xml").replace(
        b"</sheetData>", b'<row r="5000"><c r="A5000"><v>1</v></c></row></sheetData>'
    )
    path.write_bytes(packed(hidden))
    assert told(read_form(path)) == [
        "harbour.xlsx: Costs, A5000: something stands far outside the form. Ask them to take it out."
    ]


def test_the_address_of_a_web_page_is_no_link_to_another_file(returned: Returned) -> None:
    def link(book: Any) -> None:
        book["Application"]["C11"].hyperlink = "https://harbour.example/"

    assert told(read_form(returned.add(website="https://harbour.example/", touch=link))) == []


def test_words_that_read_like_a_call_are_no_formula(returned: Returned) -> None:
    assert told(read_form(returned.add(summary="Please call (01245) or register.id (now) [1] a|b"))) == []


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here, so nothing is saved with it")
def test_a_form_saved_again_by_libreoffice_reads_the_same(returned: Returned, tmp_path: Path) -> None:
    path = returned.add()
    assert SOFFICE is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    again = read_form(tmp_path / "out" / path.name)
    assert told(again) == []
    assert content(again) == content(read_form(path))


def test_a_key_of_the_desks_own_that_would_pass_for_an_iban_is_left_as_it_is() -> None:
    key = "area:01a21461-f764-733b-b3f0-da91a5496d32"
    assert holds_details(key)
    cells = [FormCell(key, "s"), FormCell("GB33BUKB20201555555555", "s")]
    assert [one.value for one in form_read._cleaned(cells, {})] == [key, ""]
