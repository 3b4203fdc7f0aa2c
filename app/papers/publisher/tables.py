"""A listing set as a table: horizontal rules only, groups and totals bold, figures on the right, notes underneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.listing import Cell, Column, Line, Listing, cell_text, heading, sections, totals
from app.papers.blocks import Notes, Table
from app.papers.publisher import columns
from app.papers.publisher.breaking import break_text
from app.papers.publisher.columns import Grid, Need
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import BOLD, CAPTION, EDGE, INK, REGULAR, RULE, SEMIBOLD, Style, figure_width
from app.papers.publisher.letters import clean
from app.papers.publisher.lines import HANG
from app.papers.publisher.prose import set_notes
from app.papers.publisher.rows import Mark, Row, Rule, Words, tie
from app.progress import Progress

INDENT = 1.05
_FEW_NOTES = 10
_TIED_LINES = 3
"""So many lines are never parted from the total or from the end of the table."""

_PROGRESS_EVERY = 500


@dataclass(frozen=True, slots=True)
class Air:
    """The height of a line, and what is added to a row, and to one of several lines, in ems; points under a caption."""

    leading: float
    pad: float
    wrapped_pad: float
    under_caption: float


TIGHT, ROOMY = Air(13 / 10.5, 3.4 / 10.5, 2.6 / 10.5, 3.0), Air(15.2 / 11.3, 8.4 / 11.3, 0.0, 0.0)
"""Tables of figures stand close; one whose rows are lettered is read like a list and has room."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table before it is set. `indent` is in ems; `group` is the label of the group it stands in."""

    texts: tuple[str, ...]
    face: str = REGULAR
    indent: float = 0.0
    group: str = ""


