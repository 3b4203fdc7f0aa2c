"""The score sheet of one member as an Excel workbook: locked but for its boxes, each checked as it is typed into.

It holds nobody else's scores, no bid they have an interest in, and nobody's contact. What was typed anywhere is always
text, never a formula.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.errors import Refused
from app.exchange.files import replacing
from app.exchange.looks import LIKE_FORMULA
from app.exchange.sheet_layout import HEADS, IS_SHEET, LONGEST_COMMENT, MARKS, MOST_ROWS, SCORES, START, STILL
from app.exchange.workbook import clean
from app.filenames import is_device
from app.grants.parts import RoundRecord
from app.scoring.parts import BidRecord, ScaleRecord, SeatRecord, StageRecord
from app.scoring.sheet_fields import COMMENT, COMMENTED, RECOMMENDS
from app.scoring.sheet_file import FORMAT, WHOLE, fingerprint, what
from app.years import format_day

_INK, _PALE, _BOX, _QUIET = "182125", "E8EDEE", "FFFDF2", "5A666B"
_WIDTHS = (16, 26, 52, 8, 10, 56, 26)
_REFERENCE, _WHAT, _MEANING, _OUT_OF, _POINTS, _COMMENT, _STILL = range(1, 8)
_FIRST = 4
"""The first row under the heads."""
_LINE = 15.5
_LONGEST_LIST = 255
"""Excel takes no longer list of what may be chosen."""


def write_sheet(
    stage: StageRecord,
    seat: SeatRecord,
    bids: Sequence[BidRecord],
    scales: Sequence[ScaleRecord],
    path: Path,
    *,
    round_: RoundRecord,
    given: Mapping[str, str] | None = None,
) -> None:
    """Write the score sheet of one member to `path`, whole or not at all; empty, or with what they have `given`.

    That is by the cells of their grid, as `entering.cells` has them. `bids` are those the member reads, in their
    reading order; who calls leaves out what a conflict keeps from them. The names of the organisations are left out
    where the stage hides them. Raises Refused when nothing is to be scored or the file cannot be written.
    """
    from openpyxl import Workbook

    if not bids:
        raise Refused(f"{seat.reference} {seat.name} has no bid to score, so there is no sheet for them.")
    if not scales:
        raise Refused("Nothing is scored at this stage. Set its marking scheme first.")
    if _FIRST + len(bids) * (len(scales) + 2) > MOST_ROWS:
        raise Refused(f"{len(bids):,} bids are more than one sheet holds. Share them out between the members first.")
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Commissioning Desk"
    _Sheets(book, stage, seat, bids, scales, round_, given or {}).fill()
    book.calculation.fullCalcOnLoad = True
    with replacing(path) as unfinished:
        book.save(unfinished)


def file_name(stage: StageRecord, seat: SeatRecord, round_: RoundRecord) -> str:
    """What the sheet of a member is called: round, stage where it is the second, and member."""
    second = " second stage" if stage.number == 2 else ""
    words = f"{round_.reference}{second} scores {seat.reference} {seat.name}"
    plain = "".join("-" if one in '\\/:*?"<>|' or ord(one) < 32 else one for one in clean(words))[:120].strip(". ")
    return f"{'_' if is_device(plain) else ''}{plain}.xlsx"


class _Sheets:
    """One member's workbook on its way, sheet by sheet."""

    def __init__(
        self,
        book: Any,
        stage: StageRecord,
        seat: SeatRecord,
        bids: Sequence[BidRecord],
        scales: Sequence[ScaleRecord],
        round_: RoundRecord,
        given: Mapping[str, str],
    ) -> None:
        self.given = given
        self.book, self.stage, self.seat, self.bids, self.scales, self.round = book, stage, seat, bids, scales, round_
        self.rows = len(bids) * (len(scales) + 2)
        self._checks: dict[str, Any] = {}

    def fill(self) -> None:
        """Every sheet of it."""
        self._start()
        self._scores()
        self._marks()

    # sheets

    def _start(self) -> None:
        """Whose it is, by when it has to be back, how it is filled in, and what each criterion weighs."""
        sheet = self._sheet(START, (30, 84))
        told = [
            ("Score sheet of", f"{self.seat.name} ({self.seat.reference})"),
            ("Round", f"{self.round.name} ({self.round.reference})"),
            ("Stage", "Second stage" if self.stage.number == 2 else ""),
            ("Send it back by", format_day(self.stage.sheets_due_on) if self.stage.sheets_due_on else ""),
            ("Bids to score", str(len(self.bids))),
        ]
        _words(sheet, 1, 1, "Score sheet", size=16, bold=True)
        at = 3
        for label, words in told:
            if words:
                _words(sheet, at, 1, label, bold=True)
                _words(sheet, at, 2, words, wraps=True)
                at += 1
        _words(sheet, at, 1, "Still to do", bold=True)
        _words(sheet, at, 2, "")
        last = _FIRST + self.rows - 1
        cell = sheet.cell(at, 2)
        cell.value = f'=COUNTIF(\'{SCORES}\'!$G${_FIRST}:$G${last},"?*")&" boxes"'
        at += 2
        for words in _HOW:
            sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=2)
            _words(sheet, at, 1, words, wraps=True)
            sheet.row_dimensions[at].height = _height(words, 112)
            at += 1
        at += 1
        _words(sheet, at, 1, "What is scored", bold=True, fill=_PALE)
        _words(sheet, at, 2, "What it counts for, and what to look for", bold=True, fill=_PALE)
        for one in self.scales:
            at += 1
            words = " ".join(part for part in (_weight(one), one.guidance) if part)
            _words(sheet, at, 1, what(one), wraps=True)
            _words(sheet, at, 2, words, wraps=True)
            sheet.row_dimensions[at].height = max(_height(words, 82), _height(what(one), 28))

    def _scores(self) -> None:
        """A block of rows for each bid, one for each criterion and one for the bid as a whole."""
        sheet = self._sheet(SCORES, _WIDTHS)
        sheet.page_setup.orientation = "landscape"
        _words(sheet, 1, 1, f"{self.seat.reference} · {self.seat.name}", size=14, bold=True)
        _words(sheet, 2, 1, f"{self.round.name}. Type into the pale boxes; n/a where something does not apply.")
        for column, words in enumerate((*HEADS, STILL), start=1):
            _words(sheet, _FIRST - 1, column, words, bold=True, fill=_PALE, wraps=True)
        sheet.freeze_panes = sheet.cell(_FIRST, _MEANING)
        sheet.print_title_rows = f"{_FIRST - 1}:{_FIRST - 1}"
        at = _FIRST
        for bid in self.bids:
            self._head(sheet, at, bid)
            for at_scale, scale in enumerate(self.scales, start=1):
                self._scale(sheet, at + at_scale, bid, scale)
            self._whole(sheet, at + len(self.scales) + 1, bid)
            at += len(self.scales) + 2
            _break(sheet, at - 1)

    def _head(self, sheet: Any, at: int, bid: BidRecord) -> None:
        """The bid by its reference, project and, where the stage shows it, organisation."""
        who = "" if self.stage.names_hidden else bid.organisation
        words = " · ".join(one for one in (bid.reference, who, bid.project) if one)
        for column in range(_REFERENCE, _STILL + 1):
            _words(sheet, at, column, words if column == _REFERENCE else "", bold=True, colour="FFFFFF", fill=_INK)
        sheet.row_dimensions[at].height = 20

    def _scale(self, sheet: Any, at: int, bid: BidRecord, scale: ScaleRecord) -> None:
        """One criterion of a bid: what its points mean, its box for points and its box for a comment."""
        meaning = _meaning(scale)
        _words(sheet, at, _REFERENCE, bid.reference, colour=_QUIET)
        _words(sheet, at, _WHAT, what(scale), wraps=True, bold=True)
        _words(sheet, at, _MEANING, meaning, wraps=True)
        _words(sheet, at, _OUT_OF, "")
        sheet.cell(at, _OUT_OF).value = scale.maximum
        self._box(sheet, at, _POINTS, self._points(sheet, scale), f"{bid.id}:{scale.id}")
        self._box(sheet, at, _COMMENT, self._comment(sheet), f"{bid.id}:{scale.id}{COMMENTED}")
        _words(sheet, at, _STILL, "", colour=_QUIET, wraps=True)
        sheet.cell(at, _STILL).value = _still(at, scale)
        sheet.row_dimensions[at].height = max(_height(meaning, 50), _height(what(scale), 24), 48)

    def _whole(self, sheet: Any, at: int, bid: BidRecord) -> None:
        """Whether the bid should be funded, apart from its points, and what is to be said of the whole of it."""
        _words(sheet, at, _REFERENCE, bid.reference, colour=_QUIET)
        _words(sheet, at, _WHAT, WHOLE, wraps=True, bold=True)
        _words(
            sheet,
            at,
            _MEANING,
            "Yes or No, if you wish. It is shown beside the score and is no part of it.",
            wraps=True,
        )
        self._box(sheet, at, _POINTS, self._yes_no(sheet), f"{bid.id}:{RECOMMENDS}")
        self._box(sheet, at, _COMMENT, self._comment(sheet), f"{bid.id}:{COMMENT}")
        sheet.row_dimensions[at].height = 48

    def _marks(self) -> None:
        """The hidden sheet that says of which round, stage and member this is; nothing of what the office holds."""
        sheet = self.book.create_sheet(MARKS)
        sheet.sheet_state = "veryHidden"
        sheet.protection.enable()
        told: tuple[tuple[str, str | int], ...] = (
            ("is", IS_SHEET),
            ("format", FORMAT),
            ("round_id", self.round.id),
            ("round", self.round.reference),
            ("stage_id", self.stage.id),
            ("stage", self.stage.number),
            ("member_id", self.seat.member_id),
            ("member", self.seat.reference),
            ("mark", fingerprint(self.stage, self.seat.member_id, self.bids, self.scales)),
        )
        for at, (key, value) in enumerate(told, start=1):
            _put(sheet.cell(at, 1), key)
            _put(sheet.cell(at, 2), value)

    def _sheet(self, name: str, widths: Sequence[int]) -> Any:
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet = self.book.create_sheet(name)
        for column, width in enumerate(widths):
            sheet.column_dimensions["ABCDEFG"[column]].width = width
        sheet.sheet_view.showGridLines = False
        sheet.protection.enable()
        sheet.protection.formatColumns = False  # they may be made wider
        sheet.protection.formatRows = False
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.orientation = "portrait"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.oddHeader.center.text = sheet.oddFooter.center.text = "OFFICIAL-SENSITIVE"
        footer = f"{self.round.reference} · {self.seat.reference}"
        sheet.oddFooter.left.text = clean(footer).replace("&", "&&")
        sheet.oddFooter.right.text = "&P of &N"
        return sheet

    # boxes

    def _box(self, sheet: Any, at: int, column: int, check: Any, key: str) -> None:
        """A cell that is filled in, with what may be typed into it, and what was given for it already."""
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        cell = sheet.cell(at, column)
        side = Side(style="thin", color="9AA5A9")
        cell.border = Border(side, side, side, side)
        cell.fill = PatternFill("solid", fgColor=_BOX)
        cell.font = Font(name="Calibri", size=11)
        words = column == _COMMENT
        cell.alignment = Alignment(vertical="top", wrap_text=words, horizontal="left" if words else "center")
        cell.protection = Protection(locked=False)
        cell.number_format = "@" if words else "General"
        if value := self.given.get(key, ""):
            _put(cell, int(value) if not words and value.isdecimal() else value)
        check.add(cell)

    def _points(self, sheet: Any, scale: ScaleRecord) -> Any:
        return self._check(sheet, scale.id, lambda: _points_check(scale, _FIRST + scale.place))

    def _yes_no(self, sheet: Any) -> Any:
        return self._check(sheet, "yes/no", lambda: _list_check('"Yes,No"', "Choose Yes or No, or leave it empty."))

    def _comment(self, sheet: Any) -> Any:
        return self._check(sheet, "comment", _comment_check)

    def _check(self, sheet: Any, key: str, make: Any) -> Any:
        """What a kind of box takes, made once: Excel itself then refuses the rest."""
        if key not in self._checks:
            self._checks[key] = make()
            sheet.add_data_validation(self._checks[key])
        return self._checks[key]


