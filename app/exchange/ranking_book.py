"""The ranking as a workbook that adds itself up: points by criterion and member, comments, and totals as formulas.

Points are whole numbers, weights shares of one, scores shares of what was possible shown out of 100. The places are
written as the desk gave them, since the round's rule for equal scores is no formula; every score beside them is one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple

from app.exchange.files import replacing
from app.exchange.looks import LIKE_FORMULA
from app.exchange.workbook import Formula, clean
from app.scoring.exported import Exported
from app.scoring.parts import BidRecord, ScaleRecord, SheetRecord
from app.scoring.ranking import ABSTAINED, CONFLICT, NOT_APPLICABLE, NOT_GIVEN, Standing
from app.scoring.stage_fields import tie_words

Part = Literal["organisations", "projects", "areas", "asked", "names", "recommendations", "comments"]
PARTS: Mapping[Part, str] = {
    "organisations": "Who applies",
    "projects": "What the projects are called",
    "areas": "The areas they work in",
    "asked": "What they ask for",
    "names": "Members by their names, and not as Member 1, Member 2, …",
    "recommendations": "Whether members would fund a bid",
    "comments": "What members wrote, and why a score was agreed on",
}
"""What may be left out of the workbook; places, references, points and scores are always in it."""
RANKING, POINTS, CRITERIA = "Ranking", "Points", "Criteria"
_HEAD = 4
"""The row of the heads on each sheet; what stands under it are lines."""
_SCORE = "0.0"
_MONEY = "#,##0.00"
_STATES = {"draft": "Draft", "submitted": "Submitted", "abstained": "Abstains"}
_STANDS = {
    "ranked": "",
    "not rankable": "Too few scores to be ranked",
    "no scores": "Nobody scored it",
    "hidden": "Scores stay closed until every sheet is in",
}
Value = str | int | Decimal | Formula | None


def write_ranking(found: Exported, path: Path, *, parts: Collection[Part] = tuple(PARTS)) -> None:
    """Write the ranking of a stage to `path`, replacing a file there only when the new one is whole.

    Only those `parts` that are chosen are in it, and of a bid whose scores may not be seen nothing but its name. Raises
    Refused when it cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Commissioning Desk"
    book.calculation.fullCalcOnLoad = True
    ranking, points, criteria = (book.create_sheet(one) for one in (RANKING, POINTS, CRITERIA))
    made = _Book(found, frozenset(parts))
    places = made.points(points)
    made.ranking(ranking, places)
    _criteria(criteria, found)
    with replacing(path) as unfinished:
        book.save(unfinished)


class _Column(NamedTuple):
    """A column: its head, its width, how its figures look, and the part that it is of."""

    head: str
    width: int
    looks: str = ""
    part: Part | None = None


class _Book:
    """The two sheets that hold scores, with the parts that were chosen."""

    def __init__(self, found: Exported, parts: frozenset[Part]) -> None:
        self.found, self.parts = found, parts
        self.scales = found.standings.scales
        self.names = {
            one.member_id: one.name if "names" in parts else f"Member {at}"
            for at, one in enumerate(found.standings.stage.seats, 1)
        }

    def _chosen(self, columns: Sequence[_Column]) -> list[_Column]:
        return [one for one in columns if one.part is None or one.part in self.parts]

    def _write(self, sheet: Any, row: int, columns: Sequence[_Column], values: Sequence[Value]) -> None:
        """One row of those columns that were chosen."""
        pairs = [
            (one, value)
            for one, value in zip(columns, values, strict=True)
            if one.part is None or one.part in self.parts
        ]
        _line(sheet, row, [value for _, value in pairs])
        for column, (one, _) in enumerate(pairs, 1):
            if one.looks:
                sheet.cell(row, column).number_format = one.looks

    def points(self, sheet: Any) -> dict[tuple[str, str], str]:
        """A row for each member and bid; where the score of each pair stands."""
        columns = [
            _Column("Reference", 14),
            _Column("Organisation", 30, part="organisations"),
            _Column("Member", 22),
            _Column("Sheet", 20),
            *(_Column(f"{one.name}, of {one.maximum}", 14) for one in self.scales),
            _Column("Score", 10, _SCORE),
            _Column("Would fund", 12, part="recommendations"),
            _Column("Comment", 60, part="comments"),
            *(_Column(f"On {one.name}", 60, part="comments") for one in self.scales),
        ]
        chosen = self._chosen(columns)
        _begin(sheet, self.found, "Points", chosen)
        before = chosen.index(columns[3]) + 1
        given = {(one.application_id, one.member_id): one for one in self.found.sheets}
        places: dict[tuple[str, str], str] = {}
        row = _HEAD
        for standing in self.found.standings.ordered:
            bid = self.found.standings.bid(standing.application_id)
            for member_id, _, letter in standing.members:
                row += 1
                mine = given.get((bid.id, member_id)) if letter != CONFLICT else None
                total = Formula(_total(self.scales, row, before)) if mine and mine.state == "submitted" else None
                name = self.names.get(member_id, "")
                self._write(sheet, row, columns, _given(bid, name, letter, mine, self.scales, total))
                places[bid.id, member_id] = f"{_letter(before + len(self.scales) + 1)}{row}"
        return places

    def ranking(self, sheet: Any, places: dict[tuple[str, str], str]) -> None:
        """A row for each bid: its place, its score worked out from its members' cells, and how it stands."""
        columns = [
            _Column("Place", 7),
            _Column("Reference", 16),
            _Column("Organisation", 32, part="organisations"),
            _Column("Project", 36, part="projects"),
            _Column("Areas", 22, part="areas"),
            _Column("Asked £", 13, _MONEY, "asked"),
            *(_Column(head, 9, _SCORE) for head in ("Score", "Agreed", "Mean", "Median")),
            *(_Column(one, 12, _SCORE) for one in self.names.values()),
            *(_Column(head, 9, _SCORE) for head in ("Lowest", "Highest", "Range")),
            _Column("Scores", 9, "0"),
            _Column("How it stands", 40),
        ]
        chosen = self._chosen(columns)
        _begin(sheet, self.found, "Ranked list", chosen)
        at = _At([one.head for one in chosen], len(self.names))
        for row, standing in enumerate(self.found.standings.ordered, _HEAD + 1):
            members = [_member(one, standing, places) for one in self.names]
            stands = _stands(standing, with_reason="comments" in self.parts)
            bid = self.found.standings.bid(standing.application_id)
            self._write(sheet, row, columns, _ranked(bid, standing, members, at, row, stands))
        end = _HEAD + len(self.found.standings.ordered)
        if end > _HEAD and "asked" in self.parts:
            asked = at.heads.index("Asked £") + 1
            letter = _letter(asked)
            total: list[Value] = [*("" for _ in range(asked - 1)), Formula(f"=SUM({letter}{_HEAD + 1}:{letter}{end})")]
            _line(sheet, end + 1, ["Total", *total[1:]], bold=True)
            sheet.cell(end + 1, asked).number_format = _MONEY


