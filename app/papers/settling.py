"""What a paper has to settle besides its figures: lost references, answers, reasons for changes; and its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.papers.findings import change_finding, reference_finding
from app.papers.hints import Wording
from app.papers.named import REFERENCE
from app.papers.paper import DETAILS, Answer, Finding, PaperRecord

_NOTHING = ("", "na", "no", "none", "nil", "nothing", "notapplicable", "dim", "amherthnasol")
"""Answers that say there is nothing to say, in English and in Welsh: their letters alone."""


def references(record: PaperRecord, places: dict[str, str]) -> Iterator[Finding]:
    """References to no known figure: they would print as typed, so they are mended before the paper goes out."""
    for one in _written(record, places):
        for name in dict.fromkeys(REFERENCE.findall(one.text)):
            if name not in record.figures:
                yield reference_finding(record, name, one)


def answers(record: PaperRecord, places: dict[str, str]) -> Iterator[Finding]:
    """Implications without an answer, and those that say there is nothing to say; only where they are printed."""
    section = next((one for one in record.sections if one.printed and one.shows == "implications"), None)
    if section is None:
        return
    place = places.get(section.id, section.heading)
    for one in record.answers:
        if not one.text.strip():
            explanation = "Every heading is answered before the paper is issued."
            yield _answer(one, place, section.id, f"“{one.heading}” has no answer", explanation)
        elif says_nothing(one.text):
            question = f"Is there truly nothing to say under {one.heading}?"
            finding = _answer(one, place, section.id, question, f"It says only “{one.text.strip()}”.")
            yield replace(finding, settled=one.confirmed)


def says_nothing(answer: str) -> bool:
    """Whether an answer says only that there is nothing to say, such as “n/a”, a dash or “Amherthnasol”."""
    return "".join(filter(str.isalnum, answer.casefold())) in _NOTHING


def _answer(one: Answer, place: str, section_id: str, title: str, explanation: str) -> Finding:
    return Finding(f"answer:{one.id}", "answer", title, placed(place, one.heading), explanation, section_id)


def changes(record: PaperRecord, places: dict[str, str]) -> Iterator[Finding]:
    """What changed since the last issued paper; each has its reason before the next one goes out."""
    section = next((one for one in record.sections if one.printed and one.shows == "changes"), None)
    place = places.get(section.id, section.heading) if section is not None else "Since the last paper"
    for change in record.since.changes:
        yield change_finding(change, place=place, section_id=section.id if section is not None else None)


def typed(record: PaperRecord, places: dict[str, str]) -> Iterator[Wording]:
    """What was typed into the details of the paper, and into the sections and answers that are printed."""
    details = [getattr(record.paper, one.key) for one in DETAILS if one.kind == "text"]
    yield Wording("details", "Details of the paper", None, "\n".join(details))
    for one in record.sections:
        if one.printed:
            yield Wording(f"heading:{one.id}", places.get(one.id, one.heading), one.id, one.heading)
    yield from _written(record, places)


def _written(record: PaperRecord, places: dict[str, str]) -> Iterator[Wording]:
    """What was written where figures can be put in by reference: the sections and answers that are printed."""
    for section in record.sections:
        if section.printed:
            yield Wording(section.id, places.get(section.id, section.heading), section.id, section.text)
            if section.shows == "implications":
                for one in record.answers:
                    yield Wording(one.id, placed(places.get(section.id, ""), one.heading), section.id, one.text)


def placed(*words: str) -> str:
    """The parts of a place that there are, with commas."""
    return ", ".join(word for word in words if word)
