"""How an application form is laid out as a workbook: what is written by one desk and read back by another.

Every row that is read carries its key in the hidden first column, so that it is found wherever the row has moved to.
"""

from __future__ import annotations

from typing import Literal

IS_FORM = "commissioning-desk-application"
START, BID, QUESTIONS, COSTS, SHARES, MARKS = "Start here", "Application", "Questions", "Costs", "Shares", "Form"
"""The sheets; the last is hidden, and says of which round and version the form is."""

KEYS, LABELS, VALUES = 1, 2, 3
"""The columns of a form from 1: its hidden keys, what is asked, and what is answered."""
COST, MATCH = "cost", "match"
ANSWER, AREA, PRIORITY = "answer:", "area:", "priority:"
TOTAL = "Total"
"""What stands under a table: its lines end there."""
MOST_COSTS, MOST_MATCHES = 30, 10
"""How many lines a form has for its costs and for what comes from elsewhere."""
LONGEST = 10_000
"""The most characters that are taken of one cell."""

Mark = Literal["is", "format", "round_id", "round", "mark", "stage"]
