"""How a budget copied in Excel is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from app.funds.importing import FIELDS, HEADING, Pasted, Planned, plan
from ui.pasting import Pasting, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.exchange.paste import PastedRow
    from app.funds.figures import Amount

HOW = (
    "Copy the table in Excel with its heads, then press Paste here. Heads: Budget line, Fund, Priority, Area, and one "
    "column for each financial year. Totals are recognised and left out."
)


def lines_pasting(year: int) -> Pasting:
    """Budget lines with their amounts by year; `year` is the one in force."""
    return Pasting(
        "Paste lines from Excel",
        HOW,
        "Budget line",
        "line",
        "lines",
        FIELDS,
        _row,
        plan,
        lambda planned: [_planned(one) for one in planned],
        kwargs={"year": year},
    )


def _row(row: PastedRow) -> Pasted:
    return Pasted(
        row.number,
        str(row.values.get("name") or ""),
        str(row.values.get("fund") or ""),
        str(row.values.get("priority") or ""),
        str(row.values.get("area") or ""),
        cast("Mapping[int, Amount]", row.amounts),
    )


def _planned(one: Planned) -> Row:
    return Row(
        one.pasted.number, one.pasted.name, one.pasted.amounts, one.text, one.problem, is_left_out=one.text == HEADING
    )
