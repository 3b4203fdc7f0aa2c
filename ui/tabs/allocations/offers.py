"""What each view of the Allocations page offers: its words, its one button, and what More holds."""

from __future__ import annotations

TAB = "allocations"
NOTHING = (
    "Who gets what, and why: Community Safety Partnerships with their allocations, what they hold, spend and report, "
    "and the re-balancing of it all. Add the partnerships first, then give them money out of a budget line."
)
Offer = tuple[str, str]
"""The words and the action."""

NEW: dict[str, Offer] = {
    "none": ("New partnership…", "new partnership"),
    "line": ("Enter allocations…", "enter"),
    "pooled": ("Enter shares…", "enter shares"),
    "themes": ("Enter spend…", "enter spend"),
    "reserves": ("Enter reserves…", "enter reserves"),
    "reviews": ("Record a return…", "new return"),
    "scenarios": ("New scenario…", "new scenario"),
    "factors": ("New factor…", "new factor"),
    "partnerships": ("New partnership…", "new partnership"),
}
"""The button at the right of the filter, which Ctrl+N presses."""
MORE: dict[str, tuple[Offer, ...]] = {
    "line": (("New addition shared by several…", "new addition"), ("New partnership…", "new partnership")),
    "themes": (("New theme…", "new theme"),),
    "reserves": (("Declare a reserve…", "new reserve"),),
    "reviews": (("The rule of returns…", "rule"),),
    "underspends": (("The rule of returns…", "rule"),),
    "factors": (("Enter figures…", "figures"),),
}
OF_PAGE = frozenset(
    (
        *(action for _, action in NEW.values()),
        *(action for offers in MORE.values() for _, action in offers),
    )
)
"""Actions of a view and not of one of its records."""
CHOOSES_NEW = frozenset(
    ("new partnership", "new addition", "new theme", "new reserve", "declare", "new factor", "new scenario", "copy")
)
"""Actions after which what was added is the chosen record."""
OPENS_NEW = frozenset(("new scenario",))
"""Actions after which what was added is on the bench."""
EMPTY = {
    "none": "No partnership has been given anything yet. Add partnerships with the button above, then choose a budget "
    "line under More, Give allocations out of.",
    "line": "Nothing is allocated out of this line yet. Enter allocations fills in a year for every partnership.",
    "pooled": "No area has a share of this line yet. Enter shares fills in a year for every area.",
    "themes": "No theme yet. Add the themes under More, then enter what each partnership plans to spend on them.",
    "reserves": "Nobody has declared a reserve yet. What partnerships hold belongs here, with its day and evidence.",
    "reviews": "No return is due yet. The half-year and year-end returns of all who have an allocation stand here.",
    "underspends": "Nothing is left unspent. What a return says was not spent is settled here: carried forward, "
    "returned or redirected.",
    "scenarios": "No scenario starts from this year. A new one shares a line by weighted factors, and nothing changes "
    "until it is adopted.",
    "factors": "No factor yet. A factor is a column of figures money may be shared by: population, crime, need.",
    "partnerships": "No partnership yet. Add the county's first, then its districts.",
    "archived": "Nothing has been put away.",
}
NOTHING_CHOSEN = {
    "line": "Choose a partnership to read why it has what it has.",
    "reviews": "Choose a return to read it, or to record what came in.",
    "scenarios": "Choose a scenario to see what it comes to; Enter opens it on the bench.",
    "archived": "Nothing is deleted for good: what is archived waits here.",
}
PUT_AWAY: dict[str, tuple[str, ...]] = {
    "reserves": ("opening", "added", "used", "evidence"),
    "reviews": ("allocation", "planned", "percent"),
    "underspends": ("says",),
    "scenarios": ("line", "weights", "limits"),
}
"""The columns hidden at first on a small screen, by kind of view."""
PUT_AWAY_LARGE = {
    **PUT_AWAY,
    "line": ("change", "status", "document"),
    "pooled": ("change",),
    "reviews": (*PUT_AWAY["reviews"], "actual", "forecast"),
}
"""The same at large text."""


WITH_YEARS = frozenset(("line", "pooled"))
"""Views in which years can stand side by side."""


def answer_column(kind: str, year: int) -> str:
    """The column that answers the question of a view, set in bold."""
    return {
        "line": f"y{year}",
        "pooled": f"y{year}",
        "themes": "all",
        "reserves": "closing",
        "reviews": "state",
        "underspends": "to_settle",
    }.get(kind, "")
