"""A folder of returned forms: what taking each of them would do, and taking it, whole or not at all.

Amounts are pence, shares tenths of a percent, times local wall-clock text HH:MM.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from sqlalchemy.orm import Session

from app import documents
from app.documents import Put
from app.errors import Refused
from app.fields import value_text
from app.grants import applicants, bid_fields, bids, clock, costs, states
from app.grants.applicants import ApplicantRecord
from app.grants.bids import Terms
from app.grants.form import (
    BID_KEYS,
    CONTACT_KEYS,
    FIELDS,
    NUMBER_KEYS,
    BadCell,
    FormRecord,
    Place,
    scheme_of,
)
from app.grants.parts import ApplicationRecord, RoundRecord, State
from app.grants.reading import applications, area_names, priority_names, round_
from app.money import Pence, format_pence
from app.progress import Progress
from app.years import format_day

Outcome = Literal["new", "changed", "same", "duplicate", "refused"]
OUTCOMES: dict[Outcome, str] = {
    "new": "New",
    "changed": "Changed",
    "same": "Taken already",
    "duplicate": "Duplicate",
    "refused": "Cannot be taken",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A field that taking a form would change: its label, and what it is and would be, as they are shown."""

    label: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What taking one file would do.

    `application_id` and `version` are of the bid that it would change, or that it is the same as. `late` is how long
    after the close it came, in words, empty where it was in time. `problems` keep it from being taken; `notices` do
    not. `organisation_id` is empty for an organisation that the office does not know yet.
    """

    form: FormRecord
    outcome: Outcome
    received_on: date | None
    received_time: str
    organisation: str = ""
    organisation_id: str = ""
    project: str = ""
    requested: Pence | None = None
    application_id: str = ""
    reference: str = ""
    version: int | None = None
    late: str = ""
    is_old_version: bool = False
    is_wrong_round: bool = False
    changes: tuple[Change, ...] = ()
    problems: tuple[BadCell, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name."""
        return self.form.name

    @property
    def can_take(self) -> bool:
        """Whether it would be taken when everything is."""
        return self.outcome in ("new", "changed")


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a folder of forms into a round would do, in the order of the files' names."""

    round_id: str
    round: str
    files: tuple[FilePlan, ...]

    @property
    def to_take(self) -> tuple[FilePlan, ...]:
        """The files that would be taken."""
        return tuple(one for one in self.files if one.can_take)

    def counted(self) -> str:
        """How many files of each outcome there are, in a line."""
        many = {one: sum(plan.outcome == one for plan in self.files) for one in OUTCOMES}
        told = [f"{count:,} {OUTCOMES[one].lower()}" for one, count in many.items() if count]
        late = sum(bool(plan.late) for plan in self.to_take)
        return ", ".join([*told, *([f"{late:,} of them late"] if late else [])])


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: the bid it is now, or the sentence why it was not taken."""

    name: str
    application_id: str = ""
    refused: str = ""


# planning


def preview(
    session: Session,
    round_id: str,
    *,
    forms: Sequence[FormRecord],
    received_on: date | None = None,
    received_time: str = "",
) -> Preview:
    """What taking these forms into a round would do; nothing is written.

    They all arrived on `received_on` at `received_time`; without a day, each when its file was saved, which is told.
    Raises Refused for a round that takes no bids, and for a time that is none.
    """
    r = _open_round(session, round_id)
    at = clock.parse_time(received_time, "received_time") if received_time.strip() else ""
    if at and received_on is None:
        raise Refused("Say on which day they arrived, too.", "received_on")
    known = _Known(session, r)
    plans = []
    for form in forms:
        day, time = (received_on, at) if received_on is not None else (form.saved_on, form.saved_time)
        plans.append(known.plan(form, day, time, by_file=received_on is None))
    return Preview(r.id, r.name, tuple(_without_twins(plans)))


def _open_round(session: Session, round_id: str) -> RoundRecord:
    r = round_(session, round_id)
    if r.archived:
        raise Refused("This round has been put away. Bring it back first.")
    if not r.is_frozen:
        raise Refused("This round is still a draft, and its terms may change. Open it first.")
    return r


class _Known:
    """What the office knows of a round and of who applies, looked up by what a form says."""

    def __init__(self, session: Session, r: RoundRecord) -> None:
        self.round = r
        self.bids = applications(session, round_id=r.id)
        self.areas, self.priorities = area_names(session), priority_names(session)
        self._names: dict[str, ApplicantRecord] = {}
        self._numbers: dict[tuple[str, str], ApplicantRecord] = {}
        for one in applicants.applicants(session):
            for name in (*reversed(one.aliases), one.name):
                self._names.setdefault(_alike(name), one)
            for number in one.identifiers:
                self._numbers[number.scheme, number.number] = one

    def plan(self, form: FormRecord, day: date | None, time: str, *, by_file: bool) -> FilePlan:
        """What taking one form would do."""
        found, problems, notices = self._organisation(form)
        requested = dict(form.values).get("requested")
        plan = FilePlan(
            form,
            "new",
            day,
            time,
            organisation=found.name if found else form.text("organisation"),
            organisation_id=found.id if found else "",
            project=form.text("project"),
            requested=Pence(requested) if isinstance(requested, int) else None,
            is_old_version=form.mark is not None and form.mark < self.round.version_mark,
            is_wrong_round=form.mark is not None and form.round_id != self.round.id,
            problems=(*form.problems, *problems),
            notices=(*form.notices, *notices),
        )
        if form.digest:
            same = next((one for one in self.bids if one.form_digest == form.digest), None)
            if same is not None:
                return replace(_against(plan, same), outcome="same")
        if form.mark is None or plan.is_wrong_round:
            return self._not_of_round(plan)
        return self._of_round(plan, by_file=by_file)

    def _not_of_round(self, plan: FilePlan) -> FilePlan:
        if not plan.is_wrong_round:
            return replace(plan, outcome="refused")
        words = f"this form is of another round ({plan.form.round_reference or 'nobody can say which'})."
        return replace(plan, outcome="refused", problems=(BadCell(Place(), words), *plan.form.problems), notices=())

    def _of_round(self, plan: FilePlan, *, by_file: bool) -> FilePlan:
        plan = self._against_bids(self._checked(plan))
        late = self._late(plan)
        notices = [*plan.notices]
        if late:
            notices.append(late)
        if by_file and plan.received_on is not None:
            at = f" at {plan.received_time}" if plan.received_time else ""
            notices.append(
                f"That it arrived on {format_day(plan.received_on)}{at} is known from the file alone. Give the day "
                "and time of receipt where it is not so."
            )
        outcome: Outcome = "refused" if plan.problems else plan.outcome
        return replace(plan, late=late, notices=tuple(notices), outcome=outcome)

    def _checked(self, plan: FilePlan) -> FilePlan:
        """The plan with what does not fit the round."""
        form, r = plan.form, self.round
        problems, notices = [*plan.problems], [*plan.notices]
        if form.mark is not None and form.mark > r.version_mark:
            problems.append(BadCell(Place(), "this form is newer than the round in this office file."))
        if plan.is_old_version:
            notices.append(f"This is version {form.mark} of the form; by now there is version {r.version_mark}.")
        if form.stage == "interest" and not r.interest_first:
            problems.append(BadCell(Place(), "there are no expressions of interest in this round."))
        if plan.received_on is None:
            problems.append(BadCell(Place(), "the day it arrived is not known. Give it."))
        for prefix, shares, names, own in (
            ("area", form.areas, self.areas, r.areas),
            ("priority", form.priorities, self.priorities, r.priorities),
        ):
            allowed = {key for key, _ in own} or set(names)
            for key, _ in shares:
                if key not in allowed:
                    what = "an area" if prefix == "area" else "a priority"
                    problems.append(BadCell(form.place(f"{prefix}:{key}"), f"this is not {what} of the round."))
        asked = {one.id for one in r.questions}
        for key, _ in form.answers:
            if key not in asked:
                notices.append(
                    f"{form.place(f'answer:{key}')}: the round asks this no more, so the answer is left out."
                )
        return replace(plan, problems=tuple(problems), notices=tuple(notices))

    def _organisation(self, form: FormRecord) -> tuple[ApplicantRecord | None, list[BadCell], list[str]]:
        """Whose form it is, by a number first and then by its name; what is wrong or to be told about that."""
        name = form.text("organisation")
        named = self._names.get(_alike(name)) if name else None
        by_number: dict[str, ApplicantRecord] = {}
        for key in NUMBER_KEYS:
            number = form.text(key)
            found = self._numbers.get((scheme_of(key, number), number)) if number else None
            if found is not None:
                by_number[key] = found
        holders = {one.id: one for one in by_number.values()}
        if len(holders) > 1:
            first, second = holders.values()
            words = f"its two numbers are of two organisations, “{first.name}” and “{second.name}”."
            return None, [BadCell(form.place(NUMBER_KEYS[1]), words)], []
        if not by_number:
            return named, [], []
        ((key, holder),) = list(by_number.items())[:1]
        if named is not None and named.id == holder.id:
            return holder, [], []
        told = f"{form.place(key)}: the number is of “{holder.name}”, so it is taken as theirs, not as “{name}”."
        return holder, [], [told]

    def _against_bids(self, plan: FilePlan) -> FilePlan:
        """The plan beside what the same organisation has sent already."""
        theirs = [
            one for one in self.bids if (one.organisation_id == plan.organisation_id if plan.organisation_id else False)
        ]
        live = [one for one in theirs if one.state not in ("withdrawn", "ineligible")]
        before = next((one for one in live if _alike(one.project) == _alike(plan.project)), None)
        others = [one for one in theirs if one is not before]
        notices = [*plan.notices]
        if others:
            told = ", ".join(f"{one.reference} “{one.project}” ({_state(one.state)})" for one in others[:3])
            notices.append(f"The same organisation has sent {told} in this round.")
        if before is None:
            return replace(plan, notices=tuple(notices))
        plan = _against(replace(plan, notices=tuple(notices)), before)
        if before.state == "ready":
            words = f"{before.reference} is ready to score, so no form changes it. Take it back to received first."
            return replace(plan, problems=(*plan.problems, BadCell(Place(), words)))
        if plan.form.stage == "interest" and before.stage == "full":
            words = f"{before.reference} is a whole application already; this is an expression of interest."
            return replace(plan, problems=(*plan.problems, BadCell(Place(), words)))
        changes = tuple(self._changes(plan.form, before))
        return replace(plan, changes=changes, outcome="changed" if changes else "same")

    def _changes(self, form: FormRecord, a: ApplicationRecord) -> list[Change]:
        """Every field of a bid that a form would change, in the order of the form."""
        before = cast(Mapping[str, Any], bids.as_typed(a))
        after = cast(Mapping[str, Any], _terms(form))
        found = []
        if form.stage != a.stage:
            found.append(Change("Stage", bid_fields.words(bid_fields.STAGES, a.stage), "Full application"))
        for key in BID_KEYS:
            if key in after and (before[key] or None) != (after[key] or None):
                one = FIELDS[key]
                found.append(Change(one.label, value_text(one, before[key]), value_text(one, after[key])))
        texts = {one.id: one.text for one in self.round.questions}
        for key, text in _answers(form, self.round).items():
            was = dict(a.answers).get(key, "")
            if was != text:
                found.append(Change(texts[key], was or "Nothing", text or "Nothing"))
        if form.stage == "full":
            found += _changed(
                "Costs", [_cost(*one) for one in _cost_lines(a)], [_cost(*one) for one in _form_costs(form)]
            )
            found += _changed("Match funding", *_both_matches(form, a))
        for label, named, now, names in (
            ("Areas", a.areas, form.areas, self.areas),
            ("Priorities", a.priorities, form.priorities, self.priorities),
        ):
            was_shares = sorted(f"{name} {tenths / 10:g} %" for _, name, tenths in named)
            found += _changed(
                label, was_shares, sorted(f"{names.get(key, '')} {tenths / 10:g} %" for key, tenths in now)
            )
        return found

    def _late(self, plan: FilePlan) -> str:
        """When it came and when the round closed, in a sentence, for one that came too late."""
        if plan.received_on is None:
            return ""
        form, r = plan.form, self.round
        if not clock.is_late(r, plan.received_on, plan.received_time, stage=form.stage):
            return ""
        closes = r.interest_closes_on if form.stage == "interest" and r.interest_closes_on else r.closes_on
        at = f" at {plan.received_time}" if plan.received_time else ""
        closed = f"the round closed on {format_day(closes)} at {r.closes_time}" if closes else "no meeting was to come"
        return f"It arrived on {format_day(plan.received_on)}{at}; {closed}."


def _against(plan: FilePlan, a: ApplicationRecord) -> FilePlan:
    return replace(
        plan,
        application_id=a.id,
        reference=a.reference,
        version=a.version,
        organisation=a.organisation,
        organisation_id=a.organisation_id,
        project=a.project,
    )


def _without_twins(plans: Sequence[FilePlan]) -> list[FilePlan]:
    """The plans, in which of several files of the same bid only the one that came last is taken."""
    last: dict[tuple[str, str], FilePlan] = {}
    for plan in plans:
        if plan.can_take:
            key = _twin(plan)
            if key not in last or _came(plan) > _came(last[key]):
                last[key] = plan
    found = []
    for plan in plans:
        kept = last.get(_twin(plan), plan) if plan.can_take else plan
        if kept is plan:
            found.append(plan)
        else:
            alike = "the same file as" if kept.form.digest == plan.form.digest else "an earlier form of the same bid as"
            words = f"This is {alike} {kept.name}, which is taken."
            found.append(replace(plan, outcome="duplicate", notices=(words, *plan.notices)))
    return found


def _twin(plan: FilePlan) -> tuple[str, str]:
    return (plan.organisation_id or _alike(plan.organisation), _alike(plan.project))


def _came(plan: FilePlan) -> tuple[date, str, date, str]:
    form = plan.form
    first = date.min
    return (plan.received_on or first, plan.received_time, form.saved_on or first, form.saved_time)


def _alike(words: str) -> str:
    """A name as it is compared: small letters and single spaces."""
    return " ".join(words.split()).casefold()


def _state(state: State) -> str:
    return bid_fields.words(bid_fields.STATES, state).lower()


def _changed(label: str, was: list[str], becomes: list[str]) -> list[Change]:
    if was == becomes:
        return []
    return [Change(label, "; ".join(was) or "Nothing", "; ".join(becomes) or "Nothing")]


def _cost_lines(a: ApplicationRecord) -> list[tuple[str, int, int]]:
    return [(one.item, one.amount, one.requested) for one in a.costs]


def _form_costs(form: FormRecord) -> list[tuple[str, int, int]]:
    return [(one.item, one.amount, one.requested) for one in form.costs]


def _cost(item: str, amount: int, requested: int) -> str:
    return f"{item} {format_pence(amount)}, of it {format_pence(requested)} asked for"


def _both_matches(form: FormRecord, a: ApplicationRecord) -> tuple[list[str], list[str]]:
    was, becomes = (
        [
            f"{one.source} {format_pence(one.amount)} in {one.kind.removeprefix('in ')}"
            f"{', certain' if one.is_certain else ''}"
            for one in lines
        ]
        for lines in (a.matches, form.matches)
    )
    return was, becomes


# taking


def take(
    session: Session,
    round_id: str,
    *,
    form: FormRecord,
    original: Put | None,
    received_on: date,
    received_time: str = "",
    day: date,
    application_id: str = "",
    version: int | None = None,
    organisation_id: str = "",
) -> str:
    """Take a form as a new bid, or as the change of one, with all that it says and the original kept; the bid's id.

    `day` is today. `original` is the file as `documents.put` kept it, None for one that bank details were taken out of:
    that one is not kept. `organisation_id` chooses whose it is. Raises Refused, Stale; then nothing of it is saved.
    """
    r = _open_round(session, round_id)
    _refuse_unfit(form, original, r)
    known = _Known(session, r)
    plan = known.plan(form, received_on, received_time, by_file=False)
    if plan.problems:
        raise Refused(plan.problems[0].sentence(form.name))
    if plan.outcome == "same":
        raise Refused(f"{form.name} holds nothing that {plan.reference} does not hold already.")
    if plan.application_id != application_id:
        at = plan.reference or "a new bid"
        raise Refused(f"{form.name} would by now be taken as {at}. Somebody saved meanwhile; look at the folder again.")
    terms = _terms(form)
    terms["arrived_by"], terms["form_digest"], terms["form_mark"] = "form", form.digest, form.mark
    terms["received_on"], terms["received_time"] = received_on, received_time
    if original is None:
        terms["note"] = _note(known, application_id)
    taken = _save(session, r, terms, plan, version, organisation_id)
    _save_parts(session, taken, form, r)
    _save_organisation(session, taken, form)
    _arrive(session, taken, r, day)
    if original is not None:
        documents.attach(session, about_table="application", about_id=taken, put=original)
    return taken


def _refuse_unfit(form: FormRecord, original: Put | None, r: RoundRecord) -> None:
    if form.round_id != r.id:
        raise Refused(f"{form.name} is a form of another round.")
    if original is None and not form.has_bank_details:
        raise Refused(f"The original of {form.name} was not kept. Nothing was taken.")
    if original is not None and form.has_bank_details:
        raise Refused(f"{form.name} holds bank details, so the file itself is not kept.")
    if original is not None and original.digest != form.digest:
        raise Refused(f"{form.name} was changed since it was read. Look at the folder again.")


def _note(known: _Known, application_id: str) -> str:
    before = next((one.note for one in known.bids if one.id == application_id), "")
    words = "The form held bank details. They were taken out and the file was not kept; ask for it again if need be."
    return before if words in before else f"{before}\n{words}".strip()


def _save(
    session: Session, r: RoundRecord, terms: Terms, plan: FilePlan, version: int | None, organisation_id: str
) -> str:
    """The bid itself, added or changed; its id."""
    if plan.application_id:
        bids.change(session, plan.application_id, version=version, **terms)
        return plan.application_id
    whose = organisation_id or plan.organisation_id
    if whose:
        terms["organisation_id"] = whose
    else:
        terms["organisation"] = plan.organisation
    return bids.add(session, round_id=r.id, **terms)


def _terms(form: FormRecord) -> Terms:
    """What the form says of the bid itself: every box that is on it, an empty one as nothing."""
    said, there = dict(form.values), {key for key, _ in form.places}
    terms: dict[str, Any] = {"stage": form.stage}
    for key in BID_KEYS:
        if key in there:
            terms[key] = said.get(key, _EMPTY.get(FIELDS[key].kind, ""))
    return cast(Terms, terms)


_EMPTY: Mapping[str, Any] = {"pence": None, "day": None, "count": None, "yesno": False}


def _answers(form: FormRecord, r: RoundRecord) -> dict[str, str]:
    """What is answered to each of the round's questions that is on the form, by its id."""
    said = dict(form.answers)
    there = {key.removeprefix("answer:") for key, _ in form.places if key.startswith("answer:")}
    return {one.id: said.get(one.id, "") for one in r.questions if one.id in there}


