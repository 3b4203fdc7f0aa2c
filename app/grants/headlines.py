"""The sentence over each list of the Applications page: the question it answers, in figures. Amounts are pence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.funds.table import Headline, Run
from app.grants.parts import LIVE, RoundRecord
from app.grants.subscription import times, times_text
from app.money import format_pence
from app.years import format_day

NOTHING = Headline((Run("No round yet"),), "Begin one with its pot, its days, its gate and what bids are scored by.")


def counted(count: int, one: str, many: str = "") -> str:
    """“1 bid”, “3 bids”."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def rounds_headline(rounds: Sequence[RoundRecord], day: date) -> Headline:
    """How many rounds are open, what they have to give, and which closes first."""
    if not rounds:
        return NOTHING
    live = [one for one in rounds if one.state(day) == "Open"]
    if not live:
        draft = sum(1 for one in rounds if one.state(day) == "Draft")
        below = f"{counted(draft, 'round is', 'rounds are')} still a draft." if draft else ""
        return Headline((Run(counted(len(rounds), "round"), True), Run(", none of them open")), below)
    pots = format_pence(sum(one.pot for one in live))
    runs = (Run(counted(len(live), "round"), True), Run(" open, "), Run(pots, True), Run(" to give"))
    closing = [one for one in live if one.closes_on is not None]
    first = min(closing, key=lambda one: one.closes_on or date.max, default=None)
    return Headline(runs, f"{first.name} closes {closes_words(first)}." if first is not None else "")


def closes_words(one: RoundRecord) -> str:
    """“Friday 9 February 2018, 17:00”; empty where no day is set."""
    if one.closes_on is None:
        return ""
    day = f"{_WEEKDAYS[one.closes_on.weekday()]} {format_day(one.closes_on)}"
    return f"{day}, {one.closes_time}" if one.closes_time else day


# named here, because Qt sets the system's own language and Python's names would follow it
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def bids_headline(one: RoundRecord, states: Mapping[str, tuple[int, int]], day: date) -> Headline:
    """How many bids a round has, what they ask for, and how many times the pot that is.

    `states` has how many bids stand in each state, and what they ask for.
    """
    every = sum(count for count, _ in states.values())
    if not every:
        closes = closes_words(one)
        return Headline((Run(f"No bid in {one.name} yet"),), f"It closes {closes}." if closes else "")
    live = sum(count for state, (count, _) in states.items() if state in LIVE)
    asked = sum(pence for state, (_, pence) in states.items() if state in LIVE)
    runs = (
        Run(counted(live, "bid"), True),
        Run(" for "),
        Run(format_pence(asked), True),
        Run(f", {times_text(times(asked, one.pot))} the pot of {format_pence(one.pot)}"),
    )
    ready, late = states.get("ready", (0, 0))[0], states.get("late", (0, 0))[0]
    below = [f"{ready:,} ready to score"]
    below += [f"{late:,} late"] if late else []
    drafts = states.get("draft", (0, 0))[0]
    below += [f"{every - live - drafts:,} out"] if every > live + drafts else []
    below += [f"{drafts:,} not handed in"] if drafts else []
    return Headline(runs, f"{one.name}, {one.state(day).lower()}: {', '.join(below)}.")


def count_headline(words: str, count: int, *, none: str, below: str = "", many: str = "") -> Headline:
    """How many lines a list has."""
    return Headline((Run(counted(count, words, many), True),), below) if count else Headline((Run(none),), "")
