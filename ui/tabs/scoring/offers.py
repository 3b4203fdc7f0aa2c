"""What each view of the Scoring page offers: its words, its one button, and what More holds."""

from __future__ import annotations

from ui.tabs.scoring import day_specs, letter_specs

TAB = "scoring"
NOTHING = (
    "From packs to a ranked list: who scores a round, what keeps them from a bid, their sheets as they come back, and "
    "what they agree on together. It begins with a round that is open; start one, or look round an example."
)
Offer = tuple[str, str]
"""The words and the action."""
OUTCOMES, DAYS, DECISIONS, LETTERS, REASONS = "outcomes", "days", "decisions", "letters", "reasons"
RANKING, PROGRESS, MEMBER, AGENDA, CONFLICTS, MEMBERS, MARKERS, ROUNDS = (
    "ranking",
    "progress",
    "member",
    "agenda",
    "conflicts",
    "members",
    "markers",
    "rounds",
)
OF_STAGE = frozenset((RANKING, OUTCOMES, PROGRESS, MEMBER, AGENDA, DAYS, CONFLICTS, MARKERS))
"""The views of one stage of a round, which is chosen beside them."""
OF_BID = frozenset((RANKING, OUTCOMES, PROGRESS, AGENDA))
"""The views of which a line is a bid."""

NEW: dict[str, Offer] = {
    RANKING: ("Read a folder of sheets…", "folder"),
    OUTCOMES: ("Review and commit…", "review"),
    REASONS: ("New reason…", "reason new"),
    PROGRESS: ("Copy the chase list", "chase"),
    MEMBER: ("Type their sheets…", "type"),
    AGENDA: ("Agree a score…", "agree"),
    DAYS: ("New panel day…", "day new"),
    MEMBERS: ("New member…", "member new"),
    ROUNDS: ("Set up scoring…", "stage new"),
    DECISIONS: ("New decision…", "decision new"),
    LETTERS: ("Read letters…", letter_specs.READ_ALL),
}
"""The button at the right of the filter, which Ctrl+N presses."""
RANKED: Offer = ("Recommend…", OUTCOMES)
"""The same of the ranked list once its ranking is agreed and no sheet is read any more."""


def new_of(key: str, *, is_ranked: bool) -> Offer:
    """The words and the action of a view's one button, empty where it has none."""
    return RANKED if key == RANKING and is_ranked else NEW.get(key, ("", ""))