def _given(
    bid: BidRecord,
    name: str,
    letter: str,
    sheet: SheetRecord | None,
    scales: Sequence[ScaleRecord],
    total: Formula | None,
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
    return [bid.reference, bid.organisation, name, state, *points, total, said, words, *comments]


def _total(scales: Sequence[ScaleRecord], row: int, before: int) -> str:
    """A member's score out of 100: the weighted share over the criteria that apply, nothing while one has no points.

    The points stand after `before` columns.
    """
    cells = [
        (
            f"{_letter(before + place)}{row}",
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


class _At(NamedTuple):
    """Where the columns of the ranking stand: its heads, and how many members have one each after “Median”."""

    heads: Sequence[str]
    members: int

    def cell(self, head: str, row: int) -> str:
        """The address of a cell."""
        return f"{_letter(self.heads.index(head) + 1)}{row}"

    def span(self, row: int) -> str:
        """The cells of the members."""
        first = self.heads.index("Median") + 2
        return f"{_letter(first)}{row}:{_letter(first + self.members - 1)}{row}"


def _member(member_id: str, standing: Standing, places: dict[tuple[str, str], str]) -> Value:
    """What stands in a member's cell of a bid: their score as it is worked out beside their points, or its letter."""
    mine = next((one for one in standing.members if one.member_id == member_id), None)
    if mine is None:
        return None
    if mine.score is None:
        return mine.letter
    return Formula(f"={POINTS}!${places[standing.application_id, member_id]}")


def _stands(standing: Standing, *, with_reason: bool) -> str:
    """How a bid stands in words, and that a score was agreed on."""
    told = [_STANDS[standing.state]]
    if standing.agreed is not None:
        told.append(f"Agreed: {standing.agreed.reason}" if with_reason else "Agreed on")
    return ". ".join(one for one in told if one)


def _ranked(
    bid: BidRecord, standing: Standing, members: Sequence[Value], at: _At, row: int, stands: str
) -> list[Value]:
    asked = None if bid.requested is None else Decimal(bid.requested) / 100
    about: list[Value] = [standing.rank, bid.reference, bid.organisation, bid.project, ", ".join(bid.areas), asked]
    if not standing.seen or not members:
        return [*about, None, None, None, None, *(None for _ in members), None, None, None, None, stands]
    agreed = Decimal(standing.agreed.score) / 10 if standing.agreed is not None else None
    span, given, mean = at.span(row), at.cell("Agreed", row), at.cell("Mean", row)
    return [
        *about,
        Formula(f"=IF(ISNUMBER({given}),{given},{mean})"),
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
    columns = [
        _Column("", 5),
        _Column("Criterion", 36),
        _Column("Weight", 10),
        _Column("Highest points", 10),
        _Column("What points mean", 90),
    ]
    _begin(sheet, found, "Criteria", columns)
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


def _begin(sheet: Any, found: Exported, title: str, columns: Sequence[_Column]) -> None:
    """Title, marking and heads, and how the sheet is seen and printed."""
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.worksheet.properties import PageSetupProperties

    stage = ", second stage" if found.standings.stage.number == 2 else ""
    _line(sheet, 1, [f"{title}, {found.round.name} ({found.round.reference}){stage}"], bold=True)
    _line(sheet, 2, ["OFFICIAL-SENSITIVE. Scores are out of 100."])
    _line(sheet, _HEAD, [one.head for one in columns], bold=True)
    for column, one in enumerate(columns, 1):
        cell = sheet.cell(_HEAD, column)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        cell.border = Border(bottom=Side(style="thin", color="182125"))
        sheet.column_dimensions[_letter(column)].width = one.width
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
