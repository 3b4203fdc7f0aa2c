"""What each view of the Applications page offers: its words, its one button, and what More holds."""

from __future__ import annotations

TAB = "applications"
NOTHING = (
    "From an open round to bids that are checked and ready to score: its terms and its form, the bids as they arrive, "
    "what is missing from whom, and the checks of who applies. Start the first round, or look round an example."
)
Offer = tuple[str, str]
"""The words and the action."""
ROUNDS, BIDS, STATES, CHASE, DIRECT, BODIES, ARCHIVED = (
    "rounds",
    "bids",
    "states",
    "chase",
    "direct",
    "organisations",
    "archived",
)
OF_ROUND = frozenset((BIDS, STATES, CHASE))
"""The views of one round, which is chosen beside them."""

NEW: dict[str, Offer] = {
    ROUNDS: ("New round…", "round new"),
    BIDS: ("New bid…", "quick"),
    STATES: ("New bid…", "quick"),
    CHASE: ("Copy the chase list", "chase"),
    DIRECT: ("New direct award…", "direct new"),
    BODIES: ("New organisation…", "organisation new"),
}
"""The button at the right of the filter, which Ctrl+N presses."""
_OF_ROUND: tuple[Offer, ...] = (
    ("Read a folder of forms…", "folder"),
    ("Enter paper bids, one after the other…", "quick"),
    ("Enter one bid in full…", "bid new"),
    ("Write the blank form…", "blank"),
    ("Copy the chase list", "chase"),
)
MORE: dict[str, tuple[Offer, ...]] = {
    ROUNDS: (
        ("Read a folder of forms…", "folder"),
        ("Enter paper bids, one after the other…", "quick"),
        ("Write the blank form…", "blank"),
        ("How many bids can be met…", "planner"),
        ("Copy the chase list", "chase"),
    ),
    BIDS: _OF_ROUND,
    STATES: _OF_ROUND,
    CHASE: _OF_ROUND,
    BODIES: (),
}
"""What can be done with the round in force; in the list of rounds that is the chosen one."""
NEEDS_ROUND = frozenset(("folder", "quick", "bid new", "blank", "chase", "planner"))
"""What cannot be done without a round."""
WITHOUT_SAVING = frozenset(("blank", "chase"))
"""What may also be done with a file that is read-only for the person."""
CHOOSES_NEW: dict[str, str] = {
    "round new": ROUNDS,
    "round copy": ROUNDS,
    "bid new": BIDS,
    "direct new": DIRECT,
    "organisation new": BODIES,
}
"""Actions after which what was added is the chosen record, and the view in which it stands."""
EMPTY = {
    ROUNDS: "No round in this year. A round needs a reference, a name, the budget line that pays and its pot; its "
    "gate, criteria and questions can be copied from another.",
    BIDS: "No bid yet. Read a folder of forms that came back, or enter paper bids one after the other.",
    STATES: "No bid yet. Where each stands, and why, is read here by state.",
    CHASE: "Nothing is missing. What is missing from whom stands here, to be copied into a message.",
    DIRECT: "No direct award. Each stands here with its reason.",
    BODIES: "No organisation has asked for money yet.",
    ARCHIVED: "Nothing has been put away.",
}
NOTHING_CHOSEN = {
    ROUNDS: "Choose a round to read its terms, how far its pot reaches and what is missing before it opens.",
    BIDS: "Choose a bid to read it, and what is missing from it.",
    CHASE: "Choose a line to read the bid that it is missing from.",
    BODIES: "Choose an organisation to read everything this office has had to do with it.",
    ARCHIVED: "Nothing is deleted for good: what is archived waits here.",
}
FIRST = {ROUNDS: "round", BIDS: "project", STATES: "project", CHASE: "what", DIRECT: "project"}
"""The column that names a line of a view: it comes first and takes the room."""
PUT_AWAY: dict[str, tuple[str, ...]] = {
    ROUNDS: ("fund", "opens", "closes_at", "panel", "decision"),
    BIDS: ("time", "priorities"),
    STATES: ("time", "since"),
}
"""The columns hidden at first on a small screen."""
PUT_AWAY_LARGE: dict[str, tuple[str, ...]] = {
    ROUNDS: (*PUT_AWAY[ROUNDS], "year"),
    BIDS: (*PUT_AWAY[BIDS], "areas", "late", "received", "reference"),
    STATES: (*PUT_AWAY[STATES], "received", "reference"),
    DIRECT: ("line", "received", "reference"),
}
"""The same at large text."""