_HOW = (
    "Fill in the pale boxes on the sheet “Scores”; nothing else can be typed into. Each bid has a page of its own, in "
    "the order in which we ask you to read them.",
    "Type whole points, such as 4, or n/a where a criterion does not apply to a bid. Leave empty what you have not "
    "scored yet: an empty box is no 0. The last column says what is still to do.",
    "If you find that you have an interest in a bid, stop, do not score it, and tell us.",
    "Save it as an Excel workbook (.xlsx) and send us the file itself: no scan, and no link. Do not use formulas.",
)


def _weight(scale: ScaleRecord) -> str:
    if scale.is_information:
        return "For information; no part of the score."
    return f"{scale.weight / 10:g} % of the score."


def _meaning(scale: ScaleRecord) -> str:
    """What the points of a criterion stand for, and where they are to be explained."""
    told = [f"{points}: {words}" for points, words in scale.anchors]
    below, above = scale.comment_below, scale.comment_above
    where = [
        *([f"below {below}"] if below is not None and below > 0 else []),
        *([f"above {above}"] if above is not None and above < scale.maximum else []),
    ]
    if where:
        told.append(f"Say why for points {' or '.join(where)}.")
    return "\n".join(told)


def _still(at: int, scale: ScaleRecord) -> str:
    """What a row still lacks, worked out as it is typed into."""
    points, comment = f"$E{at}", f"$F{at}"
    missing = "" if scale.is_information else "Points"
    needs = [
        *([f"{points}<{scale.comment_below}"] if scale.comment_below is not None else []),
        *([f"{points}>{scale.comment_above}"] if scale.comment_above is not None else []),
    ]
    why = f'IF(AND(ISNUMBER({points}),OR({",".join(needs)}),LEN(TRIM({comment}))=0),"Say why","")' if needs else '""'
    return f'=IF(LEN(TRIM({points}))=0,"{missing}",{why})'


