"""Packs of a stage, written into a folder: for each member a PDF to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.papers.gather_scoring import PackPaper, gather_pack, own_bids
from app.papers.publisher import publish
from app.papers.scoring_pack import compose_pack
from app.progress import Progress
from app.scoring import reading
from app.scoring.parts import BidRecord


@dataclass(frozen=True, slots=True)
class Packs:
    """What each member is to be sent, with the bids of their sheet; `silent` are those who have not declared yet."""

    packs: tuple[tuple[PackPaper, tuple[BidRecord, ...]], ...]
    silent: tuple[str, ...]


def gather_packs(session: Any, stage_id: str, *, day: date) -> Packs:
    """Read what every member who has declared may see. Raises Refused when the stage is gone."""
    of = reading.stage(session, stage_id)
    ready = [seat for seat in of.seats if seat.declared_on is not None]
    made = []
    for seat in ready:
        bids = tuple(own_bids(session, of, seat.member_id))
        if bids:
            made.append((gather_pack(session, stage_id, seat.member_id, day=day), bids))
    return Packs(tuple(made), tuple(seat.name for seat in of.seats if seat.declared_on is None))


def write_packs(found: Packs, folder: Path, progress: Progress, *, named: Callable[[str], str]) -> str:
    """Write them, and say what was written; `named` makes a title the name of a PDF. Raises Refused, Stopped."""
    for at, (pack, _) in enumerate(found.packs):
        progress.step(at, len(found.packs), f"Writing for {pack.seat.name}")
        title = f"Pack {pack.round.reference} {pack.seat.reference} {pack.seat.name}"
        (folder / named(title)).write_bytes(publish(compose_pack(pack)))
    return _said(len(found.packs), found.silent)


def _said(count: int, silent: Sequence[str]) -> str:
    done = f"{count:,} {'pack' if count == 1 else 'packs'} written"
    return f"{done}; none for {', '.join(silent)}, who have not declared" if silent else done
