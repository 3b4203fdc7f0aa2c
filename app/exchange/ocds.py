"""Contracts as a release package of the Open Contracting Data Standard 1.1, with the United Kingdom's additions.

Only what is known is said: what an office has not entered is absent, never guessed, and no code is used that neither
the standard nor the additions have. Nobody's name is in it: not who looks after a contract, not who decided, not what a
document is called. Titles, purposes and the reasons of variations are published as they were typed. Amounts are pounds
as decimals, without VAT in `amount` and with it in `amountGross`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from app.contracts.fields import ROUTES, VARIATION_KINDS, words
from app.contracts.parts import ContractRecord, NoticeRecord, OptionRecord, VariationRecord
from app.contracts.published import DocumentFacts, Published, PublishedContract
from app.contracts.standing import (
    current_end,
    current_gross,
    current_value,
    initial_gross,
    initial_value,
    is_broken,
    latest_end,
    taken,
)
from app.contracts.yearly import split
from app.errors import Refused
from app.exchange.files import replacing
from app.exchange.workbook import printable
from app.money import Pence, format_pence, format_percent
from app.years import format_day, format_year, year_of

VERSION = "1.1"
EXTENSIONS = (
    "https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/aa0e43b84dfad0cb9b839a8135e0bc4b285d32fc/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_partyDetails_scale_extension/master/extension.json",
)
"""Where a reader learns what the additions mean: those of the United Kingdom, and the size of a supplier."""
LONDON = ZoneInfo("Europe/London")

_METHODS = {"open": "open", "flexible": "selective", "direct": "direct", "quotes": "limited"}
"""How suppliers were found, where the route alone says it. A call-off or a waiver may come about in several ways."""
_CATEGORIES = {"services": "services", "light-touch": "services", "goods": "goods", "works": "works"}
_NOTICES = {
    "UK1": ("planning", ""),
    "UK2": ("planning", "marketEngagementNotice"),
    "UK3": ("planning", "plannedProcurementNotice"),
    "UK4": ("tender", "tenderNotice"),
    "UK5": ("tender", ""),
    "UK6": ("award", "awardNotice"),
    "UK7": ("contract", "contractNotice"),
    "UK8": ("implementation", "implementationNotice"),
    "UK9": ("implementation", "implementationNotice"),
    "UK10": ("contract", ""),
    "UK11": ("implementation", "contractTerminationNotice"),
    "UK12": ("tender", "tenderCancellationNotice"),
}
"""Where a notice stands and what type of document it is; empty where the standard has no type for it."""
_CPV = re.compile(r"\b(\d{8})(?:-\d)?\b")

Json = dict[str, Any]


def write_package(told: Published, path: Path, *, made_at: datetime) -> int:
    """Write the package to `path`, replacing a file there only when the new one is whole; how many releases it has.

    Raises Refused where there is no contract, since a package has a release at least, and where it cannot be written.
    """
    whole = package(told, made_at=made_at)
    with replacing(path) as unfinished:
        unfinished.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    return len(whole["releases"])


def package(told: Published, *, made_at: datetime) -> Json:
    """The release package, made at a moment with its time zone: one release for each contract, as things stand.

    The same contracts give the same ids however often it is made. Raises Refused where there is no contract.
    """
    if not told.contracts:
        raise Refused("There is no contract to publish yet. A grant agreement is not published as a contract.")
    at = made_at.isoformat(timespec="seconds")
    releases = [_release(told, one, at) for one in told.contracts]
    named = "\n".join([at, *(release["id"] for release in releases)])
    return {
        "uri": uuid5(NAMESPACE_OID, named).urn,
        "version": VERSION,
        "extensions": list(EXTENSIONS),
        "publishedDate": at,
        "publisher": {"name": _office_name(told)},
        "releases": releases,
    }


def _release(told: Published, one: PublishedContract, at: str) -> Json:
    """One contract as things stand. Its id follows from what it says, so that a release that differs has another."""
    c = one.contract
    parties = _Parties(told, one)
    implementation = _implementation(one, parties)
    is_over = current_end(c) < told.day
    content = _known(
        ocid=printable(c.ocid.strip()) or f"urn:uuid:{c.id}",
        tag=[
            "award",
            "contract",
            *(["implementation"] if implementation else []),
            *(["contractTermination"] if is_over else []),
        ],
        initiationType="tender",
        language="en",
        parties=parties.every(),
        buyer=parties.buyer,
        planning=_planning(c, told.day),
        tender=_tender(c, parties),
        awards=[_award(c, parties)],
        contracts=[_contract(one, told.day, implementation)],
    )
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return {"ocid": content["ocid"], "id": f"{c.id}-{digest[:16]}", "date": at, **content}


# who


def _office_name(told: Published) -> str:
    return printable(f"{told.office.holder_title}, {told.office.name}")


class _Parties:
    """Everybody in one contract, by the id they keep, each with their parts in it."""

    def __init__(self, told: Published, one: PublishedContract) -> None:
        c = one.contract
        self._own, self._office = told.own, told.office.id or "office"
        self._names: dict[str, str] = {}
        self._roles: dict[str, list[str]] = {}
        self._details: dict[str, Json] = {}
        self.buyer = self._add(self._office, _office_name(told), "buyer")
        self.lead = self._add(c.lead_id or self._office, c.lead, "procuringEntity")
        for key, name in c.co_commissioners:
            self._add(key, name, "buyer")
        self.supplier = self._add(c.organisation_id, c.organisation, "supplier")
        self._details[self.supplier["id"]] = _known(vcse=c.is_vcse or None, scale=c.scale)
        for each in c.contributions:
            self._add(each.organisation_id, each.organisation, "funder")
        if one.payments:
            self._add(self._office, "", "payer")
            self._add(c.organisation_id, c.organisation, "payee")

    def _add(self, key: str, name: str, role: str) -> Json:
        """Give somebody a part; how the release refers to them."""
        key = self._office if key in self._own else key
        self._names.setdefault(key, printable(name))
        roles = self._roles.setdefault(key, [])
        if role not in roles:
            roles.append(role)
        return _known(id=key, name=self._names[key])

    def every(self) -> list[Json]:
        """The organisations, this office first."""
        return [
            _known(id=key, name=name, roles=self._roles[key], details=self._details.get(key))
            for key, name in self._names.items()
        ]


# what


def _planning(c: ContractRecord, day: date) -> Json:
    """Which funds pay, in which shares, and the notices from before the tender."""
    shares = [f"{each.fund or each.line} {format_percent(each.tenths, sign=False)} %" for each in _shares(c, day)]
    budget = _known(description=printable(", ".join(shares)))
    return _known(budget=budget, documents=_notices(c, "planning"))


def _shares(c: ContractRecord, day: date) -> Sequence[Any]:
    year = min(max(year_of(day), year_of(c.starts_on)), year_of(current_end(c)))
    return split(c, year)


def _tender(c: ContractRecord, parties: _Parties) -> Json:
    return _known(
        id=c.id,
        title=printable(c.title),
        description=printable(c.purpose),
        status="complete" if c.signed_on else None,
        procuringEntity=parties.lead,
        items=[
            {"id": str(at), "classification": {"scheme": "CPV", "id": code}}
            for at, code in enumerate(dict.fromkeys(_CPV.findall(c.cpv)), 1)
        ],
        procurementMethod=_METHODS.get(c.route),
        procurementMethodDetails=words(ROUTES, c.route) if c.route else None,
        mainProcurementCategory=_CATEGORIES.get(c.kind),
        documents=_notices(c, "tender"),
    )


def _award(c: ContractRecord, parties: _Parties) -> Json:
    """What was awarded: the initial term, and how far its options may extend it."""
    furthest = max([c.ends_on, *(each.ends_on for each in c.options)])
    return _known(
        id=_award_id(c),
        title=printable(c.title),
        status="active" if c.signed_on else None,
        value=_value(initial_value(c), initial_gross(c)),
        suppliers=[parties.supplier],
        contractPeriod=_period(c.starts_on, c.ends_on, furthest),
        mainProcurementCategory=_CATEGORIES.get(c.kind),
        documents=_notices(c, "award"),
    )


def _award_id(c: ContractRecord) -> str:
    return f"{c.id}-award"


def _contract(one: PublishedContract, day: date, implementation: Json) -> Json:
    """The contract as things stand: options taken and variations are in its period and its value."""
    c = one.contract
    signed = [each for each in c.variations if each.signed_on is not None]
    return _known(
        id=c.id,
        awardID=_award_id(c),
        title=printable(c.title),
        description=printable(f"Reference {c.reference}. {c.purpose}".strip()),
        status=_status(c, day),
        period=_period(c.starts_on, current_end(c), latest_end(c)),
        value=_value(current_value(c), current_gross(c)),
        dateSigned=_begin(c.signed_on),
        aboveThreshold=one.above_threshold,
        documents=[
            *_copy(c),
            *(_document(each) for each in one.documents),
            *_notices(c, "contract"),
        ],
        amendments=[
            *(_variation(each) for each in signed),
            *(_option(c, each) for each in taken(c)),
            *_breaks(c),
        ],
        proposedAmendments=[_variation(each) for each in c.variations if each.signed_on is None],
        implementation=implementation,
    )


def _status(c: ContractRecord, day: date) -> str | None:
    """How far the contract is; None for one that should run or have run while nobody has said that it was signed."""
    if day < c.starts_on:
        return "pending"
    if c.signed_on is None:
        return None
    return "terminated" if current_end(c) < day else "active"


def _variation(each: VariationRecord) -> Json:
    kind = words(VARIATION_KINDS, each.kind)
    return _known(
        id=f"variation-{each.number}",
        date=_begin(each.signed_on),
        description=f"Variation {each.number}: {kind}, from {format_day(each.effective_on)}."
        + _adds(each.change, each.gross_change),
        rationale=printable(each.reason),
    )


def _option(c: ContractRecord, each: OptionRecord) -> Json:
    """An option that was taken, by its decision; the period is the whole contract's after it."""
    decision = each.decision
    return _known(
        id=f"option-{each.id}",
        date=_begin(decision.decided_on) if decision else None,
        description=f"Option {each.number} taken: {format_day(each.starts_on)} to {format_day(each.ends_on)}."
        + _adds(each.value, each.gross),
        rationale=printable(f"Decision {decision.reference}") if decision else None,
        period=_period(c.starts_on, each.ends_on),
    )


