"""Durham's commissioning update to its Police and Crime Panel, a draft, in the desk's own words."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.door import Office
from app.examples.writing import Part, enter

DAY = date(2015, 2, 3)

PARTS = (
    Part(
        "Purpose",
        "To update the Panel on what the Police and Crime Commissioner commissions, and means to commission in "
        "2015-16.",
    ),
    Part(
        "Background",
        "On 4 December the Panel heard a verbal update. This report gives a fuller account of the current position and "
        "of what is planned.\n"
        "While the Home Office has reduced the Police Grant, the Ministry of Justice gives the Commissioner more in "
        "2015-16, both for restorative justice and to help victims.",
    ),
    Part("Summary of current position", "Four funding streams pay for commissioned services.", "streams"),
    Part("Detailed current position"),
    Part(
        "Community Safety Grant",
        "As before, the Commissioner is giving this money to the two Community Safety Partnerships, whose projects "
        "serve his priorities.\n"
        "Each partnership receives 5% less than in 2014-15, roughly as the police budget was reduced.\n"
        "The Safe Durham Partnership has an allocation of {Allocation to Durham 2015-16, as stated} for the projects "
        "below. Darlington’s projects are still to be decided; the office takes part in the planning day on 23 "
        "January.\n"
        "Formal arrangements for managing the performance of the grant are being developed, so that it brings results "
        "and value for money. They will count when the money is next shared out.",
        "stream",
        2,
        "Community Safety Grant",
    ),
    Part(
        "Victims’ services",
        "Police and crime commissioners took over responsibility and funding for victims’ services on 1 October "
        "2014.\n"
        "Under the Victims’ Code the police, the courts and others owe victims a service: support and information "
        "when they report a crime, while it is investigated, in court and as a witness, after a verdict, and about "
        "restorative justice.\n"
        "**Victim Support will run referral and assessment in 2015-16**, commissioned jointly with "
        "the Commissioner for Cleveland. It will be a victim’s first contact for practical help, and the way to "
        "specialist support in serious and complex cases.\n"
        "**Specialist services are being commissioned too.** Some go on from 2014-15, for victims with the greatest "
        "need, such as those who have suffered domestic or sexual abuse.\n"
        "Others will be developed as needs are found. Specialist providers are helping to establish what is required, "
        "and short research projects, such as one on mental health, will look for needs that few services meet.\n"
        "All of these services are meant to be commissioned together with others, so that victims have more to choose "
        "from and the money goes further.",
        "stream",
        2,
        "Victims' services",
    ),
    Part(
        "Restorative justice",
        "Since 2013 the Ministry of Justice has given the Commissioner money for restorative justice: to set it up "
        "for those victims who ask for it, or to make it better where it exists.\n"
        "It is well established in Durham and Darlington. The Safe Durham Partnership has a group that develops "
        "restorative practice in every agency, and Darlington is to have one. Darlington’s neighbourhood resolutions "
        "team is known nationally and much used.\n"
        "Every police officer has had training in it, and the Chief Constable is its advocate.\n"
        "The additional money is to pay two coordinators, one in Durham and one in Darlington, who will bring together "
        "all that is done, share information and spread what is learned.\n"
        "They will put victims first: explain what a meeting is for and what it may bring, see that one can be held at "
        "any point in the criminal justice process, and that all in it have support.",
        "stream",
        2,
        "Restorative justice",
    ),
    Part(
        "Community Safety Fund",
        "The Commissioner would like voluntary and community groups to receive some funding for work that serves his "
        "and his partners’ priorities.\n"
        "In 2014-15 the fund was given out in two rounds of bids. How it will be shared, managed and monitored in "
        "2015-16 is being decided now, and so is its size: only after the police settlement, just before Christmas, "
        "could it be seen in early January that there would be such a fund.\n"
        "The fund will need to:\n"
        "- support the objectives of the Commissioner and his partners\n"
        "- bring results in communities that can be measured\n"
        "- give value for money.\n"
        "Last year’s rounds were a burden out of all proportion and raised hopes that could not be met: bids came to "
        "ten times the money there was.\n"
        "One way to do better may be a fund administrator, who would manage the fund and add money to it while the "
        "Commissioner keeps a say in decisions. Whether that has to be put out to tender is being looked into.",
        "stream",
        2,
        "Community Safety Fund (working title)",
    ),
    Part("Recommendation", "To consider the report and put any questions."),
    Part("Signature", shows="signature"),
    Part("Risks and implications", shows="implications"),
    Part("Contact", shows="contact"),
)

ANSWERS = {
    "Finance": "All of this funding is within the budget for 2015-16. The Community Safety Fund is what balances it; "
    "its exact size is still to be determined.",
    "Staffing": "n/a",
    "Equality and diversity": "n/a",
    "Accommodation": "n/a",
    "Crime and disorder": "n/a",
    "Children's Act 2004": "n/a",
    "Stakeholder and community engagement": "The draft Police and Crime Plan, now out for consultation, describes the "
    "Commissioner’s funding streams.",
    "Environment": "n/a",
    "Collaboration and partnerships": "n/a",
    "Value for money and productivity": "Value for money counts in the allocation of every budget.",
    "Impact on Police and Crime Plan priorities": "All of the funding is meant to further the priorities of the plan.",
    "Commissioning": "As set out in this report.",
    "Other risks": "n/a",
}


def write(office: Office) -> None:
    """Enter the draft."""
    office.write("Write the paper for the Panel", _draft)


def _draft(session: Session) -> None:
    enter(
        session,
        PARTS,
        kind="panel-paper",
        year=2015,
        title="Update on commissioning activity",
        day=DAY,
        numbering="through",
        answered=ANSWERS,
        panel="Durham Police and Crime Panel",
        report_of="Chief of Staff",
        post="Chief of Staff",
        telephone="01632 960123",
        email="officer@durham.example",
    )
