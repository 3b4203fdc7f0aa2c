"""The blank application form of a round as an Excel workbook: locked but for its boxes, and each box checked.

A hidden sheet says of which round and version it is. What the office typed is always text, never a formula.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from app.errors import Refused
from app.exchange.files import replacing
from app.exchange.form_layout import (
    ANSWER,
    AREA,
    BID,
    COST,
    COSTS,
    IS_FORM,
    KEYS,
    LABELS,
    LONGEST,
    MARKS,
    MATCH,
    MOST_COSTS,
    MOST_MATCHES,
    PRIORITY,
    QUESTIONS,
    SHARES,
    START,
    TOTAL,
    VALUES,
)
from app.exchange.looks import DAY, LIKE_FORMULA
from app.exchange.workbook import clean
from app.fields import Field, Kind
from app.grants.bid_fields import MATCH_KINDS
from app.grants.form import ASKED, FORMAT, YES_NO, Section
from app.grants.parts import QuestionRecord, RoundRecord, Stage
from app.money import format_pence
from app.years import FIRST, LAST, format_day

_INK, _PALE, _BOX, _QUIET = "182125", "E8EDEE", "FFFDF2", "5A666B"
_POUNDS = "#,##0.00"
_TALL, _CHARACTERS_A_LINE, _LINE = 90, 62, 15.5
_HEADS: Mapping[Section, str] = {
    "organisation": "Your organisation",
    "contact": "Whom we can ask",
    "project": "The project",
    "people": "The people it helps",
    "forced": "What every application has to say",
}
_KINDS: Mapping[str, Kind] = {
    "short": "text",
    "long": "long",
    "number": "text",
    "amount": "pence",
    "yesno": "choice",
    "day": "day",
}
"""How each kind of question of a round's own is filled in."""


def write_form(
    r: RoundRecord,
    path: Path,
    *,
    areas: Sequence[tuple[str, str]],
    priorities: Sequence[tuple[str, str]],
    stage: Stage = "full",
) -> None:
    """Write the blank form of a round to `path`, whole or not at all.

    `areas` and `priorities` are those of the office, by id and name; the round's own stand in for them where it has
    any. Raises Refused when the file cannot be written, and for an expression of interest of a round without them.
    """
    from openpyxl import Workbook

    if stage == "interest" and not r.interest_first:
        raise Refused("There are no expressions of interest in this round.", "stage")
    book = Workbook()
    book.remove(book.worksheets[0])
    form = _Form(book, r, stage)
    form.start()
    form.bid()
    questions = [one for one in r.questions if stage == "full" or one.asked_first]
    if questions:
        form.questions(questions)
    if stage == "full":
        form.costs()
    form.shares(r.areas or areas, r.priorities or priorities)
    form.marks()
    book.calculation.fullCalcOnLoad = True
    with replacing(path) as unfinished:
        book.save(unfinished)


