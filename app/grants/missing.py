"""What an application still lacks before it can be scored, whose it is to give, and the list to chase it by.

What follows from the application and its round alone; amounts are pence, shares tenths of a percent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from app.errors import Refused
from app.grants.bid_fields import NO, YES, asked
from app.grants.parts import ApplicationRecord, QuestionRecord, RoundRecord
from app.grants.reading import applications, round_
from app.money import format_pence, format_percent, parse_number, parse_pence
from app.years import format_day, parse_day

Whose = Literal["applicant", "office", "partner"]
WHOLE = 1000
"""All of it, in tenths of a percent."""
CHASED = frozenset(("draft", "received", "late", "incomplete"))
"""The states in which something is still waited for."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is missing or does not fit, in a sentence, and the field or grid of the application it is in.

    `whose` it is to give, `name` what they are called (empty for the office itself). What does not `block` is told,
    and the application may be scored without it.
    """

    what: str
    field: str
    whose: Whose
    name: str = ""
    blocks: bool = True


def missing(a: ApplicationRecord, r: RoundRecord | None) -> list[Missing]:
    """Everything an application lacks, in the order of its form; `r` is its round, None for a direct award.

    An expression of interest is asked for its request, the first questions and the gate alone.
    """
    found = [*_arrival(a, r), *_request(a, r)]
    if a.stage == "full":
        found += [*_project(a), *_costs(a), *_shares(a, r), *_safeguarding(a), *_tests(a)]
    if r is not None:
        found += [*_answers(a, r), *_gate(a, r)]
    return [*found, *(_endorsements(a) if a.stage == "full" else ())]


def blocking(a: ApplicationRecord, r: RoundRecord | None) -> list[Missing]:
    """What of it keeps an application from being scored."""
    return [one for one in missing(a, r) if one.blocks]


def _mine(a: ApplicationRecord, what: str, field: str, *, blocks: bool = True) -> Missing:
    return Missing(what, field, "applicant", a.organisation, blocks)


def _arrival(a: ApplicationRecord, r: RoundRecord | None) -> Iterator[Missing]:
    if a.received_on is None:
        yield Missing("The day it arrived is not known.", "received_on", "office")
    elif not a.received_time and r is not None and a.received_on in _closing_days(a, r):
        yield Missing("It arrived on the closing day, and the time is not known.", "received_time", "office")


def _closing_days(a: ApplicationRecord, r: RoundRecord) -> set[date | None]:
    first = r.interest_closes_on if a.stage == "interest" else None
    return {first or r.closes_on, *(one.closes_on for one in r.meetings)}


def _request(a: ApplicationRecord, r: RoundRecord | None) -> Iterator[Missing]:
    if not a.requested:
        if a.stage == "full":
            yield _mine(a, "It does not say how much is asked for.", "requested")
    elif r is not None and r.minimum is not None and a.requested < r.minimum:
        said = f"{format_pence(a.requested)} is asked for; the smallest grant is {format_pence(r.minimum)}."
        yield _mine(a, said, "requested")
    elif r is not None and r.maximum is not None and a.requested > r.maximum:
        said = f"{format_pence(a.requested)} is asked for; the largest grant is {format_pence(r.maximum)}."
        yield _mine(a, said, "requested")


def _project(a: ApplicationRecord) -> Iterator[Missing]:
    for is_there, what, field in (
        (a.summary, "It does not say what the project is for.", "summary"),
        (a.starts_on, "It does not say when the project starts.", "starts_on"),
        (a.ends_on, "It does not say when the project ends.", "ends_on"),
        (a.beneficiaries, "It does not say how many people it reaches.", "beneficiaries"),
        (a.beneficiaries_who, "It does not say who the people are that it reaches.", "beneficiaries_who"),
    ):
        if not is_there:
            yield _mine(a, what, field)


def _costs(a: ApplicationRecord) -> Iterator[Missing]:
    if not a.costs:
        yield _mine(a, "It has no costs.", "costs")
        return
    if a.requested and a.asked != a.requested:
        said = f"The costs ask for {format_pence(a.asked)}; {format_pence(a.requested)} is asked for in all."
        yield _mine(a, said, "costs")
    gap = a.cost - a.asked - sum(one.amount for one in a.matches)
    if gap > 0:
        said = f"{format_pence(gap)} of the costs is neither asked for nor comes from elsewhere."
        yield _mine(a, said, "matches", blocks=False)


def _shares(a: ApplicationRecord, r: RoundRecord | None) -> Iterator[Missing]:
    areas, priorities = (r.areas, r.priorities) if r is not None else ((), ())
    yield from _split(a, a.areas, areas, "areas", "area")
    yield from _split(a, a.priorities, priorities, "priorities", "priority")


def _split(
    a: ApplicationRecord,
    shares: Sequence[tuple[str, str, int]],
    known: Sequence[tuple[str, str]],
    field: str,
    one_of: str,
) -> Iterator[Missing]:
    total = sum(tenths for _, _, tenths in shares)
    if not shares:
        yield _mine(a, f"It does not say for which {field} it is.", field)
    elif total != WHOLE:
        said = format_percent(total, sign=False).removesuffix(".0")
        yield _mine(a, f"Its {field} come to {said} %, not 100 %.", field)
    within = {key for key, _ in known}
    for key, name, _ in shares:
        if within and key not in within:
            yield _mine(a, f"“{name}” is not {'an' if one_of == 'area' else 'a'} {one_of} of this round.", field)


def _safeguarding(a: ApplicationRecord) -> Iterator[Missing]:
    with_whom = [whom for is_so, whom in ((a.with_children, "children"), (a.with_adults, "adults at risk")) if is_so]
    if with_whom and not a.has_safeguarding:
        said = f"It works with {' and '.join(with_whom)}, and there is no safeguarding policy."
        yield _mine(a, said, "has_safeguarding")


def _tests(a: ApplicationRecord) -> Iterator[Missing]:
    if not a.local_support:
        yield _mine(a, "It does not show local support.", "local_support")
    for answer, evidence, what, field in (
        (a.duplicates, a.duplicates_evidence, "it duplicates a statutory or funded service", "duplicates"),
        (a.substitutes, a.substitutes_evidence, "it takes the place of statutory funding", "substitutes"),
    ):
        if not answer:
            yield _mine(a, f"It does not say whether {what}.", field)
        elif not evidence:
            yield _mine(a, f"It does not show how it is known whether {what}.", f"{field}_evidence")
    if not a.exit_plan:
        yield _mine(a, "It does not say what happens once the grant has ended.", "exit_plan")
    if a.is_continuation and not a.past_delivery:
        yield _mine(a, "It continues a project and does not say what that delivered so far.", "past_delivery")


# what the round asks


def _answers(a: ApplicationRecord, r: RoundRecord) -> Iterator[Missing]:
    given = dict(a.answers)
    for one in asked(a, r):
        text = given.get(one.id, "")
        if not text:
            if one.is_required:
                yield _mine(a, f"Question {one.place} is not answered: {one.text}", "answers")
            continue
        said = _unfit(one, text)
        if said:
            yield _mine(a, f"The answer to question {one.place} {said}", "answers")


def _unfit(one: QuestionRecord, text: str) -> str:
    """What is wrong with an answer, to follow “The answer to question 2”; nothing where it fits."""
    count = len(text.split())
    if one.most_words is not None and count > one.most_words:
        return f"has {count:,} words; at most {one.most_words:,} are read."
    try:
        if one.kind == "number":
            parse_number(text)
        elif one.kind == "amount":
            parse_pence(text)
        elif one.kind == "day":
            parse_day(text)
        elif one.kind == "yesno" and text.casefold() not in (YES, NO):
            return "is neither yes nor no."
    except Refused as refused:
        return f"cannot be read: {refused.message}"
    return ""


def _gate(a: ApplicationRecord, r: RoundRecord) -> Iterator[Missing]:
    given = {one.gate_id: one for one in a.gates}
    for one in r.gates:
        answer = given.get(one.id)
        if answer is None:
            yield Missing(f"Question {one.place} of the gate is not answered: {one.text}", "gate", "office")
        elif not answer.passes:
            yield Missing(f"It does not pass question {one.place} of the gate: {answer.reason}", "gate", "office")


def _endorsements(a: ApplicationRecord) -> Iterator[Missing]:
    if not a.endorsements:
        yield Missing("No partnership has been asked for its view.", "endorsements", "office", blocks=False)
    for one in a.endorsements:
        if not one.view:
            since = f", asked on {format_day(one.asked_on)}" if one.asked_on else ""
            yield Missing(f"A view on it{since}.", "endorsements", "partner", one.organisation, blocks=False)


# whom to chase


def chase(session: Session, round_id: str) -> str:
    """What is still to come in a round, as a text to copy: by organisation, then by application; its own things last.

    Those that were withdrawn, are not eligible or are ready to score are chased for nothing.
    """
    r = round_(session, round_id)
    return chase_text(r, applications(session, round_id=round_id))


def chase_text(r: RoundRecord, every: Sequence[ApplicationRecord]) -> str:
    """The same of applications that were read."""
    by_name: dict[str, list[tuple[ApplicationRecord, list[Missing]]]] = {}
    for a, found in chased(r, every):
        for name in dict.fromkeys(one.name for one in found):
            by_name.setdefault(name, []).append((a, [one for one in found if one.name == name]))
    if not by_name:
        return f"{r.name} ({r.reference}): nothing is missing.\n"
    parts = [f"{r.name} ({r.reference}): what is still to come"]
    for name in sorted(by_name, key=lambda one: (not one, one.casefold())):
        lines = [name or "For this office to do"]
        for a, found in by_name[name]:
            lines += [f"  {a.reference}, {a.project}", *(f"  - {one.what}" for one in found)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def chased(
    r: RoundRecord | None, every: Sequence[ApplicationRecord]
) -> Iterator[tuple[ApplicationRecord, list[Missing]]]:
    """The applications something is still waited for, each with what that is."""
    for a in every:
        if a.state in CHASED and (found := missing(a, r)):
            yield a, found
