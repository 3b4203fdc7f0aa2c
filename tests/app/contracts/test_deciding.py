"""Decisions: one for several things where all agrees, and the documents that show them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.contracts import deciding, options
from app.contracts.parts import DecisionRecord
from app.door import Office
from app.errors import Stale
from db.documents import Document
from tests.app.contracts import terms
from tests.app.contracts.terms import DECISION, TODAY
from tests.factories import refusal


def taken(office: Office) -> tuple[str, DecisionRecord]:
    """A contract whose first option was taken, and by what decision."""
    one = terms.extendable(office)
    terms.take(office, one)
    decision = terms.option(office, one).decision
    assert decision is not None
    return one, decision


def again(office: Office, contract_id: str, **given: Any) -> tuple[str, str | None]:
    whole: dict[str, Any] = DECISION | {"version": None, "day": TODAY, "document_id": "none"} | given
    return refusal(office, options.take, terms.option(office, contract_id, 2).id, **whole)


def test_a_decision_may_be_used_again_where_all_agrees(office: Office) -> None:
    one, decision = taken(office)
    terms.take(office, one, 2, reference=" d/21/07 ", maker="the  commissioner", title="Extend the Advice service")
    other = terms.extendable(office, reference="C/18/02")
    terms.decline(office, other)
    found = (terms.option(office, one, 2).decision, terms.option(office, other).decision)
    assert found == (decision, decision)


@pytest.mark.parametrize(
    ("given", "sentence", "field"),
    [
        ({"maker": "Sam"}, "D/21/07 is a decision of The Commissioner of 1 February 2021 already.", "reference"),
        ({"decided_on": date(2021, 2, 2)}, "D/21/07 is a decision of The Commissioner", "reference"),
        ({"title": "Another"}, "D/21/07 is called “Extend the advice service” already.", "title"),
    ],
)
def test_a_decision_is_not_used_for_another(office: Office, given: dict[str, Any], sentence: str, field: str) -> None:
    one, _ = taken(office)
    said, box = again(office, one, **given)
    assert (said.startswith(sentence), box) == (True, field), said


def test_a_decision_is_corrected_wherever_it_is_used(office: Office) -> None:
    one, decision = taken(office)
    corrected: dict[str, Any] = DECISION | {"maker": "The Deputy", "day": TODAY}
    office.write("Correct", deciding.change, decision.id, version=decision.version, **corrected)
    after = terms.option(office, one).decision
    assert after is not None
    assert after.maker == "The Deputy"
    with pytest.raises(Stale):
        office.write("Correct", deciding.change, decision.id, version=decision.version, **corrected)
    office.undo()
    before = terms.option(office, one).decision
    assert before is not None
    assert before.maker == "The Commissioner"
    late = corrected | {"decided_on": date(2021, 3, 2)}
    assert refusal(office, deciding.change, decision.id, version=None, **late)[1] == "decided_on"
    terms.take(office, one, 2, reference="D/21/08")
    twice = corrected | {"reference": "d/21/08"}
    said = "There is already a decision with this reference."
    assert refusal(office, deciding.change, decision.id, version=None, **twice) == (said, "reference")


# documents


def test_a_document_of_the_contract_the_option_or_the_decision_shows_it(office: Office) -> None:
    one, decision = taken(office)
    for table, row_id in (
        ("contract", one),
        ("contract_option", terms.option(office, one, 2).id),
        ("decision", decision.id),
    ):
        document = terms.attach(office, table, row_id)
        terms.take(office, one, 2, document_id=document)
        office.undo()
        assert terms.option(office, one, 2).status == "open"


def test_a_document_of_anything_else_does_not(office: Office) -> None:
    one, _ = taken(office)
    other = terms.extendable(office, reference="C/18/02")
    elsewhere = [
        terms.attach(office, "contract", other),
        terms.attach(office, "contract_option", terms.option(office, one, 1).id),
        terms.attach(office, "fund", one),
    ]
    for document in elsewhere:
        assert again(office, one, document_id=document)[1] == "document_id"


def test_a_document_that_was_put_away_does_not(office: Office) -> None:
    one, _ = taken(office)
    document = terms.attach(office, "contract", one)
    office.undo()
    assert again(office, one, document_id=document)[1] == "document_id"


def test_nothing_happens_to_a_document_that_shows_a_decision(office: Office) -> None:
    one = terms.extendable(office)
    document = terms.attach(office, "contract", one)
    terms.take(office, one, document_id=document)
    row = office.read(lambda session: session.get(Document, document))
    assert row is not None
    assert (row.about_table, row.about_id, row.archived) == ("contract", one, False)