def _breaks(c: ContractRecord) -> Iterable[Json]:
    """The break by which the contract was ended early; what of it falls after its end is not in its value."""
    for each in c.breaks:
        if each.status == "taken" and is_broken(c) and each.break_on == current_end(c):
            yield _known(
                id=f"break-{each.id}",
                date=_begin(each.decision.decided_on) if each.decision else None,
                description=f"Ended early, on {format_day(each.break_on)}.",
                rationale=printable(f"Decision {each.decision.reference}") if each.decision else None,
                period=_period(c.starts_on, each.break_on),
            )


def _adds(change: Pence, gross: Pence | None) -> str:
    """What it does to the value, in words; nothing where it does nothing."""
    if not change and not gross:
        return ""
    with_vat = "" if gross is None else f", {format_pence(gross, sign=True)} with it"
    return f" {format_pence(change, sign=True)} without VAT{with_vat}."


def _implementation(one: PublishedContract, parties: _Parties) -> Json:
    """What was paid, which reviews were held, and the notices about it. What a review found is not told."""
    c = one.contract
    return _known(
        transactions=[
            {
                "id": each.id,
                "date": _begin(each.paid_on),
                "value": _value(each.amount, None),
                "payer": parties.buyer,
                "payee": parties.supplier,
            }
            for each in one.payments
        ],
        milestones=[
            {
                "id": each.id,
                "title": f"Contract review, quarter {each.quarter} of {format_year(each.year)}",
                "dateMet": _begin(each.held_on),
                "status": "met",
            }
            for each in c.reviews
            if each.held_on is not None
        ],
        documents=_notices(c, "implementation"),
    )


