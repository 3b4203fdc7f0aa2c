"""In which order bids are talked about, so that a member whom a conflict keeps out leaves the room as seldom as can be.

Nothing here reads a file. A bid is known by its id, and stands where it is ranked unless moving it saves a leaving.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

Out = frozenset[str]


def grouped(ranked: Sequence[str], out: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The bids so that those which keep the same members out follow each other.

    `ranked` is the order they are ranked in, `out` the members whom each of them keeps out of the room. A group stands
    where its best-placed bid does; one that keeps out some of the same members comes next to it. The order as ranked is
    kept where nothing is saved: it never takes more leavings than that.
    """
    groups: dict[Out, list[str]] = {}
    for one in ranked:
        groups.setdefault(frozenset(out.get(one, ())), []).append(one)
    left = list(groups)
    found: list[str] = []
    last: Out = frozenset()
    while left:
        # whoever is out already stays out for the next; among equals the best placed goes first
        following = min(left, key=lambda one: (-len(one & last), left.index(one)) if last else (0, left.index(one)))
        left.remove(following)
        found += groups[following]
        last = following
    ordered = tuple(found)
    return ordered if leavings(ordered, out) < leavings(ranked, out) else tuple(ranked)


def leavings(order: Sequence[str], out: Mapping[str, Collection[str]]) -> int:
    """How many times somebody gets up and leaves in this order."""
    count, before = 0, frozenset[str]()
    for one in order:
        now = frozenset(out.get(one, ()))
        count += len(now - before)
        before = now
    return count
