"""A bid, a sheet, a member and a stage as they are read down on the Scoring page.

What is told of a bid's scores is told only where they may be seen; until then nothing derived from them is in here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from app.grants.parts import RoundRecord
from app.grants.telling import lines, percent, pounds
from app.listing import Column, Line, Listing
from app.money import format_pence
from app.scoring import member_fields, stage_fields
from app.scoring.arithmetic import score_text
from app.scoring.parts import (
    AgreedRecord,
    BidRecord,
    DeclarationRecord,
    MemberRecord,
    ScaleRecord,
    ScoreRecord,
    SheetRecord,
    StageRecord,
)
from app.scoring.ranking import Standing
from app.scoring.sheet_list import NO_POINTS, WORDS, points_text
from app.told import Part, facts
from app.years import format_day

Pair = tuple[str, str]
NOT_IN = "–"


def bid_subtitle(bid: BidRecord) -> str:
    """“Plymouth · Preventing and deterring crime · asked £15,000”."""
    asked = f"asked {format_pence(bid.requested)}" if bid.requested is not None else ""
    return " · ".join(part for part in (", ".join(bid.areas), ", ".join(bid.priorities), asked) if part)


def bid_parts(
    of: StageRecord,
    bid: BidRecord,
    standing: Standing,
    scales: Sequence[ScaleRecord],
    sheets: Sequence[SheetRecord],
    declared: Sequence[DeclarationRecord],
    states: Mapping[Pair, str],
) -> list[Part]:
    """What an officer reads of a bid's scores: each member's with what they wrote, the middle of them, what was agreed,
    and points criterion by criterion. Where they may not be seen yet, only whose sheets are in."""
    conflicts = {(one.member_id, one.application_id): one for one in declared if one.answer == "conflict"}
    if not standing.seen:
        return [_waiting(of, bid, conflicts, states), _project(bid)]
    by_member = {one.member_id: one for one in sheets}
    return [
        _members(of, bid, standing, by_member, conflicts),
        _figures(standing),
        _agreed(of, standing.agreed, standing),
        _by_criterion(of, bid, scales, by_member, conflicts),
        *_comments(of, scales, _heard(bid, by_member, conflicts)),
        _project(bid),
    ]


def _project(bid: BidRecord) -> Part:
    return facts(
        "The bid",
        ("Reference", bid.reference),
        ("Organisation", bid.organisation),
        ("Project", bid.project),
        ("Areas", ", ".join(bid.areas)),
        ("Priorities", ", ".join(bid.priorities)),
        ("Asked for", pounds(bid.requested)),
    )


def _waiting(
    of: StageRecord, bid: BidRecord, conflicts: Mapping[Pair, DeclarationRecord], states: Mapping[Pair, str]
) -> Part:
    """Whose sheet is in and whose is not, and no more than that."""
    rows = tuple(
        Line(seat.member_id, (seat.name, _sheet_state(of, seat.member_id, bid.id, conflicts, states)))
        for seat in of.seats
        if of.reads(seat.member_id, bid.id)
    )
    table = Listing("Sheets", (Column("member", "Member"), Column("state", "Sheet", "chip")), rows)
    words = ("Scores stay closed until every sheet is in, or moderation is opened.",)
    return Part("Sheets", table=table, words=words)


def _sheet_state(
    of: StageRecord,
    member_id: str,
    bid_id: str,
    conflicts: Mapping[Pair, DeclarationRecord],
    states: Mapping[Pair, str],
) -> str:
    if (member_id, bid_id) in conflicts:
        return "Conflict"
    state = states.get((member_id, bid_id))
    return WORDS.get(state or "", "Not begun")


def _members(
    of: StageRecord,
    bid: BidRecord,
    standing: Standing,
    sheets: Mapping[str, SheetRecord],
    conflicts: Mapping[Pair, DeclarationRecord],
) -> Part:
    """Each member's score and what they wrote; letters where there is no score."""
    names = {seat.member_id: f"{seat.reference} {seat.name}" for seat in of.seats}
    rows = []
    for member_id, score, letter in standing.members:
        said = sheets.get(member_id)
        kept_out = conflicts.get((member_id, bid.id))
        words = said.comment or (said.reason if said.state == "abstained" else "") if said is not None else ""
        if kept_out is not None:
            words = conflict_words(kept_out)
        shown = score_text(score) if score is not None else letter or NOT_IN
        rows.append(Line(member_id, (names.get(member_id, ""), shown, words)))
    columns = (Column("member", "Member"), Column("score", "Score"), Column("wrote", "What they wrote"))
    return Part("Scores", table=Listing("Scores", columns, tuple(rows)))


def conflict_words(one: DeclarationRecord) -> str:
    """“Trustee: sits on its board”."""
    kind = member_fields.kind_words(one.kind)
    return f"{kind}: {one.detail}" if one.detail else kind


