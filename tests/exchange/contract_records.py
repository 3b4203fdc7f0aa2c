"""Contracts as they are read, made up in a line: one to change, and any that an office may have entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from app.contracts.fields import KINDS, REGIMES, ROUTES
from app.contracts.parts import (
    BreakRecord,
    ContractRecord,
    ContributionRecord,
    DecisionRecord,
    NoticeRecord,
    OptionRecord,
    ReviewRecord,
    ShareRecord,
    VariationRecord,
)
from app.contracts.published import DocumentFacts, PaymentRecord, Published, PublishedContract
from app.money import Pence
from app.office import UNNAMED

DAY = date(2019, 11, 14)
MADE = datetime(2019, 11, 14, 9, 30, tzinfo=UTC)
MAKER, OWNER, FILE = "Nameable Decider", "Nameable Owner", "Letter to Nameable Person.pdf"

ISVA = ContractRecord(
    id="0190-isva",
    version=1,
    archived=False,
    reference="C-12",
    title="ISVA service",
    purpose="Independent advisers for victims",
    organisation_id="first-light",
    organisation="First Light",
    lead_id="",
    lead="",
    co_commissioners=(),
    owner=OWNER,
    regime="regulations-2015",
    kind="light-touch",
    route="open",
    value=Pence(1_245_000_00),
    gross=Pence(1_494_000_00),
    value_per="term",
    signed_on=date(2018, 9, 3),
    starts_on=date(2018, 10, 1),
    ends_on=date(2021, 9, 30),
    notice_months=6,
    review_every="quarter",
    scale="",
    is_vcse=False,
    cpv="",
    ocid="",
    assignment="",
    data_agreement="",
    published_on=None,
    note=f"Ask {OWNER}",
)


def decision(reference: str = "D/1", day: date = date(2021, 3, 1)) -> DecisionRecord:
    return DecisionRecord(f"decision-{reference}", 1, reference, f"As {MAKER} wants", day, MAKER)


def option(number: int, starts_on: date, ends_on: date, value: int, **given: Any) -> OptionRecord:
    """An open option of so many pence; taken where its decision is given."""
    status = "taken" if given.get("decision") else "open"
    terms = {"notice_on": None, "gross": None, "status": status, "note": "", **given}
    return OptionRecord(f"option-{number}", 1, number, starts_on, ends_on, value=Pence(value), **terms)


def published(*contracts: ContractRecord | PublishedContract, day: date = DAY) -> Published:
    """These contracts as they are published by an office without a name."""
    every = tuple(one if isinstance(one, PublishedContract) else PublishedContract(one) for one in contracts)
    return Published(replace(UNNAMED, name="Anyshire"), frozenset(), every, day)


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_NAME = _TEXT.map(lambda text: f"={text}")
_DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
_PENCE = st.integers(0, 900_000_000_00).map(Pence)


def _or_none(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


@st.composite
def _contract(draw: st.DrawFn) -> ContractRecord:
    starts_on = draw(_DAYS)
    ends_on = starts_on + timedelta(draw(st.integers(0, 2_000)))
    value = draw(_PENCE)
    options: list[OptionRecord] = []
    last = ends_on
    for number in range(1, draw(st.integers(0, 3)) + 1):
        first, last = last + timedelta(1), last + timedelta(draw(st.integers(1, 800)))
        made = draw(_or_none(_DAYS.map(lambda day: decision(day=day)))) if number == len(options) + 1 else None
        options.append(option(number, first, last, draw(_PENCE), decision=made))
    variations = tuple(
        VariationRecord(
            f"variation-{number}",
            1,
            number,
            draw(st.sampled_from(["value", "scope", "terms"])),
            Pence(draw(st.integers(-5_000_00, 5_000_00))),
            draw(_or_none(st.integers(-5_000_00, 5_000_00).map(Pence))),
            starts_on + timedelta(draw(st.integers(0, 2_000))),
            draw(_or_none(_DAYS)),
            draw(_TEXT),
        )
        for number in range(1, draw(st.integers(0, 3)) + 1)
    )
    breaks = (BreakRecord("break-1", 1, ends_on, None, "office", "taken", "", decision("D/9")),)
    contributor = ContributionRecord("c1", 1, "nhs", "NHS England", 2018, "agreed", Pence(1), None, draw(_TEXT))
    return replace(
        ISVA,
        id=draw(st.uuids()).hex,
        reference=draw(_NAME),
        title=draw(_NAME),
        purpose=draw(_TEXT),
        organisation=draw(_NAME),
        lead_id=draw(st.sampled_from(["", "first-light", "lead"])),
        lead=draw(_NAME),
        co_commissioners=draw(st.sampled_from([(), (("council", "A council"), ("lead", "Lead"))])),
        regime=draw(st.sampled_from([one.value for one in REGIMES])),
        kind=draw(st.sampled_from([one.value for one in KINDS])),
        route=draw(st.sampled_from([one.value for one in ROUTES])),
        value=value,
        gross=draw(_or_none(st.just(Pence(value + value // 5)))),
        value_per=draw(st.sampled_from(["term", "year"])),
        signed_on=draw(_or_none(_DAYS)),
        starts_on=starts_on,
        ends_on=ends_on,
        scale=draw(st.sampled_from(["", "sme", "large"])),
        is_vcse=draw(st.booleans()),
        cpv=draw(st.sampled_from(["", "85000000", "85000000-9 and 98000000", "85000000, 85000000", "eighty-five"])),
        ocid=draw(st.sampled_from(["", "  ", "ocds-h6vhtk-000123"])),
        published_on=draw(_or_none(_DAYS)),
        options=tuple(options),
        breaks=draw(st.sampled_from([(), breaks])),
        variations=variations,
        contributions=draw(st.sampled_from([(), (contributor,)])),
        shares=draw(st.sampled_from([(), (ShareRecord("s1", 1, "line", "Line", "", 2018, 1000),)])),
        reviews=draw(
            st.lists(_or_none(_DAYS), max_size=3).map(
                lambda days: tuple(
                    ReviewRecord(f"r{at}", 1, 2018, at + 1, day, "Good", f"{OWNER} came") for at, day in enumerate(days)
                )
            )
        ),
        notices=draw(
            st.lists(st.tuples(st.integers(1, 17), _DAYS, st.sampled_from(["", "000123-2025"])), max_size=4).map(
                lambda found: tuple(
                    NoticeRecord(f"n{at}", 1, f"UK{code}", "", day, number)
                    for at, (code, day, number) in enumerate(found)
                )
            )
        ),
    )


ANY_CONTRACT = st.builds(
    PublishedContract,
    _contract(),
    st.lists(st.tuples(_DAYS, _PENCE), max_size=3).map(
        lambda paid: tuple(PaymentRecord(f"p{at}", *one) for at, one in enumerate(paid))
    ),
    st.sampled_from([(), (DocumentFacts("a" * 64, "application/pdf", 12_345),)]),
    st.sampled_from([None, True, False]),
)
ANY_PUBLISHED = st.builds(
    Published,
    st.just(replace(UNNAMED, name="Anyshire")) | st.builds(lambda name: replace(UNNAMED, id="o1", name=name), _NAME),
    st.sampled_from([frozenset[str](), frozenset(["lead"]), frozenset(["first-light"])]),
    st.lists(ANY_CONTRACT, min_size=1, max_size=3).map(tuple),
    _DAYS,
)
