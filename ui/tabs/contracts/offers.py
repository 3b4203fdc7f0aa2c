"""What each view of the Contracts page offers: its words, its one button, and what More holds."""

from __future__ import annotations

TAB = "contracts"
NOTHING = (
    "What runs, until when, and who pays: contracts and grant agreements with their options, notice dates, partners' "
    "money, reviews and everything that falls due. Add the first contract, or look round an example."
)
Offer = tuple[str, str]
"""The words and the action."""

NEW: dict[str, Offer] = {
    "running": ("New contract…", "new"),
    "all": ("New contract…", "new"),
    "dates": ("New contract…", "new"),
    "expiry": ("New contract…", "new"),
    "reviews": ("New contract…", "new"),
    "notices": ("New contract…", "new"),
    "thresholds": ("New threshold…", "threshold new"),
}
"""The button at the right of the filter, which Ctrl+N presses."""
MORE: dict[str, tuple[Offer, ...]] = {
    "running": (("Expiry bands and handover…", "bands"),),
    "all": (("Expiry bands and handover…", "bands"),),
    "dates": (("Expiry bands and handover…", "bands"),),
    "expiry": (("Expiry bands and handover…", "bands"),),
}
OF_PAGE = frozenset(
    (*(action for _, action in NEW.values()), *(action for offers in MORE.values() for _, action in offers))
)
"""Actions of a view and not of one of its records."""
CHOOSES_NEW = frozenset(("new", "threshold new"))
"""Actions after which what was added is the chosen record."""
EMPTY = {
    "running": "No contract runs in this year. A new one stands here from the day it begins; All contracts has the "
    "others.",
    "all": "No contract yet. A new one needs a reference, a title, a provider, its dates and its value.",
    "dates": "Nothing falls due. Ends, notices, reviews, conditions and what the Act asks for stand here, soonest "
    "first.",
    "expiry": "Nothing ends within the bands the office looks ahead.",
    "reviews": "No review falls into this year. Those of every running contract stand here, quarter by quarter.",
    "notices": "No notice is due or published. What the Procurement Act asks to be published stands here, by contract.",
    "thresholds": "No threshold of your own. Those the desk knows hold until you say otherwise.",
    "archived": "Nothing has been put away.",
}
NOTHING_CHOSEN = {
    "running": "Choose a contract to read its terms, who pays for it and what comes next.",
    "dates": "Choose a date to read the contract it belongs to.",
    "reviews": "Choose a period to record its review.",
    "archived": "Nothing is deleted for good: what is archived waits here.",
}
PUT_AWAY: dict[str, tuple[str, ...]] = {
    "running": ("reference", "value"),
    "all": ("reference", "value"),
    "dates": ("reference",),
    "reviews": ("reference", "note"),
}
"""The columns hidden at first on a small screen."""
PUT_AWAY_LARGE: dict[str, tuple[str, ...]] = {
    "running": ("provider", *PUT_AWAY["running"]),
    "all": ("provider", *PUT_AWAY["all"]),
    "dates": ("kind", "contract", *PUT_AWAY["dates"]),
    "reviews": ("provider", "held_on", "actions", *PUT_AWAY["reviews"]),
    "notices": ("about", "reference", "published_on", "number", "why"),
    "expiry": ("provider", "reference", "value", "latest", "owner"),
}
"""The same at large text."""


def answer_column(key: str) -> str:
    """The column that answers the question of a view, set in bold."""
    return {"dates": "day", "reviews": "state"}.get(key, "")
