"""A paper as it is written: its details, sections, answers and reasons, and all it shows, gathered into one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.fields import Choice, Field
from app.funds.figures import Amount
from app.office import MARKINGS, Details
from app.papers.blocks import Block, Claim

Kind = Literal["intentions", "panel-paper"]
State = Literal["draft", "issued", "superseded"]
Numbering = Literal["headings", "through", "section"]

KINDS = (
    Choice("intentions", "Commissioning Intentions Plan"),
    Choice("panel-paper", "Police and Crime Panel paper"),
)
STATES = {"draft": "Draft", "issued": "Issued", "superseded": "Superseded"}
NUMBERINGS = (
    Choice("through", "Paragraphs 1, 2, 3 straight through"),
    Choice("section", "Paragraphs 1.1, 1.2 by section"),
    Choice("headings", "Headings only"),
)
SHOWS = (
    Choice("", "Words only"),
    Choice("budget", "The budget by priority, last year beside it"),
    Choice("allocations", "Allocations by partnership"),
    Choice("spend", "Partnership spend by theme"),
    Choice("pooled", "A pooled budget by area"),
    Choice("income", "Income by source"),
    Choice("streams", "Funding streams, lettered"),
    Choice("stream", "One funding stream"),
    Choice("intends", "“Intends to” box"),
    Choice("changes", "What changed since the last paper"),
    Choice("signature", "Signature"),
    Choice("implications", "Risks and implications"),
    Choice("contact", "Contact"),
)
ABOUT = {"pooled": "line", "stream": "fund"}
"""What the subject of a section is, where what it shows is about one thing."""

DETAILS = (
    Field("title", "Title", required=True),
    Field("year", "Financial year", "year", True),
    Field("day", "Date of the paper", "day", help="The day it is published or of the meeting."),
    Field("panel", "For", help="Who receives it: the Police and Crime Panel."),
    Field("report_of", "Report of", help="The post, such as Chief of Staff."),
    Field("reference", "Reference"),
    Field("edition", "Version", help="Such as Draft version 3."),
    Field("review_on", "Next review", "day"),
    Field("numbering", "Numbering", "choice", True, NUMBERINGS),
    Field("marking", "Marking", "choice", True, tuple(Choice(one, one) for one in MARKINGS)),
    Field("author", "Author", personal=True),
    Field("post", "Post"),
    Field("telephone", "Telephone", personal=True),
    Field("email", "Email", personal=True),
)


@dataclass(frozen=True, slots=True)
class PaperDetails:
    """One paper in the list; `year` is a start year, `issued_at` ISO text with its zone, empty for a draft."""

    id: str
    version: int
    kind: Kind
    state: State
    year: int
    title: str
    reference: str = ""
    edition: str = ""
    day: date | None = None
    panel: str = ""
    report_of: str = ""
    author: str = ""
    post: str = ""
    telephone: str = ""
    email: str = ""
    marking: str = MARKINGS[0]
    numbering: Numbering = "headings"
    review_on: date | None = None
    follows_id: str | None = None
    issued_at: str = ""
    issued_by: str = ""
    pages: int = 0


def takes_place_of(new: PaperDetails, old: PaperDetails) -> bool:
    """Whether `new`, once issued, supersedes `old`: a plan for the same year, a panel paper for the same meeting.

    Last year's plan stays the plan of its year, and what an earlier meeting was given stays what it was given.
    """
    return (new.kind, new.year) == (old.kind, old.year) and (new.kind == "intentions" or new.day == old.day)


@dataclass(frozen=True, slots=True)
class Section:
    """One section; `text` is as typed, its figures as `{key}`. `printed` is False for one left out."""

    id: str
    version: int
    level: int
    heading: str
    text: str = ""
    shows: str = ""
    subject_id: str | None = None
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered under one heading of implications; `confirmed` when “n/a” was questioned and meant."""

    id: str
    version: int
    heading: str
    text: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A figure that prose can refer to: its key, its name (no two alike), pence or a word, and where it is found."""

    key: str
    name: str
    amount: Amount
    group: str
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """One thing that differs from the last issued paper: a budget line, in pence (or a word) then and now.

    `kind` is new, ended or changed; `reason` is the one given in this paper, else the one the desk knows.
    """

    key: str
    name: str
    kind: Literal["new", "ended", "changed"]
    before: Amount
    after: Amount
    reason: str


@dataclass(frozen=True, slots=True)
class Since:
    """The last issued paper on the subject and what has changed: nothing when `title` is empty."""

    title: str = ""
    day: date | None = None
    year_text: str = ""
    changes: tuple[ChangedFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """One step of the record of changes: its number, and the hash over everything saved up to it."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """All that a paper says and shows, gathered in one read; composing, guarding and previewing need nothing else.

    `live` holds, by section id, the blocks that a section shows from the desk's own figures; `figures` is every named
    figure by key; `reasons` is what was given in this paper, by (about, key); `lines` the budget lines of its year,
    by id: their name and amount, which the next paper is compared with; `recorded` the newest step when it was read.
    """

    office: Details
    paper: PaperDetails
    sections: tuple[Section, ...]
    answers: tuple[Answer, ...]
    reasons: Mapping[tuple[str, str], str]
    figures: Mapping[str, NamedFigure]
    live: Mapping[str, tuple[Block, ...]]
    since: Since
    today: date
    lines: Mapping[str, tuple[str, Amount]] = field(default_factory=dict)
    recorded: Recorded | None = None


FindingKind = Literal["figure", "reference", "answer", "change", "hint"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the figures guard has found in a paper or in the office's stated figures.

    `title` says it in a line (“Printed £87,200; its lines add to £97,200”), `place` where; `printed`, `computed` and
    `difference` are as they print, and `parts` what was added. `settled` when a reason was given or it was confirmed;
    a hint never stands in the way. `stated_id` is the stated figure that correcting would change, `pence` what to.
    """

    key: str
    kind: FindingKind
    title: str
    place: str
    explanation: str = ""
    section_id: str | None = None
    printed: str = ""
    computed: str = ""
    difference: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    settled: bool = False
    stated_id: str | None = None
    pence: int | None = None


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the guard says of a paper: its findings, and how much was added and compared."""

    findings: tuple[Finding, ...]
    tables: int
    tables_tie: int
    figures: int
    figures_tie: int

    @property
    def to_settle(self) -> int:
        """How many findings stand in the way of issuing."""
        return sum(not one.settled and one.kind != "hint" for one in self.findings)


NO_REASONS: Mapping[tuple[str, str], str] = {}
