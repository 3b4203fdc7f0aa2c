"""What scoring members are given and what is kept of their scores: no page says more than its reader may know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest

from app.door import Office
from app.errors import Refused
from app.papers.direct import Asked, DirectKind, print_direct
from app.papers.preview import text_of
from app.scoring import reading, scheme, stages
from app.scoring.reading_order import order
from db.applicants import Contact
from db.grants import Application
from db.scoring import AgreedPresent, AgreedScore, ScoringMember, ScoringStage, Seat
from tests.app.scoring.panelled import DAY, NAMES, Scored
from tests.papers.heard import faults, heard

CONTACT = ("Cai Foolscap", "cai@anytown.example", "01632 960123")
MEMBERS = range(3)


@pytest.fixture
def made(office: Office) -> Scored:
    """Six bids whose applicants write their contacts into them; the first two members have a conflict each."""
    found = Scored(office, bids=6)
    found.conflict(0, 1)
    found.conflict(1, 2)
    for at, one in enumerate(found.bids):
        words = f"Idea {at}. Call {CONTACT[0]} on {CONTACT[2]} or write to {CONTACT[1]}: Group {at + 1} answers."
        found.set(Application, one, summary=words)

    def reach(session: Any) -> None:
        for one in found.bids:
            body = session.get(Application, one).organisation_id
            session.add(
                Contact(organisation_id=body, person=CONTACT[0], post="", email=CONTACT[1], telephone=CONTACT[2])
            )

    office.write("Add contacts", reach)
    return found


def printed(made: Scored, kind: DirectKind, member: int | None = None) -> bytes:
    named = "" if member is None else f"m{member + 1}"
    return print_direct(made.office, kind, Asked(DAY, member=named))[0]


def inside(pdf: bytes) -> Iterator[str]:
    """Every text, bookmark, description and alternative text of a file."""
    yield " ".join(text_of(pdf).split())
    yield from heard(pdf)
    yield pdf.decode("latin-1")
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield from (one.get_title() for one in document.get_toc())
        yield from document.get_metadata_dict().values()
    finally:
        document.close()


def bookmarks(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [one.get_title() for one in document.get_toc()]
    finally:
        document.close()


def say(made: Scored, member: int, bid: int, comment: str) -> None:
    """A member's sheet for a bid comes in with a comment."""
    key = made.bids[bid]
    made.put({**made.full(bid), f"{key}:comment": comment, f"{key}:{made.need}+comment": f"{comment} need"}, member)
    made.submit(bid, member=member)


@pytest.mark.parametrize("kind", ["pack", "sheet"])
@pytest.mark.parametrize("member", MEMBERS)
def test_nothing_a_member_may_not_see_is_anywhere_in_what_is_made_for_them(
    kind: DirectKind, member: int, made: Scored
) -> None:
    for other in MEMBERS:
        say(made, other, 4, f"Whisper {other}")
    pdf = printed(made, kind, member)
    barred = [*CONTACT, *(f"Whisper {other}" for other in MEMBERS)]
    if member < 2:
        barred += [f"DEV-{member + 2}", f"Project {member + 2}", f"Group {member + 2}", f"Idea {member + 1}."]
    barred += [NAMES[other] for other in MEMBERS if other != member]
    assert [
        (one, text) for text in inside(pdf) for one in barred if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text)
    ] == []
    assert faults(pdf) == []


@pytest.mark.parametrize("member", MEMBERS)
def test_a_pack_has_a_bookmark_for_each_bid_in_the_members_reading_order(member: int, made: Scored) -> None:
    mine = [one for at, one in enumerate(made.bids) if at != (1, 2, None)[member]]
    found = [one for one in bookmarks(printed(made, "pack", member)) if one.startswith("DEV-")]
    expected = [made.bids.index(one) + 1 for one in order(7, made.members[member], mine)]
    assert found == [f"DEV-{at}: Project {at}" for at in expected]


def test_a_pack_is_the_same_however_often_it_is_printed(made: Scored) -> None:
    assert printed(made, "pack", 0) == printed(made, "pack", 0)


@pytest.mark.parametrize("kind", ["pack", "sheet"])
def test_where_names_are_hidden_no_applicant_is_named(kind: DirectKind, made: Scored) -> None:
    made.set(ScoringStage, made.stage_id, names_hidden=True)
    for member in MEMBERS:
        named = [text for text in inside(printed(made, kind, member)) if "Group" in text]
        assert named == []


def test_the_anchors_stand_before_the_bids(made: Scored) -> None:
    cell = {f"{made.need}:5": "As proven as it’s possible: tŷ, =1+1"}
    made.office.write("Anchors", scheme.set_anchors, made.round_id, anchors=cell, was={})
    pdf = printed(made, "pack", 0)
    words = " ".join(text_of(pdf).split())
    assert words.index("As proven as it’s possible: tŷ, =1+1") < words.index("Idea")
    assert faults(pdf) == []


