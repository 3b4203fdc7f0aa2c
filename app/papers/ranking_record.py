"""The record of a ranking: every bid in its place, what was agreed in moderation and why, and what members said.

Nothing derived from scores is in it for a bid that may not be seen yet. Scores are of 100, to one decimal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from app.listing import Cell, Column, Line, Listing
from app.money import format_pence
from app.papers.bid_words import begun, bids_said, ended
from app.papers.blocks import Block, Document, Facts, Heading, Paragraph, ScoreStrip, ScoreStrips, Table
from app.papers.gather_scoring import RankingPaper
from app.papers.imprint import bound
from app.papers.saying import in_words, joined
from app.papers.scoring_words import round_facts, score_said, stage_said, tenths_said
from app.scoring.member_fields import kind_words
from app.scoring.parts import SheetRecord
from app.scoring.ranking import Standing, strip_of
from app.scoring.stage_fields import tie_words
from app.years import format_day

_RECOMMENDS = {"yes": "Yes", "no": "No"}


def compose_ranking(record: RankingPaper) -> Document:
    """The record on turned pages, OFFICIAL-SENSITIVE."""
    blocks: list[Block] = [
        Paragraph(_opening(record)),
        *_ranked(record),
        *_strips(record),
        *_not_rankable(record),
        *_moderation(record),
        *_conflicts(record),
        *_said(record),
    ]
    ranked_on = record.stage.ranked_on
    facts = (
        ("Pot", format_pence(record.round.pot)),
        *round_facts(record.round, record.stage),
        ("Ranking agreed", format_day(ranked_on) if ranked_on else "Not yet"),
    )
    title = "Ranking and moderation record"
    document = bound(record.imprint, title, blocks, subtitle=record.round.name, facts=facts)
    return replace(
        document, landscape=True, short_title=f"{title}, {record.round.reference}, {stage_said(record.stage)}"
    )


def _opening(record: RankingPaper) -> str:
    """How far it has come, how a score is made, and how equal ones are told apart."""
    found, stage = record.standings, record.stage
    if not found.bids:
        return "There is no bid to score at this stage."
    waiting = sum(not one.seen for one in found.ordered)
    said = []
    if waiting:
        what, waits = ("its", "waits") if waiting == 1 else ("their", "wait")
        said.append(
            f"{begun(bids_said(waiting))} {waits} for sheets: nothing of {what} scores is shown, and no bid has a "
            "place before they may be seen."
        )
    said.append(
        "A member’s score is the share of the points that were possible, by weight, out of 100. A bid’s score is the "
        "mean of its members’ scores, unless they agreed on another. What was not given, n/a, an abstention and a "
        "conflict are left out, and none is 0."
    )
    said.append(f"{tie_words(stage.tie_rule)} A bid needs the scores of {_members_said(stage.least_scorers)}.")
    return " ".join(said)


def _members_said(number: int) -> str:
    return f"{in_words(number)} {'member' if number == 1 else 'members'}"


def _name(record: RankingPaper, one: Standing) -> str:
    bid = record.standings.bid(one.application_id)
    return f"{bid.reference}: {bid.project}"


def _member(record: RankingPaper, member_id: str) -> str:
    """A member by name, also one who no longer scores."""
    return next((one.name for one in record.stage.seats if one.member_id == member_id), "A member who left")


# the list


def _ranked(record: RankingPaper) -> list[Block]:
    """Every bid that enough members scored, in its place, with what it asks for down to it."""
    every = [one for one in record.standings.ordered if one.state == "ranked"]
    if not every:
        return []
    has_places = all(one.rank is not None for one in every)
    shared = Counter(one.rank for one in every)
    columns = (
        *((Column("place", "Place"),) if has_places else ()),
        Column("bid", "Bid"),
        Column("organisation", "Applicant"),
        Column("score", "Score", "count"),
        Column("mean", "Mean", "count"),
        Column("median", "Median", "count"),
        Column("range", "Lowest to highest"),
        Column("count", "Scored by", "count"),
        Column("asked", "Asks for, £", "pence"),
        *((Column("running", "Running total, £", "pence", added=False),) if has_places else ()),
    )
    lines, running = [], 0
    for one in every:
        bid = record.standings.bid(one.application_id)
        running += bid.requested or 0
        place = f"{one.rank}{'=' if shared[one.rank] > 1 else ''}"
        cells: tuple[Cell, ...] = (
            *((place,) if has_places else ()),
            f"{bid.reference}\n{bid.project}",
            bid.organisation,
            score_said(one.score),
            score_said(one.mean),
            score_said(one.median),
            f"{score_said(one.low)} to {score_said(one.high)}",
            f"{one.count} of {one.expected}",
            bid.requested,
            *((running,) if has_places else ()),
        )
        lines.append(Line(one.application_id, cells, mark="*" if one.agreed else ""))
    notes = (("*", "Score agreed in moderation."),) if any(one.agreed for one in every) else ()
    table = Table(Listing("Ranking", columns, tuple(lines), notes=notes), "Bids by their score")
    return [Heading(2, "Ranked list" if has_places else "Scores that may be seen"), table]


def _strips(record: RankingPaper) -> list[Block]:
    """What each member gave each bid that may be seen, letters where there is no score."""
    every = [one for one in record.standings.ordered if one.seen and one.members]
    if not every:
        return []
    seats = record.stage.seats
    columns = (
        Column("bid", "Bid"),
        *(Column(one.member_id, one.reference, "count") for one in seats),
        Column("spread", "Range", "count"),
        Column("recommends", "Would fund"),
    )
    lines = []
    for one in every:
        given = {each.member_id: score_said(each.score) or each.letter for each in one.members}
        yes, no = one.recommends or (0, 0)
        cells: tuple[Cell, ...] = (
            record.standings.bid(one.application_id).reference,
            *(given.get(seat.member_id, "") for seat in seats),
            score_said(one.spread),
            f"{yes} yes, {no} no" if yes or no else "",
        )
        lines.append(Line(one.application_id, cells))
    names = "; ".join(f"{one.reference} {one.name}" for one in seats)
    words = f"{names}. A abstained, C conflict of interest, n/a nothing applied, – no sheet that counts."
    listing = Listing("Members", columns, tuple(lines), notes=(("", words),))
    return [
        Heading(2, "What each member gave"),
        _figure(record, every),
        Table(listing, "Scores by member, of 100", totals=False),
    ]


def _figure(record: RankingPaper, every: Sequence[Standing]) -> ScoreStrips:
    """A dot for each member's score of each bid, in the order of the list."""
    rows = []
    for one in every:
        bid = record.standings.bid(one.application_id)
        remark = "too few scores" if one.state == "not rankable" else ""
        rows.append(ScoreStrip(f"{bid.reference} {bid.organisation}", strip_of(record.stage, one), remark))
    return ScoreStrips("Members’ scores of each bid, of 100", tuple(rows))


