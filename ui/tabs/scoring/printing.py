"""The papers that can be made of the Scoring tab, and the folder of packs and sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.progress import Progress
from app.scoring.parts import StageRecord
from ui.output import Output, pdf_name

if TYPE_CHECKING:
    from ui.tabs.scoring.packs import Packs

Offer = tuple[str, Callable[[], None]]
"""The words of a menu's entry, and what it does."""

PRIVATE = ("names", "comments")
"""What is left out of the workbook for somebody outside the panel."""


def papers(output: Output, in_force: Mapping[str, str], day: date, panel_day: str = "") -> list[Offer]:
    """What can be printed of the stage in force besides the list and the record as they are seen, as of a day.

    The minutes are those of `panel_day`, by its id, else of the newest up to that day.
    """
    stage_id, member_id, round_id = in_force["stage"], in_force["member"], in_force["round"]
    if not stage_id:
        return []

    def print_minutes() -> None:
        if panel_day:
            output.print_minutes(panel_day, day)
        else:
            output.print_newest_minutes(stage_id, day)

    found: list[Offer] = [
        ("Print the ranking and moderation record…", lambda: output.print_ranking(stage_id, day)),
        ("Print the register of conflicts…", lambda: output.print_conflicts(stage_id, day)),
        ("Print the minutes of the panel day…", print_minutes),
        ("Print the statistics of the round…", lambda: output.print_statistics(round_id, day)),
    ]
    found += [
        ("Every score to Excel…", lambda: output.save_ranking(stage_id)),
        ("Every score to Excel, without names and comments…", lambda: output.save_ranking(stage_id, without=PRIVATE)),
    ]
    if member_id:
        found.append(("Print this member’s pack…", lambda: output.print_pack(stage_id, member_id, day)))
    return found


def write_packs(output: Output, of: StageRecord, folder: Path, day: date) -> None:
    """Write packs and score sheets of everybody who has declared into a folder."""

    def gather(session: Any, stage_id: str, *, day: date) -> Packs:
        # imported on the worker: the publisher and Excel are not needed before
        from ui.tabs.scoring.packs import gather_packs

        return gather_packs(session, stage_id, day=day)

    def write(found: Packs, progress: Progress) -> str:
        from ui.tabs.scoring.packs import write_packs

        return write_packs(found, folder, progress, named=pdf_name)

    output.write_folder("Writing the packs…", write, gather, of.id, day=day)
