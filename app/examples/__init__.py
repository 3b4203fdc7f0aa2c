"""Example offices: two made from what published documents print, and one made up, with a round of bids."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from app.door import Office, make_office
from app.errors import Refused
from app.examples import (
    devon_cornwall,
    devon_cornwall_paper,
    durham,
    durham_paper,
    essex,
    essex_decided,
    essex_paper,
    essex_returned,
)
from app.who import VERSION, Who

EXAMPLES: dict[str, Callable[[Session], None]] = {
    "devon-cornwall": devon_cornwall.build,
    "durham": durham.build,
    "essex": essex.build,
}
PAPERS: dict[str, tuple[Callable[[Office], None], ...]] = {
    "devon-cornwall": (devon_cornwall_paper.write,),
    "durham": (durham_paper.write,),
    "essex": (essex_decided.write, essex_paper.write, essex_returned.write),
}
"""What is written once the figures are there: papers, and what lies in a folder beside the file."""
TITLES = {"devon-cornwall": "Devon, Cornwall and the Isles of Scilly", "durham": "Durham", "essex": essex.NAME}
YEARS = {"devon-cornwall": 2019, "durham": 2015, "essex": essex.YEAR}
"""The financial year each example is about, as its start year."""


def make_example(path: Path, name: str) -> None:
    """Make the example office `name` as a new file. Raises CannotOpen, Refused for a name there is not."""
    if name not in EXAMPLES:
        raise Refused(f"There is no example called “{name}”. There are: {', '.join(EXAMPLES)}.")
    who = Who("Example Officer", "example", VERSION)
    make_office(path, who, listed=False)
    office = Office(path, who)
    try:
        office.write("Enter the example's figures", EXAMPLES[name])
        for write in PAPERS[name]:
            write(office)
    except BaseException:
        office.close()
        for left in (path, path.with_name(f"{path.name}-journal")):
            left.unlink(missing_ok=True)  # an office without its figures would be taken for the example
        raise
    office.close()
