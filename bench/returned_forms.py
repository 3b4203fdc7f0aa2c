"""Application forms as they come back: the blank form of a round, filled in with made-up bids, one file each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.examples.bids import ENDS_ON, STARTS_ON, MadeBid
from app.exchange.form_layout import ANSWER, AREA, COST, KEYS, LABELS, MATCH, PRIORITY, VALUES
from app.exchange.form_write import write_form
from app.grants.parts import RoundRecord

Place = tuple[str, int]
"""A sheet and a row of the form."""


def return_forms(r: RoundRecord, folder: Path, every: Sequence[MadeBid]) -> None:
    """Fill the form of the round in for each bid and save it in the folder, by the number of the bid."""
    from openpyxl import load_workbook

    blank = folder.parent / "blank.xlsx"
    write_form(r, blank, areas=(), priorities=())
    book = load_workbook(blank)
    places = _places(book)
    folder.mkdir(exist_ok=True)
    for one in every:
        filled: list[Any] = []
        for (sheet, row), column, value in _boxes(one, r, places):
            cell = book[sheet].cell(row, column)
            cell.value = value
            filled.append(cell)
        book.save(folder / f"bid {one.number:04}.xlsx")
        for cell in filled:
            cell.value = None


def _places(book: Any) -> dict[str, list[Place]]:
    """Where each key of the form stands; the lines of a table share theirs."""
    found: dict[str, list[Place]] = {}
    for sheet in book.worksheets:
        for (key,) in sheet.iter_rows(min_col=KEYS, max_col=KEYS):
            if key.value:
                found.setdefault(str(key.value), []).append((sheet.title, key.row))
    return found


def _boxes(one: MadeBid, r: RoundRecord, places: Mapping[str, list[Place]]) -> Iterator[tuple[Place, int, Any]]:
    """Every box that is filled in: where it is, in which column, and with what."""
    for key, value in (*_said(one).items(), *_by_name(one, r)):
        if value not in ("", None) and key in places:
            yield places[key][0], VALUES, value
    for place, cost in zip(places[COST], one.costs, strict=False):
        for at, value in enumerate((cost.item, cost.amount / 100, cost.requested / 100)):
            yield place, LABELS + at, value
    for place, match in zip(places[MATCH], one.matches, strict=False):
        kind = "Cash" if match.kind == "cash" else "In kind"
        for at, value in enumerate((match.source, kind, match.amount / 100, _yes(match.is_certain))):
            yield place, LABELS + at, value


def _said(one: MadeBid) -> dict[str, Any]:
    body = one.body
    return {
        "organisation": body.name,
        "charity_number": body.number if body.scheme == "GB-CHC" else "",
        "company_number": body.number if body.scheme == "GB-COH" else "",
        "unregistered": "" if body.number else "A group in no register",
        "address": body.address,
        "postcode": body.postcode,
        "website": body.website,
        "person": body.person,
        "post": body.post,
        "email": body.email,
        "telephone": body.telephone,
        "project": one.project,
        "summary": one.summary,
        "requested": one.requested / 100,
        "starts_on": STARTS_ON,
        "ends_on": ENDS_ON,
        "beneficiaries": one.beneficiaries,
        "beneficiaries_who": one.beneficiaries_who,
        "with_children": _yes(one.with_children),
        "with_adults": _yes(one.with_adults),
        "has_safeguarding": _yes(one.safeguarding_on is not None),
        "safeguarding_on": one.safeguarding_on,
        "local_support": one.local_support,
        "duplicates": "No",
        "duplicates_evidence": one.duplicates_evidence,
        "substitutes": "No",
        "substitutes_evidence": one.substitutes_evidence,
        "exit_plan": one.exit_plan,
        "is_continuation": _yes(bool(one.past_delivery)),
        "past_delivery": one.past_delivery,
    }


def _by_name(one: MadeBid, r: RoundRecord) -> Iterator[tuple[str, Any]]:
    """The answers and the shares, by the ids that the form knows them by."""
    for question, text in zip(r.questions, one.answers, strict=False):
        yield f"{ANSWER}{question.id}", int(text) if question.kind == "number" and text else text.capitalize()
    for prefix, known, shares in ((AREA, r.areas, one.areas), (PRIORITY, r.priorities, one.priorities)):
        ids = {name: key for key, name in known}
        for name, tenths in shares:
            yield f"{prefix}{ids[name]}", tenths / 1000


def _yes(answer: bool) -> str:
    return "Yes" if answer else "No"