def _save_parts(session: Session, application_id: str, form: FormRecord, r: RoundRecord) -> None:
    """Costs, match funding, shares and answers, as the grids of the bid."""
    a = bids.in_use(session, application_id)
    if form.stage == "full":
        cells: dict[str, int | str] = {}
        for at, cost in enumerate(form.costs, start=1):
            cells |= {f"{at}:item": cost.item, f"{at}:amount": cost.amount}
            cells |= {f"{at}:requested": cost.requested} if cost.requested else {}
        costs.set_costs(session, application_id, costs=cells, was=bid_fields.costs_cells(a))
        gives: dict[str, int | str] = {}
        for at, match in enumerate(form.matches, start=1):
            gives |= {f"{at}:source": match.source, f"{at}:{match.kind}": match.amount}
            gives |= {f"{at}:certain": bid_fields.YES} if match.is_certain else {}
        costs.set_matches(session, application_id, matches=gives, was=bid_fields.matches_cells(a))
    areas = {f"{key}:share": tenths for key, tenths in form.areas}
    costs.set_areas(session, application_id, areas=areas, was=bid_fields.areas_cells(a))
    priorities = {f"{key}:share": tenths for key, tenths in form.priorities}
    costs.set_priorities(session, application_id, priorities=priorities, was=bid_fields.priorities_cells(a))
    was = bid_fields.answers_cells(a)
    on_form = {f"{key}:answer": text for key, text in _answers(form, r).items()}
    answers = {key: text for key, text in {**was, **on_form}.items() if text}
    costs.set_answers(session, application_id, answers=answers, was=was)


