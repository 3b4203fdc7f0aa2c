"""Score sheets damaged and crafted on purpose: what is done to forms, and what is typed into scores."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from tests.exchange import malformed as forms
from tests.exchange.malformed import TEXTS, Mutation, Parts, packed, unpacked

SEEDS = 300
SHEET = "xl/worksheets/sheet2.xml"
_ODD = ("4.5", "-1", "99", "good", "=1+1", "#N/A", "", "4,0", "\u0664", "1e3", "\u00bd", "n.a.", " 3 ", "yes")


def _typed(parts: Parts, chance: random.Random) -> None:
    """Boxes for points with anything in them."""

    def other(found: re.Match[bytes]) -> bytes:
        if chance.random() < 0.6:
            return found[0]
        words = chance.choice(_ODD).encode()
        return b'<c r="%s"%s t="inlineStr"><is><t>%s</t></is></c>' % (found[1], found[2], words)

    parts[SHEET] = re.sub(rb'<c r="(E\d+)"( s="\d+")[^>]*?(?:/>|>.*?</c>)', other, parts[SHEET])


def _renamed(parts: Parts, chance: random.Random) -> None:
    """Words that say what a row or a column is, changed for others."""
    old = chance.choice(
        (b"DEV-1", b"DEV-2", b"1. Need", b"2. Value", b"Points", b"Comment", b"Out of", b"Bid", b"mark")
    )
    new = chance.choice((b"DEV-2", b"DEV-9", b"2. Value", b"", b"Points", b"zzz"))
    parts[TEXTS] = parts[TEXTS].replace(b">" + old + b"<", b">" + new + b"<")


def _cut_rows(parts: Parts, chance: random.Random) -> None:
    """Rows that are gone."""
    parts[SHEET] = re.sub(
        rb"<row .*?</row>", lambda found: b"" if chance.random() < 0.2 else found[0], parts[SHEET], flags=re.DOTALL
    )


def _of_parts(change: object) -> Mutation:
    def mutation(content: bytes, chance: random.Random) -> bytes:
        parts = unpacked(content)
        assert callable(change)
        change(parts, chance)
        return packed(parts)

    return mutation


MUTATIONS: Mapping[str, Mutation] = {
    **{kind: one for kind, one in forms.MUTATIONS.items() if kind not in ("lost keys", "lost marks", "formulas")},
    "cut rows": _of_parts(_cut_rows),
    "renamed": _of_parts(_renamed),
    "typed": _of_parts(_typed),
}


def malformed(content: bytes, seed: int) -> tuple[str, bytes]:
    """The kind of mutation that a seed stands for, and what it makes of a sheet."""
    kinds = sorted(MUTATIONS)
    kind = kinds[seed % len(kinds)]
    return kind, MUTATIONS[kind](content, random.Random(seed))