def _figures(standing: Standing) -> Part:
    recommends = standing.recommends
    return facts(
        "Score",
        ("Place", f"{standing.rank:,}" if standing.rank is not None else ""),
        ("Score", score_text(standing.score) if standing.score is not None else ""),
        ("Not ranked", UNRANKED.get(standing.state, "")),
        ("Mean", f"{score_text(standing.mean)} of {standing.count}" if standing.mean is not None else ""),
        ("Median", score_text(standing.median) if standing.median is not None else ""),
        (
            "Lowest to highest",
            f"{score_text(standing.low)} to {score_text(standing.high)}, range {score_text(standing.spread)}"
            if standing.low is not None and standing.high is not None and standing.spread is not None
            else "",
        ),
        ("Sheets", f"{standing.count or 0:,} of {standing.expected:,} count"),
        ("Would fund", f"{recommends[0]:,} yes, {recommends[1]:,} no" if recommends and sum(recommends) else ""),
    )


UNRANKED = {
    "not rankable": "Fewer members have scored it than the round asks for.",
    "no scores": "Nobody has scored it.",
}


def _agreed(of: StageRecord, agreed: AgreedRecord | None, standing: Standing) -> Part:
    if agreed is None:
        return Part("Agreed score")
    names = {seat.member_id: seat.name for seat in of.seats}
    before = f", mean {score_text(standing.mean)}" if standing.mean is not None else ""
    return facts(
        "Agreed score",
        ("Agreed", f"{percent(agreed.score)[:-2]}{before}"),
        ("Reason", agreed.reason),
        ("On", format_day(agreed.agreed_on)),
        ("Present", ", ".join(names.get(one, "") for one in agreed.present)),
    )


def _by_criterion(
    of: StageRecord,
    bid: BidRecord,
    scales: Sequence[ScaleRecord],
    sheets: Mapping[str, SheetRecord],
    conflicts: Collection[Pair],
) -> Part:
    """Points criterion by criterion, a column for each member."""
    seats = [seat for seat in of.seats if of.reads(seat.member_id, bid.id)]
    columns = (
        Column("criterion", "Criterion"),
        Column("weight", "Weight"),
        *(Column(seat.member_id, seat.reference, help=seat.name) for seat in seats),
    )
    rows = tuple(
        Line(
            one.id,
            (
                f"{one.name}, of {one.maximum}",
                percent(one.weight) if one.weight else "information",
                *(_given(seat.member_id, bid.id, one.id, sheets, conflicts) for seat in seats),
            ),
        )
        for one in scales
    )
    return Part("By criterion", table=Listing("By criterion", columns, rows), wide=True)


def _given(
    member_id: str, bid_id: str, criterion_id: str, sheets: Mapping[str, SheetRecord], conflicts: Collection[Pair]
) -> str:
    if (member_id, bid_id) in conflicts:
        return "C"
    sheet = sheets.get(member_id)
    if sheet is None:
        return NO_POINTS
    if sheet.state == "abstained":
        return "A"
    return points_text(score_of(sheet, criterion_id))


def score_of(sheet: SheetRecord, criterion_id: str) -> ScoreRecord | None:
    """The points of one criterion on a sheet, None where there are none."""
    return next((one for one in sheet.scores if one.criterion_id == criterion_id), None)


def _heard(bid: BidRecord, sheets: Mapping[str, SheetRecord], conflicts: Collection[Pair]) -> dict[str, SheetRecord]:
    """The sheets whose words are read out: not those of a member whom a conflict keeps out, or who abstains."""
    return {key: one for key, one in sheets.items() if (key, bid.id) not in conflicts and one.state != "abstained"}


def _comments(of: StageRecord, scales: Sequence[ScaleRecord], sheets: Mapping[str, SheetRecord]) -> list[Part]:
    """What members wrote to each criterion, one section for each criterion that anybody wrote to."""
    found = []
    for one in scales:
        said = []
        for seat in of.seats:
            sheet = sheets.get(seat.member_id)
            given = score_of(sheet, one.id) if sheet is not None else None
            if given is not None and given.comment:
                said.append((seat.name, f"{points_text(given)}: {given.comment}"))
        found.append(facts(one.name, *said))
    return found


# one member's sheet


def sheet_parts(bid: BidRecord, scales: Sequence[ScaleRecord], sheet: SheetRecord | None) -> list[Part]:
    """One member's sheet for one bid: the points with what so many points mean, and what they wrote."""
    given = {one.criterion_id: one for one in sheet.scores} if sheet is not None else {}
    columns = (
        Column("criterion", "Criterion"),
        Column("points", "Points"),
        Column("means", "Which means"),
        Column("wrote", "What they wrote"),
    )
    rows = tuple(
        Line(one.id, (f"{one.name}, of {one.maximum}", points_text(score), _means(one, score), _wrote(score)))
        for one in scales
        for score in (given.get(one.id),)
    )
    said = facts(
        "Sheet",
        ("State", WORDS[sheet.state] if sheet is not None else "Not begun"),
        ("Reason", sheet.reason if sheet is not None else ""),
        ("Came in", format_day(sheet.received_on) if sheet is not None and sheet.received_on else ""),
        ("Would fund", {"yes": "Yes", "no": "No"}.get(sheet.recommends, "") if sheet is not None else ""),
    )
    words = lines(sheet.comment) if sheet is not None else ()
    return [
        said,
        Part("Points", table=Listing("Points", columns, rows), wide=True),
        Part("In their words", words=words),
        _project(bid),
    ]


