"""Gathering what the papers on contracts say, in one read each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import documents
from app.contracts import bands, reading
from app.contracts.parts import ContractRecord
from app.contracts.standing import Bands
from app.documents import DocumentRecord
from app.errors import Refused
from app.papers.imprint import Imprint, gather_imprint
from app.told import Notice


@dataclass(frozen=True, slots=True)
class ContractsPaper:
    """Every contract in use, by reference, and how the office tells of their ends, for a paper on all of them."""

    imprint: Imprint
    contracts: tuple[ContractRecord, ...]
    bands: Bands

    @property
    def day(self) -> date:
        """The paper's day, which counts as today."""
        return self.imprint.day


@dataclass(frozen=True, slots=True)
class ContractPaper:
    """One contract with all that its page shows."""

    imprint: Imprint
    contract: ContractRecord
    bands: Bands
    warnings: tuple[Notice, ...] = ()
    documents: tuple[DocumentRecord, ...] = ()

    @property
    def day(self) -> date:
        """The paper's day, which counts as today."""
        return self.imprint.day


def gather_contracts(session: Session, *, day: date) -> ContractsPaper:
    """Every contract that is not put away, for a paper dated `day`."""
    return ContractsPaper(gather_imprint(session, day=day), tuple(reading.contracts(session)), bands.bands(session))


def gather_contract(session: Session, contract_id: str, *, day: date) -> ContractPaper:
    """One contract for its page dated `day`. Raises Refused when it is gone."""
    found = reading.contract(session, contract_id)
    return ContractPaper(
        imprint=gather_imprint(session, day=day),
        contract=found,
        bands=bands.bands(session),
        documents=tuple(documents.documents(session, found.id)),
    )


def contract_named(session: Session, reference: str) -> str:
    """The id of the contract of this reference. Raises Refused, naming those there are."""
    every = reading.contracts(session)
    if not every:
        raise Refused("There is no contract yet.", "contract")
    wanted, known = reference.strip(), ", ".join(one.reference for one in every)
    if not wanted:
        raise Refused(f"Name the contract by its reference. There are: {known}.", "contract")
    found = next((one.id for one in every if one.reference.casefold() == wanted.casefold()), None)
    if found is None:
        raise Refused(f"There is no contract “{wanted}”. There are: {known}.", "contract")
    return found