class TableSetter:
    """A table being set: measured when made, so that the paper can be turned before anything is placed."""

    def __init__(self, table: Table, progress: Progress) -> None:
        self.table = table
        self.listing = table.listing
        self.progress = progress
        self.entries = _entries(table)
        self.needs = _needs(self.listing, self.entries)
        self.lettered = is_lettered(self.listing)
        self.air = ROOMY if self.lettered else TIGHT

    def must_turn(self, upright: float) -> bool:
        """Whether it needs a wider page than `upright` points."""
        return columns.must_turn(self.needs, upright)

    def rows(self, room: float, page: float, tree: Element) -> list[Row]:
        """The table on pages with `room` points across and `page` points down. Raises Refused when it cannot fit."""
        table = tree.add("Table")
        grid = columns.fit(self.needs, room, self.listing.title or self.table.caption, roomy=self.lettered)
        grid = columns.hung(grid, HANG) if self.lettered else grid
        caption = _set_caption(self.table.caption, room, table, self.air.under_caption)
        head = self._head(grid, table.add("THead").add("TR"))
        tallest = page - head.height - sum(row.height for row in caption) - 2 * CAPTION.leading
        notes = set_notes(Notes(self.listing.notes), room, tree)
        if notes:
            notes = [replace(notes[0], above=5.0), *notes[1:]]
            notes = tie(notes, first=len(notes) if len(notes) <= _FEW_NOTES else 1)
        body = self._body(grid, head, tallest, table, tied=bool(notes))
        return [*caption, head, *body, *notes]

    def _head(self, grid: Grid, of: Element) -> Row:
        """The names of the columns, standing on the head rule."""
        style = self._style(SEMIBOLD, grid)
        cells = [break_text(one.label, style, grid.widths[at]) for at, one in enumerate(self.listing.columns)]
        deep = max(len(cell) for cell in cells)
        marks: list[Mark] = []
        for at, cell in enumerate(cells):
            element = of.add("TH", scope="Column") if cell != [""] else of.add("TD")
            top = self.air.pad * grid.size / 2 + (deep - len(cell)) * style.leading
            marks += self._cell(grid, at, cell, style, element, top=top)
        height = deep * style.leading + self.air.pad * grid.size / 2 + 2.8
        marks.append(Rule(0, height, grid.room, height, 0.9, INK))
        return Row(height, tuple(marks), keep=True)

    def _body(self, grid: Grid, head: Row, tallest: float, table: Element, *, tied: bool) -> list[Row]:
        """Every entry set, with what is repeated when a page begins with it and what it may not be parted from."""
        rows: list[Row] = []
        again: dict[str, tuple[Row, ...]] = {"": (head,)}
        last = len(self.entries) - 1
        body = table.add("TBody") if self.entries else table
        for at, entry in enumerate(self.entries):
            if at % _PROGRESS_EVERY == 0:
                self.progress.step(at, len(self.entries), "Setting the table")
            if entry.group not in again:
                again[entry.group] = (head, self._continued(grid, entry.group))
            keep = tied if at == last else entry.face == SEMIBOLD or at == 0 or at >= last - _TIED_LINES
            cells = self._elements(entry, body.add("TR"))
            rows += self._entry(grid, entry, cells, again[entry.group], tallest, keep=keep)
        return rows

    def _continued(self, grid: Grid, group: str) -> Row:
        """What a page says first when it begins in the middle of a group."""
        entry = Entry((f"{group}, continued", *[""] * (len(self.listing.columns) - 1)), SEMIBOLD)
        return self._entry(grid, entry, [None] * len(entry.texts), (), 10_000, keep=True)[0]

    def _elements(self, entry: Entry, row: Element) -> list[Element | None]:
        """A cell of the structure for each column; none where the label before it runs over the column."""
        first, last = _label_at(entry), _label_end(entry)
        named = self.table.row_heads or entry.face != REGULAR
        heads = {first, 1} if self.lettered else {first}  # the letter and the name together say which row it is
        cells: list[Element | None] = []
        for at in range(len(entry.texts)):
            if first < at <= last:
                cells.append(None)
            else:
                span = last - first + 1 if at == first else 1
                cells.append(row.add("TH", scope="Row", span=span) if named and at in heads else row.add("TD"))
        return cells

    def _entry(
        self,
        grid: Grid,
        entry: Entry,
        of: Sequence[Element | None],
        again: tuple[Row, ...],
        tallest: float,
        *,
        keep: bool,
    ) -> list[Row]:
        """One entry as one row; as several only where it is higher than a page."""
        style = self._style(entry.face, grid)
        cells = [self._break(grid, entry, at, style) for at in range(len(entry.texts))]
        most = max(1, int((tallest - self.air.pad * grid.size) / style.leading))
        deep = max(len(cell) for cell in cells)
        rows: list[Row] = []
        for start in range(0, deep, most):
            part = [cell[start : start + most] for cell in cells] if deep > most else cells
            rows.append(self._row(grid, entry, part, of, again, closes=start + most >= deep, keep=keep))
        if entry.face == SEMIBOLD:
            rows[0] = replace(rows[0], above=3.0)
        return rows

    def _row(
        self,
        grid: Grid,
        entry: Entry,
        cells: Sequence[list[str]],
        of: Sequence[Element | None],
        again: tuple[Row, ...],
        *,
        closes: bool,
        keep: bool,
    ) -> Row:
        """Lines of text in their columns, with the rules that belong to this kind of entry."""
        style = self._style(entry.face, grid)
        marks: list[Mark] = []
        deep = max(len(cell) for cell in cells)
        pad = (self.air.pad + self.air.wrapped_pad * (deep > 1)) * grid.size
        for at, cell in enumerate(cells):
            indent = entry.indent * grid.size if at == 0 else 0.0
            label = entry.face != REGULAR and at == _label_at(entry)
            own = self._own(entry, at, style)
            marks += self._cell(grid, at, cell, own, of[at], top=pad / 2, indent=indent, label=label)
        height = deep * style.leading + pad
        if entry.face == BOLD:
            marks.append(Rule(0, 0, grid.room, 0, 0.9, INK))
        if closes:
            weight, ink = {REGULAR: (0.5, RULE), SEMIBOLD: (0.6, EDGE), BOLD: (0.9, INK)}[entry.face]
            marks.append(Rule(0, height, grid.room, height, weight, ink))
        return Row(height, tuple(marks), keep=keep and closes, again=again)

    def _break(self, grid: Grid, entry: Entry, at: int, style: Style) -> list[str]:
        """The lines of one cell. A group's name or the word Total runs on over the empty cells beside it."""
        room = grid.widths[at] - (entry.indent * grid.size if at == 0 else 0.0)
        if entry.face != REGULAR and at == _label_at(entry):
            end = _label_end(entry)
            room = grid.lefts[end] + grid.widths[end] - grid.lefts[at]
        room += 0.01  # a hair more than measured: sums of floats must not break a figure that exactly fits
        text = entry.texts[at]
        if self.listing.columns[at].right and text.isprintable() and figure_width(text, style) <= room:
            return [clean(text)]
        return break_text(text, style, room)

    def _own(self, entry: Entry, at: int, style: Style) -> Style:
        """Letters stand out in their rows; a remark beside a total does not."""
        if self.lettered and at == 0 and entry.face == REGULAR:
            return style.bold()
        remark = entry.face == BOLD and at > _label_end(entry) and not self.listing.columns[at].right
        return replace(style, face=REGULAR) if remark else style

    def _style(self, face: str, grid: Grid) -> Style:
        return Style(face, grid.size, self.air.leading * grid.size)

    def _cell(
        self,
        grid: Grid,
        at: int,
        lines: list[str],
        style: Style,
        of: Element | None,
        *,
        top: float,
        indent: float = 0,
        label: bool = False,
    ) -> list[Mark]:
        """The words of one cell, from `top` down."""
        right = self.listing.columns[at].right and not label
        edge = grid.lefts[at] + grid.widths[at]
        return [
            Words(
                edge - figure_width(line.rstrip(), style) if right else grid.lefts[at] + indent,
                top + (number + 1) * style.leading - style.rise,
                line,
                style,
                of,
            )
            for number, line in enumerate(lines)
            if line
        ]


