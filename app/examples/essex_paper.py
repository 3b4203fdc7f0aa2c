"""A made-up paper for the panel on the money of the example office, a draft."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.door import Office
from app.examples.writing import Part, enter

DAY = date(2026, 6, 12)
PARTS = (
    Part("Purpose", "To tell the Panel how much is commissioned this year, and how the round of small grants stands."),
    Part("The budget", "All of these figures are made up to try the desk with.", "budget"),
    Part("Funding streams", "Three funds pay for what is commissioned.", "streams"),
    Part(
        "Community Safety Development Fund",
        "The fund is for local groups. Bids for this year’s grants came to about ten times what there is to give, so "
        "that most of those who took the trouble will be told no.\n"
        "Everybody who is told no is to be told why. For the next round the office is looking at a short expression of "
        "interest first, which would ask for less work in vain.",
        "stream",
        about="Community Safety Development Fund",
    ),
    Part(
        "Partnerships",
        "Each Community Safety Partnership is asked what it thinks of the bids that are for its area.",
        "allocations",
    ),
    Part("Income", "The grant for victims may be spent on nothing else.", "income"),
    Part("Recommendation", "To note the report."),
    Part("Signature", shows="signature"),
    Part("Risks and implications", shows="implications"),
    Part("Contact", shows="contact"),
)
ANSWERS = {
    "Finance": "Grants are paid out of this year’s budget.",
    "Staffing": "Nobody is taken on: the grants officer the office has does the work.",
    "Equality and diversity": "Who is reached is reported at the middle and at the end of each grant.",
    "Accommodation": "No rooms are needed beyond those the office has.",
    "Crime and disorder": "Each project serves a priority of the plan.",
    "Children's Act 2004": "Projects with children need a safeguarding policy before any money is paid.",
    "Stakeholder and community engagement": "The Community Safety Partnerships are asked about each bid.",
    "Environment": "Projects are local, and what they buy is little.",
    "Collaboration and partnerships": "As set out in this report.",
    "Value for money and productivity": "Value for money earns points when bids are scored.",
    "Impact on Police and Crime Plan priorities": "Bids name the priorities they serve, by share.",
    "Commissioning": "As set out in this report.",
    "Other risks": "More bids than money: those told no may not ask again.",
}


def write(office: Office) -> None:
    """Enter the draft."""
    office.write("Write the paper for the Panel", _draft)


def _draft(session: Session) -> None:
    enter(
        session,
        PARTS,
        kind="panel-paper",
        year=2026,
        title="Commissioning and small grants",
        day=DAY,
        numbering="through",
        answered=ANSWERS,
        panel="Made-up Police, Fire and Crime Panel",
        report_of="Head of Commissioning",
        post="Head of Commissioning",
        telephone="01632 960456",
        email="officer@essex.example",
    )