def _means(scale: ScaleRecord, score: ScoreRecord | None) -> str:
    if score is None or score.points is None:
        return ""
    return next((words for points, words in scale.anchors if points == score.points), "")


def _wrote(score: ScoreRecord | None) -> str:
    return score.comment if score is not None else ""


# a member, a stage


def member_subtitle(one: MemberRecord) -> str:
    """“M3 · Harwick Youth Club · until 31 March 2027”."""
    until = f"until {format_day(one.ends_on)}" if one.ends_on is not None else ""
    return " · ".join(part for part in (one.reference, one.body or one.organisation, until) if part)


def member_parts(one: MemberRecord, minutes: Sequence[str], strictness: Sequence[str] = ()) -> list[Part]:
    """A member: their body and term, how to reach them, and the conflicts they declared as the minutes have them."""
    return [
        facts(
            "Member",
            ("Body", one.body),
            ("Organisation", one.organisation),
            ("Area", one.area),
            ("From", format_day(one.starts_on) if one.starts_on else ""),
            ("Until", format_day(one.ends_on) if one.ends_on else ""),
            ("Note", one.note),
        ),
        Part("Conflicts of interest", words=tuple(minutes)),
        Part("Strict or lenient, for information only", words=tuple(strictness)),
        facts(
            "Contact, in no paper",
            ("Address", ", ".join(part for part in (one.address, one.postcode) if part)),
            ("E-mail", one.email),
            ("Telephone", one.telephone),
        ),
    ]


def stage_parts(
    r: RoundRecord, of: StageRecord | None, scales: Sequence[ScaleRecord], lacks: Sequence[str], day: date
) -> list[Part]:
    """A round as it is scored: its stage and its rules, who scores it, and how every criterion is marked."""
    if of is None:
        words = ("Set it up: its members, the day sheets are due, and what tells equal scores apart.",)
        return [Part("Scoring has not been set up", words=words)]
    late = " (past)" if of.sheets_due_on is not None and of.sheets_due_on < day and of.ranked_on is None else ""
    stage = facts(
        "Scoring",
        ("Sheets due", f"{format_day(of.sheets_due_on)}{late}" if of.sheets_due_on else ""),
        ("Least scores for a bid", f"{of.least_scorers:,}"),
        ("Discussed from a range of", percent(of.diverges).replace(" %", "")),
        ("Equal scores", stage_fields.tie_words(of.tie_rule)),
        ("Names of applicants", "Hidden from members" if of.names_hidden else "Shown to members"),
        ("Goes on to a second stage from", percent(of.pass_tenths) if of.pass_tenths is not None else ""),
        ("Scores opened", _opened(of)),
        ("Ranking agreed", format_day(of.ranked_on) if of.ranked_on else ""),
    )
    return [Part("Still missing", words=tuple(lacks)), stage, _seats(of), _scheme(scales), *_anchors(scales)]


def _opened(of: StageRecord) -> str:
    if of.moderated_on is None:
        return ""
    return f"{format_day(of.moderated_on)}: {of.moderated_why}"


def _seats(of: StageRecord) -> Part:
    columns = (
        Column("member", "Member"),
        Column("declared", "Declared", "day"),
        Column("sent", "Pack sent", "day"),
    )
    rows = tuple(Line(one.member_id, (f"{one.reference} {one.name}", one.declared_on, one.sent_on)) for one in of.seats)
    return Part("Members", table=Listing("Members", columns, rows))


def _scheme(scales: Sequence[ScaleRecord]) -> Part:
    columns = (
        Column("criterion", "Criterion"),
        Column("weight", "Weight"),
        Column("points", "Points"),
        Column("comment", "Comment needed"),
    )
    rows = tuple(
        Line(
            one.id,
            (
                one.name,
                percent(one.weight) if one.weight else "information",
                f"0 to {one.maximum}",
                _comment_rule(one),
            ),
        )
        for one in scales
    )
    return Part("Marking scheme", table=Listing("Marking scheme", columns, rows))


def _comment_rule(one: ScaleRecord) -> str:
    below = f"below {one.comment_below}" if one.comment_below is not None else ""
    above = f"above {one.comment_above}" if one.comment_above is not None else ""
    return " and ".join(part for part in (below, above) if part)


def _anchors(scales: Sequence[ScaleRecord]) -> list[Part]:
    return [
        facts(f"What points mean: {one.name}", *((f"{points}", words) for points, words in one.anchors))
        for one in scales
    ]
