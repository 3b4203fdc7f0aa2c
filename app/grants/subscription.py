"""How far a round is subscribed: what is asked for against its pot, overall, by state, by area and by priority.

Amounts are pence, shares tenths of a percent; `times` is how often the pot is asked for, in hundredths (1,033 is
10.33 times). What a bid asks for is split over its areas by their shares without losing a penny, and so is what is
asked for over the whole, so that every table comes to its total.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.grants.parts import STATES, ApplicationRecord, RoundRecord, State
from app.money import Pence, split_by_shares

NOT_SAID = ""
"""The key of what bids have not said what it is for."""
WHOLE = 1000
Split = Callable[[ApplicationRecord], Sequence[tuple[str, str, int]]]


@dataclass(frozen=True, slots=True)
class Part:
    """An area or a priority: how many bids are for it at least in part, and what they ask for in it.

    `share` is its share of all that is asked for, in tenths of a percent. The part without a key is what was not said.
    """

    key: str
    name: str
    bids: int
    requested: Pence
    times: int
    share: int


@dataclass(frozen=True, slots=True)
class InState:
    """How many bids are in a state and what they ask for."""

    state: State
    bids: int
    requested: Pence


@dataclass(frozen=True, slots=True)
class Subscription:
    """A round against its pot. `bids` and `requested` are of what may still be scored; `states` has all of them.

    `left_out` are those that are withdrawn or ineligible, `drafts` have not been sent in; `without_amount` may be
    scored and do not say what they ask for.
    """

    pot: Pence
    bids: int
    requested: Pence
    times: int
    without_amount: int
    left_out: int
    drafts: int
    states: tuple[InState, ...]
    areas: tuple[Part, ...]
    priorities: tuple[Part, ...]

    @property
    def says(self) -> str:
        """The round in one plain sentence."""
        if not self.bids:
            return "No bid has come in yet."
        if self.without_amount == self.bids:
            return f"{self.bids:,} {'bid has' if self.bids == 1 else 'bids have'} come in, none with an amount."
        bids = "1 bid asks" if self.bids == 1 else f"{self.bids:,} bids ask"
        return f"{bids} for {'the whole' if self.requested == self.pot else times_text(self.times) + ' the'} pot."


def of_round(r: RoundRecord, applications: Iterable[ApplicationRecord]) -> Subscription:
    """How far a round is subscribed by its own applications; those put away or of another round are passed over."""
    mine = [one for one in applications if one.round_id == r.id and not one.archived]
    live = [one for one in mine if one.is_live]
    requested = _sum(live)
    drafts = sum(one.state == "draft" for one in mine)
    return Subscription(
        r.pot,
        len(live),
        requested,
        times(requested, r.pot),
        sum(one.requested is None for one in live),
        len(mine) - len(live) - drafts,
        drafts,
        _states(mine),
        _parts(r.pot, live, r.areas, lambda one: one.areas),
        _parts(r.pot, live, r.priorities, lambda one: one.priorities),
    )


def times(requested: int, pot: int) -> int:
    """How often the pot is asked for, in hundredths, half up; 0 for no pot."""
    return (requested * 200 + pot) // (2 * pot) if pot > 0 else 0


def times_text(hundredths: int) -> str:
    """10.3 times, 0.85 times, 2 times: one decimal from ten times on, none where there is nothing after the point."""
    if hundredths >= WHOLE:
        tenths = (hundredths + 5) // 10
        whole, part = divmod(tenths, 10)
        return f"{whole:,}.{part} times" if part else f"{whole:,} times"
    text = f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
    return f"{text} times"


def split(requested: int, shares: Sequence[tuple[str, str, int]]) -> dict[str, Pence]:
    """Pence by the key of each share, summing to what is requested; what is missing to 100 % is under `NOT_SAID`.

    Shares that come to more are taken in proportion. Largest remainder, ties to the earlier one.
    """
    given = [(key, share) for key, _, share in shares if share > 0]
    missing = WHOLE - sum(share for _, share in given)
    if missing > 0:
        given.append((NOT_SAID, missing))
    amounts = split_by_shares(requested, [share for _, share in given])
    found: dict[str, Pence] = {}
    for (key, _), amount in zip(given, amounts, strict=True):
        found[key] = Pence(found.get(key, 0) + amount)
    return found


def _sum(applications: Iterable[ApplicationRecord]) -> Pence:
    return Pence(sum(one.requested or 0 for one in applications))


def _states(mine: Sequence[ApplicationRecord]) -> tuple[InState, ...]:
    """Every state in its order, those nothing is in as well."""
    by_state: dict[State, list[ApplicationRecord]] = {state: [] for state in STATES}
    for one in mine:
        by_state[one.state].append(one)
    return tuple(InState(state, len(ones), _sum(ones)) for state, ones in by_state.items())


def _parts(
    pot: int, live: Sequence[ApplicationRecord], invited: Sequence[tuple[str, str]], shares: Split
) -> tuple[Part, ...]:
    """What the round is for in its order, then what bids are for besides, then what was not said, if anything."""
    names = dict(invited)
    amounts: dict[str, int] = dict.fromkeys(names, 0)
    bids: dict[str, int] = dict.fromkeys(names, 0)
    for one in live:
        mine = shares(one)
        names.update((key, name) for key, name, _ in mine if key not in names)
        for key, amount in split(one.requested or 0, mine).items():
            amounts[key] = amounts.get(key, 0) + amount
            bids[key] = bids.get(key, 0) + 1
    keys = [*(key for key in amounts if key != NOT_SAID), *([NOT_SAID] if NOT_SAID in amounts else [])]
    whole = sum(amounts.values())
    tenths = split_by_shares(WHOLE, [amounts[key] for key in keys]) if whole else [0] * len(keys)
    return tuple(
        Part(key, names.get(key, "Not said"), bids[key], Pence(amounts[key]), times(amounts[key], pot), share)
        for key, share in zip(keys, tenths, strict=True)
    )
