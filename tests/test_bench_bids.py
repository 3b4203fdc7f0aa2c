"""The bids that the desk is measured with are those that were made, in the office file and on the forms alike."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from app.door import Office
from app.examples.bids import made
from app.examples.essex_round import REFERENCE
from app.exchange.form_read import read_folder
from app.grants import reading
from bench.bid_rows import fill
from bench.returned_forms import return_forms
from tests.conftest import Open


def test_bids_put_in_past_the_journal_read_as_they_were_made(essex_file: Path, opened: Open) -> None:
    every = made(120)
    with closing(sqlite3.connect(essex_file)) as office:
        round_id = fill(office, every)
    found = opened(essex_file).read(reading.applications, round_id=round_id)
    assert [
        (one.organisation, one.project, one.requested, one.state, one.asked, len(one.answers), len(one.matches))
        for one in found
    ] == [
        (
            one.body.name,
            one.project,
            one.requested,
            one.state,
            sum(cost.requested for cost in one.costs),
            len(one.answers),
            len(one.matches),
        )
        for one in every
    ]
    assert all(sum(tenths for _, _, tenths in one.areas) == 1000 for one in found)
    assert all(sum(tenths for _, _, tenths in one.priorities) == 1000 for one in found)


def test_forms_filled_in_with_bids_read_without_a_bad_cell(essex: Office, tmp_path: Path) -> None:
    every = [one for one in made(60) if one.state == "ready"][:6]
    r = next(one for one in essex.read(reading.rounds) if one.reference == REFERENCE)
    return_forms(r, tmp_path / "returned", every)
    forms = read_folder(tmp_path / "returned")
    assert [one.problems for one in forms] == [()] * len(every)
    for form, one in zip(forms, every, strict=True):
        values = dict(form.values)
        assert (values["organisation"], values["requested"]) == (one.body.name, one.requested)
        assert sum(cost.requested for cost in form.costs) == one.requested
        assert len(form.matches) == len(one.matches)
        assert len(form.answers) == len(one.answers)
