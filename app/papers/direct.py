"""The papers that are printed directly from the desk's figures: allocations, themes, contracts, rounds, decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from sqlalchemy.orm import Session

from app.allocations import allocations, scenarios
from app.door import Office
from app.errors import Refused
from app.funds import lines
from app.papers.allocation_statement import compose_statement
from app.papers.application_paper import compose_application
from app.papers.blocks import Document
from app.papers.conflicts_paper import compose_conflicts
from app.papers.contract_paper import compose_contract
from app.papers.contract_register import compose_register
from app.papers.decision_notice import compose_sheet as compose_decision
from app.papers.expiry_report import compose_expiry
from app.papers.gather_contracts import contract_named, gather_contract, gather_contracts
from app.papers.gather_decisions import gather_letters, gather_sheet, sheet_named
from app.papers.gather_profile import gather_profiles
from app.papers.gather_review import find_scenario, gather_review
from app.papers.gather_rounds import application_named, gather_application, gather_round, round_named
from app.papers.gather_scoring import gather_conflicts, gather_pack, gather_ranking, member_named, stage_named
from app.papers.gather_statement import gather_statement
from app.papers.gather_statistics import gather_statistics
from app.papers.gather_themes import gather_themes, newest_spend
from app.papers.letter_paper import compose_letters
from app.papers.long_list import compose_long_list
from app.papers.minutes_paper import compose_minutes, day_named, gather_minutes
from app.papers.open_notice import open_notice
from app.papers.partnership_paper import partnership_named, print_partnerships
from app.papers.profile_paper import compose_profiles
from app.papers.publisher import publish
from app.papers.ranking_record import compose_ranking
from app.papers.review_summary import compose_summary
from app.papers.round_statistics import compose_statistics
from app.papers.round_summary import compose_round
from app.papers.score_sheet_paper import compose_sheet
from app.papers.scoring_pack import compose_pack
from app.papers.theme_paper import compose_themes
from app.papers.tiers import Tiers, gather_tiers
from app.papers.tying import refuse_untied
from app.years import year_of

DirectKind = Literal[
    "allocations",
    "review-summary",
    "partnership",
    "themes",
    "contracts",
    "expiry",
    "contract",
    "round",
    "application",
    "long-list",
    "pack",
    "sheet",
    "conflicts",
    "ranking",
    "decision",
    "letters",
    "statistics",
    "minutes",
]
Part = Literal["published", "full"]
PARTS: tuple[Part, ...] = get_args(Part)
DIRECT_KINDS: tuple[DirectKind, ...] = get_args(DirectKind)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for by name; an empty name was not given. `year` is a start year, `day` the paper's date.

    A contract, a round, an application and a scoring member are named by their references, a stage of scoring by its
    number; without one it is the newest. A decision is named by its number in `reference`, and printed as it is
    published unless its `part` is "full"; the statistics of a round, and the minutes of its panel up to
    `day`, are named by its reference there.
    """

    day: date
    year: int | None = None
    line: str = ""
    scenario: str = ""
    partnership: str = ""
    contract: str = ""
    round: str = ""
    application: str = ""
    member: str = ""
    stage: int | None = None
    reference: str = ""
    part: Part = "published"


def print_direct(office: Office, kind: DirectKind, asked: Asked) -> tuple[bytes, str]:
    """The PDF of a paper of this kind, and what was printed in words. Raises Refused for a name that is not there."""
    match kind:
        case "allocations":
            return _statement(office, asked)
        case "review-summary":
            return _summary(office, asked)
        case "partnership":
            return _partnership(office, asked)
        case "themes":
            year = asked.year if asked.year is not None else office.read(_spend_year, day=asked.day)
            document = compose_themes(office.read(gather_themes, year=year, day=asked.day))
            return publish(document), f"“{document.title}”"
        case "contracts" | "expiry":
            contracts = office.read(gather_contracts, day=asked.day)
            document = compose_register(contracts) if kind == "contracts" else compose_expiry(contracts)
            return publish(document), f"“{document.title}”"
        case "contract" | "application":
            return _page(office, kind, asked)
        case "round" | "long-list":
            return _round(office, kind, asked)
        case "pack" | "sheet" | "conflicts" | "ranking":
            return _scoring(office, kind, asked)
        case "decision" | "letters" | "statistics" | "minutes":
            return _decision(office, kind, asked)


def _decision(
    office: Office, kind: Literal["decision", "letters", "statistics", "minutes"], asked: Asked
) -> tuple[bytes, str]:
    """A decision as it is published or as a whole, all its letters; what was said and decided on a round."""
    if kind in ("statistics", "minutes"):
        of = office.read(round_named, asked.reference or asked.round)
        if kind == "minutes":
            met = office.read(day_named, of, number=asked.stage, by=asked.day)
            document = compose_minutes(office.read(gather_minutes, met, day=asked.day))
            return publish(document), f"“{document.title}” of “{document.subtitle}”"
        document = compose_statistics(office.read(gather_statistics, of, day=asked.day))
        refuse_untied(document)
        return publish(document), f"the statistics of “{document.title}”"
    found = office.read(sheet_named, asked.reference)
    if kind == "letters":
        record = office.read(gather_letters, found, day=asked.day)
        return publish(compose_letters(record, record.letters)), f"the letters of “{record.sheet.title}”"
    if asked.part == "published":
        document = office.read(open_notice, found, day=asked.day)
        return publish(document), f"the notice of “{document.title}”"
    document = compose_decision(office.read(gather_sheet, found, day=asked.day))
    refuse_untied(document)
    return publish(document), f"the whole of “{document.title}”"


