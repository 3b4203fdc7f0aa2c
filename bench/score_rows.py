"""Made-up sheets for bids by the thousand, put into an office file past its journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from random import Random

from bench.bid_rows import put

MEMBERS = 8
STAGE = "stage"
_GONE = ("score", "score_sheet", "declaration", "scoring_seat", "scoring_stage")


def fill_scores(office: sqlite3.Connection, round_id: str, bids: Sequence[str], *, waiting: str = "") -> None:
    """Have eight members score these bids, ready ones of a round, by its five scored criteria.

    One in thirty pairs has a conflict. The sheet of the first member for the bid `waiting` is still a draft.
    """
    chance = Random(8)
    for table in _GONE:
        office.execute(f"DELETE FROM {table}")
    criteria = [
        (key, maximum)
        for key, maximum in office.execute(
            "SELECT id, maximum FROM criterion WHERE round_id = ? AND archived = 0 AND is_information = 0", (round_id,)
        )
    ]
    member_ids = _members(office, round_id)
    sheets = [(f"{bid}-{at}", member, bid) for bid in bids for at, member in enumerate(member_ids)]
    put(
        office,
        "score_sheet",
        [
            {
                "id": key,
                "stage_id": STAGE,
                "member_id": member,
                "application_id": bid,
                "state": "draft" if bid == waiting and member == member_ids[0] else "submitted",
                "reason": "",
                "recommends": "yes",
                "comment": "",
                "received_on": "2026-06-16",
            }
            for key, member, bid in sheets
        ],
    )
    put(
        office,
        "score",
        [
            {
                "id": f"{key}-{place}",
                "sheet_id": key,
                "criterion_id": criterion,
                "points": chance.randint(0, maximum),
                "is_na": 0,
                "comment": "As it says in the bid.",
            }
            for key, _, _ in sheets
            for place, (criterion, maximum) in enumerate(criteria)
        ],
    )
    put(
        office,
        "declaration",
        [
            {
                "id": f"declared-{key}",
                "member_id": member,
                "application_id": bid,
                "answer": "conflict",
                "kind": "trustee",
                "detail": "",
                "declared_on": "2026-06-10",
            }
            for key, member, bid in sheets
            if bid != waiting and chance.random() < 1 / 30
        ],
    )
    office.commit()
    office.execute("ANALYZE")


def _members(office: sqlite3.Connection, round_id: str) -> list[str]:
    """A stage whose eight members are those of the example and as many more as it takes; their ids."""
    office.execute("DELETE FROM scoring_member")
    empty = dict.fromkeys(("body", "address", "postcode", "email", "telephone", "note"), "")
    ids = [f"member-{at}" for at in range(MEMBERS)]
    put(
        office,
        "scoring_member",
        [{"id": key, "reference": key, "name": f"Member {at}", **empty} for at, key in enumerate(ids, 1)],
    )
    put(
        office,
        "scoring_stage",
        [
            {
                "id": STAGE,
                "round_id": round_id,
                "number": 1,
                "least_scorers": 3,
                "diverges_tenths": 300,
                "names_hidden": 0,
                "tie_rule": "median,criterion,asked,reference",
                "seed": 8,
                "moderated_why": "",
            }
        ],
    )
    put(
        office,
        "scoring_seat",
        [
            {"id": f"seat-{key}", "stage_id": STAGE, "member_id": key, "position": at, "declared_on": "2026-06-10"}
            for at, key in enumerate(ids, 1)
        ],
    )
    return ids
