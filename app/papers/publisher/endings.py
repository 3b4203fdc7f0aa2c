"""How a paper ends: room to sign, under it who the paper is from, and the small line after everything else."""

from __future__ import annotations

from app.papers.blocks import Signature
from app.papers.publisher.breaking import break_text
from app.papers.publisher.elements import Element
from app.papers.publisher.faces import BODY, FOOT, INK, PART, Style
from app.papers.publisher.lines import line_row
from app.papers.publisher.rows import Row, Rule, tie
from app.years import format_day

_ROOM_TO_SIGN, _LINE, _UNDER = 44.0, 210.0, 4.0


def set_signature(signature: Signature, room: float, tree: Element) -> list[Row]:
    """Room to sign over a thin rule, then the name, the post and the day, kept together; nothing where nobody signs."""
    if not (signature.name.strip() or signature.post.strip()):
        return []
    rule = Rule(0, _ROOM_TO_SIGN, min(_LINE, room), _ROOM_TO_SIGN, 0.7, INK)
    rows = [Row(_ROOM_TO_SIGN + _UNDER, (rule,))]
    rows += _said(signature.name, PART, room, tree)
    rows += _said(signature.post, BODY, room, tree)
    if signature.day is not None:
        rows += _said(format_day(signature.day), BODY, room, tree)
    return tie(rows, first=len(rows))


def set_last_line(text: str, room: float, tree: Element) -> list[Row]:
    """One small line after everything else, for whoever looks for it."""
    return _said(text, FOOT, room, tree)


def _said(text: str, style: Style, room: float, tree: Element) -> list[Row]:
    if not text.strip():
        return []
    element = tree.add("P")
    return [line_row([(line, style)], style, element) for line in break_text(text, style, room)]