def _not_rankable(record: RankingPaper) -> list[Block]:
    """The bids that too few scored, and how many did."""
    few = [one for one in record.standings.ordered if one.state in ("not rankable", "no scores")]
    if not few:
        return []
    columns = (Column("bid", "Bid"), Column("why", "Why"))
    least = record.stage.least_scorers
    lines = tuple(
        Line(one.application_id, (_name(record, one), f"{_scored(one)}; {_members_said(least)} must have scored it."))
        for one in few
    )
    table = Table(Listing("Not rankable", columns, lines), "Bids without a place", totals=False)
    return [Heading(2, "Not rankable"), table]


def _scored(one: Standing) -> str:
    count = one.count or 0
    return f"{begun(_members_said(count))} scored it" if count else "Nobody scored it"


# what was agreed


def _moderation(record: RankingPaper) -> list[Block]:
    """When and why the scores were opened early, then every agreed score: before, after, why, who was there."""
    stage = record.stage
    blocks: list[Block] = []
    if stage.moderated_on is not None:
        words = f"The scores were opened on {format_day(stage.moderated_on)}: {ended(stage.moderated_why)}"
        blocks.append(Paragraph(words))
    agreed = [one for one in record.standings.ordered if one.seen and one.agreed is not None]
    for one in agreed:
        assert one.agreed is not None
        present = joined(_member(record, each) for each in one.agreed.present)
        facts = (
            ("Mean of members", score_said(one.mean) or "None"),
            ("Agreed score", tenths_said(one.agreed.score)),
            ("Agreed on", format_day(one.agreed.agreed_on)),
            ("Why", one.agreed.reason),
            ("Present", present or "Nobody is named"),
        )
        blocks += [Heading(3, _name(record, one)), Facts(facts)]
    if not agreed:
        blocks.append(Paragraph("No score has been agreed on in place of a mean."))
    return [Heading(2, "Moderation"), *blocks]


