"""What the Applications tab costs with 20,000 bids: its list, its filter, finding duplicates, and a folder of forms."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from app.door import Office
from app.examples import make_example
from app.examples.bids import CLOSES_ON, made
from app.examples.essex_round import REFERENCE
from app.exchange.form_read import read_folder
from app.grants import duplicates, intake, reading, register
from app.grants.duplicates import Known
from app.who import here
from bench.bid_rows import fill
from bench.filtering import typed_into
from bench.measure import FEW, Row, against, cpu_ms, in_turn, median, number
from bench.returned_forms import return_forms
from ui.kit import theme

BIDS = 20_000
FORMS = 200
OTHER_SEED = 77
"""So that the forms are of other bids than the round has."""
FORMS_MOST_MS = 10_000.0
LIKE_MOST_MS = 50.0
FILTERED = ("youth", "fableford")
TYPED = (
    ("The Fableford Yuoth Network Ltd.", "", ""),
    ("samplebury womens counselling & advocacy cic", "", ""),
    ("Nobody's Own Group", "9000123", "AN12 3AB"),
)
"""Names as people type them, letter by letter, and the last with a number and a postcode."""
LISTED = """
SELECT application.id, application.reference, organisation.name, project, requested_pence, received_on, received_time,
    (SELECT group_concat(area_name.name, ', ') FROM application_area AS part
        JOIN area_name ON area_name.area_id = part.area_id
        WHERE part.application_id = application.id AND part.archived = 0),
    (SELECT group_concat(priority.name, ', ') FROM application_priority AS part
        JOIN priority ON priority.id = part.priority_id
        WHERE part.application_id = application.id AND part.archived = 0),
    state
FROM application JOIN organisation ON organisation.id = application.organisation_id
WHERE application.archived = 0 AND application.round_id = ? ORDER BY application.reference
"""


@dataclass(frozen=True, slots=True)
class Filled:
    """An office whose round has 20,000 bids, and the same on a connection of its own."""

    office: Office
    bare: sqlite3.Connection
    round_id: str


def measure() -> list[Row]:
    """The list of a round, typing into its filter, typing a new organisation, and previewing what came back."""
    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    with TemporaryDirectory() as name:
        folder = Path(name)
        example = folder / "example.opcc"
        make_example(example, "essex")
        with _filled(example, folder / "office.opcc") as filled:
            rows = [_listed(filled), _filtered(app, filled), _likened(filled)]
        return [*rows, _previewed(example, folder / "returned")]


@contextmanager
def _filled(example: Path, path: Path) -> Iterator[Filled]:
    shutil.copyfile(example, path)
    with closing(sqlite3.connect(path)) as bare:
        round_id = fill(bare, made(BIDS))
        office = Office(path, here())
        try:
            yield Filled(office, bare, round_id)
        finally:
            office.close()


def _listed(filled: Filled) -> Row:
    return against(
        f"list {BIDS:,} bids of a round",
        lambda: filled.office.read(register.bid_list, filled.round_id),
        "the same columns in one SQL query",
        lambda: filled.bare.execute(LISTED, (filled.round_id,)).fetchall(),
    )


def _filtered(app: QApplication, filled: Filled) -> Row:
    return typed_into(app, filled.office.read(register.bid_list, filled.round_id), "bids", FILTERED)


def _likened(filled: Filled) -> Row:
    """Every letter of each name in turn with a bare search for it among the names; the slowest letter counts."""
    known = filled.office.read(duplicates.read)
    names = [name.lower() for (name,) in filled.bare.execute("SELECT name FROM organisation WHERE archived = 0")]
    mine: dict[str, list[float]] = {}
    least: dict[str, list[float]] = {}
    for _ in range(FEW + 1):
        for name, digits, postcode in TYPED:
            for length in range(1, len(name) + 1):
                typed = name[:length]
                mine.setdefault(typed, []).append(_like_ms(known, typed, digits, postcode))
                least.setdefault(typed, []).append(_search_ms(names, typed))
    medians = {typed: median(costs[1:]) for typed, costs in mine.items()}
    slowest = max(medians, key=medians.__getitem__)
    ready = median([cpu_ms(lambda: filled.office.read(duplicates.read)) for _ in range(FEW)])
    return Row(
        f"duplicates of {len(names):,} organisations, slowest key “{slowest}”",
        medians[slowest],
        FEW,
        "names that hold what is typed",
        median(least[slowest][1:]),
        f"each key < {LIKE_MOST_MS:.0f} ms",
        medians[slowest] < LIKE_MOST_MS,
        (
            f"{len(medians)} keys, median {number(median(list(medians.values())))}; "
            f"made ready once before typing: {number(ready)}",
        ),
    )


def _like_ms(known: Known, typed: str, digits: str, postcode: str) -> float:
    return cpu_ms(lambda: duplicates.like(known, name=typed, number=digits, postcode=postcode))


def _search_ms(names: Sequence[str], typed: str) -> float:
    word = typed.lower()
    return cpu_ms(lambda: [name for name in names if word in name])


def _previewed(example: Path, folder: Path) -> Row:
    """Reading every form and saying what taking it would do; the bare way only loads each workbook's cells."""
    office = Office(example, here())
    try:
        r = next(one for one in office.read(reading.rounds) if one.reference == REFERENCE)
        return_forms(r, folder, made(FORMS, OTHER_SEED))

        def preview() -> None:
            forms = read_folder(folder)
            found = office.read(intake.preview, r.id, forms=forms, received_on=CLOSES_ON, received_time="12:00")
            planned.append(found.counted())

        planned: list[str] = []
        ms, least, runs = in_turn(lambda: cpu_ms(preview), lambda: cpu_ms(lambda: _load(folder)))
    finally:
        office.close()
    return Row(
        f"preview a folder of {FORMS} forms",
        ms,
        runs,
        "openpyxl, each workbook loaded",
        least,
        f"< {FORMS_MOST_MS / 1000:.0f} s",
        ms < FORMS_MOST_MS,
        (planned[-1],),
    )


def _load(folder: Path) -> int:
    from openpyxl import load_workbook

    return sum(
        1
        for path in folder.iterdir()
        for sheet in load_workbook(path).worksheets
        for row in sheet.iter_rows(values_only=True)
        for _ in row
    )