class _Form:
    """One form on its way into a workbook, sheet by sheet."""

    def __init__(self, book: Any, r: RoundRecord, stage: Stage) -> None:
        self.book, self.round, self.stage = book, r, stage

    # sheets

    def start(self) -> None:
        """What it is for, by when it has to be back and how it is filled in."""
        sheet = _Sheet(self.book, START, self._footer, widths=(3, 26, 74))
        kind = "Expression of interest" if self.stage == "interest" else "Application"
        sheet.title(self.round.name, f"{kind} · {self.round.reference}")
        for label, words in self._facts():
            sheet.told(label, words)
        sheet.gap()
        sheet.head("How to fill it in")
        for words in _HOW:
            sheet.note(words)
        sheet.note(
            "Do not type a sort code, an account number or an IBAN anywhere. We ask for bank details separately, and "
            "take out any we find."
        )

    def _facts(self) -> list[tuple[str, str]]:
        r = self.round
        closes = r.interest_closes_on if self.stage == "interest" else r.closes_on
        meetings = ", ".join(f"{format_day(one.meets_on)} (bids by {format_day(one.closes_on)})" for one in r.meetings)
        told = (
            ("What it is for", r.purpose),
            ("Closes", f"{format_day(closes)} at {r.closes_time}" if closes else ""),
            ("Meetings", meetings),
            ("Smallest grant", format_pence(r.minimum) if r.minimum is not None else ""),
            ("Largest grant", format_pence(r.maximum) if r.maximum is not None else ""),
            ("Decided by", format_day(r.decision_on) if r.decision_on else ""),
            ("Who can apply", "\n".join(f"{one.place}. {one.text}" for one in r.gates)),
            ("How it is scored", "\n".join(self._criteria())),
        )
        return [(label, words) for label, words in told if words]

    def _criteria(self) -> list[str]:
        return [one.name if one.is_information else f"{one.name}: {one.weight / 10:g} %" for one in self.round.criteria]

    def bid(self) -> None:
        """What every form asks."""
        sheet = _Sheet(self.book, BID, self._footer, widths=(3, 38, 62, 34))
        sheet.title(BID, "A star marks what we cannot do without.")
        section = ""
        for asked in ASKED:
            if self.stage == "interest" and not asked.first:
                continue
            if asked.section != section:
                section = asked.section
                sheet.head(_HEADS[asked.section])
            sheet.asked(asked.field.key, asked.field)

    def questions(self, questions: Sequence[QuestionRecord]) -> None:
        """The round's own questions, each long answer with its count of words."""
        sheet = _Sheet(self.book, QUESTIONS, self._footer, widths=(3, 44, 70, 26, 14))
        sheet.title(QUESTIONS, "A star marks what we cannot do without.")
        for one in questions:
            most = f"At most {one.most_words:,} words." if one.most_words else ""
            words = " ".join(part for part in (one.help, most) if part)
            field = Field(
                f"{ANSWER}{one.id}",
                f"{one.place}. {one.text}",
                _KINDS[one.kind],
                one.is_required,
                choices=YES_NO if one.kind == "yesno" else (),
                help=words,
            )
            sheet.asked(field.key, field, most_words=one.most_words)

    def costs(self) -> None:
        """What it costs, what of it is asked for, and what comes from elsewhere."""
        sheet = _Sheet(self.book, COSTS, self._footer, widths=(3, 50, 20, 20, 14))
        sheet.title(COSTS, "One line for each thing. What you ask for has to come to the amount on the first sheet.")
        sheet.table(
            COST, MOST_COSTS, (("What it is", "text"), ("What it costs (£)", "pence"), ("Asked of us (£)", "pence"))
        )
        sheet.gap()
        sheet.head("What comes from elsewhere")
        sheet.table(
            MATCH,
            MOST_MATCHES,
            (("Who gives it", "text"), ("Cash or in kind", "match"), ("Amount (£)", "pence"), ("Certain?", "yesno")),
        )

    def shares(self, areas: Sequence[tuple[str, str]], priorities: Sequence[tuple[str, str]]) -> None:
        """How it is shared over areas and priorities."""
        if not areas and not priorities:
            return
        sheet = _Sheet(self.book, SHARES, self._footer, widths=(3, 60, 14, 40))
        sheet.title("Where it works and what it serves", "Leave empty what it is not for. Each list comes to 100 %.")
        for head, prefix, things in (("Areas", AREA, areas), ("Priorities", PRIORITY, priorities)):
            if things:
                sheet.shares(head, prefix, things)

    def marks(self) -> None:
        """The hidden sheet that says of which round and version this is."""
        sheet = self.book.create_sheet(MARKS)
        sheet.sheet_state = "veryHidden"
        sheet.protection.enable()
        told: tuple[tuple[str, str | int], ...] = (
            ("is", IS_FORM),
            ("format", FORMAT),
            ("round_id", self.round.id),
            ("round", self.round.reference),
            ("mark", self.round.version_mark),
            ("stage", self.stage),
        )
        for at, (key, value) in enumerate(told, start=1):
            sheet.cell(at, 1).value = key
            _put(sheet.cell(at, 2), value)

    @property
    def _footer(self) -> str:
        return f"{self.round.reference} · version {self.round.version_mark}"


_HOW = (
    "Fill in the pale boxes on each sheet; nothing else can be typed into. Save it as an Excel workbook (.xlsx) under "
    "a name that says who you are, and send us the file itself: not a scan, and not a link.",
    "Type amounts in pounds without words, and days such as 1 April 2026. Do not use formulas.",
    "Paste text as plain text where you can. A long answer may go on below what the box shows; we read all of it.",
)


