"""The words that made-up bids are made of: places and bodies there are not, and work of the kind small funds pay for.

Postcodes begin with AN, numbers of charities with 9 and of companies with 99, telephones with 01632 960, and addresses
on the net end in .example: none of them is given to anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

_FIRST = (
    "Sample",
    "Example",
    "Mock",
    "Model",
    "Specimen",
    "Dummy",
    "Pretend",
    "Fable",
    "Nowhere",
    "Madeup",
    "Story",
    "Fiction",
    "Pattern",
)
_LAST = ("ton", "ford", "ham", "bury", "wick", "leigh", "stead", "field", "mere", "bridge")
PLACES = tuple(f"{first}{last}" for last in _LAST for first in _FIRST)

SUBJECTS = (
    "Youth",
    "Community",
    "Families",
    "Women's",
    "Carers'",
    "Boxing",
    "Football",
    "Arts",
    "Music",
    "Recovery",
    "Mediation",
    "Advocacy",
    "Mentoring",
    "Neighbourhood",
    "Residents'",
    "Safer Nights",
    "Cycling",
    "Allotment & Garden",
    "Family Support",
    "Counselling",
    "Outreach",
    "Skills & Work",
)
FORMS = (
    ("Trust", "Charity"),
    ("Project", "Charity"),
    ("Foundation", "Charity"),
    ("Centre", "Charity"),
    ("Network", "Charity"),
    ("Association", "Charity"),
    ("Community Interest Company", "Company"),
    ("Limited", "Company"),
    ("Club", "Other"),
    ("Group", "Other"),
    ("Forum", "Other"),
    ("Collective", "Other"),
)
VARIANTS = ((" & ", " and "), ("Community Interest Company", "CIC"), ("Limited", "Ltd"), ("Women's", "Womens"))
"""How the same body is written the second time, where its name has one of these."""
STREETS = ("High Street", "Station Road", "Sample Street", "Mill Lane", "Church Walk", "Example Avenue", "The Quay")
PEOPLE = ("A. Sample", "B. Specimen", "C. Example", "D. Pattern", "E. Placeholder", "F. Model", "G. Mock", "H. Dummy")
POSTS = ("Project lead", "Manager", "Treasurer", "Secretary", "Chair of trustees", "Development officer")

SAFER, YOUNG, VICTIMS, DRUGS = (
    "Safer streets and town centres",
    "Young people kept from violence",
    "Support for victims of crime",
    "Less harm from drugs and exploitation",
)
PRIORITIES = (SAFER, YOUNG, VICTIMS, DRUGS)
COUNTY, SOUTHEND, THURROCK = "Essex county area", "Southend-on-Sea", "Thurrock"
AREAS = (COUNTY, SOUTHEND, THURROCK)


@dataclass(frozen=True, slots=True)
class Activity:
    """A kind of project: what it is called and does, for whom, and what it spends money on."""

    title: str
    priority: str
    does: str
    who: str
    items: tuple[str, ...]
    with_children: bool = False
    with_adults: bool = False


_STAFF = ("Session workers", "Coordinator, part time", "Volunteers' travel")
ACTIVITIES = (
    Activity(
        "Night-time wardens",
        SAFER,
        "Trained wardens walk the town centre on the busiest nights, see people safely to a taxi and call for help.",
        "People out at night",
        ("Wardens' training", "Jackets and radios", "Coordinator, part time", "First aid kits"),
    ),
    Activity(
        "Bystander training for bars",
        SAFER,
        "Staff of pubs and clubs learn to see harassment early and to step in without making it worse.",
        "Staff of pubs and clubs",
        ("Trainer", "Venue", "Printed material"),
    ),
    Activity(
        "Bike marking days",
        SAFER,
        "Bicycles are marked and registered free of charge, and their owners shown which locks hold.",
        "People who cycle",
        ("Marking kits", "Locks for those who cannot pay", "Volunteers' travel"),
    ),
    Activity(
        "Lighting and clearing of footpaths",
        SAFER,
        "Residents choose the paths they avoid after dark; lights are put up and hedges cut back.",
        "Residents",
        ("Solar lights", "Tools", "Skips", "Insurance"),
    ),
    Activity(
        "Speed awareness by residents",
        SAFER,
        "Trained residents measure speeds at the places where people complain, and show drivers what they drive.",
        "Road users",
        ("Speed displays", "Training", "Jackets"),
    ),
    Activity(
        "Mediation between neighbours",
        SAFER,
        "Trained mediators bring neighbours together before a quarrel becomes a case for the police.",
        "Households in dispute",
        ("Mediators", "Supervision", "Room hire"),
        with_adults=True,
    ),
    Activity(
        "Detached youth work",
        YOUNG,
        "Youth workers go where young people meet, come to know them, and bring them to what they ask for.",
        "Young people aged 11 to 18",
        (*_STAFF, "Telephones"),
        with_children=True,
    ),
    Activity(
        "Boxing and mentoring",
        YOUNG,
        "An hour of boxing and an hour of talk each week with a mentor who has left violence behind.",
        "Young people aged 12 to 19",
        ("Coaches", "Mentors", "Gym hire", "Gloves and pads"),
        with_children=True,
    ),
    Activity(
        "Music studio for those out of school",
        YOUNG,
        "Young people who are excluded from school write and record, and return to lessons with a youth worker.",
        "Young people out of school",
        ("Studio hire", "Tutors", "Youth worker", "Equipment"),
        with_children=True,
    ),
    Activity(
        "Knife awareness in schools",
        YOUNG,
        "Former offenders, nurses and parents speak in class of what a knife does, and stay for questions.",
        "Pupils of years 6 to 9",
        ("Speakers", "Teaching material", "Travel"),
        with_children=True,
    ),
    Activity(
        "Football with the neighbourhood police",
        YOUNG,
        "Teams of young people and officers train together, and talk when the game is over.",
        "Young people aged 10 to 17",
        ("Coaches", "Pitch hire", "Kit", "Refreshments"),
        with_children=True,
    ),
    Activity(
        "Parents' evenings on exploitation",
        YOUNG,
        "Parents learn what grooming looks like, whom to tell, and how to talk about it at home.",
        "Parents and carers",
        ("Facilitators", "Crèche", "Room hire", "Printed material"),
        with_children=True,
    ),
    Activity(
        "Counselling after domestic abuse",
        VICTIMS,
        "Twelve sessions with a qualified counsellor for people who have left an abusive partner.",
        "Survivors of domestic abuse",
        ("Counsellors", "Clinical supervision", "Room hire", "Interpreters"),
        with_adults=True,
    ),
    Activity(
        "Companions at court",
        VICTIMS,
        "Volunteers go with victims and witnesses to court, wait with them and explain what happens.",
        "Victims and witnesses",
        ("Volunteers' training", "Volunteers' travel", "Coordinator, part time"),
        with_adults=True,
    ),
    Activity(
        "Safer homes after burglary",
        VICTIMS,
        "Locks and lights are fitted within two days for people who were burgled and cannot pay for them.",
        "Victims of burglary",
        ("Locks and lights", "Fitter", "Van hire"),
        with_adults=True,
    ),
    Activity(
        "Support after fraud for older people",
        VICTIMS,
        "Volunteers sit down with older people who lost money to fraud, with the bank and with the police.",
        "People over 65",
        ("Coordinator, part time", "Volunteers' travel", "Call blockers"),
        with_adults=True,
    ),
    Activity(
        "Hate crime reporting and company",
        VICTIMS,
        "Places people trust take reports of hate crime, and somebody stays in touch until the case is over.",
        "People targeted for who they are",
        ("Caseworker, part time", "Training of reporting places", "Interpreters"),
        with_adults=True,
    ),
    Activity(
        "Play sessions for children from refuges",
        VICTIMS,
        "Children who fled with a parent play and talk with a therapist who comes to where they live.",
        "Children in refuges",
        ("Play therapist", "Toys and materials", "Travel"),
        with_children=True,
    ),
    Activity(
        "Recovery cafés",
        DRUGS,
        "A sober place to be in the evening, run by people in recovery, with a nurse in the house.",
        "People in recovery",
        ("Café lead", "Food", "Room hire", "Nurse, sessions"),
        with_adults=True,
    ),
    Activity(
        "Drugs workshops with families",
        DRUGS,
        "Families of people who use drugs learn what helps and what does not, and meet others like them.",
        "Families and friends",
        ("Facilitators", "Room hire", "Printed material"),
        with_adults=True,
    ),
    Activity(
        "A way out of county lines",
        DRUGS,
        "A caseworker stays beside young people whom dealers have drawn in, and with their families.",
        "Young people aged 13 to 19",
        ("Caseworker, part time", "Travel", "Emergency fund"),
        with_children=True,
    ),
    Activity(
        "Work and volunteering after treatment",
        DRUGS,
        "People who finished treatment are placed with employers and visited there for half a year.",
        "People after treatment",
        ("Placement officer", "Travel", "Work clothes"),
        with_adults=True,
    ),
    Activity(
        "Allotment for people in recovery",
        DRUGS,
        "Growing food together three days a week, with a support worker and a shared meal.",
        "People in recovery",
        ("Support worker", "Tools and seeds", "Shed and water"),
        with_adults=True,
    ),
    Activity(
        "Talks on cuckooing",
        DRUGS,
        "Housing officers, carers and neighbours learn to see when somebody's home has been taken over.",
        "Carers and neighbours",
        ("Trainer", "Printed material", "Travel"),
        with_adults=True,
    ),
)
SETTINGS = ("after school", "at weekends", "in the evenings", "in the holidays", "through the winter", "all year")
NEEDS = (
    "Reports to the police of this kind rose in two of the last three quarters.",
    "Of the households we asked last autumn, four in ten named it first.",
    "The community safety partnership's assessment has it among its three main concerns.",
    "Schools send us more young people than we can take.",
    "Nothing of the kind is offered within an hour by bus.",
    "Our waiting list has not been shorter than twelve weeks since last summer.",
)
SHOWN_BY = (
    "We ask everybody who takes part at the beginning and at the end, and count who stays.",
    "We compare the calls to the police from the same streets with those of the year before.",
    "Partners tell us after three and after six months what became of those they sent.",
    "A short diary each week and a count of who came; a summary goes to the office at half time.",
)
EXITS = (
    "Volunteers trained in the first half run it after the grant; the room stays free of charge.",
    "The town council has said it will look at half of the cost from next year.",
    "What is bought stays in use, and running it costs nothing but time.",
    "We ask two trusts for the following year, and narrow it to one evening a week should neither say yes.",
    "Schools pay by the session once they have seen it work.",
)
SUPPORTS = (
    "The neighbourhood policing team and two local schools have written in support.",
    "The town council's community committee supports it by a minute of March.",
    "The council for voluntary service helped to plan it and stands behind it.",
    "Three of the housing associations in the area wish to send people to it.",
)
RAN_BEFORE = (
    "The lead has run three projects of this size; the trustees see the accounts every month.",
    "A qualified worker leads it, who ran the pilot last year for 40 people.",
    "Two of the committee have done this work for ten years; one person is to be taken on.",
)
DELIVERED = (
    "Last year's grant paid for {sessions} sessions; all were held, and {share} % of those who came stayed to the end.",
    "We reached {people} people where {fewer} were planned, and sent both reports on time.",
)
OTHERS = ("Town council", "Our own reserves", "A community trust", "Housing association", "Collections and fees")
IN_KIND = ("Volunteers' time", "Rooms free of charge", "Use of a minibus", "Printing given by a business")
NO_DUPLICATE = (
    "We asked the council and the partnership: nobody offers it here.",
    "The county's service ends at 18; ours begins there.",
    "The nearest offer of the kind is full.",
)
NO_SUBSTITUTE = (
    "No statutory body has a duty to do it, and none has paid for it before.",
    "It comes on top of what the council must do, and the council confirms it.",
)
