"""Any list on the screen as a paper."""

from __future__ import annotations

from datetime import date

from app.listing import Listing, total_label
from app.papers.blocks import Block, Document, Paragraph, Table


def compose_list(
    listing: Listing, *, office: str, marking: str, day: date, author: str = "", draft: bool = False
) -> Document:
    """The list as it stands, its total naming how many lines it adds and how many have no figure."""
    block: Block = Paragraph("There is nothing on this list.")
    if listing.lines:
        block = Table(listing, total_label=total_label(listing.lines, listing.columns))
    return Document(
        title=listing.title,
        subtitle=listing.subtitle,
        office=office,
        marking=marking,
        day=day,
        author=author,
        draft=draft,
        blocks=(block,),
    )
