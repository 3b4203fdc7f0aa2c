"""What the decisions of the example say; all of it made up."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """The boxes of a decision by their names, why each of its options is chosen or not, in their order, and answers
    by the beginning of the heading they stand under; other headings are answered with “n/a”."""

    boxes: dict[str, str]
    why: tuple[str, ...]
    answers: dict[str, str]


_LEAD = {"lead_officer": "Example Officer", "lead_post": "Head of Commissioning"}
_PLAIN = {
    "equality": "Who is reached is reported at the middle and at the end.",
    "data_protection": "Nothing personal comes to the office; counts do.",
    "subsidy": "Small and local, and no market to distort.",
}
GRANTS = Words(
    _LEAD
    | _PLAIN
    | {
        "consultation": "Members of the public scored the bids, and the Community Safety Partnerships were asked.",
        "finance": "It is paid out of the fund’s budget of this year, half now and half at half time.",
        "legal": "The usual agreement for small grants is signed before any money is paid.",
        "risk": "A project that does not begin within three months gives its grant back.",
    },
    (
        "It is what the panel’s scores and its talk about them come to, and it keeps within the pot.",
        "The money is there for this year, and the need was shown.",
    ),
    {
        "Crime": "Each project serves a priority of the plan.",
        "Child": "Projects with children show their policies before any money is paid.",
        "Stakeholder": "As set out under consultation.",
        "Value": "Value for money earned points when the bids were scored.",
        "Impact": "Every bid names the priorities it serves, by share.",
    },
)
RESERVE = Words(
    GRANTS.boxes
    | {
        "background": "A project that was to have a grant was withdrawn in September. The first bid on the reserve "
        "list takes its place.",
        "risk": "It begins four months later than it was planned, and ends with the other projects.",
    },
    ("The reserve list was made for this.", "The money would not be spent this year."),
    GRANTS.answers,
)
MARSHALS = Words(
    _LEAD
    | _PLAIN
    | {
        "summary": "Marshals at two taxi ranks on six nights before Christmas.",
        "background": "Quarrels at the ranks were the commonest call of last December’s weekends.",
        "recommendation": "To give the partnership what marshals cost for six nights.",
        "power": "Section 9 of the Police Reform and Social Responsibility Act 2011 (crime and disorder reduction "
        "grants).",
        "consultation": "Licensing officers, street pastors and drivers.",
        "finance": "It is paid out of the Community Safety Fund.",
        "legal": "The partnership buys the marshals by its own rules.",
        "risk": "If snow closes the roads, fewer nights are paid for.",
        "conflicts": "n/a",
        "background_papers": "n/a",
    },
    ("It worked last year.", "Two officers would stand there instead."),
    {"Crime": "Fewer quarrels where people wait.", "Collaboration": "With the partnership and the council."},
)
MORE_NIGHTS = Words(
    MARSHALS.boxes
    | {
        "summary": "Marshals at two taxi ranks on six nights before Christmas, on New Year’s Eve and the night after.",
        "recommendation": "To give the partnership what marshals cost for eight nights.",
        "background": "The first decision left out the turn of the year, which is as busy.",
        "exemption": "Paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972",
        "withheld": "The firm asks for £325 a night. Two others asked for £340 and £390.",
    },
    MARSHALS.why,
    MARSHALS.answers,
)
RESTORATIVE = Words(
    _LEAD
    | _PLAIN
    | {
        "summary": "Meetings of those who were harmed with those who harmed them go on for another year.",
        "background": "What is paid for now ends in September.",
        "recommendation": "To give the service what a year of it costs.",
        "power": "Section 143 of the Anti-social Behaviour, Crime and Policing Act 2014 (victims’ services).",
        "consultation": "Those who took part last year, and the courts.",
        "finance": "It is in this year’s budget, out of the grant for victims, which may be spent on nothing else.",
        "legal": "The agreement is made longer by a year, as it allows.",
        "risk": "Fewer people may ask for a meeting than was reckoned with.",
        "conflicts": "n/a",
        "background_papers": "n/a",
    },
    ("Nine in ten of those who met would do it again.", "There would be nobody to turn to from October."),
    {"Crime": "Fewer of those who met offend again.", "Impact": "It serves the support of victims."},
)
SIGNED_BODY = "Sample Circle Restorative Service"
