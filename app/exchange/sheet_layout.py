"""How a score sheet is laid out as a workbook: what is written by one desk and read back by another."""

from __future__ import annotations

from app.scoring.sheet_file import BID, MEANING, OUT_OF, POINTS, REMARK, WHAT

IS_SHEET = "commissioning-desk-scores"
START, SCORES, MARKS = "Start here", "Scores", "_meta"
"""The sheets; the last is hidden, and says of which round, stage and member the sheet is."""
HEADS = (BID, WHAT, MEANING, OUT_OF, POINTS, REMARK)
STILL = "Still to do"
"""The head of the last column, which is worked out as they type and never read."""
LONGEST_COMMENT = 4_000
"""The most characters that a box for a comment takes."""
MOST_ROWS = 4_000
"""How far down a score sheet may go: some 500 bids of six criteria."""
