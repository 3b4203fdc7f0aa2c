"""How much space stands between two blocks: the larger of what the first wants after it and the next before it."""

from __future__ import annotations

from app.papers.blocks import (
    Block,
    Box,
    Bullets,
    Chart,
    Contact,
    Contents,
    Dumbbell,
    Facts,
    Heading,
    Implications,
    Notes,
    Paragraph,
    ScoreStrips,
    Signature,
    Stream,
    Timeline,
)
from app.papers.publisher.tables import TableSetter

Set = Block | TableSetter

_BEFORE: dict[type, float] = {
    Paragraph: 6.0,
    Bullets: 3.0,
    TableSetter: 9.0,
    Chart: 15.0,
    Dumbbell: 15.0,
    ScoreStrips: 15.0,
    Timeline: 15.0,
    Notes: 6.0,
    Box: 9.0,
    Stream: 12.0,
    Implications: 8.0,
    Signature: 6.0,
    Facts: 8.0,
    Contact: 12.0,
    Contents: 15.0,
}
_AFTER: dict[type, float] = {
    TableSetter: 12.0,
    Chart: 14.0,
    Dumbbell: 14.0,
    ScoreStrips: 14.0,
    Timeline: 14.0,
    Notes: 10.0,
    Box: 13.0,
    Implications: 24.0,
    Signature: 16.0,
    Facts: 13.0,
    Contact: 16.0,
    Contents: 16.0,
}
_AFTER_OPENING, _AFTER_HEADING = 13.0, 2.0
_BEFORE_HEADING = {1: 18.0, 2: 13.0, 3: 11.0}
_UNDER_HEADING: dict[type, float] = {
    TableSetter: 5.0,
    Chart: 5.0,
    Dumbbell: 5.0,
    ScoreStrips: 5.0,
    Timeline: 5.0,
    Box: 6.0,
    Implications: 6.0,
    Facts: 5.0,
    Contact: 6.0,
}
_AFTER_STREAM, _AFTER_STREAM_WORDS = 4.0, 6.0
_STREAM_UNDER_HEADING, _HEADING_UNDER_HEADING = 4.0, 8.0


def above(block: Set, before: Set | None) -> float:
    """The space over a block, in points, after the one `before` it; None is the opening of the document."""
    if before is None:
        return _AFTER_OPENING
    if isinstance(before, Heading | Stream):
        return _under_heading(block, before)
    wanted = _BEFORE_HEADING[min(max(block.level, 1), 3)] if isinstance(block, Heading) else _BEFORE[type(block)]
    return max(wanted, _AFTER.get(type(before), 0.0))


def _under_heading(block: Set, before: Heading | Stream) -> float:
    """Less than elsewhere: a heading belongs to what follows it."""
    if isinstance(block, Stream):
        return _STREAM_UNDER_HEADING
    if isinstance(block, Heading):
        return _HEADING_UNDER_HEADING
    usual = _AFTER_HEADING
    if isinstance(before, Stream):
        usual = _AFTER_STREAM_WORDS if before.words else _AFTER_STREAM
    return max(usual, _UNDER_HEADING.get(type(block), 0.0))