def _points_check(scale: ScaleRecord, first: int) -> Any:
    """What a box for points takes; `first` is the row of the first of them, from which Excel moves the check down."""
    from openpyxl.worksheet.datavalidation import DataValidation

    words = f"Type whole points from 0 to {scale.maximum}, or n/a."
    chosen = ",".join([*map(str, range(scale.maximum + 1)), "n/a"])
    if len(chosen) + 2 <= _LONGEST_LIST:
        return _list_check(f'"{chosen}"', words)
    whole = f"AND(E{first}>=0,E{first}<={scale.maximum},E{first}=INT(E{first}))"
    return DataValidation(
        "custom",
        formula1=f'IF(ISNUMBER(E{first}),{whole},LOWER(TRIM(E{first}))="n/a")',
        allow_blank=True,
        **_told(words),
    )


def _list_check(chosen: str, words: str) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    return DataValidation("list", formula1=chosen, allow_blank=True, **_told(words))


def _comment_check() -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    return DataValidation(
        "textLength",
        operator="lessThanOrEqual",
        formula1=str(LONGEST_COMMENT),
        allow_blank=True,
        **_told(f"Type at most {LONGEST_COMMENT:,} characters."),
    )


def _told(words: str) -> Mapping[str, Any]:
    return {"errorTitle": "That cannot be typed here", "error": words, "showErrorMessage": True}


def _break(sheet: Any, at: int) -> None:
    from openpyxl.worksheet.pagebreak import Break

    sheet.row_breaks.append(Break(id=at))


def _height(words: str, characters: int) -> float:
    """How high a row has to be for its words: no program sees to that for a row nobody has typed into."""
    lines = sum(-(-max(len(line), 1) // characters) for line in words.split("\n"))
    return min(max(lines * _LINE, 18), 400)


def _words(
    sheet: Any,
    row: int,
    column: int,
    words: str,
    *,
    size: int = 11,
    bold: bool = False,
    colour: str = _INK,
    fill: str = "",
    wraps: bool = False,
) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    cell = sheet.cell(row, column)
    if words:
        _put(cell, words)
    cell.font = Font(name="Calibri", size=size, bold=bold, color=colour)
    cell.alignment = Alignment(vertical="top", wrap_text=wraps, horizontal="left")
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)


def _put(cell: Any, value: str | int) -> None:
    """A value as it is: words stay words, whatever they begin with."""
    if isinstance(value, str):
        cell.value = clean(value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(LIKE_FORMULA)
    else:
        cell.value = value
