"""The figures guard: every printed table added up again, every stated figure compared, and what is still to settle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from app import records
from app.errors import Refused
from app.funds import lines, stated
from app.money import Pence, format_pence
from app.papers.adding import Sum, sums_of
from app.papers.blocks import (
    Block,
    Box,
    Bullets,
    Claim,
    Document,
    Figure,
    Heading,
    Implications,
    Paragraph,
    Runs,
    Stream,
    Table,
)
from app.papers.claims import stated_claims
from app.papers.findings import claim_finding
from app.papers.hints import hints, known_pence
from app.papers.named import named_figures
from app.papers.paper import Finding, Guarded, PaperRecord, Section
from app.papers.settling import answers, changes, placed, references, says_nothing, typed
from app.years import year_of
from db.funds import StatedFigure

__all__ = ["correct", "guard", "office_findings", "says_nothing"]


def guard(record: PaperRecord, document: Document) -> Guarded:
    """What does not tie in the document as it is composed, and what the paper has still to settle before it is issued.

    A figure that is printed several times is one finding, in the place where it stands first.
    """
    walk = _Walk(record)
    for block in document.blocks:
        walk.block(block)
    findings = (
        *walk.found.values(),
        *references(record, walk.places),
        *answers(record, walk.places),
        *changes(record, walk.places),
        *hints(typed(record, walk.places), known_pence(record, document.blocks)),
    )
    return Guarded(findings, walk.tables, walk.tables_tie, len(walk.compared), len(walk.compared - set(walk.found)))


@dataclass(slots=True)
class _Walk:
    """The way through a document: where it has come to, and what it has found so far, by key."""

    record: PaperRecord
    place: str = ""
    section_id: str | None = None
    found: dict[str, Finding] = field(default_factory=dict)
    compared: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)
    tables: int = 0
    tables_tie: int = 0
    boxes: Iterator[Section] = field(init=False)

    def __post_init__(self) -> None:
        self.boxes = iter([one for one in self.record.sections if one.printed and one.shows == "intends"])

    def block(self, block: Block) -> None:
        """Take one block into account."""
        if isinstance(block, Heading):
            self.enter(block.anchor, f"{block.number} {block.text}".strip())
        elif isinstance(block, Stream):
            self.enter(block.anchor, f"{block.letter} {block.name}".strip())
        elif isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Box):
            self.box(block)
        elif isinstance(block, Paragraph):
            self.prose([block.text] if not isinstance(block.text, str) else [])
        elif isinstance(block, Bullets):
            self.prose(block.items)
        elif isinstance(block, Implications):
            self.prose([block.figures])

    def enter(self, anchor: str, place: str) -> None:
        """Come to a heading; one without an anchor is a part of the section that has one."""
        self.place = place
        if anchor:
            self.section_id = anchor
            self.places[anchor] = place

    def table(self, table: Table) -> None:
        """Add up every column, and compare what is stated in it."""
        place = placed(self.place, table.place or table.caption)
        every = list(sums_of(table))
        wrong = [one for one in every if not one.ties]
        whole = {one.column for one in wrong if not one.group}
        # a group is told apart only where the column as a whole ties: otherwise it is the same difference again
        ties = [
            self.compare(_as_claim(table, one), placed(place, one.group, one.label))
            for one in wrong
            if not one.group or one.column not in whole
        ]
        ties += [self.compare(claim, placed(place, _label(table, claim))) for claim in table.claims]
        if every or table.claims:
            self.tables += 1
            self.tables_tie += all(ties)

    def box(self, box: Box) -> None:
        """Compare what a box claims."""
        section = next(self.boxes, None)
        place, before = placed(self.place, "box"), self.section_id
        if section is not None:
            self.section_id = section.id
            self.places[section.id] = place
        self.prose([row.words for row in box.rows], place)
        for claim in box.claims:
            self.compare(claim, place)
        self.section_id = before

    def prose(self, words: Iterable[Runs], place: str = "") -> None:
        """Compare the figures that stand in words by reference."""
        for run in (run for runs in words for run in runs if isinstance(run, Figure)):
            self.compared.add(run.source)
            figure = self.record.figures.get(run.source)
            if figure is not None and figure.claim is not None:
                self.compare(figure.claim, place or self.place)

    def compare(self, claim: Claim, place: str) -> bool:
        """Whether a claim ties; a difference is kept once."""
        self.compared.add(claim.key)
        if not claim.parts or not claim.difference_pence:
            return True
        if claim.key not in self.found:
            reason = self.record.reasons.get(("figure", claim.key), "")
            self.found[claim.key] = claim_finding(
                claim, self.record.figures, place=place, section_id=self.section_id, reason=reason
            )
        return False


def _as_claim(table: Table, one: Sum) -> Claim:
    """A total that does not tie, as the claim that was made for it where there is one."""
    made = [claim for claim in table.claims if claim.column == one.column and claim.printed_pence == one.printed_pence]
    if made and not one.group:
        return replace(made[0], parts=one.parts) if len(made[0].parts) != 1 else made[0]
    key = ":".join(filter(None, ("table", table.place or table.caption, one.column, one.group)))
    name = placed(one.group or table.total_label, one.label)
    return Claim(key, name, one.printed_pence, format_pence(one.printed_pence), one.parts, column=one.column)


def _label(table: Table, claim: Claim) -> str:
    """The head of the column that a claim is the total of, or what a claim about one row is called."""
    labels = {column.key: column.label for column in table.listing.columns}
    return labels.get(claim.column, claim.name)


def office_findings(session: Session, *, today: date) -> list[Finding]:
    """Every stated figure that is not what its rows come to, and what else does not tie in draft papers, once each.

    A reason given in a paper that is being written or was issued last counts here as well.
    """
    from app.papers.compose import compose_paper
    from app.papers.gathering import gather_paper
    from app.papers.shelf import papers, reasons

    known = lines.years(session)
    figures = named_figures(session, year=known[-1] if known else year_of(today))
    in_use = [one for one in papers(session) if one.state != "superseded"]
    given = {key: text for one in reversed(in_use) for (_, key), text in reasons(session, one.id).items()}
    found = [
        claim_finding(one.claim, figures, place=one.claim.place or "Stated figure", reason=given.get(one.claim.key, ""))
        for one in stated_claims(session)
        if not one.ties
    ]
    seen = {one.key for one in found}
    for paper in in_use:
        if paper.state == "draft":
            record = gather_paper(session, paper.id, today=today)
            findings = guard(record, compose_paper(record)).findings
            more = [one for one in findings if one.kind in ("figure", "reference") and one.key not in seen]
            found += [replace(one, place=placed(paper.title, one.place)) for one in more]
    return found


def correct(session: Session, stated_id: str, *, pence: int, reason: str = "", version: int | None = None) -> None:
    """Make a stated figure what its rows come to, `pence`. Raises Refused where they come to something else, Stale."""
    row = records.in_use(session, StatedFigure, stated_id)
    now = next(one for one in stated.stated(session) if one.id == stated_id)
    if now.computed_pence != pence:
        came = "no figure" if now.computed_pence is None else format_pence(now.computed_pence)
        raise Refused(f"The rows of “{now.name}” now come to {came}. Look at it again before you correct it.")
    at = now.version if version is None else version
    stated.change(
        session,
        stated_id,
        version=at,
        name=row.name,
        amount_pence=Pence(pence),
        place=row.place,
        reason=reason,
    )
