"""What the members of the example say of points and bids; all of it made up.

Words go by the name of a criterion, from no points at all up to its five.
"""

from __future__ import annotations

ANCHORS = {
    "Need": (
        "Nothing is said of a need.",
        "A general claim that could be made anywhere.",
        "National figures alone.",
        "Some figures of the place itself.",
        "The applicant's own figures, and who is missed by others.",
        "Own figures, confirmed by the partnership, of a need that nobody meets.",
    ),
    "Effect on a priority": (
        "No priority is served.",
        "A priority is named and nothing more.",
        "It is said what will be done, not what will be different.",
        "A change is named, for whom, without how it is shown.",
        "A change, for whom, and how it is shown.",
        "The same, with figures to compare with and a day to report them.",
    ),
    "Plan and people": (
        "There is no plan.",
        "An idea without dates.",
        "Dates, but nobody who has done it.",
        "Dates and posts; experience is thin.",
        "A sound plan by people who have done it before.",
        "The same, with what is done if it goes wrong.",
    ),
    "Value for money": (
        "The costs cannot be followed.",
        "Far dearer than like projects.",
        "Dearer, and it is not said why.",
        "As dear as like projects.",
        "Cheaper, or with match funding that is certain.",
        "Both of these.",
    ),
    "What stays": (
        "Nothing goes on.",
        "A hope for another grant.",
        "Somebody is to be asked.",
        "A part goes on with volunteers.",
        "Most goes on, and it is said how.",
        "All of it goes on, and who pays has signed.",
    ),
    "Local support": (
        "The partnership is against it.",
        "Nobody was asked.",
        "Doubts outweigh support.",
        "Neither for nor against.",
        "Neighbours and the partnership are for it.",
        "They are part of it.",
    ),
}
# below two points, between, and above four
COMMENTS = {
    "Need": (
        "No figure is from the place itself.",
        "The need is plain, its size is not.",
        "Own waiting list, and the partnership says the same.",
    ),
    "Effect on a priority": (
        "What is done is clear, what will be different is not.",
        "A fair aim; how it is shown could be firmer.",
        "Says what changes, for how many, and by when.",
    ),
    "Plan and people": (
        "No safeguarding lead is named.",
        "Dates are tight but can be met.",
        "They ran the same two years ago and reported on time.",
    ),
    "Value for money": (
        "More than half of it is for salaries that are paid already.",
        "Room hire looks high.",
        "Half comes from elsewhere, and that half is certain.",
    ),
    "What stays": (
        "It ends with the grant.",
        "Some of the volunteers would go on.",
        "The district council takes it over and has said so.",
    ),
    "Local support": (
        "The partnership knows of two services here already.",
        "Neighbours were asked, the school was not.",
        "Police and school both take part.",
    ),
}
ON_THE_WHOLE = {
    "yes": ("Worth trying here.", "Fund it, with a report at half time.", "The strongest of its kind I read."),
    "no": ("Not this year.", "The idea is good; this plan is not.", "Too much is left open."),
}