_OF_STAGE: tuple[Offer, ...] = (
    ("Write packs and score sheets into a folder…", "packs"),
    ("Packs have been sent…", "sent"),
    ("Read a folder of sheets…", "folder"),
    ("Copy the chase list", "chase"),
    ("Open the scores for moderation…", "moderate"),
    ("Agree the ranking", "rank"),
)
_OUTCOMES: tuple[Offer, ...] = (
    ("Draft from the cut line", "draft line"),
    ("Recommend for every bid…", "recommend many"),
    ("Let outcomes stand on the scores as they are now", "confirm scores"),
    ("Review and commit…", "review"),
)
_FAIR: tuple[Offer, ...] = (
    ("What if…", "what if"),
    ("A swap at the cut line…", "swap"),
    ("Targets for areas and priorities…", "targets"),
    ("Targets for areas by their people…", "targets people"),
)
MORE: dict[str, tuple[Offer, ...]] = {
    **dict.fromkeys(OF_STAGE, _OF_STAGE),
    RANKING: (*_OF_STAGE, *_FAIR, ("Show the panel days", DAYS), ("Show what is recommended", OUTCOMES)),
    AGENDA: (*_OF_STAGE, ("Show the panel days", DAYS)),
    OUTCOMES: (*_OUTCOMES, *_FAIR),
    DAYS: (*day_specs.MORE, *_OF_STAGE),
    ROUNDS: _OF_STAGE,
    MEMBERS: (),
    REASONS: (("Add the usual reasons", "reason usual"),),
    DECISIONS: (
        ("How this office decides…", "decision rule"),
        ("Write all that is published of the year into a folder…", "decision publish"),
    ),
    LETTERS: letter_specs.MORE,
}
"""What can be done with the stage in force; in the list of rounds that is the chosen one's."""
NEEDS_STAGE = frozenset(
    (
        *("packs", "sent", "folder", "chase", "moderate", "rank", "type", "day new"),
        *("draft line", "recommend many", "confirm scores", "review"),
        *(action for _, action in _FAIR),
    )
)
"""What cannot be done before a stage was set up."""
OF_ROW = frozenset(("agree", "stage new", *day_specs.PANELS, *(action for _, action in letter_specs.MORE)))
"""What the one button does with the chosen line, not with the view."""
WITHOUT_SAVING = frozenset(
    (
        "packs",
        "chase",
        "what if",
        "swap",
        *(f"decision {one}" for one in ("notice", "whole", "publish", "letters", "before", "after")),
        *day_specs.PANELS,
        *letter_specs.WITHOUT_SAVING,
    )
)
"""What may also be done with a file that is read-only for the person."""
LEADS_TO = frozenset((RANKING, OUTCOMES, PROGRESS, AGENDA, DAYS, CONFLICTS, "sheets"))
"""Actions that show another view and change nothing."""
NEW_STAGES = frozenset(("stage new", "stage second"))
"""Actions after which the stage that was set up is the one looked into."""
CHOOSES_NEW: dict[str, str] = {
    "member new": MEMBERS,
    "reason new": REASONS,
    "day new": DAYS,
    "decision new": DECISIONS,
    "decision supersede": DECISIONS,
}
"""Actions after which what was added is the chosen record, and the view in which it stands."""
EMPTY = {
    RANKING: "No bid to rank. The bids of the round that are ready to score stand here.",
    PROGRESS: "No bid to score yet. Whose sheet is in and whose is not is read here, and no score.",
    MEMBER: "Nobody scores this stage yet, or nothing is left for this member. Members are chosen in the round.",
    OUTCOMES: "No bid to recommend anything for. What is recommended for each bid stands here once it is scored.",
    DAYS: "No panel day yet. A day has the bids that the members talk about, in their order, and writes its minutes.",
    DECISIONS: "No decision yet in this year. What is recommended is committed to a decision; others begin here.",
    LETTERS: "No letter yet in this year. Each bid has its letter once its outcome has been committed to a decision.",
    REASONS: "No reason for letters yet. Reasons that come up again and again are kept here, to be chosen for a bid.",
    AGENDA: "Nothing to discuss. Bids on which the members differ stand here once their scores may be seen.",
    CONFLICTS: "Nobody has been asked yet. Every declaration stands here with its line for the minutes.",
    MEMBERS: "No member yet. Members of the scoring panel are people, not users: a name is enough to begin with.",
    MARKERS: "Nothing to compare yet: a member is compared over five bids that others have scored too.",
    ROUNDS: "No round is open. A round is scored once it has been opened on the Applications tab.",
}
NOTHING_CHOSEN = {
    RANKING: "Choose a bid to read what its members gave it.",
    OUTCOMES: "Choose a bid to read what is recommended for it.",
    DAYS: "Choose a panel day to read its list of bids and its minutes.",
    DECISIONS: "Choose a decision to read what it gives, who approves it and what it still lacks.",
    LETTERS: "Choose a letter to read it as its applicant will.",
    REASONS: "Choose a reason to read what a letter says.",
    PROGRESS: "Choose a bid to read whose sheet is in.",
    MEMBER: "Choose a bid to read this member’s sheet for it.",
    AGENDA: "Choose a bid to read what its members gave it, and agree on a score.",
    CONFLICTS: "Choose a line to read what this member declared.",
    MEMBERS: "Choose a member to read who they are and what they declared.",
    ROUNDS: "Choose a round to read how it is scored, by whom, and what is to be done next.",
}
FILTER = {
    DAYS: "Filter panel days",
    DECISIONS: "Filter decisions",
    LETTERS: "Filter letters",
    REASONS: "Filter reasons",
    CONFLICTS: "Filter conflicts",
    MEMBERS: "Filter members",
    MARKERS: "Filter members",
    ROUNDS: "Filter rounds",
}
"""What the filter is called in the views of which a line is no bid."""
FIRST = {MEMBER: "bid", MEMBERS: "name", DECISIONS: "title", LETTERS: "organisation", OUTCOMES: "bid", REASONS: "text"}
"""The column that names a line of a view: it comes first and takes the room."""
PUT_AWAY: dict[str, tuple[str, ...]] = {
    RANKING: ("area",),
    OUTCOMES: ("score", "reserve_amount", "reasons"),
    AGENDA: ("project", "line", "why"),
    CONFLICTS: ("detail", "minute"),
    MEMBERS: ("organisation", "area", "starts"),
    DECISIONS: ("kind", "publication", "published"),
    LETTERS: ("decision", "read", "sent"),
}
"""The columns hidden at first on a small screen."""
PUT_AWAY_LARGE: dict[str, tuple[str, ...]] = {
    **PUT_AWAY,
    RANKING: ("area", "asked", "running"),
    OUTCOMES: ("score", "reserve", "reserve_amount", "reasons", "requested", "reference"),
    CONFLICTS: ("detail", "minute", "declared"),
    MEMBERS: ("organisation", "area", "starts", "ends", "body"),
    ROUNDS: ("reference", "due"),
    DECISIONS: ("kind", "publication", "published", "signed", "note"),
}
"""The same at large text."""
NOT_NOW = {
    "agree": "A score is agreed on once every sheet for the bid is in, or moderation is opened, and until the ranking "
    "is agreed.",
    "moderate": "The scores are open already, or scoring has not been set up.",
    "rank": "The ranking is agreed already, or scoring has not been set up.",
    "type": "Nothing can be typed: they have not declared their interests yet, have no bid to read, or the ranking is "
    "agreed.",
    "stage new": "This round has been set up already. Change it in its record.",
    **dict.fromkeys(
        ("recommend many", "draft line"),
        "Agree the ranking first; then recommend what each bid is to have.",
    ),
    "declare": "This member does not score the stage, or its ranking is agreed.",
    "targets": "There is no round in force of which the money could be spread.",
    "targets people": "Nobody knows how many people live in any area. The figures of partnerships are kept on the "
    "Allocations tab, with a factor that counts people.",
    "scheme copy": "There is no other round to take it from.",
}
"""Why an action leads to no form just now."""