def _set_caption(caption: str, room: float, table: Element, under: float) -> list[Row]:
    """The caption, tied to the table."""
    if not caption:
        return []
    lines = break_text(caption, CAPTION, room)
    of, baseline = table.add("Caption"), CAPTION.leading - CAPTION.rise
    rows = [Row(CAPTION.leading, (Words(0, baseline, line, CAPTION, of),), keep=True) for line in lines]
    return [*rows[:-1], replace(rows[-1], height=CAPTION.leading + under)]


def is_lettered(listing: Listing) -> bool:
    """Whether the first column only letters the rows: it has no name of its own."""
    return len(listing.columns) > 1 and not listing.columns[0].label and not listing.columns[0].right


def _label_at(entry: Entry) -> int:
    """Where the name of a row stands: in a lettered table a total's is beside the letters, not among them."""
    if entry.face == REGULAR:
        return 0
    return next((at for at, text in enumerate(entry.texts) if text), 0)


def _label_end(entry: Entry) -> int:
    """The last column of that cell: a group's name or the word Total runs over the empty cells beside it."""
    if entry.face == REGULAR:
        return 0
    start = _label_at(entry) + 1
    return next((to for to in range(start, len(entry.texts)) if entry.texts[to]), len(entry.texts)) - 1


def _entries(table: Table) -> list[Entry]:
    """Every row of the table as text, in the order it is set."""
    listing = table.listing
    odd = _with_pence(table)
    entries: list[Entry] = []
    for group, lines in sections(listing):
        if group and group.parting:
            entries.append(Entry((group.label, *[""] * (len(listing.columns) - 1)), SEMIBOLD))
        elif group:
            entries.append(_total_entry(listing, heading(listing.columns, lines, group), SEMIBOLD, odd))
        under = group.label if group and not group.parting else ""
        entries += [_line_entry(listing, line, under, odd) for line in lines]
    if table.stated_totals is not None:
        entries.append(_total_entry(listing, table.stated_totals, BOLD, odd))
    elif table.totals and any(column.summed for column in listing.columns):
        last = totals(listing.columns, listing.lines, table.total_label)
        entries.append(_total_entry(listing, last, BOLD, odd))
    return entries


def _with_pence(table: Table) -> frozenset[int]:
    """The columns of money in which an amount has pence: all of them are printed with pence then, so they line up."""
    rows = [line.cells for line in table.listing.lines]
    return frozenset(
        at
        for at, column in enumerate(table.listing.columns)
        if column.money and any(isinstance(cell := row[at], int) and cell % 100 for row in rows)
    )


def _text(cell: Cell, column: Column, *, pence: bool) -> str:
    """A cell as it is printed."""
    text = cell_text(cell, column)
    return f"{text}.00" if pence and isinstance(cell, int) and cell % 100 == 0 else text


def _line_entry(listing: Listing, line: Line, group: str, odd: frozenset[int]) -> Entry:
    pairs = enumerate(zip(line.cells, listing.columns, strict=True))
    texts = [_text(cell, column, pence=at in odd) for at, (cell, column) in pairs]
    if line.mark:
        named = 1 if is_lettered(listing) else 0
        texts[named] = f"{texts[named]}\N{NO-BREAK SPACE}{line.mark}"
    return Entry(tuple(texts), REGULAR, INDENT * (bool(group) + line.level), group)


def _total_entry(listing: Listing, cells: Sequence[Cell], face: str, odd: frozenset[int]) -> Entry:
    """The row of a group or of all as text: a column that is summed and has no figure has a dash, any other nothing."""
    if is_lettered(listing) and cells[0] and not cells[1]:
        cells = (None, cells[0], *cells[2:])  # the name stands beside the letters, not among them
    pairs = enumerate(zip(cells, listing.columns, strict=True))
    texts = ("" if cell is None and not _sums(one) else _text(cell, one, pence=at in odd) for at, (cell, one) in pairs)
    return Entry(tuple(texts), face)


def _sums(column: Column) -> bool:
    return column.summed or column.of is not None


def _needs(listing: Listing, entries: Sequence[Entry]) -> list[Need]:
    """What the columns ask for; a label that may run on over empty cells does not widen the first."""
    needs: list[Need] = []
    for at, column in enumerate(listing.columns):
        asked = [
            columns.measure(column, (one.texts[at] for one in entries if one.face == face and _counts(one, at)), face)
            for face in (REGULAR, SEMIBOLD, BOLD)
        ]
        needs.append(replace(asked[0], whole=max(a.whole for a in asked), least=max(a.least for a in asked)))
    columns.widen(needs, 0, max((entry.indent for entry in entries), default=0.0))
    return needs


def _counts(entry: Entry, at: int) -> bool:
    """Whether a text asks for room in its own column: a name that runs on over empty cells does not."""
    return at > _label_at(entry) or entry.face == REGULAR or _label_end(entry) == at