def _conflicts(record: RankingPaper) -> list[Block]:
    """Who had no part in which bid. What the interest is in particular stays in the register."""
    heading = Heading(2, "Conflicts of interest")
    if not record.conflicts:
        return [heading, Paragraph("No conflict of interest was declared.")]
    columns = (
        Column("bid", "Bid"),
        Column("member", "Member"),
        Column("kind", "Interest"),
        Column("on", "Declared", "day"),
    )
    named = {one.id: one.reference for one in record.standings.bids}
    ordered = sorted(record.conflicts, key=lambda one: (named[one.application_id], _member(record, one.member_id)))
    lines = tuple(
        Line(
            one.id,
            (named[one.application_id], _member(record, one.member_id), kind_words(one.kind), one.declared_on),
        )
        for one in ordered
    )
    table = Table(Listing("Conflicts", columns, lines), "Members with no part in a bid", totals=False)
    return [heading, table]


def _said(record: RankingPaper) -> list[Block]:
    """Every comment on the bids that may be seen, by bid and member; abstentions with their reasons."""
    blocks: list[Block] = []
    columns = (Column("member", "Member"), Column("about", "About"), Column("comment", "Comment"))
    for one in record.standings.ordered:
        lines = [
            Line(f"{sheet.id}:{at}", (_member(record, sheet.member_id), about, comment))
            for sheet in _in_order(record, one.application_id)
            for at, (about, comment) in enumerate(_comments(record, sheet))
        ]
        if lines:
            listing = Listing("Comments", columns, tuple(lines))
            caption = f"Comments on {record.standings.bid(one.application_id).reference}"
            blocks += [Heading(3, _name(record, one)), Table(listing, caption, totals=False)]
    return [Heading(2, "What members said"), *blocks] if blocks else []


def _in_order(record: RankingPaper, application_id: str) -> list[SheetRecord]:
    """The sheets of a bid that are in, in the order of the seats."""
    order = {one.member_id: at for at, one in enumerate(record.stage.seats)}
    mine = [one for one in record.sheets.get(application_id, ()) if one.state != "draft" and one.member_id in order]
    return sorted(mine, key=lambda one: order[one.member_id])


def _comments(record: RankingPaper, sheet: SheetRecord) -> list[tuple[str, str]]:
    """What a sheet says in words: of each criterion with its points, then as a whole."""
    if sheet.state == "abstained":
        return [("Abstained", sheet.reason)]
    given = {one.criterion_id: one for one in sheet.scores}
    found = []
    for scale in record.standings.scales:
        score = given.get(scale.id)
        if score is not None and score.comment.strip():
            points = "n/a" if score.is_na else "–" if score.points is None else f"{score.points} of {scale.maximum}"
            found.append((f"{scale.name}, {points}", score.comment))
    whole = "As a whole" + (f", would fund: {_RECOMMENDS[sheet.recommends].lower()}" if sheet.recommends else "")
    return [*found, (whole, sheet.comment)] if sheet.comment.strip() else found