def _save_organisation(session: Session, application_id: str, form: FormRecord) -> None:
    """What the office does not know yet of who applies; nothing it knows is written over."""
    organisation_id = bids.in_use(session, application_id).organisation_id
    known = applicants.applicant(session, organisation_id)
    listed = {one.scheme for one in known.identifiers}
    for key in NUMBER_KEYS:
        number = form.text(key)
        if number and scheme_of(key, number) not in listed:
            applicants.set_identifier(session, organisation_id, scheme=scheme_of(key, number), number=number)
    profile = known.profile
    texts = {key: getattr(profile, key) or form.text(key) for key in ("address", "postcode", "website", "unregistered")}
    if any(texts[key] != getattr(profile, key) for key in texts):
        applicants.set_profile(
            session,
            organisation_id,
            version=profile.version or None,
            income=profile.income,
            founded_on=profile.founded_on,
            **texts,
        )
    _save_contact(session, organisation_id, application_id, form)


def _save_contact(session: Session, organisation_id: str, application_id: str, form: FormRecord) -> None:
    person, post, email, telephone = (form.text(key) for key in CONTACT_KEYS)
    if not (person or email or telephone):
        return
    name = person or email or telephone
    there = applicants.contacts(session, organisation_id, application_id=application_id)
    if all((one.person, one.post, one.email, one.telephone) != (name, post, email, telephone) for one in there):
        applicants.add_contact(
            session,
            organisation_id,
            person=name,
            post=post,
            email=email,
            telephone=telephone,
            application_id=application_id,
        )


