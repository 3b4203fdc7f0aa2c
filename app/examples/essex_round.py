"""The round of the example: the Community Safety Development Fund of a year, on terms like those that were published.

What it asks and how it scores is in words of the desk's own; pot, dates and weights are made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.examples.bids import CLOSES_ON, CLOSES_TIME, MAXIMUM, OPENS_ON
from app.grants import reading, rounds, terms
from app.grants.parts import RoundRecord

REFERENCE, NAME = "CSDF-2026", "Community Safety Development Fund 2026"
SECOND_REFERENCE, SECOND_NAME = "CSDF2-2026", "Community Safety Development Fund 2026, second round"
POT, OVER, MINIMUM = 80_000_00, 4_000_00, 1_000_00
SECOND_POT, SECOND_MINIMUM, SECOND_MAXIMUM = 12_000_00, 250_00, 3_000_00
PANEL_ON, DECISION_ON = date(2026, 6, 25), date(2026, 7, 10)
APPROVER = "chief finance officer"
PURPOSE = (
    "Grants for local voluntary and community groups that know of a need others do not see, or wish to try what has "
    "not been tried here. A grant is for one year and is no lasting source of money."
)
GATES = (
    "The work is done in the county area, in Southend-on-Sea or in Thurrock.",
    "The applicant is a charity, a voluntary or community group, a social enterprise or a public body.",
    "The project serves at least one priority of the Police and Crime Plan.",
    "The grant does not pay for what a public body has a duty to do.",
    "It asks for no more than the largest grant, and for no more than one year.",
)
# name, guidance, weight in tenths of a percent, highest points
CRITERIA = (
    (
        "Need",
        "Few points for a general claim; many where the applicant's own figures, or the partnership's, show it.",
        250,
        5,
    ),
    (
        "Effect on a priority",
        "Many points where it is said what will be different, for whom, and how it is shown.",
        300,
        5,
    ),
    ("Plan and people", "Many points for a plan with dates and for people who have done it before.", 200, 5),
    ("Value for money", "Costs against those of like projects; match funding counts in its favour.", 150, 5),
    ("What stays", "What goes on after the grant, and who has said so.", 100, 5),
)
INFORMATION = ("Local support", "Read with the reply of the Community Safety Partnership; it earns no points.")
# text, help, kind, words at most, asked first
QUESTIONS = (
    ("What is the need, and how do you know of it?", "Figures of your own count more than national ones.", "long", 250),
    ("What will you do, where and how often?", "", "long", 250),
    ("What will be different, and how will you show it?", "", "long", 200),
    ("Who leads the project, and what have they led before?", "Posts, not names.", "long", 120),
    ("How many volunteers take part?", "", "number", None),
    ("Is your public liability insurance in force for the whole project?", "", "yesno", None),
)


@dataclass(frozen=True, slots=True)
class MadeRound:
    """The round as it was opened, and the ids that bids are entered with, by name."""

    round: RoundRecord
    line_id: str
    area_ids: Mapping[str, str]
    priority_ids: Mapping[str, str]


def enter(
    session: Session, *, line_id: str, area_ids: Mapping[str, str], priority_ids: Mapping[str, str], year: int
) -> MadeRound:
    """Enter the round and open it."""
    round_id = rounds.add(
        session,
        reference=REFERENCE,
        name=NAME,
        purpose=PURPOSE,
        line_id=line_id,
        year=year,
        pot=POT,
        over=OVER,
        over_approver=APPROVER,
        minimum=MINIMUM,
        maximum=MAXIMUM,
        opens_on=OPENS_ON,
        closes_on=CLOSES_ON,
        closes_time=CLOSES_TIME,
        panel_on=PANEL_ON,
        decision_on=DECISION_ON,
        expected_bids=50,
        reading_minutes=25,
        applicant_hours=12,
        area_ids=tuple(area_ids.values()),
        priority_ids=tuple(priority_ids.values()),
    )
    for text in GATES:
        terms.add_gate(session, round_id, text=text)
    for name, guidance, weight, maximum in CRITERIA:
        terms.add_criterion(session, round_id, name=name, guidance=guidance, weight=weight, maximum=maximum)
    name, guidance = INFORMATION
    terms.add_criterion(session, round_id, name=name, guidance=guidance, is_information=True, maximum=5)
    for text, help_text, kind, most_words in QUESTIONS:
        terms.add_question(
            session, round_id, text=text, help=help_text, kind=kind, is_required=True, most_words=most_words
        )
    session.flush()
    rounds.open_(session, round_id, version=reading.round_(session, round_id).version, day=OPENS_ON)
    session.flush()
    return MadeRound(reading.round_(session, round_id), line_id, area_ids, priority_ids)


def enter_second(session: Session, made: MadeRound) -> str:
    """A smaller round of the same year out of what the line has left: a draft that only lacks its days; its id."""
    round_id = rounds.copy(session, made.round.id, reference=SECOND_REFERENCE, name=SECOND_NAME, year=made.round.year)
    session.flush()
    rounds.change(
        session,
        round_id,
        version=reading.round_(session, round_id).version,
        pot=SECOND_POT,
        minimum=SECOND_MINIMUM,
        maximum=SECOND_MAXIMUM,
        expected_bids=20,
        applicant_hours=4,
    )
    return round_id
