"""How a table of allocations copied in Excel is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from app.allocations.importing import FIELDS, HEADING, Pasted, Plan, Planned, plan
from ui.pasting import Pasting, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.exchange.paste import PastedRow
    from app.funds.figures import Amount

HOW = (
    "Copy the table in Excel with its heads, then press Paste here. Heads: Partnership, and one column for each "
    "financial year. Totals are recognised and left out; a partnership that has something may not be missing."
)


def allocations_pasting(line_id: str) -> Pasting:
    """Allocations out of one budget line, partnerships down and years across."""
    return Pasting(
        "Paste allocations from Excel",
        HOW,
        "Partnership",
        "row",
        "rows",
        FIELDS,
        _row,
        plan,
        _planned,
        (line_id,),
        reason="Reason, kept with every amount that is added or changed",
    )


def _row(row: PastedRow) -> Pasted:
    return Pasted(row.number, str(row.values.get("name") or ""), cast("Mapping[int, Amount]", row.amounts))


def _planned(answer: Plan) -> list[Row]:
    return [_one(one) for one in answer.rows]


def _one(one: Planned) -> Row:
    row = one.pasted
    return Row(row.number, row.name, row.amounts, one.text, one.problem, is_left_out=one.text == HEADING)
