"""What the composer says of a paper: its head, the rows of its sections, where things stand on its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from app.errors import FileTrouble, Refused, Stale
from app.papers.paper import Finding, Guarded, PaperDetails
from app.years import format_day, format_year
from ui.kit.pages import Mark
from ui.kit.words import Run
from ui.tabs.papers.answers import says_nothing
from ui.tabs.papers.card import About
from ui.tabs.papers.draft import Draft
from ui.tabs.papers.drawing import Drawn
from ui.tabs.papers.sections import COVER, Row

Trouble = tuple[str, str, str]
"""What is wrong, the rest, and the words of the link that says what to do; empty for none."""
SEE_BOTH = "See both"

NOUNS = {
    "figure": ("figure", "figures"),
    "answer": ("answer", "answers"),
    "change": ("change", "changes"),
}


def head(paper: PaperDetails, drawn: Drawn | None, year_style: str, *, short: bool) -> tuple[list[Run], str]:
    """The sentence over the paper, “... 3 figures to settle before it can be issued”, and the line under it.

    Where text is large, `short`: what is to settle, and the title under it.
    """
    if drawn is None:
        runs: list[Run] = [("the pages are being drawn", False)]
    elif not drawn.guarded.to_settle:
        runs = [("everything ties; it can be issued" if paper.day else "everything ties; it needs its date", False)]
    else:
        found = open_ones(drawn.guarded)
        runs = [*counted(found), (" to settle", False)]
        runs += [(" before it can be issued", False)] if len({_kind(one) for one in found}) == 1 and not short else []
    if short:
        return [(runs[0][0][:1].upper() + runs[0][0][1:], runs[0][1]), *runs[1:]], title(paper, year_style)
    facts = [paper.edition or "Draft", _pages(drawn.pages) if drawn else "", paper.marking]
    whom = f"{_to(paper)}." if _to(paper) else ""
    by = f"Text by {paper.author}; tables are live from Funds." if paper.author else "Tables are live from Funds."
    sub = " ".join(part for part in (f"{', '.join(fact for fact in facts if fact)}.", whom, by) if part)
    return [(f"{title(paper, year_style)}: ", False), *runs], sub


def title(paper: PaperDetails, year_style: str) -> str:
    """A paper's title with its year, unless it says it already."""
    year = format_year(paper.year, year_style)
    return paper.title if year in paper.title else f"{paper.title} {year}"


def _to(paper: PaperDetails) -> str:
    """“For the Police and Crime Panel, 3 February 2015”."""
    day = format_day(paper.day) if paper.day else ""
    if not paper.panel:
        return f"Dated {day}" if day else ""
    return ", ".join(part for part in (f"For {paper.panel}", day) if part)


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count:,} pages"


def open_ones(guarded: Guarded) -> list[Finding]:
    """The findings that stand in the way of issuing."""
    return [one for one in guarded.findings if not one.settled and one.kind != "hint"]


def counted(findings: Sequence[Finding]) -> list[Run]:
    """“3 figures and 2 answers”, the numbers bold."""
    counts = Counter(_kind(one) for one in findings)
    parts: list[list[Run]] = [
        [(f"{counts[kind]:,}", True), (f" {NOUNS[kind][counts[kind] > 1]}", False)] for kind in NOUNS if counts[kind]
    ]
    runs: list[Run] = []
    for at, part in enumerate(parts):
        if at:
            runs.append((" and " if at == len(parts) - 1 else ", ", False))
        runs += part
    return runs


def _kind(one: Finding) -> str:
    """What a finding counts as: a reference to no figure is a figure to settle."""
    return "figure" if one.kind == "reference" else one.kind


def settle_first(guarded: Guarded) -> str:
    """The words of a button that cannot be pressed yet: “Settle 3 figures first”."""
    found = open_ones(guarded)
    kinds = {_kind(one) for one in found}
    if len(kinds) == 1:
        (kind,) = kinds
        return f"Settle {len(found):,} {NOUNS[kind][len(found) > 1]} first"
    return f"Settle {len(found):,} things first"


def rows(draft: Draft, drawn: Drawn | None) -> list[Row]:
    """The sections with their numbers and with what is to do in each, under the row of the cover."""
    found = open_ones(drawn.guarded) if drawn is not None else []
    figures = Counter(one.section_id for one in found if one.kind in ("figure", "reference"))
    changes = Counter(one.section_id for one in found if one.kind == "change")
    answers = Counter(one.section_id for one in found if one.kind == "answer")
    numbers: Mapping[str, str] = drawn.numbers if drawn is not None else {}
    chip, tone = _chip(draft, [draft.record.paper.id], 0, 0, 0)
    made = [Row(COVER, "Cover and details", chip=chip, tone=tone)]
    for one in draft.record.sections:
        typed = draft.section(one.id)
        chip, tone = _chip(draft, rows_of(draft, one.id), figures[one.id], changes[one.id], answers[one.id])
        number = numbers.get(one.id, "") if one.printed else ""
        made.append(Row(one.id, typed.heading or "No heading yet", number, typed.level, one.printed, chip, tone))
    return made


