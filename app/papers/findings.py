"""What the figures guard says of one thing it has found: the line, the sentence, and the figures as they print."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.money import Pence, format_pence
from app.papers.blocks import Claim
from app.papers.claims import stated_id
from app.papers.hints import Wording
from app.papers.paper import ChangedFigure, Finding, NamedFigure, PaperRecord
from app.papers.saying import in_words
from app.years import format_year


def claim_finding(
    claim: Claim, figures: Mapping[str, NamedFigure], *, place: str, section_id: str | None = None, reason: str = ""
) -> Finding:
    """A printed figure that is not what its rows come to; `reason` is the one given where the claim has none."""
    computed, given = format_pence(claim.computed_pence), claim.reason or reason
    one_row = len(claim.parts) == 1
    title = f"it should equal {computed}" if one_row else f"its lines add to {computed}"
    stated = stated_id(claim.key)
    return Finding(
        key=claim.key,
        kind="figure",
        title=f"Printed {_as_read(claim)}; {title}",
        place=place,
        explanation=_explained(claim, figures),
        section_id=section_id,
        printed=claim.printed_text,
        computed=computed,
        difference=format_pence(claim.difference_pence, sign=True),
        parts=tuple((name, format_pence(pence)) for name, pence in claim.parts),
        reason=given,
        settled=bool(given),
        stated_id=stated,
        pence=claim.computed_pence if stated else None,
    )


def _explained(claim: Claim, figures: Mapping[str, NamedFigure]) -> str:
    """What was compared with what, and where the difference itself is found, if it is."""
    name = figures[claim.key].name if claim.key in figures else claim.name
    number = len(claim.parts)
    counted = f"gives the figure of “{claim.parts[0][0]}”" if number == 1 else f"sums {in_words(number)} figures"
    return f"“{name}” {counted}.{_also(abs(claim.difference_pence), figures)}"


def _as_read(claim: Claim) -> str:
    """The figure as it is printed, and how it is read where that is not the same (£1880,076)."""
    read = format_pence(claim.printed_pence)
    same = claim.printed_text.lstrip("£") == read.lstrip("£")
    return claim.printed_text if same else f"{claim.printed_text} (read as {read})"


def _also(pence: int, figures: Mapping[str, NamedFigure]) -> str:
    """A note or an income of just the difference is likely to be why."""
    for key, one in figures.items():
        if key.startswith(("note:", "income:")) and one.amount == pence:
            return f" {format_pence(pence)} is also the amount of “{one.name.rstrip('.')}”."
    return ""


def change_finding(change: ChangedFigure, *, place: str, section_id: str | None) -> Finding:
    """A line that is not as it was in the last issued paper; settled when its reason is given.

    `section_id` is the section that prints the changes, if one does.
    """
    why = "Say why it changed; the reason is printed beside it." if section_id else "Say why it changed."
    before, after = _shown(change.before), _shown(change.after)
    title = {
        "new": f"“{change.name}” is new, {after}",
        "ended": f"“{change.name}” has ended; it was {before}",
        "changed": f"“{change.name}” was {before} and is now {after}",
    }[change.kind]
    both = isinstance(change.before, int) and isinstance(change.after, int)
    return Finding(
        key=change.key,
        kind="change",
        title=title,
        place=place,
        explanation="" if change.reason else why,
        section_id=section_id,
        printed=before,
        computed=after,
        difference=format_pence(int(change.after) - int(change.before), sign=True)  # type: ignore[arg-type]  # both
        if both
        else "",
        reason=change.reason,
        settled=bool(change.reason),
    )


_NAMED = re.compile(r"([a-z]+)(?::([0-9a-f-]+))??(?::(\d{4}))?")
_THINGS = {
    "total": "the commissioning budget",
    "change": "the change in the budget",
    "line": "a budget line",
    "priority": "a priority",
    "fund": "a fund",
    "income": "an income",
    "incomes": "all income",
    "source": "a source of income",
    "allocation": "an allocation",
    "addition": "an addition that partnerships share",
    "allocations": "all allocations",
    "share": "a share of a pooled budget",
    "agreement": "an agreement",
    "note": "a note",
    "stated": "a stated figure",
}
"""What the keys of named figures are about, by how they begin."""


def reference_finding(record: PaperRecord, name: str, where: Wording) -> Finding:
    """A reference to no figure there is; one that was a figure once is told in words, never by its key."""
    title, explanation = f"“{{{name}}}” is no figure of this office", ""
    key = _NAMED.fullmatch(name)
    if key and key[1] in _THINGS and (key[2] or key[3]):
        when = f"in {format_year(int(key[3]), record.office.year_style)}" if key[3] else "any more"
        title = f"There is no figure for {_THINGS[key[1]]} {when}"
        stem = f"{key[1]}:{key[2]}:"
        other = next((one.name for at, one in record.figures.items() if key[2] and at.startswith(stem)), "")
        explanation = f"There is “{other}”. " if other else ""
    explanation += "Choose the figure again, or write it without the braces."
    return Finding(f"reference:{where.key}:{name}", "reference", title, where.place, explanation, where.section_id)


def _shown(amount: Pence | str | None) -> str:
    return format_pence(amount) if isinstance(amount, int) else amount or "nothing"


def told(finding: Finding) -> str:
    """A finding as lines of plain text: where, what is printed, what was added up, and the reason if one is given."""
    difference = f"; difference {finding.difference}" if finding.difference else ""
    stop = "" if finding.title.endswith("?") else "."
    lines = [f"{_place(finding)}{finding.title}{difference}{stop}", finding.explanation]
    if len(finding.parts) > 1:
        lines.append(f"Added: {'; '.join(f'{name} {pence}' for name, pence in finding.parts)}.")
    if finding.reason:
        lines.append(f"Reason given: {finding.reason}")
    return "\n    ".join(line for line in lines if line)


def summary(findings: Sequence[Finding]) -> str:
    """How many figures do not tie and how many of those have their reason, in a sentence or two."""
    figures = [one for one in findings if one.kind == "figure"]
    given = sum(one.settled for one in figures)
    said = "Every figure ties."
    if figures:
        said = f"{len(figures):,} {'figure does' if len(figures) == 1 else 'figures do'} not tie"
        said += f"; the reason is given for {given:,} of them." if given else "."
    lost = len(findings) - len(figures)
    if lost:
        said += f" {lost:,} {'reference leads' if lost == 1 else 'references lead'} to no figure."
    return said


def _place(finding: Finding) -> str:
    return f"{finding.place}: " if finding.place else ""
