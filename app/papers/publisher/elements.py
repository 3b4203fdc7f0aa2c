"""The structure of a document as a reader that speaks it meets it: headings, paragraphs, lists, tables, figures.

Setters make elements in reading order and hand them to the words they set; `paint` writes them out (PDF/UA-1).
"""

from __future__ import annotations

from dataclasses import dataclass

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


@dataclass(slots=True, eq=False)
class Element:
    """One element of the structure tree. `role` is a standard role (H1, P, L, LI, Lbl, LBody, Table, TR, TH, TD, ...).

    `scope` is Column or Row for a TH; `span` the columns a cell covers; `alt` says a figure in words.
    """

    role: str
    children: list[Element] | tuple[()] = ()  # most are cells, which have none
    scope: str = ""
    span: int = 1
    alt: str = ""

    def add(self, role: str, *, scope: str = "", span: int = 1, alt: str = "") -> Element:
        """A new element as the last child of this one."""
        child = Element(role, scope=scope, span=span, alt=alt)
        if self.children:
            self.children.append(child)
        else:
            self.children = [child]
        return child

    def add_heading(self, level: int) -> Element:
        """A new heading, H1 to H6. A level that skips one is brought up: a tagged document may not hold the gap."""
        before = next((one.role for one in reversed(self.children) if one.role in HEADINGS), "")
        highest = HEADINGS.index(before) + 1 if before else 0
        return self.add(HEADINGS[min(max(level, 1), len(HEADINGS), highest + 1) - 1])
