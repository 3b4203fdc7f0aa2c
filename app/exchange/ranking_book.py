"""The ranking as a workbook that adds itself up: points by criterion and member, comments, and totals as formulas.

Points are whole numbers, weights shares of one, scores shares of what was possible shown out of 100. The places are
written as the desk gave them, since the round's rule for equal scores is no formula; every score beside them is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.exchange.files import replacing
from app.exchange.looks import LIKE_FORMULA
from app.exchange.workbook import Formula, clean
from app.scoring.exported import Exported
from app.scoring.parts import BidRecord, ScaleRecord, SheetRecord
from app.scoring.ranking import ABSTAINED, CONFLICT, NOT_APPLICABLE, NOT_GIVEN, Standing
from app.scoring.stage_fields import tie_words

RANKING, POINTS, CRITERIA = "Ranking", "Points", "Criteria"
_HEAD = 4
"""The row of the heads on each sheet; what stands under it are lines."""
_SCORE = "0.0"
_MONEY = "#,##0.00"
_RANK_HEADS = ("Place", "Reference", "Organisation", "Project", "Areas", "Asked £", "Score", "Agreed", "Mean", "Median")
_MORE_HEADS = ("Lowest", "Highest", "Range", "Scores", "How it stands")
_POINT_HEADS = ("Reference", "Organisation", "Member", "Sheet")
_STATES = {"draft": "Draft", "submitted": "Submitted", "abstained": "Abstains"}
_STANDS = {
    "ranked": "",
    "not rankable": "Too few scores to be ranked",
    "no scores": "Nobody scored it",
    "hidden": "Scores stay closed until every sheet is in",
}
Value = str | int | Decimal | Formula | None


def write_ranking(found: Exported, path: Path) -> None:
    """Write the ranking of a stage to `path`, replacing a file there only when the new one is whole.

    Of a bid whose scores may not be seen there is nothing but its name. Raises Refused when it cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Commissioning Desk"
    book.calculation.fullCalcOnLoad = True
    ranking, points, criteria = (book.create_sheet(one) for one in (RANKING, POINTS, CRITERIA))
    places = _points(points, found)
    _ranking(ranking, found, places)
    _criteria(criteria, found)
    with replacing(path) as unfinished:
        book.save(unfinished)


# what everybody gave


def _points(sheet: Any, found: Exported) -> dict[tuple[str, str], str]:
    """A row for each member and bid; where the score of each pair stands."""
    scales = found.standings.scales
    heads = [*_POINT_HEADS, *(f"{one.name}, of {one.maximum}" for one in scales), "Score", "Would fund", "Comment"]
    heads += [f"On {one.name}" for one in scales]
    _begin(sheet, found, "Points", heads, (14, 30, 22, 13, *(14 for _ in scales), 10, 12, 60, *(60 for _ in scales)))
    given = {(one.application_id, one.member_id): one for one in found.sheets}
    names = {one.member_id: one.name for one in found.standings.stage.seats}
    places: dict[tuple[str, str], str] = {}
    row = _HEAD
    for standing in found.standings.ordered:
        bid = found.standings.bid(standing.application_id)
        for member_id, _, letter in standing.members:
            row += 1
            mine = given.get((bid.id, member_id)) if letter != CONFLICT else None
            _line(sheet, row, _given(bid, names.get(member_id, ""), letter, mine, scales, row))
            sheet.cell(row, len(_POINT_HEADS) + len(scales) + 1).number_format = _SCORE
            places[bid.id, member_id] = f"{_letter(len(_POINT_HEADS) + len(scales) + 1)}{row}"
    return places