# documents


def _copy(c: ContractRecord) -> list[Json]:
    """The copy of the contract that the office has published."""
    if c.published_on is None:
        return []
    published = _begin(c.published_on)
    return [{"id": f"{c.id}-copy", "documentType": "contractSigned", "datePublished": published}]


def _document(each: DocumentFacts) -> Json:
    """A document by its bytes alone, which are not published here; whoever holds it can tell that it is the same."""
    return {
        "id": f"sha256-{each.digest}",
        "description": f"Kept by the office and not published here: {each.size} bytes with the SHA-256 {each.digest}.",
        "format": each.media,
    }


def _notices(c: ContractRecord, section: str) -> list[Json]:
    numbers = [each.number.strip() for each in c.notices]
    return [
        _notice(each, is_only=numbers.count(each.number.strip()) == 1)
        for each in c.notices
        if _NOTICES.get(each.code, ("contract", ""))[0] == section
    ]


def _notice(each: NoticeRecord, *, is_only: bool) -> Json:
    """A notice by its published number, or by its own key where it has none or another has the same."""
    return _known(
        id=(printable(each.number.strip()) if is_only else "") or each.id,
        documentType=_NOTICES.get(each.code, ("", ""))[1],
        noticeType=printable(each.code),
        datePublished=_begin(each.published_on),
    )


# values


def _value(amount: Pence, gross: Pence | None) -> Json:
    return _known(amount=_pounds(amount), amountGross=None if gross is None else _pounds(gross), currency="GBP")


def _pounds(pence: Pence) -> int | float:
    """Pounds as JSON has them: the nearest number to these pence is always written as them."""
    return pence // 100 if pence % 100 == 0 else pence / 100


def _period(starts_on: date, ends_on: date, furthest: date | None = None) -> Json:
    """From the first moment of a day to the last second of another; how far it may go where that is further."""
    more = furthest if furthest is not None and furthest > ends_on else None
    return _known(startDate=_begin(starts_on), endDate=_end(ends_on), maxExtentDate=_end(more))


def _begin(day: date | None) -> str | None:
    return None if day is None else datetime.combine(day, time(), LONDON).isoformat()


def _end(day: date | None) -> str | None:
    return None if day is None else datetime.combine(day, time(23, 59, 59), LONDON).isoformat()


def _known(**given: Any) -> Json:
    """What is known of these; nought and no are known, nothing and no words are not."""
    return {key: value for key, value in given.items() if value is not None and value not in ("", [], {})}