class _Sheet:
    """One sheet, filled from above; `at` is the next row."""

    def __init__(self, book: Any, name: str, footer: str, *, widths: Sequence[int]) -> None:
        from openpyxl.worksheet.properties import PageSetupProperties

        self.sheet = book.create_sheet(name)
        self.at = 1
        self._width = len(widths)
        self._checks: dict[str, Any] = {}
        for column, width in enumerate(widths, start=1):
            self.sheet.column_dimensions["ABCDEFG"[column - 1]].width = width
        self.sheet.column_dimensions["A"].hidden = True
        self.sheet.sheet_view.showGridLines = False
        self.sheet.protection.enable()
        self.sheet.protection.formatColumns = False  # they may be made wider
        self.sheet.protection.formatRows = False
        self.sheet.page_setup.paperSize = 9  # A4
        self.sheet.page_setup.orientation = "portrait"
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self.sheet.oddFooter.left.text = clean(footer).replace("&", "&&")
        self.sheet.oddFooter.right.text = "&P of &N"

    # rows

    def title(self, words: str, under: str) -> None:
        """The name of the sheet, and a sentence under it."""
        self._words(LABELS, words, size=16, bold=True)
        self.sheet.row_dimensions[self.at].height = 24
        self.at += 1
        self._words(LABELS, under, colour=_QUIET)
        self.at += 2

    def head(self, words: str) -> None:
        """The head of what follows."""
        from openpyxl.styles import PatternFill

        for column in range(LABELS, self._width + 1):
            self.sheet.cell(self.at, column).fill = PatternFill("solid", fgColor=_INK)
        self._words(LABELS, words, bold=True, colour="FFFFFF")
        self.sheet.row_dimensions[self.at].height = 18
        self.at += 1

    def gap(self) -> None:
        """An empty row."""
        self.at += 1

    def told(self, label: str, words: str) -> None:
        """A fact: its label, and what it is."""
        self._words(LABELS, label, bold=True)
        self._words(VALUES, words, wraps=True)
        self._tall(words, 74)
        self.at += 1

    def note(self, words: str) -> None:
        """A sentence across the sheet."""
        self.sheet.merge_cells(start_row=self.at, end_row=self.at, start_column=LABELS, end_column=VALUES)
        self._words(LABELS, words, wraps=True)
        self._tall(words, 100)
        self.at += 1

    def asked(self, key: str, field: Field, *, most_words: int | None = None) -> None:
        """A question with its box and what helps to answer it."""
        self._key(key)
        self._words(LABELS, f"{field.label}{' *' if field.required else ''}", wraps=True, bold=field.required)
        self._box(VALUES, "match" if field.choices == MATCH_KINDS else field.kind, label=field.label)
        self._words(VALUES + 1, field.help, wraps=True, colour=_QUIET)
        if most_words is not None and field.kind in ("text", "long"):
            self._counted(most_words)
        self._tall(field.label, 36, least=_TALL if field.kind == "long" else 0)
        self.at += 1

    def _counted(self, most: int) -> None:
        """How many words an answer has, beside it, as it is typed."""
        self._words(VALUES + 2, "", colour=_QUIET, wraps=True)
        box = f"TRIM(C{self.at})"
        count = f'IF(LEN({box})=0,0,LEN({box})-LEN(SUBSTITUTE({box}," ",""))+1)'
        words = f'={count}&" of {most} words"&IF({count}>{most},": too many","")'
        self.sheet.cell(self.at, VALUES + 2).value = words

    def table(self, key: str, lines: int, columns: Sequence[tuple[str, str]]) -> None:
        """A table of so many empty lines, with what its amounts come to."""
        for at, (label, _) in enumerate(columns):
            self._words(LABELS + at, label, bold=True, fill=_PALE, right=columns[at][1] == "pence", wraps=True)
        self.at += 1
        first = self.at
        for _ in range(lines):
            self._key(key)
            for at, (label, kind) in enumerate(columns):
                self._box(LABELS + at, kind, label=label)
            self.at += 1
        self._words(LABELS, TOTAL, bold=True, fill=_PALE)
        for at, (_, kind) in enumerate(columns[1:], start=1):
            letter = "ABCDEFG"[LABELS + at - 1]
            words = f"=SUM({letter}{first}:{letter}{self.at - 1})" if kind == "pence" else ""
            self._words(LABELS + at, "", bold=True, fill=_PALE)
            cell = self.sheet.cell(self.at, LABELS + at)
            cell.value, cell.number_format = words or None, _POUNDS
        self.at += 1

    def shares(self, head: str, prefix: str, things: Sequence[tuple[str, str]]) -> None:
        """A list of things that are given shares, with whether these come to all of it."""
        self.head(head)
        first = self.at
        for key, name in things:
            self._key(f"{prefix}{key}")
            self._words(LABELS, name, wraps=True)
            self._box(VALUES, "percent", label=name)
            self.at += 1
        self._words(LABELS, TOTAL, bold=True, fill=_PALE)
        self._words(VALUES, "", bold=True, fill=_PALE)
        total = self.sheet.cell(self.at, VALUES)
        total.value, total.number_format = f"=SUM(C{first}:C{self.at - 1})", "0.0%"
        self._words(VALUES + 1, "", colour=_QUIET)
        self.sheet.cell(
            self.at, VALUES + 1
        ).value = f'=IF(ROUND(C{self.at},4)=1,"Comes to 100 %.","Has to come to 100 %.")'
        self.at += 2

    # cells

    def _key(self, key: str) -> None:
        _put(self.sheet.cell(self.at, KEYS), key)

    def _words(
        self,
        column: int,
        words: str,
        *,
        size: int = 11,
        bold: bool = False,
        colour: str = _INK,
        fill: str = "",
        wraps: bool = False,
        right: bool = False,
    ) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        cell = self.sheet.cell(self.at, column)
        if words:
            _put(cell, words)
        cell.font = Font(name="Calibri", size=size, bold=bold, color=colour)
        cell.alignment = Alignment(vertical="top", wrap_text=wraps, horizontal="right" if right else None)
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)

    def _box(self, column: int, kind: str, *, label: str) -> None:
        """A cell that is filled in, with what may be typed into it."""
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        cell = self.sheet.cell(self.at, column)
        side = Side(style="thin", color="9AA5A9")
        cell.border = Border(side, side, side, side)
        cell.fill = PatternFill("solid", fgColor=_BOX)
        cell.font = Font(name="Calibri", size=11)
        figures = kind in ("pence", "count", "percent")
        cell.alignment = Alignment(vertical="top", wrap_text=not figures, horizontal="right" if figures else "left")
        cell.protection = Protection(locked=False)
        cell.number_format = {"pence": _POUNDS, "count": "#,##0", "percent": "0.0%", "day": DAY}.get(kind, "@")
        self._check(kind).add(cell)

    def _check(self, kind: str) -> Any:
        """What a box of a kind takes, made once for each sheet: Excel itself then refuses the rest."""
        if kind not in self._checks:
            self._checks[kind] = _validation(kind)
            self.sheet.add_data_validation(self._checks[kind])
        return self._checks[kind]

    def _tall(self, words: str, characters: int, *, least: float = 0) -> None:
        """Make the row as high as its words need: no program does so for a row nobody has typed into."""
        lines = sum(-(-max(len(line), 1) // characters) for line in words.split("\n"))
        self.sheet.row_dimensions[self.at].height = max(lines * _LINE, least, 18)


def _validation(kind: str) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    if kind in ("yesno", "choice"):
        return DataValidation("list", formula1='"Yes,No"', allow_blank=True, **_told("Choose Yes or No."))
    if kind == "match":
        return DataValidation("list", formula1='"Cash,In kind"', allow_blank=True, **_told("Choose Cash or In kind."))
    numbers: Mapping[str, tuple[Literal["decimal", "whole", "date"], str, str, str]] = {
        "pence": ("decimal", "0", "1000000000", "Type an amount in pounds, such as 1234.50."),
        "count": ("whole", "0", "999999999", "Type a whole number."),
        "percent": ("decimal", "0", "1", "Type a percentage from 0 % to 100 %."),
        "day": ("date", f"DATE({FIRST},1,1)", f"DATE({LAST},12,31)", "Type a day, such as 1 April 2026."),
    }
    if kind in numbers:
        what, least, most, words = numbers[kind]
        return DataValidation(what, operator="between", formula1=least, formula2=most, allow_blank=True, **_told(words))
    most = str(LONGEST if kind == "long" else 1_000)
    return DataValidation(
        "textLength",
        operator="lessThanOrEqual",
        formula1=most,
        allow_blank=True,
        **_told(f"Type at most {int(most):,} characters."),
    )


def _told(words: str) -> dict[str, Any]:
    return {"errorTitle": "That cannot be typed here", "error": words, "showErrorMessage": True}


def _put(cell: Any, value: str | int) -> None:
    """A value as it is: words stay words, whatever they begin with."""
    if isinstance(value, str):
        cell.value = clean(value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(LIKE_FORMULA)
    else:
        cell.value = value
