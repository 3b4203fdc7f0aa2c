"""Made-up bids to a small grants fund, as many as wanted: for the example office, and to measure the desk with.

Nobody and nothing in them exists. Amounts are pence, shares tenths of a percent; times are local wall-clock text HH:MM.
The same number and seed give the same bids everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from app.examples import bid_words as words
from app.examples.bid_words import Activity
from app.grants.parts import State

SEED = 2026
MAXIMUM = 20_000_00
OPENS_ON, CLOSES_ON, CLOSES_TIME = date(2026, 4, 13), date(2026, 5, 29), "17:00"
STARTS_ON, ENDS_ON = date(2026, 8, 1), date(2027, 7, 31)
OUTSIDE, STATUTORY, TOO_MUCH = 1, 4, 5
"""The questions of the gate that some bids do not pass, by their place."""

# how many of sixty end so
_OF_SIXTY: dict[State, int] = {
    "received": 11,
    "late": 4,
    "incomplete": 6,
    "withdrawn": 3,
    "ineligible": 5,
    "draft": 2,
}
_REPEATED = 2
_LATE = (
    "The electricity failed in the building that afternoon, as the network's own notice shows.",
    "The form was sent to an old address of the office, ten minutes before the round closed.",
    "Posted three days before; the post office's receipt is with it.",
    "No reason was given; whether it is taken is for the panel's chair.",
)
_WITHDRAWN = (
    "The applicant has been given the whole amount by a trust.",
    "The worker who was to lead it has left; the applicant will try again next year.",
    "The school it was planned with has closed the building for the year.",
)
_NO_POLICY, _NOT_FOOTING, _UNANSWERED = range(3)


@dataclass(frozen=True, slots=True)
class MadeBody:
    """An organisation there is not. `scheme` and `number` are empty for a group that is in no register."""

    name: str
    kind: str
    scheme: str
    number: str
    address: str
    postcode: str
    website: str
    income: int
    founded_on: date
    person: str
    post: str
    email: str
    telephone: str


@dataclass(frozen=True, slots=True)
class MadeCost:
    """One line of what a project costs, and what of it is asked for."""

    item: str
    amount: int
    requested: int


@dataclass(frozen=True, slots=True)
class MadeMatch:
    """What comes from elsewhere; `kind` is cash or in kind."""

    source: str
    kind: str
    amount: int
    is_certain: bool


@dataclass(frozen=True, slots=True)
class MadeBid:
    """A bid and what became of it. `answers` are in the order of the questions, `fails` is a place in the gate.

    `repeats` is the number of the bid that this one is once more, under another spelling of its organisation.
    """

    number: int
    body: MadeBody
    project: str
    summary: str
    requested: int
    costs: tuple[MadeCost, ...]
    matches: tuple[MadeMatch, ...]
    areas: tuple[tuple[str, int], ...]
    priorities: tuple[tuple[str, int], ...]
    beneficiaries: int
    beneficiaries_who: str
    with_children: bool
    with_adults: bool
    safeguarding_on: date | None
    local_support: str
    duplicates_evidence: str
    substitutes_evidence: str
    exit_plan: str
    past_delivery: str
    answers: tuple[str, ...]
    arrived_by: str
    received_on: date | None
    received_time: str
    state: State
    reason: str = ""
    fails: int | None = None
    repeats: int | None = None
    starts_on: date = STARTS_ON
    ends_on: date = ENDS_ON


def made(count: int, seed: int = SEED) -> list[MadeBid]:
    """So many bids in the order they arrived; drafts, which have not arrived, come last."""
    chance = Random(f"{seed} of {count}")
    repeated = _REPEATED * count // 60
    first = count - repeated
    known = bodies(max(first * 2 // 5, min(first, 50)), seed)
    found = [
        _bid(chance, known[at] if at < len(known) else chance.choice(known), state, nth)
        for at, (state, nth) in enumerate(_states(chance, first))
    ]
    chosen = [at for at, one in enumerate(found) if one.state in ("ready", "received")]
    copies = {len(found) + place: at for place, at in enumerate(chance.sample(chosen, repeated))}
    found += [_again(chance, found[at]) for at in copies.values()]
    order = sorted(range(count), key=lambda at: (found[at].received_on or date.max, found[at].received_time))
    numbers = {at: number for number, at in enumerate(order, 1)}
    return [
        replace(found[at], number=numbers[at], repeats=numbers[copies[at]] if at in copies else None) for at in order
    ]


def bodies(count: int, seed: int = SEED) -> list[MadeBody]:
    """So many organisations, no two of one name. Raises ValueError for more than there are names.

    One of a name has the same number whatever the seed.
    """
    chance = Random(f"{seed} bodies")
    names = [
        (f"{place} {subject} {form}", kind)
        for place in words.PLACES
        for subject in words.SUBJECTS
        for form, kind in words.FORMS
    ]
    return [_body(chance, at, *names[at]) for at in chance.sample(range(len(names)), count)]


def _body(chance: Random, at: int, name: str, kind: str) -> MadeBody:
    registers = {"Charity": ("GB-CHC", f"{9_000_001 + at}"), "Company": ("GB-COH", f"{99_000_001 + at}")}
    scheme, number = registers.get(kind, ("", ""))
    place = name.split(maxsplit=1)[0]
    on_the_net = "".join(letter for letter in name.lower().replace(" ", "-") if letter.isalnum() or letter == "-")
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    postcode = f"AN{chance.randint(1, 99)} {chance.randint(0, 9)}{chance.choice(letters)}{chance.choice(letters)}"
    return MadeBody(
        name,
        kind,
        scheme,
        number,
        f"{chance.randint(1, 190)} {chance.choice(words.STREETS)}\n{place}",
        postcode,
        f"https://{on_the_net}.example",
        chance.randrange(4, 400) * 1_000_00,
        date(chance.randint(1972, 2024), chance.randint(1, 12), 1),
        chance.choice(words.PEOPLE),
        chance.choice(words.POSTS),
        f"office@{on_the_net}.example",
        f"01632 960{chance.randrange(1_000):03}",
    )


def _states(chance: Random, count: int) -> list[tuple[State, int]]:
    """What becomes of so many bids, each with how many came to that before: as in `_OF_SIXTY`, the others are ready."""
    found: list[tuple[State, int]] = [
        (state, nth) for state, of_sixty in _OF_SIXTY.items() for nth in range(of_sixty * count // 58)
    ]
    found += [("ready", nth) for nth in range(count - len(found))]
    chance.shuffle(found)
    return found


def _bid(chance: Random, body: MadeBody, state: State, nth: int) -> MadeBid:
    activity = chance.choice(words.ACTIVITIES)
    place = body.name.split(maxsplit=1)[0]
    requested = max(1_500_00, round(chance.triangular(2_000, MAXIMUM // 100, 19_000) / 50) * 50_00)
    matches = tuple(_matches(chance, requested))
    sessions, people = chance.randint(12, 90), chance.randint(15, 400)
    received_on, received_time = _received(chance, late=state == "late")
    one = MadeBid(
        0,
        body,
        f"{activity.title} {chance.choice(words.SETTINGS)} in {place}",
        f"{activity.does} {sessions} sessions are planned, for {people} people.",
        requested,
        tuple(_costs(chance, activity, requested, sum(each.amount for each in matches))),
        matches,
        tuple(_areas(chance)),
        tuple(_priorities(chance, activity)),
        people,
        activity.who,
        activity.with_children,
        activity.with_adults,
        date(2025, chance.randint(1, 12), chance.randint(1, 28)),
        chance.choice(words.SUPPORTS),
        chance.choice(words.NO_DUPLICATE),
        chance.choice(words.NO_SUBSTITUTE),
        chance.choice(words.EXITS),
        _past(chance),
        _answers(chance, activity, place, sessions),
        "paper" if chance.random() < 0.15 else "form",
        received_on,
        received_time,
        state,
    )
    return _as_it_ended(chance, one, nth)


def _as_it_ended(chance: Random, one: MadeBid, nth: int) -> MadeBid:
    """The bid with what its state comes from; those of one state take turns in why."""
    if one.state == "late":
        return replace(one, reason=_LATE[nth % len(_LATE)])
    if one.state == "withdrawn":
        return replace(one, reason=_WITHDRAWN[nth % len(_WITHDRAWN)])
    if one.state == "incomplete":
        return _incomplete(one, nth % 3)
    if one.state == "ineligible":
        return _ineligible(chance, one, (OUTSIDE, STATUTORY, TOO_MUCH)[nth % 3])
    if one.state == "draft":
        return replace(one, received_on=None, received_time="", answers=one.answers[:2], exit_plan="")
    return one


def _incomplete(one: MadeBid, lacks: int) -> MadeBid:
    if lacks == _NO_POLICY and (one.with_children or one.with_adults):
        return replace(one, safeguarding_on=None, reason="The safeguarding policy has not come.")
    if lacks == _UNANSWERED:
        return replace(
            one, answers=(*one.answers[:2], "", *one.answers[3:]), exit_plan="", reason="Two questions are unanswered."
        )
    last = one.costs[-1]
    short = min(last.requested, 450_00)
    costs = (*one.costs[:-1], replace(last, requested=last.requested - short))
    return replace(one, costs=costs, reason=f"The costs ask for £{short // 100:,} less than the bid does.")


def _ineligible(chance: Random, one: MadeBid, fails: int) -> MadeBid:
    if fails == OUTSIDE:
        return replace(one, fails=fails, reason="All of the work would be in the next county.")
    if fails == STATUTORY:
        return replace(
            one, fails=fails, reason="It would pay for what a council has a duty to do.", substitutes_evidence=""
        )
    above = chance.randrange(1, 12) * 500_00
    last = one.costs[-1]
    more = MAXIMUM + above - one.requested
    costs = (*one.costs[:-1], replace(last, amount=last.amount + more, requested=last.requested + more))
    return replace(
        one,
        fails=fails,
        requested=MAXIMUM + above,
        costs=costs,
        reason=f"It asks for £{(MAXIMUM + above) // 100:,}; the largest grant is £{MAXIMUM // 100:,}.",
    )


def _again(chance: Random, one: MadeBid) -> MadeBid:
    """The same bid once more, a day later on paper, from a body that is written a little differently."""
    name = one.body.name
    for ours, theirs in words.VARIANTS:
        name = name.replace(ours, theirs)
    if name == one.body.name:
        name = f"The {name}"
    assert one.received_on is not None
    return replace(
        one,
        body=replace(one.body, name=name, scheme="", number=""),
        arrived_by="paper",
        received_on=min(one.received_on + timedelta(days=1), CLOSES_ON),
        received_time=f"{chance.randint(9, 16):02}:{chance.randrange(60):02}",
        state="received",
    )


def _received(chance: Random, *, late: bool) -> tuple[date, str]:
    """Most come in the last days; a late one after the hour on the last day, or in the days after it."""
    if late:
        days = chance.choice((0, 0, 1, 3))
        hour = chance.randint(17, 22) if not days else chance.randint(8, 16)
        return CLOSES_ON + timedelta(days=days), f"{hour:02}:{chance.randint(1, 59):02}"
    days = (CLOSES_ON - OPENS_ON).days
    on = OPENS_ON + timedelta(days=round(chance.triangular(0, days, days)))
    return on, f"{chance.randint(8, 16):02}:{chance.randrange(60):02}"


def _matches(chance: Random, requested: int) -> Iterator[MadeMatch]:
    """Cash for half of the bids, something in kind for half."""
    tenth = requested // 10 // 50_00 * 50_00 or 50_00
    if chance.random() < 0.5:
        yield MadeMatch(chance.choice(words.OTHERS), "cash", tenth * chance.randint(1, 4), chance.random() < 0.6)
    if chance.random() < 0.5:
        yield MadeMatch(chance.choice(words.IN_KIND), "in kind", tenth * chance.randint(1, 3), True)


def _costs(chance: Random, activity: Activity, requested: int, elsewhere: int) -> Iterator[MadeCost]:
    """Lines whose requests foot to the request; what comes from elsewhere stands in the first."""
    weights = [chance.randint(2, 9) for _ in activity.items]
    parts = [requested * weight // sum(weights) // 10_00 * 10_00 for weight in weights]
    parts[0] += requested - sum(parts)
    for at, (item, part) in enumerate(zip(activity.items, parts, strict=True)):
        yield MadeCost(item, part + (elsewhere if at == 0 else 0), part)


def _areas(chance: Random) -> Iterator[tuple[str, int]]:
    """Six in ten for the county alone, and some for two areas."""
    first = chance.choices(words.AREAS, (6, 2, 2))[0]
    yield from _shared(chance, first, words.AREAS, often=0.2)


def _priorities(chance: Random, activity: Activity) -> Iterator[tuple[str, int]]:
    yield from _shared(chance, activity.priority, words.PRIORITIES, often=0.35)


def _shared(chance: Random, first: str, every: tuple[str, ...], often: float) -> Iterator[tuple[str, int]]:
    """The whole for one, or so often a part for another one too."""
    if chance.random() >= often:
        yield first, 1000
        return
    part = chance.choice((200, 200, 300, 300, 400, 500))
    yield first, 1000 - part
    yield chance.choice([one for one in every if one != first]), part


def _past(chance: Random) -> str:
    """What an earlier grant delivered, for one bid in five; the others are new."""
    if chance.random() >= 0.2:
        return ""
    people = chance.randint(20, 120)
    return chance.choice(words.DELIVERED).format(
        sessions=chance.randint(10, 60),
        share=chance.randint(55, 95),
        people=people,
        fewer=people - chance.randint(1, 9),
    )


def _answers(chance: Random, activity: Activity, place: str, sessions: int) -> tuple[str, ...]:
    return (
        f"{chance.choice(words.NEEDS)} In {place} we would begin with {activity.who[0].lower()}{activity.who[1:]}.",
        f"{activity.does} We plan {sessions} sessions of {chance.choice(('two', 'three', 'four'))} hours.",
        chance.choice(words.SHOWN_BY),
        chance.choice(words.RAN_BEFORE),
        str(chance.randint(2, 24)),
        "yes",
    )
