"""In which order bids are talked about, so that a member whom a conflict keeps out leaves the room as seldom as can be.

Nothing here reads a file. A bid is known by its id, and stands where it is ranked unless moving it saves a leaving.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

Out = frozenset[str]
Chain = tuple[Out, ...]


def grouped(ranked: Sequence[str], out: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The bids so that those which keep the same members out follow each other.

    `ranked` is the order they are ranked in, `out` the members whom each of them keeps out of the room. Bids that keep
    some of the same members out come next to each other, where the best placed of them is ranked. The order as ranked
    is kept where nothing is saved: it never takes more leavings than that.
    """
    groups: dict[Out, list[str]] = {}
    for one in ranked:
        if keeps := frozenset(out.get(one, ())):
            groups.setdefault(keeps, []).append(one)
    place = {one: at for at, one in enumerate(ranked)}
    blocks = [[one] for one in ranked if not out.get(one)]
    blocks += [[one for keeps in chain for one in groups[keeps]] for chain in _chains(list(groups))]
    ordered = tuple(
        one for block in sorted(blocks, key=lambda block: min(place[one] for one in block)) for one in block
    )
    return ordered if leavings(ordered, out) < leavings(ranked, out) else tuple(ranked)


def leavings(order: Sequence[str], out: Mapping[str, Collection[str]]) -> int:
    """How many times somebody gets up and leaves in this order."""
    count, before = 0, frozenset[str]()
    for one in order:
        now = frozenset(out.get(one, ()))
        count += len(now - before)
        before = now
    return count


def _chains(groups: Sequence[Out]) -> list[Chain]:
    """The groups, best placed first, joined at their ends where members can stay out: those of the most members first.

    A chain begins with the end that is better placed.
    """
    at = {one: place for place, one in enumerate(groups)}
    chains: dict[Out, Chain] = {one: (one,) for one in groups}
    for one, other in sorted(_sharing(groups), key=lambda pair: (-len(pair[0] & pair[1]), at[pair[0]], at[pair[1]])):
        joined = _joined(chains[one], chains[other], one, other)
        chains |= dict.fromkeys(joined, joined)
    return [one if at[one[0]] <= at[one[-1]] else one[::-1] for one in dict.fromkeys(chains.values())]


def _sharing(groups: Sequence[Out]) -> Iterable[tuple[Out, Out]]:
    return (pair for pair in combinations(groups, 2) if not pair[0].isdisjoint(pair[1]))


def _joined(first: Chain, second: Chain, one: Out, other: Out) -> Chain:
    """Two chains as one through these groups of them; nothing where they are one already, or a group is at no end."""
    if first is second or one not in (first[0], first[-1]) or other not in (second[0], second[-1]):
        return ()
    return (first if first[-1] == one else first[::-1]) + (second if second[0] == other else second[::-1])
