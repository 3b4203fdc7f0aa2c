"""A folder of returned forms: what taking each of them would do, and taking it, whole or not at all.

Amounts are pence, shares tenths of a percent, times local wall-clock text HH:MM.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import documents, records
from app.documents import Put
from app.errors import Refused
from app.grants import bid_fields, bids, clock, duplicates, states, taking
from app.grants.bids import Terms
from app.grants.form import NUMBER_KEYS, BadCell, Change, FormRecord, Place, scheme_of
from app.grants.form_changes import changes, terms_of
from app.grants.form_saving import save_organisation, save_parts
from app.grants.parts import ApplicationRecord, RoundRecord, State
from app.grants.reading import applications, area_names, priority_names, round_
from app.money import Pence
from app.progress import Progress
from app.years import format_day
from db.applicants import Identifier
from db.journal import Change as Changed
from db.journal import Step
from db.organisations import Alias, Organisation

MOST_LIKE = 2
"""How many organisations are told that a new one may be."""
Outcome = Literal["new", "changed", "same", "duplicate", "refused"]
OUTCOMES: dict[Outcome, str] = {
    "new": "New",
    "changed": "Changed",
    "same": "Taken already",
    "duplicate": "Duplicate",
    "refused": "Cannot be taken",
}


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What taking one file would do.

    `application_id` and `version` are of the bid that it would change, or that it is the same as. `late` is how long
    after the close it came, in words, empty where it was in time. `problems` keep it from being taken; `notices` do
    not. `organisation_id` is empty for an organisation that the office does not know yet; `like` are those it may be
    all the same, by id, name and why: `whose` of `preview` says that it is one of them.
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
    like: tuple[tuple[str, str, str], ...] = ()
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

    def told(self) -> tuple[str, ...]:
        """What is wrong with it, what it would change, and what is to be known of it: a sentence for each."""
        return taking.told(self)


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
        return taking.counted(self.files, OUTCOMES)


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
    whose: Mapping[str, str] | None = None,
) -> Preview:
    """What taking these forms into a round would do; nothing is written.

    They all arrived on `received_on` at `received_time`; without a day, each when its file was saved, which is told.
    `whose` says of a form, by its digest, which organisation it is of, where a person has chosen that. Raises Refused
    for a round that takes no bids, and for a time that is none.
    """
    r = _open_round(session, round_id)
    at = clock.parse_time(received_time, "received_time") if received_time.strip() else ""
    if at and received_on is None:
        raise Refused("Say on which day they arrived, too.", "received_on")
    known = _Known(session, r)
    plans, chosen = [], whose or {}
    for form in forms:
        day, time = (received_on, at) if received_on is not None else (form.saved_on, form.saved_time)
        picked = chosen.get(form.digest, "")
        plan = known.plan(form, day, time, by_file=received_on is None, whose=picked)
        plans.append(plan if plan.organisation_id or not plan.can_take else _with_like(plan, known.like(form)))
    return Preview(r.id, r.name, tuple(_without_twins(plans)))


def _open_round(session: Session, round_id: str) -> RoundRecord:
    r = round_(session, round_id)
    if r.archived:
        raise Refused("This round has been put away. Bring it back first.")
    if not r.is_frozen:
        raise Refused("This round is still a draft, and its terms may change. Open it first.")
    return r


def _with_like(plan: FilePlan, like: tuple[tuple[str, str, str], ...]) -> FilePlan:
    if not like:
        return plan
    told = "; ".join(f"“{name}” ({why.lower()})" for _, name, why in like[:MOST_LIKE])
    words = f"“{plan.organisation}” is new here. It may be {told}."
    return replace(plan, like=like, notices=(words, *plan.notices))


class _Holder(NamedTuple):
    """An organisation the office knows."""

    id: str
    name: str


def _by_name(session: Session) -> dict[str, _Holder]:
    """Every organisation in use by its name and its other names, as they are compared."""
    used = Organisation.archived.is_(False)
    rows = session.execute(select(Organisation.id, Organisation.name).where(used)).all()
    aliases = session.execute(
        select(Organisation.id, Organisation.name, Alias.name.label("alias"))
        .join(Alias, Alias.organisation_id == Organisation.id)
        .where(used, Alias.archived.is_(False))
    )
    found = {_alike(row.alias): _Holder(row.id, row.name) for row in aliases}
    return found | {_alike(row.name): _Holder(row.id, row.name) for row in rows}


def _named(session: Session, organisation_id: str) -> _Holder:
    return _Holder(organisation_id, records.in_use(session, Organisation, organisation_id).name)


def _holder(session: Session, scheme: str, number: str) -> _Holder | None:
    """The organisation in use that has a number."""
    found = session.execute(
        select(Organisation.id, Organisation.name)
        .join(Identifier, Identifier.organisation_id == Organisation.id)
        .where(
            Identifier.scheme == scheme,
            Identifier.number == number,
            Identifier.archived.is_(False),
            Organisation.archived.is_(False),
        )
    ).first()
    return None if found is None else _Holder(found.id, found.name)


def _taken_before(session: Session, ids: Collection[str]) -> dict[str, set[str]]:
    """The digest of every form that each of these bids was taken from, the older ones too, unless that was undone.

    An older form that still lies in the folder is not put over the newer one.
    """
    undone = select(Step.undoes).where(Step.undoes.is_not(None))
    query = select(Changed.row_id, Changed.new).where(
        Changed.table_name == "application", Changed.column_name == "form_digest", Changed.step_seq.not_in(undone)
    )
    found: dict[str, set[str]] = {}
    for row in session.execute(query):
        if row.row_id in ids and row.new and (digest := str(json.loads(row.new) or "")):
            found.setdefault(row.row_id, set()).add(digest)
    return found


class _Known:
    """What the office knows of a round and of who applies, looked up by what a form says."""

    def __init__(self, session: Session, r: RoundRecord) -> None:
        self.round = r
        self.bids = applications(session, round_id=r.id)
        self.areas, self.priorities = area_names(session), priority_names(session)
        self._taken = _taken_before(session, {one.id for one in self.bids})
        self._session = session
        self._called = _by_name(session)
        self._likely: duplicates.Known | None = None

    def plan(self, form: FormRecord, day: date | None, time: str, *, by_file: bool, whose: str = "") -> FilePlan:
        """What taking one form would do."""
        found, problems, notices = (_named(self._session, whose), [], []) if whose else self._organisation(form)
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
            same = next((one for one in self.bids if form.digest in self._taken.get(one.id, ())), None)
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
        asked = self.asked_again(plan)
        if asked is not None and asked.received_on is not None:
            words = f"It completes {asked.reference}, which arrived on {format_day(asked.received_on)}."
            plan = replace(plan, received_on=asked.received_on, received_time=asked.received_time)
            plan, by_file = replace(plan, notices=(*plan.notices, words)), False
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
        problems += self._of_elsewhere(form)
        if form.mark == r.version_mark:
            problems += _lost(form, r)
        asked = {one.id for one in r.questions}
        for key, _ in form.answers:
            if key not in asked:
                notices.append(
                    f"{form.place(f'answer:{key}')}: the round asks this no more, so the answer is left out."
                )
        return replace(plan, problems=tuple(problems), notices=tuple(notices))

    def _of_elsewhere(self, form: FormRecord) -> list[BadCell]:
        """The shares of what the round is not for."""
        r = self.round
        areas = {key for key, _ in r.areas} or set(self.areas)
        priorities = {key for key, _ in r.priorities} or set(self.priorities)
        return [
            *(_elsewhere(form, f"area:{key}", "an area") for key, _ in form.areas if key not in areas),
            *(_elsewhere(form, f"priority:{key}", "a priority") for key, _ in form.priorities if key not in priorities),
        ]

    def _organisation(self, form: FormRecord) -> tuple[_Holder | None, list[BadCell], list[str]]:
        """Whose form it is, by a number first and then by its name; what is wrong or to be told about that."""
        name = form.text("organisation")
        named = self._called.get(_alike(name)) if name else None
        by_number: dict[str, _Holder] = {}
        for key in NUMBER_KEYS:
            number = form.text(key)
            found = _holder(self._session, scheme_of(key, number), number) if number else None
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

    def like(self, form: FormRecord) -> tuple[tuple[str, str, str], ...]:
        """The organisations that a form of one nobody knows may be of all the same."""
        if self._likely is None:
            self._likely = duplicates.read(self._session)
        name, postcode = form.text("organisation"), form.text("postcode")
        number = next((form.text(key) for key in NUMBER_KEYS if form.text(key)), "")
        found = duplicates.like(self._likely, name=name, number=number, postcode=postcode) if name else []
        return tuple((one.organisation_id, one.name, one.why) for one in found)

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
        if before.state == "ready" and not _goes_on(before, plan.form):
            words = f"{before.reference} is ready to score, so no form changes it. Take it back to received first."
            return replace(plan, problems=(*plan.problems, BadCell(Place(), words)))
        if plan.form.stage == "interest" and before.stage == "full":
            words = f"{before.reference} is a whole application already; this is an expression of interest."
            return replace(plan, problems=(*plan.problems, BadCell(Place(), words)))
        differ = tuple(changes(plan.form, before, self.round, self.areas, self.priorities))
        return replace(plan, changes=differ, outcome="changed" if differ else "same")

    def asked_again(self, plan: FilePlan) -> ApplicationRecord | None:
        """The bid that a form completes because the office had called it incomplete: it keeps the day it arrived on."""
        one = next((one for one in self.bids if one.id == plan.application_id), None)
        return one if one is not None and one.state == "incomplete" and one.stage == plan.form.stage else None

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


def _lost(form: FormRecord, r: RoundRecord) -> list[BadCell]:
    """The round's own questions that this version of its form asks, and this file does not any more."""
    there = {key for key, _ in form.places}
    asked = [one for one in r.questions if form.stage == "full" or one.asked_first]
    return [
        BadCell(Place(), f"question {one.place} is not on the form any more. Ask them to fill in a new one.")
        for one in asked
        if f"answer:{one.id}" not in there
    ]