def _arrive(session: Session, application_id: str, r: RoundRecord, day: date) -> None:
    """Take a bid that has just arrived, or was changed by what has, to received or to late with its reason."""
    a = bids.in_use(session, application_id)
    if states.is_late(a, r):
        if a.state != "late":
            words = states.late_words(a, r)
            states.move(session, application_id, version=None, state="late", reason=words, day=day)
    elif a.state == "draft":
        states.move(session, application_id, version=None, state="received", day=day)


def take_all(
    office_path: Path,
    write: Callable[..., Any],
    plan: Preview,
    *,
    day: date,
    progress: Progress | None = None,
) -> tuple[Taken, ...]:
    """Take every file of a preview that can be, each in a step of its own, the original kept before; what became of it.

    `write` is `office.write`. One that is refused by now leaves nothing of itself, and the others are taken. Raises
    Stopped between two files: those before it stay.
    """
    tell, found = progress or Progress(), []
    for at, one in enumerate(plan.to_take):
        tell.step(at, len(plan.to_take), f"Taking {one.name}")
        found.append(_taken(office_path, write, plan, one, day))
    tell.step(len(plan.to_take), len(plan.to_take), "Taken")
    return tuple(found)


def _taken(office_path: Path, write: Callable[..., Any], plan: Preview, one: FilePlan, day: date) -> Taken:
    try:
        original = None if one.form.has_bank_details else documents.put(office_path, Path(one.form.path))
        application_id = write(
            step_name(one),
            take,
            plan.round_id,
            form=one.form,
            original=original,
            received_on=one.received_on,
            received_time=one.received_time,
            day=day,
            application_id=one.application_id,
            version=one.version,
        )
    except Refused as error:
        return Taken(one.name, refused=error.message)
    return Taken(one.name, application_id)


def step_name(one: FilePlan) -> str:
    """What taking a file is called in the history."""
    return f"Take in the form of {one.organisation}" if not one.reference else f"Take in a new form of {one.reference}"
