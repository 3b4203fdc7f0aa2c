"""A decision on paper: the notice, which is its published part, and the whole sheet for those who approve it.

The notice is made from the published part alone. Amounts are pence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.decisions.decision_fields import SHEET, publication_words, role_words, state_words
from app.decisions.letter_words import told_paragraphs
from app.decisions.parts import AwardRecord, OptionRecord, RuleRecord
from app.decisions.published import TEXTS
from app.listing import Column, Line, Listing
from app.money import format_pence
from app.papers.bid_words import begun, bids_said
from app.papers.blocks import Block, Document, Facts, Heading, Implications, Paragraph, Signature, Strong, Table
from app.papers.gather_decisions import NoticePaper, SheetPaper
from app.papers.imprint import Imprint, bound
from app.papers.saying import in_words, joined
from app.recommendations.outcome_fields import outcome_words
from app.recommendations.parts import GIVEN, Outcome
from app.years import format_day

PART_II = "Part II, not for publication"
_LABELS = {field.key: field.label for field in SHEET}
_FIRST = ("summary", "recommendation")
"""What a reader looks for first; the other texts follow what is given, in the order of the form."""
_ENDS: dict[Outcome, tuple[str, str]] = {
    "reserve": ("is on the reserve list", "are on the reserve list"),
    "defer": ("was deferred", "were deferred"),
    "decline": ("was declined", "were declined"),
}


@dataclass(frozen=True, slots=True)
class _Signed:
    """An approval as it is printed."""

    role: str
    name: str
    post: str
    given_on: date


@dataclass(frozen=True, slots=True)
class _Body:
    """What notice and sheet have in common: texts by the name of their box, and the parts of the decision."""

    texts: Mapping[str, str]
    options: Sequence[OptionRecord]
    implications: tuple[tuple[str, str], ...]
    interests: bool
    interests_note: str
    approvals: Sequence[_Signed]


def compose_notice(record: NoticePaper) -> Document:
    """The published part of a signed decision."""
    one = record.decision
    body = _Body(
        dict(one.texts),
        one.options,
        one.implications,
        one.interests_confirmed,
        one.interests_note,
        [_Signed(each.role, each.name, each.post, each.given_on) for each in one.approvals],
    )
    given: list[Block] = []
    if one.awards:
        given = [Heading(2, "What it gives"), *_given(one.awards), *_conditions(one.awards)]
    if others := _others(one.others):
        given += [*([] if given else [Heading(2, "What it gives")]), Paragraph(others)]
    blocks = [*_replaced(record.replaced_by), *_blocks(body, given, record.rule), *_kept_back(record)]
    facts = (
        ("Decision", one.reference),
        ("Signed", format_day(one.signed_on)),
        ("Decided by", record.rule.maker_title),
        ("Financial year", record.imprint.named(one.year)),
        ("Lead officer", ", ".join(filter(None, (one.lead_officer, one.lead_post)))),
        ("Published", "In part" if one.is_part else "In full"),
        ("In place of", record.replaces),
    )
    return _bound(record.imprint, one.title, blocks, f"Decision {one.reference}", facts, record.digest)


def compose_sheet(record: SheetPaper) -> Document:
    """The whole sheet: every bid with its outcome, Part II, and room to sign for those who have not approved it."""
    one = record.sheet
    body = _Body(
        {key: getattr(one, key) for key in TEXTS},
        one.options,
        tuple((each.heading, each.answer) for each in one.implications),
        one.interests_confirmed,
        one.interests_note,
        [
            _Signed(each.role, each.name, each.post, each.given_on)
            for each in one.approvals
            # a signed sheet has none but those that count; before that those of what it is now do
            if one.is_signed or each.digest == record.digest
        ],
    )
    given: list[Block] = []
    if one.awards:
        given = [Heading(2, "What it gives"), *_every(one.awards, record.bids), *_conditions(one.awards)]
    blocks = [*_replaced(record.replaced_by), *_blocks(body, given, record.rule)]
    if one.withheld:
        blocks += [Heading(2, PART_II), *_words(one.withheld)]
    if record.open_roles:
        blocks += _room_to_sign(record)
    label, about = record.about
    facts = (
        ("Decision", one.reference or "No number until it is signed"),
        ("State", state_words(one.state)),
        ("Signed", format_day(one.signed_on) if one.signed_on else ""),
        ("Decided by", record.rule.maker_title),
        ("Financial year", record.imprint.named(one.year)),
        (label or "About", about),
        ("Lead officer", ", ".join(filter(None, (one.lead_officer, one.lead_post)))),
        ("It is published", _publication(one.publication, one.exemption, one.review_on)),
        ("In place of", record.replaces),
    )
    called = f"Decision {one.reference}" if one.reference else "Decision sheet"
    is_draft = one.state in ("draft", "withdrawn")
    return _bound(record.imprint, one.title, blocks, called, facts, record.digest, draft=is_draft)


def _bound(
    imprint: Imprint,
    title: str,
    blocks: Sequence[Block],
    called: str,
    facts: Iterable[tuple[str, str]],
    digest: str,
    *,
    draft: bool = False,
) -> Document:
    known = tuple(one for one in facts if one[1])
    document = bound(imprint, title, blocks, subtitle=called, facts=known, draft=draft)
    return replace(
        document,
        short_title=f"{called}: {title}",
        ending=f"What is approved with this decision has the SHA-256 {digest}.",
    )


def _publication(publication: str, exemption: str, review_on: date | None) -> str:
    why = f", {exemption.rstrip('.')}" if exemption else ""
    again = f"; looked at again on {format_day(review_on)}" if review_on else ""
    return f"{publication_words(publication)}{why}{again}"


def _replaced(by: str) -> list[Block]:
    return [Paragraph((Strong(f"Decision {by} has taken the place of this one."),))] if by else []


# what it says


def _blocks(body: _Body, given: Sequence[Block], rule: RuleRecord) -> list[Block]:
    """The texts, with what is given after those that are read first, then options, interests, implications, approvals.

    A text nobody has written yet says so: nothing is left out unseen.
    """
    blocks: list[Block] = []
    for key in _FIRST:
        blocks += _text(key, body.texts)
    blocks += given
    blocks += _text("background", body.texts)
    blocks += _options(body.options)
    for key in body.texts:
        if key not in (*_FIRST, "background", "background_papers"):
            blocks += _text(key, body.texts)
    blocks += _interests(body)
    blocks += _text("background_papers", body.texts)
    if body.implications:
        blocks += [
            Heading(2, "Risks and implications"),
            Implications(tuple((heading, answer or NOT_ANSWERED) for heading, answer in body.implications)),
        ]
    return [*blocks, *_approvals(body.approvals, rule)]


NOT_ANSWERED = "Not answered yet."


def _text(key: str, texts: Mapping[str, str]) -> list[Block]:
    return [Heading(2, _LABELS[key]), *(_words(texts.get(key, "")) or [Paragraph(NOT_ANSWERED)])]


def _words(text: str) -> list[Block]:
    return [Paragraph(one) for one in told_paragraphs(text)]


def _options(options: Sequence[OptionRecord]) -> list[Block]:
    if not options:
        return []
    columns = (Column("option", "Option"), Column("chosen", "Recommended"), Column("why", "Why, or why not"))
    lines = tuple(
        Line(one.id, (one.text, "Yes" if one.is_chosen else "No", one.why or NOT_ANSWERED)) for one in options
    )
    return [
        Heading(2, "Options"),
        Table(Listing("Options", columns, lines), "Options that were considered", totals=False),
    ]


def _interests(body: _Body) -> list[Block]:
    said = (
        "Whoever decides has confirmed that the register of interests is current and that no interest bars this "
        "decision."
        if body.interests
        else "Interests have not been confirmed yet."
    )
    return [Heading(2, "Interests"), Paragraph(said), *_words(body.interests_note)]


def _approvals(approvals: Sequence[_Signed], rule: RuleRecord) -> list[Block]:
    if not approvals:
        return []
    columns = (Column("role", "As"), Column("name", "Name"), Column("post", "Post"), Column("on", "On", "day"))
    lines = tuple(Line(one.role, (role_words(one.role, rule), one.name, one.post, one.given_on)) for one in approvals)
    table = Table(Listing("Approvals", columns, lines), "Who approved this decision", totals=False)
    return [Heading(2, "Approved"), table]


def _kept_back(record: NoticePaper) -> list[Block]:
    one = record.decision
    if not one.is_part:
        return []
    again = f" It is looked at again on {format_day(one.review_on)}." if one.review_on else ""
    return [
        Heading(2, "What is not published"),
        Paragraph(f"Part of this decision is not published: {one.exemption.rstrip('.')}.{again}"),
    ]


def _room_to_sign(record: SheetPaper) -> list[Block]:
    """A place to sign for everybody who has still to approve it, with what they approve."""
    lead = (
        "By signing here I approve the recommendation. What I approve is this sheet as it is printed, whose SHA-256 is "
        "at its end."
    )
    return [
        Heading(2, "To approve"),
        Paragraph(lead),
        *(Signature("", f"{one}: signature, name and date") for one in record.open_roles),
    ]


# what it gives


def _given(awards: Sequence[AwardRecord]) -> list[Block]:
    """Those that have money, and how much."""
    columns = (Column("payee", "To whom"), Column("purpose", "For what"), Column("given", "Given, £", "pence"))
    lines = tuple(Line(one.id, (one.payee, one.purpose, one.given)) for one in awards)
    return [Table(Listing("Given", columns, lines), "Who has what")]


def _every(awards: Sequence[AwardRecord], bids: Mapping[str, str]) -> list[Block]:
    """Every line with its bid and outcome; what the reserve list would have has a column of its own, and gives nothing.

    A bid's reference stands before its organisation: in a column of its own it would turn the page on its side.
    """
    promised = any(one.amount and one.outcome not in GIVEN for one in awards)
    columns = (
        Column("payee", "To whom"),
        Column("purpose", "For what"),
        Column("outcome", "Outcome"),
        Column("given", "Given,\u00a0£", "pence"),
        *((Column("promised", "Would have,\u00a0£", "pence"),) if promised else ()),
    )
    lines = tuple(
        Line(
            one.id,
            (
                f"{bids.get(one.application_id, '')} {one.payee}".strip(),
                one.purpose,
                outcome_words(one.outcome),
                one.given if one.outcome in GIVEN else None,
                *(((one.amount or None) if one.outcome not in GIVEN else None,) if promised else ()),
            ),
        )
        for one in awards
    )
    return [Table(Listing("Given", columns, lines), "Who has what")]


def _conditions(awards: Sequence[AwardRecord]) -> list[Block]:
    """The conditions of what is given; awards without any are named together."""
    mine = [one for one in awards if one.outcome in GIVEN]
    told = tuple((f"{one.payee}, {format_pence(one.given)}", one.conditions.strip()) for one in mine if one.conditions)
    if not mine:
        return []
    if not told:
        return [Paragraph("Nothing is given under conditions of its own.")]
    rest = len(mine) - len(told)
    have = "award has no conditions of its own" if rest == 1 else "awards have no conditions of their own"
    words = f"{begun(in_words(rest))} other {have}."
    return [Heading(3, "Conditions"), Facts(told), *([Paragraph(words)] if rest else [])]


def _others(others: Iterable[tuple[Outcome, int]]) -> str:
    """How many bids have no money, by outcome; who they are is not published."""
    counts = dict(others)
    said = []
    for outcome, (one, many) in _ENDS.items():
        if number := counts.get(outcome, 0):
            said.append(f"{bids_said(number)} {one if number == 1 else many}")
    return f"{begun(joined(said))}." if said else ""
