"""The sentence over each list of the Allocations page: the question it answers, in figures. Amounts are pence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.allocations.factors import FactorRecord
from app.allocations.partnerships import PartnershipRecord
from app.allocations.reserves import ReserveRecord
from app.allocations.reviews import ReviewRecord
from app.allocations.scenarios import ScenarioRecord
from app.allocations.telling_spending import months_words
from app.allocations.themes import Foot
from app.allocations.underspends import UnderspendRecord
from app.funds.table import Headline, Run
from app.money import format_pence


def counted(count: int, one: str, many: str = "") -> str:
    """“1 return”, “3 returns”."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def names(some: Sequence[str], most: int = 3) -> str:
    """“Cornwall, Devon and 2 others”: without what every one of them is called."""
    short = [name.removesuffix(" Community Safety Partnership") or name for name in some]
    told = short if len(short) <= most else [*short[: most - 1], counted(len(short) - most + 1, "other")]
    return f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else "".join(told)


def nothing_given(known: Sequence[PartnershipRecord]) -> Headline:
    """That no partnership has been given anything yet, and what comes first."""
    if not known:
        return Headline((Run("No partnership yet"),), "Add the partnerships first.")
    runs = (Run(counted(len(known), "partnership"), True), Run(", and nothing is allocated yet"))
    return Headline(runs, "Give them money out of a budget line.")


def themes_headline(feet: Sequence[Foot], year_text: str) -> Headline:
    """What is planned by theme, and how far it foots to what is allocated."""
    if not feet:
        return Headline((Run(f"No spend plan for {year_text} yet"),), "Enter what each partnership plans by theme.")
    planned = sum(one.planned for one in feet)
    off = [one for one in feet if not one.foots]
    runs = (Run(format_pence(planned), True), Run(" planned by theme, "))
    if not off:
        return Headline((*runs, Run("every plan comes to its allocation")), "")
    count = counted(len(off), "plan does not", "plans do not")
    return Headline((*runs, Run(f"{count} come to the allocation")), " ".join(one.sentence for one in off[:2]))


def reserves_headline(
    declared: Sequence[ReserveRecord], silent: Sequence[str], months: Mapping[str, int], year_text: str
) -> Headline:
    """What is held, the most months of grant, and who has declared nothing; `months` in tenths by partnership id."""
    if not declared:
        return Headline((Run(f"No reserve has been declared up to the end of {year_text}"),), "")
    held = sum(one.closing for one in declared)
    runs = (
        Run(format_pence(held), True),
        Run(f" held in reserve by {counted(len(declared), 'partnership')}"),
    )
    below = []
    most = max(declared, key=lambda one: months.get(one.partnership_id, -1))
    if most.partnership_id in months:
        below.append(
            f"{names([most.partnership])} holds the most, {months_words(months[most.partnership_id])} of grant."
        )
    if wrong := [one.partnership for one in declared if one.findings]:
        below.append(f"{names(wrong)}: what was declared does not agree.")
    if silent:
        below.append(f"{names(silent)} declared nothing.")
    return Headline(runs, " ".join(below))


def reviews_headline(every: Sequence[ReviewRecord], year_text: str) -> Headline:
    """How many returns are in, and which are late."""
    late = [one for one in every if one.state == "late"]
    made = [one for one in every if one.returned_on is not None]
    if not every:
        return Headline(
            (Run(f"No return is due for {year_text}"),), "Whoever has an allocation has two returns a year."
        )
    if all(one.state == "not asked" for one in every):
        below = "Record one, or let the rule of returns begin in that year, to ask for all of them."
        return Headline((Run(f"No return of {year_text} was asked for"),), below)
    runs = [Run(f"{len(made):,} of {len(every):,}", True), Run(" returns made")]
    if late:
        runs += [Run(", "), Run(f"{len(late):,} late", True)]
    notes = []
    if late:
        notes.append(f"Late: {names(list(dict.fromkeys(one.partnership for one in late)))}.")
    if red := [one.partnership for one in made if one.rag == "red"]:
        notes.append(f"Red: {names(list(dict.fromkeys(red)))}.")
    return Headline(tuple(runs), " ".join(notes))


def underspends_headline(every: Sequence[UnderspendRecord], year_text: str) -> Headline:
    """What was not spent, and what of it is still to settle."""
    unspent = sum(max(0, one.underspend) for one in every)
    to_settle = sum(one.to_settle for one in every)
    if not every:
        return Headline((Run(f"No return says yet what was spent in {year_text}"),), "")
    runs = (
        Run(format_pence(unspent), True),
        Run(f" not spent in {year_text}, "),
        *((Run(format_pence(to_settle), True), Run(" to settle")) if to_settle else (Run("nothing to settle"),)),
    )
    open_ones = [one.partnership for one in every if one.to_settle]
    return Headline(runs, f"To settle: {names(open_ones)}." if open_ones else "")


def scenarios_headline(every: Sequence[ScenarioRecord], year_text: str) -> Headline:
    """How many scenarios there are to look at, and whether one was adopted."""
    if not every:
        return Headline((Run(f"No scenario starts from {year_text} yet"),), "A scenario changes nothing until adopted.")
    adopted = [one for one in every if one.adopted_on is not None]
    shared = sum(1 for one in every if one.is_shared)
    below = f"{names([one.plan.name for one in adopted])} was adopted." if adopted else "None was adopted yet."
    runs = (Run(counted(len(every), "scenario"), True), Run(f" from {year_text}, {shared:,} of them shared"))
    return Headline(runs, f"{below} Others’ scenarios stand here once they are shared.")


def factors_headline(every: Sequence[FactorRecord], known: Sequence[PartnershipRecord]) -> Headline:
    """How many factors there are to share by, and what £ a head is by."""
    if not every:
        return Headline(
            (Run("No factor to share by yet"),), "A factor is a column of figures, one for each partnership."
        )
    heads = next((one.name for one in every if one.is_population), "")
    below = f"£ a head is by {heads[:1].lower()}{heads[1:]}." if heads else "None of them counts heads."
    runs = (Run(counted(len(every), "factor"), True), Run(f" for {counted(len(known), 'partnership')}"))
    return Headline(runs, below)


def partnerships_headline(known: Sequence[PartnershipRecord]) -> Headline:
    """How many partnerships there are, and how many lie under a county's."""
    below = sum(1 for one in known if one.parent_id)
    runs = [Run(counted(len(known), "partnership"), True)]
    if below:
        runs += [Run(", "), Run(f"{below:,}", True), Run(" of them under a county’s")]
    said = "A county’s figure shows its own money and its districts’; nothing is counted twice." if below else ""
    return Headline(tuple(runs), said)


def archive_headline(count: int) -> Headline:
    """How much was put away."""
    if not count:
        return Headline((Run("Nothing has been put away"),), "")
    return Headline(
        (Run(f"{count:,}", True), Run(" put away")), "Nothing is deleted for good: bring back what is needed."
    )