def rows_of(draft: Draft, key: str) -> list[str]:
    """The ids of what is written in a row of the list: a section, its answers too, or the paper's own details."""
    if key == COVER:
        return [draft.record.paper.id]
    answers = draft.record.answers if draft.section(key).shows == "implications" else ()
    return [key, *(one.id for one in answers)]


def _chip(draft: Draft, ids: Sequence[str], figures: int, changes: int, answers: int) -> tuple[str, str]:
    """The chip of a row and its tone: what cannot wait comes first."""
    if any(one in draft.refusals or draft.dispute(one) for one in ids):
        return "Not saved", "bad"
    if figures:
        return f"{figures:,} to settle", "bad"
    if changes:
        return f"{changes:,} to explain", "warn"
    return (f"{answers:,} to answer", "warn") if answers else ("", "mute")


def state_words(draft: Draft, keys: Sequence[str], *, read_only: bool, away: bool = False) -> str:
    """How what is typed here stands."""
    if read_only:
        return "You can look but not save: this file is read-only for you."
    refusals = [draft.refusals[one] for one in keys if one in draft.refusals]
    if any(isinstance(one, Stale) for one in refusals):
        return "Not saved; Ctrl+S shows both versions"
    if away and any(draft.is_changed(one) for one in keys):
        return "Kept on this laptop: the shared drive does not answer"
    if refusals:
        return "Not saved; Ctrl+S tries again"
    if any(draft.is_saving(one) for one in keys):
        return "Saving…"
    if any(draft.is_changed(one) for one in keys):
        return "Not saved yet (Ctrl+S)"
    return "Saved"


def trouble(draft: Draft, keys: Sequence[str]) -> Trouble | None:
    """What stands in the way of what is typed in these rows; somebody else's save comes first."""
    for key in keys:
        refusal = draft.refusals.get(key)
        if isinstance(refusal, Stale):
            who, nothing, _ = refusal.message.partition(" Nothing was overwritten")
            return who, f"{nothing.strip()}." if nothing else "", SEE_BOTH
        if refusal is None and draft.dispute(key):
            return "Somebody else has saved this since you began to type.", "Nothing was overwritten.", SEE_BOTH
    refusal = next((draft.refusals[key] for key in keys if key in draft.refusals), None)
    if refusal is None:
        return None
    return refusal.message, f"What you typed is kept {'on this laptop' if _waits(refusal) else 'here'}.", ""


def wrong_box(draft: Draft, key: str) -> Refused | None:
    """A refusal of the details that names one of their boxes."""
    refusal = draft.refusals.get(key)
    return refusal if refusal is not None and refusal.field and not isinstance(refusal, Stale) else None


def _waits(refusal: Refused) -> bool:
    return isinstance(refusal, FileTrouble)


def where(drawn: Drawn, key: str) -> tuple[int, float | None] | None:
    """The page (from 0) a section is on, and how far down it begins where that is known.

    A section without a heading of its own, such as a box, is where the nearest one before it is.
    """
    if key == COVER:
        return 0, None
    ids = [one.id for one in drawn.record.sections]
    before = ids[: ids.index(key) + 1] if key in ids else []
    for one in reversed(before):
        place = drawn.headings.get(one)
        if place is not None:
            return place.page, place.top
        if one in drawn.anchors:
            return drawn.anchors[one] - 1, None
    return None


def in_sight(drawn: Drawn, key: str, pages: Sequence[int]) -> bool:
    """Whether some of the pages (from 0) from where a section begins to where the next one does are in sight."""
    ids = [one.id for one in drawn.record.sections if one.printed]
    begin = where(drawn, key)
    if begin is None or key not in ids:
        return True
    after = ids[ids.index(key) + 1 : ids.index(key) + 2]
    end = where(drawn, after[0]) if after else None
    last = end[0] if end is not None else drawn.pages - 1
    return any(begin[0] <= page <= last for page in pages)


def abouts(drawn: Drawn, *, can_write: bool) -> dict[str, About]:
    """What the card of each finding knows besides it, by its key."""
    own = {key for _, key in drawn.record.reasons}
    nothing = {f"answer:{one.id}" for one in drawn.record.answers if one.text.strip() and says_nothing(one.text)}
    return {
        one.key: About(one.key in own, can_write, _page_of(drawn, one), one.key in nothing)
        for one in drawn.guarded.findings
    }


def _page_of(drawn: Drawn, one: Finding) -> int:
    """The page from 1 that a finding is on, 0 where it is on none."""
    place = drawn.places.get(one.key)
    return place.page + 1 if place is not None else drawn.anchors.get(one.section_id or "", 0)


def marks(drawn: Drawn, current: str) -> list[Mark]:
    """A box for each figure that is still to settle; that of the finding spoken of stands out."""
    keys = {one.key for one in drawn.guarded.findings if not one.settled}
    return [
        Mark(place.page, place.left, place.top, place.width, place.height, key == current)
        for key, place in drawn.places.items()
        if key in keys
    ]


def version_words(paper: PaperDetails) -> str:
    """A paper in the menu of versions."""
    day = f", {format_day(paper.day)}" if paper.day else ""
    return f"{paper.title}{day} ({paper.state})".replace("&", "&&")
