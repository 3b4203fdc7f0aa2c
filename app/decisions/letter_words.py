"""A letter to an applicant put together: what it says in order, the same on paper and in an e-mail. Amounts are pence.

The desk sends nothing: whoever gives letters out takes the paper, or copies the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.alike import folded
from app.decisions.content import digest_of
from app.decisions.parts import LetterRecord
from app.money import format_pence
from app.recommendations.parts import GIVEN, Outcome
from app.years import format_day

CONDITIONS, FEEDBACK, AMOUNT = "Conditions", "Feedback on your application", "Amount"
FAREWELL = "Yours sincerely"
UNKNOWN = "Sir or Madam"
OUTCOMES: dict[Outcome, str] = {
    "fund": "Funded",
    "reduced": "Funded in part",
    "reserve": "On the reserve list",
    "defer": "Deferred",
    "decline": "Not funded",
}
"""How an outcome reads to who applied."""


@dataclass(frozen=True, slots=True)
class LetterText:
    """What a letter says. `decision` is the number of the signed decision, empty until then; `day` is its date.

    `lines` are to whom it goes; `who` and `post` sign it, for the `office`. `is_final` is whether it may go out.
    `payee` is what the organisation was called when it was decided on.
    """

    letter: LetterRecord
    office: str
    decision: str
    bid: str
    organisation: str
    project: str
    conditions: str
    who: str
    post: str
    day: date
    is_final: bool
    payee: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """To whom it goes, line by line."""
        return told_lines(self.letter.addressee)

    @property
    def subject(self) -> str:
        """What it is about: the bid and its project."""
        return f"Your application {self.bid}: {self.project}"

    @property
    def greeting(self) -> str:
        """How it begins: the person it goes to, where its first line is one and not the organisation."""
        first = next(iter(self.lines), "")
        bodies = {"", folded(self.organisation), folded(self.payee)}
        return f"Dear {first if folded(first) not in bodies else UNKNOWN}"

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What it is told apart by: the decision, the bid, the outcome and the amount where there is one."""
        one = self.letter
        amount = format_pence(one.amount) if one.amount is not None and one.outcome in GIVEN else ""
        facts = (
            ("Decision", self.decision),
            ("Application", self.bid),
            ("Outcome", OUTCOMES[one.outcome]),
            (AMOUNT, amount),
        )
        return tuple(each for each in facts if each[1])

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What was decided and why."""
        return told_paragraphs(self.letter.words)

    @property
    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What follows under a heading of its own: conditions of what is given, and the feedback that was chosen."""
        conditions = told_paragraphs(self.conditions) if self.letter.outcome in GIVEN else ()
        parts = ((CONDITIONS, conditions), (FEEDBACK, told_paragraphs(self.letter.feedback)))
        return tuple(one for one in parts if one[1])

    @property
    def signed(self) -> tuple[str, ...]:
        """Who it is from, line by line."""
        return tuple(one for one in (self.who, self.post, self.office) if one)

    @property
    def body(self) -> str:
        """The whole letter as the text of an e-mail."""
        facts = "\n".join(f"{label}: {words}" for label, words in self.facts)
        parts = (f"{heading}\n\n{_as_text(words)}" for heading, words in self.parts)
        farewell = "\n".join((f"{FAREWELL},", "", *self.signed))
        whole = (f"{self.greeting},", facts, _as_text(self.paragraphs), *parts, farewell)
        return "\n\n".join(one for one in whole if one)

    @property
    def mail(self) -> str:
        """What goes into an e-mail: what it is about, and the whole letter."""
        return f"{self.subject}\n\n{self.body}\n"

    @property
    def digest(self) -> str:
        """The SHA-256 of all it says and to whom, by which a letter that was given out is known again."""
        return digest_of(
            {"to": list(self.lines), "subject": self.subject, "body": self.body, "day": format_day(self.day)}
        )


def told_lines(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(one.strip() for one in text.splitlines() if one.strip())


def told_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text: what an empty line divides, with the line breaks within kept."""
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            found[-1].append(line.strip())
        elif found[-1]:
            found.append([])
    return tuple("\n".join(one) for one in found if one)


def _as_text(words: Iterable[str]) -> str:
    return "\n\n".join(words)