def _page(office: Office, kind: Literal["contract", "application"], asked: Asked) -> tuple[bytes, str]:
    if kind == "contract":
        document = compose_contract(
            office.read(gather_contract, office.read(contract_named, asked.contract), day=asked.day)
        )
    else:
        found = office.read(application_named, asked.application, round_reference=asked.round)
        document = compose_application(office.read(gather_application, found, day=asked.day))
    return publish(document), f"the page of “{document.title}”"


def _round(office: Office, kind: Literal["round", "long-list"], asked: Asked) -> tuple[bytes, str]:
    record = office.read(gather_round, office.read(round_named, asked.round), day=asked.day)
    document = compose_round(record) if kind == "round" else compose_long_list(record)
    return publish(document), f"the {document.subtitle.lower()} of “{document.title}”"


def _scoring(office: Office, kind: Literal["pack", "sheet", "conflicts", "ranking"], asked: Asked) -> tuple[bytes, str]:
    """A paper of a stage of scoring; a pack and a sheet are a member's."""
    found = office.read(round_named, asked.round)
    stage = office.read(stage_named, found, number=asked.stage)
    document = _of_stage(office, kind, stage, asked)
    return publish(document), f"“{document.title}” of “{document.subtitle}”"


def _of_stage(
    office: Office, kind: Literal["pack", "sheet", "conflicts", "ranking"], stage_id: str, asked: Asked
) -> Document:
    match kind:
        case "conflicts":
            return compose_conflicts(office.read(gather_conflicts, stage_id, day=asked.day))
        case "ranking":
            return compose_ranking(office.read(gather_ranking, stage_id, day=asked.day))
        case "pack" | "sheet":
            member = office.read(member_named, stage_id, asked.member)
            pack = office.read(gather_pack, stage_id, member, day=asked.day)
            return compose_pack(pack) if kind == "pack" else compose_sheet(pack)


def _statement(office: Office, asked: Asked) -> tuple[bytes, str]:
    year = asked.year if asked.year is not None else office.read(_allocation_year, day=asked.day)
    line_id = office.read(line_named, asked.line) if asked.line else None
    document = compose_statement(office.read(gather_statement, year=year, day=asked.day, line_id=line_id))
    return publish(document), f"“{document.title}”"


def _summary(office: Office, asked: Asked) -> tuple[bytes, str]:
    line_id = office.read(line_named, asked.line) if asked.line else None
    found = office.read(find_scenario, name=asked.scenario, line_id=line_id)
    document = compose_summary(office.read(gather_review, found.id, day=asked.day))
    return publish(document), f"“{document.title}” of “{found.plan.name}”"


def _partnership(office: Office, asked: Asked) -> tuple[bytes, str]:
    """By a scenario where one is named or was adopted, else what each has."""
    line_id = office.read(line_named, asked.line) if asked.line else None
    scenario_id = office.read(_to_explain, asked=asked, line_id=line_id)
    called = f"the page of {asked.partnership}" if asked.partnership else "a page for each partnership"
    if scenario_id is not None:
        review = office.read(gather_review, scenario_id, day=asked.day)
        partnership_id = partnership_named(review, asked.partnership) if asked.partnership else None
        return print_partnerships(review, partnership_id), f"{called} by “{review.plan.name}”"
    year = asked.year if asked.year is not None else office.read(_allocation_year, day=asked.day)
    mine = _named(office.read(gather_tiers, day=asked.day), asked.partnership) if asked.partnership else None
    record = office.read(gather_profiles, year=year, day=asked.day, partnership_id=mine)
    return publish(compose_profiles(record)), called


def _to_explain(session: Session, *, asked: Asked, line_id: str | None) -> str | None:
    """The scenario that is named, else the newest that was adopted, where its years hold the one asked for."""
    if asked.scenario:
        return find_scenario(session, name=asked.scenario, line_id=line_id).id
    every = scenarios.scenarios(session, line_id=line_id)
    fits = [
        one
        for one in every
        if one.adopted_on is not None and (asked.year is None or one.plan.year <= asked.year <= one.plan.last_year)
    ]
    return max(fits, key=lambda one: (one.adopted_on or date.min, one.id)).id if fits else None


def line_named(session: Session, name: str) -> str:
    """The id of the budget line of this name. Raises Refused, naming those that partnerships are given money from."""
    every = lines.lines(session)
    found = next((one.id for one in every if one.name.casefold() == name.strip().casefold()), None)
    if found is None:
        budgets = {one.budget_id for one in allocations.allocations(session)}
        shared = [one.name for one in every if budgets & {each.id for each in one.budgets.values()}]
        raise Refused(f"There is no budget line “{name}”.{_known(shared)}", "line")
    return found


def _named(tiers: Tiers, name: str) -> str:
    wanted = name.strip().casefold()
    found = next((one.id for one in tiers.rows if wanted in {one.short.casefold(), one.name.casefold()}), None)
    if found is None:
        raise Refused(f"There is no partnership “{name}”.{_known(one.short for one in tiers.rows)}", "partnership")
    return found


def _known(names: Iterable[str]) -> str:
    every = list(names)
    return f" There are: {', '.join(every)}." if every else ""


def _allocation_year(session: Session, *, day: date) -> int:
    """The newest year with an allocation, else with a budget, else that of `day`."""
    allocated = [one.year for one in allocations.allocations(session) if one.status == "firm"]
    known = allocated or lines.years(session) or [year_of(day)]
    return max(known)


def _spend_year(session: Session, *, day: date) -> int:
    """The newest year with spend by theme, else that of the allocations."""
    newest = newest_spend(session)
    return newest if newest is not None else _allocation_year(session, day=day)
