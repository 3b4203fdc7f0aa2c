"""Every string of every part of the score sheet that goes out to a member is one that this member may see."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from app.door import Office
from app.exchange.sheet_write import write_sheet
from app.grants.reading import round_
from app.papers.gather_scoring import own_bids
from app.scoring import reading
from db.applicants import Contact
from db.grants import Application
from db.scoring import ScoringMember, ScoringStage
from tests.app.scoring.panelled import NAMES, Scored
from tests.exchange.malformed import unpacked

CONTACT = ("Cai Foolscap", "cai@anytown.example", "01632 960123")


@pytest.fixture
def scored(office: Office) -> Scored:
    """Six bids whose projects name a contact; the first two members have a conflict each; one bid has every score."""
    found = Scored(office, bids=6)
    found.conflict(0, 1)
    found.conflict(1, 2)
    for at, one in enumerate(found.bids):
        words = f"Idea {at} of Group {at + 1}: call {CONTACT[0]} on {CONTACT[2]} or write to {CONTACT[1]}"
        found.set(Application, one, project=words)

    def reach(session: Any) -> None:
        for one in found.bids:
            body = session.get(Application, one).organisation_id
            session.add(
                Contact(organisation_id=body, person=CONTACT[0], post="", email=CONTACT[1], telephone=CONTACT[2])
            )
        for at, member_id in enumerate(found.members):
            session.get(ScoringMember, member_id).email = f"member{at}@anytown.example"

    office.write("Add contacts", reach)
    for member in range(3):
        found.put({**found.full(4), f"{found.bids[4]}:comment": f"Whisper {member}"}, member)
        found.submit(4, member=member)
    return found


def sent(scored: Scored, member: int, path: Path) -> Path:
    """The sheet of a member, as it is written beside their pack."""
    office = scored.office
    stage = office.read(reading.stage, scored.stage_id)
    seat = next(one for one in stage.seats if one.member_id == scored.members[member])
    bids, scales = office.read(own_bids, stage, seat.member_id), office.read(reading.scales, stage)
    write_sheet(stage, seat, bids, scales, path, round_=office.read(round_, stage.round_id))
    return path


def said(path: Path, words: list[str]) -> list[str]:
    """Those of these words that stand by themselves anywhere in a workbook, its names and its marks among it."""
    texts = []
    for name, content in unpacked(path.read_bytes()).items():
        plain = content.decode("utf-8")
        texts += [name, plain, unescape(plain), unescape(re.sub(r"<[^>]*>", "", plain))]
    return [one for one in words if any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for text in texts)]


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("member", range(3))
def test_no_string_in_any_part_of_a_sheet_is_one_its_member_may_not_see(
    scored: Scored, tmp_path: Path, member: int, hidden: bool
) -> None:
    scored.set(ScoringStage, scored.stage_id, names_hidden=hidden)
    path = sent(scored, member, tmp_path / "scores.xlsx")
    barred = [*CONTACT, *(f"Whisper {at}" for at in range(3)), *(f"member{at}@anytown.example" for at in range(3))]
    for at, key in enumerate(scored.members):
        if at != member:
            barred += [key, NAMES[at], f"M{at + 1}"]
    apart = {0: 1, 1: 2}.get(member)
    if apart is not None:
        barred += [f"DEV-{apart + 1}", f"Idea {apart}", f"Group {apart + 1}", scored.bids[apart]]
    if hidden:
        barred += [f"Group {at}" for at in range(1, 7)]
    assert said(path, barred) == []
    shown = ["DEV-6", "Idea 5", NAMES[member], *([] if hidden else ["Group 6"])]
    assert said(path, shown) == shown
