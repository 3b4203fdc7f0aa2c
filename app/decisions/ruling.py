"""How the office decides: above which amount three people approve, and how its decisions are numbered.

The limit is pence, a year its start year.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import records
from app.contracts.typed import needed
from app.decisions import reading
from app.errors import Refused
from app.money import MOST_PENCE, format_pence
from app.roles import needs_approver
from app.years import HYPHEN, format_year
from db.decision_sheets import DecisionRule

LONGEST = 40
_PART = re.compile(r"\{(number|year|years)(?::0([1-9])d?)?\}")


def set_rule(session: Session, *, version: int | None, limit: int | None, pattern: str, maker_title: str) -> str:
    """Set how the office decides; the id of the rule. Sheets that are for approval keep the limit they were put under.

    Only an approver may. Raises Refused, Stale.
    """
    needs_approver(session)
    values: dict[str, Any] = {
        "limit_pence": _limit(limit),
        "pattern": _pattern(pattern),
        "maker_title": records.required(maker_title, "Who decides", "maker_title"),
    }
    row = session.scalars(
        select(DecisionRule).where(DecisionRule.archived.is_(False)).order_by(DecisionRule.id)
    ).first()
    if row is None:
        row = DecisionRule(**values)
        session.add(row)
        return row.id
    if version is None:  # set by somebody else meanwhile
        raise records.stale(session, [row.id], row.version)
    return records.change(session, DecisionRule, row.id, version=version, **values).id


def reference(pattern: str, year: int, number: int) -> str:
    """What the decision of this number of a year is called: “2018-007” by “{year}-{number:03d}”."""
    given = {"number": str(number), "year": str(year), "years": format_year(year, HYPHEN)}

    def part(found: re.Match[str]) -> str:
        return given[found[1]].zfill(int(found[2] or 0))

    return _PART.sub(part, pattern)


def example(session: Session, year: int) -> str:
    """What the first decision of a year is called."""
    return reference(reading.rule(session).pattern, year, 1)


def _limit(limit: int | None) -> int:
    pence = needed(limit, "The limit", "limit")
    if not 0 <= pence <= MOST_PENCE:
        raise Refused(f"The limit is between £0 and {format_pence(MOST_PENCE)}.", "limit")
    return pence


def _pattern(pattern: str) -> str:
    plain = " ".join(records.required(pattern, "How decisions are numbered", "pattern").split())
    parts = {found[1] for found in _PART.finditer(plain)}
    if "number" not in parts:
        raise Refused("{number} is missing: without it decisions would have no number.", "pattern")
    if not parts & {"year", "years"}:
        raise Refused("{year} is missing: numbers begin again each year, so two would be called the same.", "pattern")
    if strange := set(_PART.sub("", plain)) & set("{}"):
        raise Refused(f"“{min(strange)}” stands only around number, year and years.", "pattern")
    if len(plain) > LONGEST:
        raise Refused(f"That is longer than {LONGEST} letters.", "pattern")
    return plain
