"""The letters of a year on the screen: how far they have come, and one letter as its applicant will read it."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy.orm import Session

from app.decisions import letters, reading
from app.decisions.decision_list import in_sight
from app.decisions.letter_words import FAREWELL, LetterText
from app.decisions.letters import OUT, READY, SENT, TO_READ, VOID, WAITS, state
from app.decisions.parts import DecisionSheetRecord, LetterRecord
from app.errors import Refused
from app.funds.table import Headline, Run
from app.grants.headlines import counted
from app.listing import Listing
from app.recommendations.parts import GIVEN, RecommendationRecord
from app.told import Notice, Part, Told, facts
from app.years import format_day

NONE = Headline((Run("No letter yet"),), "Each bid has its letter once its outcome has been committed to a decision.")
READ, FEEDBACK, DECISION = "letter read", "letter feedback", "letter decision"
"""What the links of notices do."""
_SAID: tuple[tuple[str, str, str], ...] = (
    (TO_READ, "to read", "to read"),
    (WAITS, "waits for its decision to be signed", "wait for their decision to be signed"),
    (READY, "ready to be given out", "ready to be given out"),
    (SENT, "given out", "given out"),
    (VOID, "of a decision that was withdrawn", "of a decision that was withdrawn"),
    (OUT, "about a bid that was withdrawn", "about bids that were withdrawn"),
)


def letters_view(session: Session, *, year: int) -> tuple[Headline, Listing]:
    """The letters of the decisions that stand on the page in a year (its start year), and how far they have come."""
    listing = letters.letters_of(session, in_sight(session, reading.sheets(session), year))
    at = [one.key for one in listing.columns].index("state")
    return headline([str(line.cells[at]) for line in listing.lines]), listing


def headline(states: list[str]) -> Headline:
    """“5 letters, 2 to read”, and how far the others have come."""
    if not states:
        return NONE
    counts = Counter(states)
    known = [(counts[key], one if counts[key] == 1 else many) for key, one, many in _SAID if counts[key]]
    said = [f"{count:,} {words}" for count, words in known]
    whole = Run(counted(len(states), "letter"), True)
    if len(said) > 1:
        return Headline((whole, Run(f", {said[0]}")), f"{', '.join(said[1:])}.")
    every = "" if len(states) == 1 else "all "
    return Headline((whole, Run(f", {every}{known[0][1]}")), "The desk sends nothing: letters are printed, or copied.")


# one letter


def letter_told(words: LetterText, sheet: DecisionSheetRecord, known: RecommendationRecord | None) -> Told:
    """One letter as it will be printed, and how far it has come; `known` is what was recommended for its bid."""
    record = words.letter
    parts = (
        *letter_parts(words),
        facts(
            "How far it has come",
            ("State", state(record, sheet)),
            ("Read by", record.read_by),
            ("Read on", format_day(record.read_on) if record.read_on is not None else ""),
            ("Given out", format_day(record.sent_on) if record.sent_on is not None else ""),
            ("SHA-256", record.digest),
        ),
    )
    return Told(f"{words.bid} {words.organisation}", state(record, sheet), parts, notices(words, sheet, known))


def letter_parts(words: LetterText) -> tuple[Part, ...]:
    """The words of a letter in the order of the paper."""
    return (
        facts("Letter", ("About", words.subject), *words.facts),
        Part("To", words=("\n".join(words.lines),)),
        Part("What it says", words=(f"{words.greeting},", *words.paragraphs)),
        *(Part(heading, words=told) for heading, told in words.parts),
        Part(FAREWELL, words=("\n".join(words.signed),)),
    )


def notices(
    words: LetterText, sheet: DecisionSheetRecord, known: RecommendationRecord | None = None
) -> tuple[Notice, ...]:
    """What is to be done before it can go out, and what the officer may want to put into it."""
    one = words.letter
    now = state(one, sheet)
    if now in (SENT, VOID):
        return (Notice("Of no use.", letters.WITHDRAWN, tone="mute"),) if now == VOID else ()
    if now == OUT:
        return (Notice("It does not go out.", letters.PROMISES),)
    found = []
    if now == TO_READ:
        found.append(Notice("Nobody has read it yet.", "It goes out once somebody has.", "Read it", READ))
    if not sheet.is_signed:
        more = "The letter goes out once it has."
        found.append(Notice("Its decision has not been signed.", more, "Go to the decision", DECISION))
    if has_other_feedback(one, known):
        found.append(Notice("Other feedback was chosen since.", "It is not in the letter.", "Put it in", FEEDBACK))
    elif one.outcome not in GIVEN and not one.feedback:
        more = "Nothing has been chosen for this bid of what the members wrote."
        found.append(Notice("It has no feedback.", more, tone="mute"))
    return tuple(found)


def has_other_feedback(one: LetterRecord, known: RecommendationRecord | None) -> bool:
    """Whether feedback was chosen for the bid that is not what its letter says."""
    return known is not None and bool(known.feedback) and known.feedback != one.feedback


# what leaves the desk


def mail(session: Session, letter_id: str, *, day: date) -> str:
    """A letter as the text of an e-mail, dated the day it was given out, else `day`.

    Raises Refused where it may not go out yet, or is gone.
    """
    words = letters.text(session, letter_id, day=day)
    if why := letters.why_unready(words.letter, reading.sheet(session, words.letter.sheet_id)):
        raise Refused(why)
    return words.mail
