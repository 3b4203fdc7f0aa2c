"""Papers being written and papers issued: their sections, answers and reasons, and the very bytes that went out."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, object_session

from db.base import STRICT, Base, Record, one_active

ISSUED = "An issued paper is superseded, never undone. Start the next version instead."


class Paper(Record):
    """One paper: a Commissioning Intentions Plan or a Police and Crime Panel paper, for one financial year.

    `follows_id` is the issued paper on the same subject that this one is compared with.
    """

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint("kind IN ('intentions', 'panel-paper')", "kind"),
        CheckConstraint("state IN ('draft', 'issued', 'superseded')", "state"),
        CheckConstraint("numbering IN ('headings', 'through', 'section')", "numbering"),
        STRICT,
    )

    kind: Mapped[str]
    state: Mapped[str]
    year: Mapped[int]
    title: Mapped[str]
    reference: Mapped[str]
    edition: Mapped[str]
    day: Mapped[date | None]
    panel: Mapped[str]
    report_of: Mapped[str]
    author: Mapped[str]
    post: Mapped[str]
    telephone: Mapped[str]
    email: Mapped[str]
    marking: Mapped[str]
    numbering: Mapped[str]
    review_on: Mapped[date | None]
    follows_id: Mapped[str | None] = mapped_column(ForeignKey("paper.id"), index=True)

    @property
    def settled(self) -> str:
        return "" if self.state == "draft" else ISSUED


class OfPaper(Record):
    """A row that belongs to a paper: what was done to it is settled once that paper is issued."""

    __abstract__ = True

    paper_id: Mapped[str]

    @property
    def settled(self) -> str:
        session = object_session(self)
        paper = session.get(Paper, self.paper_id) if session else None
        return paper.settled if paper else ""


class PaperSection(OfPaper):
    """One section: its heading, what the officer wrote, and what it `shows` live from the desk.

    `subject_id` is the fund, line or priority that what it shows is about, where it is about one.
    """

    __tablename__ = "paper_section"
    __table_args__ = (CheckConstraint("level IN (1, 2)", "level"), STRICT)

    paper_id: Mapped[str] = mapped_column(ForeignKey("paper.id"), index=True)
    position: Mapped[int]
    level: Mapped[int]
    heading: Mapped[str]
    text: Mapped[str]
    shows: Mapped[str]
    subject_id: Mapped[str | None]
    printed: Mapped[bool]


class PaperAnswer(OfPaper):
    """What a paper answers under one heading of implications; `confirmed` when “n/a” was asked about and meant."""

    __tablename__ = "paper_answer"

    paper_id: Mapped[str] = mapped_column(ForeignKey("paper.id"), index=True)
    position: Mapped[int]
    heading: Mapped[str]
    text: Mapped[str]
    confirmed: Mapped[bool]


class PaperReason(OfPaper):
    """A reason given in one paper: why a `figure` does not tie, or why something is a `change` since the last one."""

    __tablename__ = "paper_reason"
    __table_args__ = (
        CheckConstraint("about IN ('figure', 'change')", "about"),
        one_active(
            "uq_paper_reason",
            "paper_id",
            "about",
            "key",
            sentence="Somebody has given a reason for this meanwhile. Look at it before you save.",
            field="text",
        ),
        STRICT,
    )

    paper_id: Mapped[str] = mapped_column(ForeignKey("paper.id"))
    about: Mapped[str]
    key: Mapped[str]
    text: Mapped[str]


class PaperIssue(Record):
    """A paper as it went out: when, by whom, and the digests of its PDF and of the data it was made from.

    The digests are journalled, so the journal's chain covers the bytes; the bytes are in `stored_file`.
    """

    __tablename__ = "paper_issue"
    __table_args__ = (
        one_active("uq_paper_issue", "paper_id", sentence="This paper has been issued already.", field=None),
        STRICT,
    )
    never_undone = ISSUED

    paper_id: Mapped[str] = mapped_column(ForeignKey("paper.id"))
    issued_at: Mapped[str]
    issued_by: Mapped[str]
    pages: Mapped[int]
    pdf_digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"), index=True)
    data_digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"), index=True)


class ImplicationHeading(Record):
    """One heading that the office answers in the appendix of every paper, in its own order."""

    __tablename__ = "implication_heading"

    position: Mapped[int]
    name: Mapped[str]


class StoredFile(Base):
    """Bytes kept under their SHA-256, never changed. Not followed by the journal: who refers to them is."""

    __tablename__ = "stored_file"
    __table_args__ = STRICT

    digest: Mapped[str] = mapped_column(primary_key=True)
    media: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
