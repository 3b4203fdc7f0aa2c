"""The planner of oversubscription: before a round opens, what it will cost to write, to read, and how likely it is.

Everything is worked out from a few figures a person gives, without the office file. Money is pence, times are whole
minutes, shares tenths of a percent, minutes spent for each £1,000 awarded are whole as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.errors import Refused
from app.grants.parts import RoundRecord
from app.money import Pence, format_pence, format_percent, split_by_shares, tenths_of_percent

WHOLE = 1000
MOST = 1_000_000
"""The most of anything that is counted here."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """What nobody can know yet, so that it is said and may be tried: shares in tenths of a percent.

    `interest_effort` is what an expression of interest takes of the time of a whole bid, to write and to read;
    `invited_for_each` how many are invited to write one for each that can be funded. `refused` is the share of bids a
    gate refuses. At a first stage `first_readers` of the members read, and `through` is the share that the others read.
    """

    members: int = 5
    interest_effort: int = 200
    invited_for_each: int = 2
    refused: int = 200
    first_readers: int = 2
    through: int = 333


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a plan is made from: the pot with what may go above it, the largest grant, and what is expected.

    None stands for what nobody has said yet.
    """

    pot: Pence
    cap: Pence | None
    bids: int | None
    reading_minutes: int | None
    applicant_hours: int | None
    interest_first: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """One way to run the round, in the figures that every way is told in.

    `bids` are those that write a whole bid, `read` those every member reads; `odds` is the share of all who apply that
    can be funded. `reading` are the minutes of the whole panel and `per_member` those of a member on average;
    `writing` are the minutes of all who apply, and `for_each_thousand` how many of these go into every £1,000 awarded.
    None is what cannot be told.
    """

    key: str
    name: str
    applied: int
    bids: int
    read: int
    funded: int | None
    odds: int | None
    per_member: int | None
    reading: int | None
    writing: int | None
    for_each_thousand: int | None
    says: str

    @property
    def one_in(self) -> int | None:
        """The same odds as one in so many, rounded; None where nothing can be funded."""
        return None if not self.funded else max(1, (2 * self.applied + self.funded) // (2 * self.funded))


@dataclass(frozen=True, slots=True)
class Plan:
    """The round as it is planned and each other way to run it; none where the bids expected are not known.

    `missing` says what would have to be told for the figures that are not there.
    """

    courses: tuple[Course, ...]
    says: str
    missing: tuple[str, ...] = ()

    @property
    def planned(self) -> Course | None:
        """The way it is planned: the first of them."""
        return self.courses[0] if self.courses else None

    def course(self, key: str) -> Course | None:
        """One way by its key: `plain`, `interest`, `gate` or `stages`."""
        return next((one for one in self.courses if one.key == key), None)


def numbers(r: RoundRecord) -> Numbers:
    """What a round tells the planner; what was approved above its pot may be awarded too."""
    pot = Pence(r.pot + r.over)
    return Numbers(pot, r.maximum, r.expected_bids, r.reading_minutes, r.applicant_hours, r.interest_first)


def plan(given: RoundRecord | Numbers, assumed: Assumed | None = None) -> Plan:
    """Work out a round and the other ways to run it. Raises Refused at the box of what cannot be worked with."""
    n = numbers(given) if isinstance(given, RoundRecord) else given
    a = assumed or Assumed()
    _refuse_senseless(n, a)
    missing = tuple(_missing(n))
    if n.bids is None:
        return Plan((), "Say how many bids are expected, and the planner tells what they will cost.", missing)
    plain = _plain(n, a, n.bids)
    ways = [plain, _interest(n, a, plain), _gate(n, a, plain), _stages(n, a, plain)]
    if n.interest_first:
        ways.insert(0, ways.pop(1))
    courses = tuple(_course(one, plain, n, a) for one in ways)
    return Plan(courses, _told(courses[0], n), missing)


def fundable(pot: int, cap: int | None, bids: int) -> int | None:
    """How many bids a pot holds where each is for the largest grant, but never more than there are.

    None without a largest grant.
    """
    return None if not cap else min(pot // cap, bids)


def part_of(count: int, tenths: int) -> int:
    """This share of so many, rounded so that it and the rest come to all of them."""
    return int(split_by_shares(count, [tenths, WHOLE - tenths])[0])


# each way


@dataclass(frozen=True, slots=True)
class _Way:
    """What a way comes to, before it is told: how many, and the minutes of the whole panel and of all who apply."""

    key: str
    name: str
    applied: int
    bids: int
    read: int
    funded: int | None
    reading: int | None
    writing: int | None


def _plain(n: Numbers, a: Assumed, bids: int) -> _Way:
    """Everybody writes a whole bid and every member reads each."""
    reading = None if n.reading_minutes is None else n.reading_minutes * bids * a.members
    writing = None if n.applicant_hours is None else n.applicant_hours * 60 * bids
    funded = fundable(n.pot, n.cap, bids)
    return _Way("plain", "Whole bids at once", bids, bids, bids, funded, reading, writing)


def _interest(n: Numbers, a: Assumed, plain: _Way) -> _Way:
    """Everybody writes an expression of interest, and some are invited to write a whole bid after it.

    Where it is not known how many can be funded, it is not known how many are invited either.
    """
    name = "An expression of interest first"
    if plain.funded is None:
        return _Way("interest", name, plain.applied, plain.bids, plain.read, None, None, None)
    invited = min(plain.applied, plain.funded * a.invited_for_each)
    effort = a.interest_effort * plain.applied
    reading = writing = None
    if n.reading_minutes is not None:
        reading = a.members * (_up(n.reading_minutes * effort, WHOLE) + n.reading_minutes * invited)
    if n.applicant_hours is not None:
        writing = _up(n.applicant_hours * 60 * effort, WHOLE) + n.applicant_hours * 60 * invited
    return _Way("interest", name, plain.applied, invited, invited, plain.funded, reading, writing)


def _gate(n: Numbers, a: Assumed, plain: _Way) -> _Way:
    """A gate refuses some before a member reads them; they have been written all the same."""
    passed = plain.applied - part_of(plain.applied, a.refused)
    reading = None if n.reading_minutes is None else n.reading_minutes * passed * a.members
    funded = fundable(n.pot, n.cap, passed)
    return _Way("gate", "An eligibility gate", plain.applied, plain.bids, passed, funded, reading, plain.writing)


def _stages(n: Numbers, a: Assumed, plain: _Way) -> _Way:
    """Some members read everything, and the others only what they let through, at least all that can be funded."""
    through = max(part_of(plain.applied, a.through), plain.funded or 0)
    reading = None
    if n.reading_minutes is not None:
        others = a.members - a.first_readers
        reading = n.reading_minutes * (plain.applied * a.first_readers + through * others)
    name = "Two stages of reading"
    return _Way("stages", name, plain.applied, plain.bids, through, plain.funded, reading, plain.writing)


def _course(one: _Way, plain: _Way, n: Numbers, a: Assumed) -> Course:
    """A way with its odds, what it takes of each member and for every £1,000, and its sentence."""
    awarded = 0 if one.funded is None or n.cap is None else one.funded * n.cap
    spent = None if one.writing is None or not awarded else (one.writing * 200_000 + awarded) // (2 * awarded)
    course = Course(
        one.key,
        one.name,
        one.applied,
        one.bids,
        one.read,
        one.funded,
        None if one.funded is None else tenths_of_percent(one.funded, one.applied),
        None if one.reading is None else _up(one.reading, a.members),
        one.reading,
        one.writing,
        spent,
        "",
    )
    return replace(course, says=_told(course, n) if one is plain else _against(course, plain, a))


def _up(amount: int, by: int) -> int:
    return -(-amount // by)


# in words


def hours(minutes: int) -> str:
    """Minutes as a person says them: 45 minutes, 1 hour, 2,850 hours; above an hour to the nearest one."""
    if minutes < 60:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    whole = (minutes + 30) // 60
    return f"{whole:,} hour{'' if whole == 1 else 's'}"


def counted(count: int, one: str, many: str = "") -> str:
    """So many of something: 1 bid, 1,200 bids."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _told(one: Course, n: Numbers) -> str:
    if one.funded is None or n.cap is None:
        says = f"Nobody has said how large a grant may be, so it is open how many of {one.applied:,} can be funded"
    elif not one.funded:
        says = f"The pot holds no grant of {format_pence(n.cap)}"
    else:
        says = f"{counted(one.funded, 'bid')} of {one.applied:,} can be funded at {format_pence(n.cap)} each"
        says += f", about 1 in {one.one_in:,}" if one.funded < one.applied else ", which is all of them"
    if one.per_member is not None and one.reading is not None:
        says += f"; each member reads for {hours(one.per_member)}, the panel for {hours(one.reading)}"
    if one.writing is not None:
        says += f"; those who apply spend {hours(one.writing)}"
        if one.for_each_thousand is not None:
            says += f", {hours(one.for_each_thousand)} for every £1,000 awarded"
    return f"{says}."


def _against(one: Course, plain: _Way, a: Assumed) -> str:
    """What a way changes, against whole bids at once."""
    if one.key == "interest":
        if one.funded is None:
            return "Give a largest grant, and it can be told how many would be invited to write a whole bid."
        what = f"Of {one.applied:,} who write a short form, {one.bids:,} are invited to write a whole bid"
    elif one.key == "gate":
        what = f"A gate that refuses {_percent(a.refused)} leaves {counted(one.read, 'bid')} of {one.applied:,} to read"
    else:
        readers = counted(a.first_readers, "member")
        verb = "reads" if a.first_readers == 1 else "read"
        what = f"{readers} {verb} all {one.applied:,}, and the whole panel only {one.read:,} of them"
    changes = [
        _changed(one.reading, plain.reading, "reading"),
        _changed(one.writing, plain.writing, "writing"),
    ]
    return f"{'; '.join([what, *(each for each in changes if each)])}."


def _changed(now: int | None, before: int | None, what: str) -> str:
    if now is None or before is None:
        return ""
    if now == before:
        return f"{what} stays at {hours(before)}"
    verb = "falls" if now < before else "rises"
    return f"{what} {verb} from {hours(before)} to {hours(now)}"


def _percent(tenths: int) -> str:
    return f"{format_percent(tenths, sign=False).removesuffix('.0')} %"


# what it is given


def _missing(n: Numbers) -> list[str]:
    found = []
    if n.bids is None:
        found.append("how many bids are expected")
    if n.cap is None:
        found.append("the largest grant")
    if n.reading_minutes is None:
        found.append("the minutes to read one bid")
    if n.applicant_hours is None:
        found.append("the hours to write one bid")
    return found


def _refuse_senseless(n: Numbers, a: Assumed) -> None:
    """Raise Refused at the box for what no plan can be made from."""
    for value, field in (
        (n.bids, "expected_bids"),
        (n.reading_minutes, "reading_minutes"),
        (n.applicant_hours, "applicant_hours"),
        (a.members, "members"),
        (a.invited_for_each, "invited_for_each"),
        (a.first_readers, "first_readers"),
    ):
        if value is not None and not 1 <= value <= MOST:
            raise Refused(f"Type a number from 1 to {MOST:,}.", field)
    for tenths, field in (
        (a.interest_effort, "interest_effort"),
        (a.refused, "refused"),
        (a.through, "through"),
    ):
        if not 0 <= tenths <= WHOLE:
            raise Refused("A share is between 0 % and 100 %.", field)
    if a.first_readers > a.members:
        raise Refused(f"The panel only has {counted(a.members, 'member')}.", "first_readers")
    for pence, field in ((n.pot, "pot"), (n.cap, "maximum")):
        if pence is not None and pence < 0:
            raise Refused("An amount cannot be below £0.", field)