def _given(
    bid: BidRecord, name: str, letter: str, sheet: SheetRecord | None, scales: Sequence[ScaleRecord], row: int
) -> list[Value]:
    """One member's row for one bid: points as numbers, and a letter or a dash for what is none."""
    if letter == CONFLICT:
        state = "Conflict of interest"
    else:
        state = "Not begun" if sheet is None else _STATES[sheet.state]
    scores = {one.criterion_id: one for one in sheet.scores} if sheet is not None else {}
    points: list[Value] = []
    for scale in scales:
        score = scores.get(scale.id)
        if letter in (CONFLICT, ABSTAINED):
            points.append(letter)
        elif score is not None and score.is_na:
            points.append(NOT_APPLICABLE)
        else:
            points.append(NOT_GIVEN if score is None or score.points is None else score.points)
    said = {"yes": "Yes", "no": "No"}.get(sheet.recommends, "") if sheet is not None else ""
    comments = [scores[one.id].comment if one.id in scores else "" for one in scales]
    words = (sheet.comment or sheet.reason) if sheet is not None else ""
    total = Formula(_total(scales, row)) if sheet is not None and sheet.state == "submitted" else None
    return [bid.reference, bid.organisation, name, state, *points, total, said, words, *comments]


def _total(scales: Sequence[ScaleRecord], row: int) -> str:
    """A member's score out of 100: the weighted share over the criteria that apply, nothing while one has no points."""
    cells = [
        (
            f"{_letter(len(_POINT_HEADS) + place)}{row}",
            f"{CRITERIA}!$C${_HEAD + place}",
            f"{CRITERIA}!$D${_HEAD + place}",
        )
        for place, one in enumerate(scales, 1)
        if not one.is_information
    ]
    if not cells:
        return '=""'
    empty = ",".join(f'{cell}="{NOT_GIVEN}"' for cell, _, _ in cells)
    reached = "+".join(f"IF(ISNUMBER({cell}),{cell}*{weight}/{most},0)" for cell, weight, most in cells)
    possible = "+".join(f"IF(ISNUMBER({cell}),{weight},0)" for cell, weight, _ in cells)
    return f'=IF(OR({empty}),"",IFERROR(100*({reached})/({possible}),""))'


# the ranking itself


def _ranking(sheet: Any, found: Exported, places: dict[tuple[str, str], str]) -> None:
    """A row for each bid: its place, its score worked out from its members' cells, and how it stands."""
    seats = found.standings.stage.seats
    heads = [*_RANK_HEADS, *(one.name for one in seats), *_MORE_HEADS]
    widths = (7, 16, 32, 36, 22, 13, 9, 9, 9, 9, *(12 for _ in seats), 9, 9, 9, 9, 40)
    _begin(sheet, found, "Ranked list", heads, widths)
    first, last = _letter(len(_RANK_HEADS) + 1), _letter(len(_RANK_HEADS) + len(seats))
    for at, standing in enumerate(found.standings.ordered, _HEAD + 1):
        bid = found.standings.bid(standing.application_id)
        span = f"{first}{at}:{last}{at}"
        _line(sheet, at, _ranked(bid, standing, [_member(one.member_id, standing, places) for one in seats], span, at))
        for column in range(len(_RANK_HEADS) - 3, len(heads)):
            sheet.cell(at, column).number_format = _SCORE
        sheet.cell(at, len(heads) - 1).number_format = "0"
        sheet.cell(at, 6).number_format = _MONEY
    end = _HEAD + len(found.standings.ordered)
    if end > _HEAD:
        total: list[Value] = ["Total", "", "", "", "", Formula(f"=SUM(F{_HEAD + 1}:F{end})")]
        _line(sheet, end + 1, total, bold=True)
        sheet.cell(end + 1, 6).number_format = _MONEY


def _member(member_id: str, standing: Standing, places: dict[tuple[str, str], str]) -> Value:
    """What stands in a member's cell of a bid: their score as it is worked out beside their points, or its letter."""
    mine = next((one for one in standing.members if one.member_id == member_id), None)
    if mine is None:
        return None
    if mine.score is None:
        return mine.letter
    return Formula(f"={POINTS}!${places[standing.application_id, member_id]}")


