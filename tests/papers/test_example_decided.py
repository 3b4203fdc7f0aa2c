"""What the made-up example prints and publishes of what was decided: accessible, and with nothing personal in it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from app.__main__ import DONE, main
from app.door import Office
from app.examples.essex_before import REFERENCE
from app.examples.essex_bids import CHECKED_BY
from app.examples.essex_decided import APPROVERS
from app.examples.essex_decided_words import MORE_NIGHTS
from app.papers.direct import Asked, DirectKind, print_direct
from app.papers.personal import personal_values
from app.papers.preview import text_of
from tests.papers.heard import faults

DAY = date(2026, 6, 22)


@pytest.mark.parametrize(
    ("kind", "reference"),
    [
        ("decision", "PFCC 001/2025"),
        ("decision", "PFCC 004/2025"),
        ("letters", "PFCC 001/2025"),
        ("statistics", REFERENCE),
        ("minutes", REFERENCE),
    ],
)
def test_what_was_decided_is_printed_accessibly(kind: DirectKind, reference: str, essex: Office) -> None:
    pdf, _ = print_direct(essex, kind, Asked(DAY, reference=reference))
    assert faults(pdf) == []


def test_everything_that_was_decided_is_published_and_none_of_it_is_personal(
    essex_file: Path, essex: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pain 7, in the example that people see first."""
    folder = essex_file.parent / "set"
    assert main(["publish", str(essex_file), "--year", "2025/26", "--date", "1 June 2026", "-o", str(folder)]) == DONE
    assert capsys.readouterr().out == f"Wrote 6 files and an index to {folder}.\n"
    texts = [text_of(one.read_bytes()) for one in folder.glob("*.pdf")]
    texts += [one.read_text(encoding="utf-8-sig") for one in folder.glob("*.csv")]
    every = " ".join(" ".join(texts).split()).casefold()
    public = [*(one.name for one in APPROVERS), CHECKED_BY]  # who decides, and who led
    assert [one.casefold() in every for one in public] == [True] * 4
    assert MORE_NIGHTS.boxes["withheld"].casefold() not in every
    values = [one.text for one in essex.read(personal_values)]
    assert len(values) > 100
    assert [one for one in values if one.casefold() in every and one not in public] == []


def test_the_decisions_of_the_year_are_listed_with_what_became_of_them(essex_file: Path) -> None:
    path = essex_file.parent / "decisions.csv"
    assert main(["decisions", str(essex_file), "--year", "2025/26", "-o", str(path)]) == DONE
    with path.open(encoding="utf-8-sig", newline="") as file:
        numbers = [row["Number"] for row in csv.DictReader(file)]
    assert numbers == [f"PFCC 00{number}/2025" for number in (1, 2, 3, 4)]