def _elsewhere(form: FormRecord, key: str, what: str) -> BadCell:
    return BadCell(form.place(key), f"this is not {what} of the round.")


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
    plan = known.plan(form, received_on, received_time, by_file=False, whose=organisation_id)
    if plan.problems:
        raise Refused(plan.problems[0].sentence(form.name))
    if plan.outcome == "same":
        raise Refused(f"{form.name} holds nothing that {plan.reference} does not hold already.")
    if plan.application_id != application_id:
        at = plan.reference or "a new bid"
        raise Refused(f"{form.name} would by now be taken as {at}. Somebody saved meanwhile; look at the folder again.")
    terms = terms_of(form)
    terms["arrived_by"], terms["form_digest"], terms["form_mark"] = "form", form.digest, form.mark
    terms["received_on"], terms["received_time"] = plan.received_on, plan.received_time
    if original is None:
        terms["note"] = _note(known, application_id)
    before = next((one for one in known.bids if one.id == plan.application_id), None)
    if before is not None and _goes_on(before, form):
        states.move(session, before.id, version=version, state="received", reason="Its whole form came", day=day)
        version = None  # it was held against what was looked at just now
    taken = _save(session, r, terms, plan, version)
    save_parts(session, taken, form, r)
    save_organisation(session, taken, form)
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


def _save(session: Session, r: RoundRecord, terms: Terms, plan: FilePlan, version: int | None) -> str:
    """The bid itself, added or changed; its id."""
    if plan.application_id:
        bids.change(session, plan.application_id, version=version, **terms)
        return plan.application_id
    if plan.organisation_id:
        terms["organisation_id"] = plan.organisation_id
    else:
        terms["organisation"] = plan.organisation
    return bids.add(session, round_id=r.id, **terms)


def _goes_on(before: ApplicationRecord, form: FormRecord) -> bool:
    """Whether the form is the whole one of an expression of interest that was found good enough to go on."""
    return before.state == "ready" and before.stage == "interest" and form.stage == "full"


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
    return taking.take_each(plan.files, lambda one: _taken(office_path, write, plan, one, day), progress)


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
            organisation_id=one.organisation_id,
        )
    except Refused as error:
        return Taken(one.name, refused=error.message)
    return Taken(one.name, application_id)


def step_name(one: FilePlan) -> str:
    """What taking a file is called in the history."""
    return f"Take in the form of {one.organisation}" if not one.reference else f"Take in a new form of {one.reference}"