def _ranked(bid: BidRecord, standing: Standing, members: Sequence[Value], span: str, row: int) -> list[Value]:
    asked = None if bid.requested is None else Decimal(bid.requested) / 100
    about: list[Value] = [standing.rank, bid.reference, bid.organisation, bid.project, ", ".join(bid.areas), asked]
    stands = _STANDS[standing.state]
    if not standing.seen or not members:
        return [*about, None, None, None, None, *(None for _ in members), None, None, None, None, stands]
    agreed = Decimal(standing.agreed.score) / 10 if standing.agreed is not None else None
    score = Formula(f"=IF(ISNUMBER(H{row}),H{row},I{row})")
    if standing.agreed is not None:
        stands = f"{stands}{'. ' if stands else ''}Agreed: {standing.agreed.reason}"
    return [
        *about,
        score,
        agreed,
        Formula(f'=IFERROR(AVERAGE({span}),"")'),
        Formula(f'=IFERROR(MEDIAN({span}),"")'),
        *members,
        Formula(f'=IF(COUNT({span})=0,"",MIN({span}))'),
        Formula(f'=IF(COUNT({span})=0,"",MAX({span}))'),
        Formula(f'=IF(COUNT({span})=0,"",MAX({span})-MIN({span}))'),
        Formula(f"=COUNT({span})"),
        stands,
    ]


def _criteria(sheet: Any, found: Exported) -> None:
    """What was scored: weights, highest points, and what points mean."""
    scales = found.standings.scales
    _begin(
        sheet, found, "Criteria", ("", "Criterion", "Weight", "Highest points", "What points mean"), (5, 36, 10, 10, 90)
    )
    for at, one in enumerate(scales, _HEAD + 1):
        weight = Decimal(one.weight) / 1000
        anchors = "\n".join(f"{points}: {words}" for points, words in one.anchors)
        _line(sheet, at, [one.place, one.name, weight, one.maximum, anchors])
        sheet.cell(at, 3).number_format = "0.0%"
    row = _HEAD + len(scales) + 2
    _line(sheet, row, ["", tie_words(found.standings.stage.tie_rule)])
    least = found.standings.stage.least_scorers
    _line(
        sheet,
        row + 1,
        ["", f"A bid is ranked once {least:,} {'member has' if least == 1 else 'members have'} scored it."],
    )
    letters = (
        f"{NOT_GIVEN} not given, {NOT_APPLICABLE} does not apply, {ABSTAINED} abstains, {CONFLICT} conflict of interest"
    )
    _line(sheet, row + 2, ["", f"{letters}: none of them is a 0."])


# cells


def _begin(sheet: Any, found: Exported, title: str, heads: Sequence[str], widths: Sequence[int]) -> None:
    """Title, marking and heads, and how the sheet is seen and printed."""
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.worksheet.properties import PageSetupProperties

    stage = ", second stage" if found.standings.stage.number == 2 else ""
    _line(sheet, 1, [f"{title}, {found.round.name} ({found.round.reference}){stage}"], bold=True)
    _line(sheet, 2, ["OFFICIAL-SENSITIVE. Scores are out of 100."])
    _line(sheet, _HEAD, list(heads), bold=True)
    for column, width in enumerate(widths, 1):
        cell = sheet.cell(_HEAD, column)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        cell.border = Border(bottom=Side(style="thin", color="182125"))
        sheet.column_dimensions[_letter(column)].width = width
    sheet.cell(1, 1).font = Font(name="Calibri", size=14, bold=True)
    sheet.freeze_panes = sheet.cell(_HEAD + 1, 4)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = "OFFICIAL-SENSITIVE"


def _line(sheet: Any, row: int, values: Sequence[Value], *, bold: bool = False) -> None:
    """One row; what people typed is always text, whatever it begins with."""
    from openpyxl.styles import Alignment, Font

    for column, value in enumerate(values, 1):
        if value is None or value == "":
            continue
        cell = sheet.cell(row, column)
        if isinstance(value, Formula):
            cell.value = value.text
        elif isinstance(value, str):
            cell.value = clean(value)
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(LIKE_FORMULA)
        else:
            cell.value = value
        cell.font = Font(name="Calibri", size=11, bold=bold)
        long = isinstance(value, str) and row > _HEAD
        cell.alignment = Alignment(vertical="top", wrap_text=long)


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))
