"""How the papers of scoring say what they have in common: stages, weights, anchors, scores."""

from __future__ import annotations

from fractions import Fraction

from app.grants.parts import RoundRecord
from app.papers.bid_words import ended, share_said
from app.scoring.arithmetic import score_text
from app.scoring.parts import ScaleRecord, StageRecord
from app.years import format_day

_STAGES = {1: "First stage", 2: "Second stage"}


def stage_said(stage: StageRecord) -> str:
    """“First stage”."""
    return _STAGES[stage.number]


def weight_said(scale: ScaleRecord) -> str:
    """“30 %”, or that it does not count."""
    return "For information" if scale.is_information else share_said(scale.weight)


def comments_said(scale: ScaleRecord) -> str:
    """Outside which points a comment is needed; empty where it never is."""
    limits = []
    if scale.comment_below is not None:
        limits.append(f"below {scale.comment_below}")
    if scale.comment_above is not None:
        limits.append(f"above {scale.comment_above}")
    points = limits[-1].split()[-1] if limits else ""
    return f"Say why in a comment {' or '.join(limits)} {'point' if points == '1' else 'points'}." if limits else ""


def score_said(score: Fraction | None) -> str:
    """A score as it is printed: “68.3”, of 100; empty where there is none."""
    return "" if score is None else score_text(score)


def tenths_said(tenths: int) -> str:
    """“68.3” of tenths."""
    return f"{tenths // 10}.{tenths % 10}"


def round_facts(round_: RoundRecord, stage: StageRecord) -> tuple[tuple[str, str], ...]:
    """Which round and stage it is, and by when the sheets are due."""
    due = format_day(stage.sheets_due_on) if stage.sheets_due_on else ""
    facts = (
        ("Round", f"{round_.name} ({round_.reference})"),
        ("Stage", stage_said(stage)),
        ("Score sheets due", due),
    )
    return tuple(one for one in facts if one[1])


def guidance_said(scale: ScaleRecord) -> str:
    """What the criterion asks, its points, and when to say why."""
    counts = (
        "It is for information and not part of the score."
        if scale.is_information
        else f"It is {share_said(scale.weight)} of the score."
    )
    points = f"Give 0 to {scale.maximum} whole points, or n/a where it does not apply."
    return " ".join(filter(None, (ended(scale.guidance), counts, points, comments_said(scale))))