@pytest.mark.parametrize("kind", ["pack", "sheet"])
def test_nothing_is_made_for_a_member_who_has_not_declared(kind: DirectKind, made: Scored) -> None:
    made.set(Seat, made.seats[0], declared_on=None)
    with pytest.raises(Refused, match=r"^Bea Ledger has not said yet in which bids they have an interest\."):
        printed(made, kind, 0)
    assert printed(made, kind, 1)


def test_a_member_or_a_stage_that_is_not_there_is_refused_with_those_there_are(made: Scored, office: Office) -> None:
    with pytest.raises(Refused, match=r"^No member “m9” scores this stage\. There are: M1 \(Bea Ledger\), M2"):
        printed(made, "pack", 8)
    with pytest.raises(Refused, match=r"^Name the member by their reference\."):
        printed(made, "sheet")
    with pytest.raises(Refused, match=r"^This stage has not been set up yet\.$"):
        print_direct(office, "ranking", Asked(DAY, stage=2))


def test_odd_names_are_printed_as_they_are_and_accessibly(made: Scored) -> None:
    made.set(Application, made.bids[0], project="=1+1 O’Grady’s tŷ <b>")
    made.set(ScoringMember, made.members[0], name="'Bea Ŵyn O’Ledger")
    for kind in ("pack", "sheet"):
        pdf = printed(made, kind, 0)
        words = " ".join(text_of(pdf).split())
        assert "=1+1 O’Grady’s tŷ <b>" in words
        assert "'Bea Ŵyn O’Ledger" in words
        assert faults(pdf) == []


# conflicts and ranking


def test_the_register_has_every_conflict_and_its_line_for_the_minutes(made: Scored) -> None:
    made.set(Seat, made.seats[2], declared_on=None)
    pdf = printed(made, "conflicts")
    words = " ".join(text_of(pdf).split())
    assert "Ann Blotter has still to declare. Two conflicts of interest have been declared." in words
    assert "Bea Ledger declared on 25 June 2018 an interest in DEV-2, Group 2: works for it." in words
    assert "OFFICIAL-SENSITIVE" in words
    assert faults(pdf) == []


def test_of_a_bid_that_waits_for_a_sheet_the_record_shows_nothing_of_any_score(made: Scored) -> None:
    say(made, 0, 0, "Whisper early")
    for member in MEMBERS:
        say(made, member, 4, f"Said {member}")
    pdf = printed(made, "ranking")
    words = " ".join(text_of(pdf).split())
    assert "Five bids wait for sheets" in words.replace("\u00a0", " ")
    assert "Whisper" not in words
    assert [row for row in heard(pdf) if "DEV-1" in row and "72" in row] == []
    assert all(f"Said {member}" in words for member in MEMBERS)
    assert "72.0" in words
    assert "Ranked list" not in words
    assert faults(pdf) == []


def test_the_record_tells_what_was_opened_agreed_and_left_without_a_place(made: Scored) -> None:
    for member in MEMBERS:
        for bid in (0, 4):
            say(made, member, bid, f"Said {member}")
    made.abstain(2, 5)
    say(made, 0, 5, "Alone")
    version = made.office.read(reading.stage, made.stage_id).version
    made.office.write(
        "Open", stages.open_moderation, made.stage_id, version=version, reason="One member is ill", day=DAY
    )

    def agree(session: Any) -> None:
        row = AgreedScore(
            stage_id=made.stage_id,
            application_id=made.bids[4],
            score_tenths=815,
            reason="Costs were told",
            agreed_on=DAY,
        )
        session.add(row)
        session.flush()
        session.add(AgreedPresent(agreed_id=row.id, member_id=made.members[0]))

    made.office.write("Agree", agree)
    pdf = printed(made, "ranking")
    words = " ".join(text_of(pdf).split())
    assert "The scores were opened on 25 June 2018: One member is ill." in words
    assert (
        "Mean of members 72.0 Agreed score 81.5 Agreed on 25 June 2018 Why Costs were told Present Bea Ledger" in words
    )
    assert "One member scored it; two members must have scored it." in words
    assert "Nobody scored it; two members must have scored it." in words
    assert "Abstained Away that week" in words
    assert "Equal scores are told apart by the higher median" in words
    assert faults(pdf) == []


def test_what_a_conflicted_member_gave_before_is_not_in_the_record(made: Scored) -> None:
    for member in MEMBERS:
        say(made, member, 4, f"Said {member}")
    made.conflict(0, 4)
    words = " ".join(text_of(printed(made, "ranking")).split())
    assert ("Said 0" in words, "Said 1" in words) == (False, True)
