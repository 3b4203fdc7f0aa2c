"""What if the pot, the weights or the awards were others: a trial that is worked out and written nowhere.

`base` reads everything once; the rest reads no file. Amounts are pence, weights tenths of a percent, and scores exact
fractions of what was possible. The weights are those of the published terms: others may be tried and never kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from sqlalchemy.orm import Session

from app.errors import Refused
from app.grants.headlines import counted
from app.grants.parts import RoundRecord
from app.grants.reading import round_
from app.money import Pence, format_pence
from app.recommendations import line, reading
from app.recommendations.barring import barred
from app.recommendations.cutline import NOTHING, CutLine, Entry, draw
from app.recommendations.ground import given_besides
from app.recommendations.outcome_fields import AMOUNT, OUTCOME, RESERVE, outcome_words, read_outcome
from app.recommendations.parts import GIVEN
from app.recommendations.rescoring import Marked, Marking
from app.scoring import totals
from app.scoring.arithmetic import WHOLE, scored
from app.scoring.parts import ScaleRecord
from app.scoring.ranking import Standings, standings

WEIGHTS = (
    "The weights were published with the terms of the round. What comes of others can be looked at and not kept: set "
    "them back first."
)
LEFT_OUT = "Left out in this trial."
MOST_NAMED = 4
Cell = int | str


@dataclass(frozen=True, slots=True)
class Base:
    """A stage as it stands: its bids in their places with what each would have, its money, and how it is marked.

    `called` is the reference and organisation of each bid by id. `marking` is None before every bid may be seen, as
    nothing that comes from scores is known before. `besides` is what other bids of the round have of the pot, as at
    another stage.
    """

    entries: tuple[Entry, ...]
    pot: Pence
    over: Pence
    least: Fraction | None
    called: Mapping[str, str]
    weights: Mapping[str, int]
    scales: tuple[ScaleRecord, ...]
    marking: Marking | None
    cut: CutLine
    besides: Pence = NOTHING


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried. None, or what is not in it, stays as it is.

    `cap` is the most that any bid has, `parts` what some of them have instead, 0 for nothing, and `weights` are by
    criterion.
    """

    pot: Pence | None = None
    over: Pence | None = None
    cap: Pence | None = None
    parts: Mapping[str, Pence] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is tried."""
        return self == Trial()


@dataclass(frozen=True, slots=True)
class Result:
    """What comes of a trial: the cut line now, who comes in and who goes out by id in their places, and all places that
    differ, before and after. `sentence` says it."""

    cut: CutLine
    comes_in: tuple[str, ...]
    goes_out: tuple[str, ...]
    places: Mapping[str, tuple[int | None, int | None]]
    sentence: str


def worked(base: Base, trial: Trial) -> Result:
    """What comes of a trial. Raises Refused (at `pot`, `over`, `cap`, `weights` or `parts:id`) for what cannot be."""
    _refuse(base, trial)
    entries = _reweighed(base, trial) if _changed_weights(base, trial) else base.entries
    pot, over = _or(trial.pot, base.pot), _or(trial.over, base.over)
    left = Pence(pot - base.besides)
    cut = draw([_given(one, trial) for one in entries], pot=left, over=over, least=base.least)
    before, after = base.cut.above, cut.above
    came, went = after - before, before - after
    were = {one.application_id: one.rank for one in base.entries}
    result = Result(
        cut,
        tuple(one.application_id for one in entries if one.application_id in came),
        tuple(one.application_id for one in base.entries if one.application_id in went),
        {
            one.application_id: (were[one.application_id], one.rank)
            for one in entries
            if one.rank != were[one.application_id]
        },
        "",
    )
    return replace(result, sentence=_sentence(base, trial, result))


def kept(base: Base, trial: Trial, result: Result, was: Mapping[str, Cell]) -> dict[str, Cell]:
    """The grid of recommendations that keeps what is above the line of a trial, for `recommending.set_many`.

    `was` is that grid as it is now. A bid that had money and is above no longer goes to the end of the reserve list;
    the others stay as they are. Raises Refused for other weights, and for more money than the round has.
    """
    if _changed_weights(base, trial):
        raise Refused(WEIGHTS, "weights")
    if (much := result.cut.given + base.besides - base.pot - base.over) > 0:
        raise Refused(
            f"That gives {format_pence(much)} more than the round has. Its pot, and what it may be gone over by, are "
            "changed with its terms.",
            "pot",
        )
    found = dict(was)
    for row in result.cut.rows:
        key, entry = row.entry.application_id, row.entry
        outcome = read_outcome(str(was.get(f"{key}:{OUTCOME}", "")))
        if row.is_above:
            found[f"{key}:{OUTCOME}"] = outcome_words("fund" if entry.amount == entry.requested else "reduced")
            found[f"{key}:{AMOUNT}"] = entry.amount
            found.pop(f"{key}:{RESERVE}", None)
        elif outcome in GIVEN:
            found[f"{key}:{OUTCOME}"] = outcome_words("reserve")
    return found


# what is tried


def _refuse(base: Base, trial: Trial) -> None:
    for amount, box in ((trial.pot, "pot"), (trial.over, "over"), (trial.cap, "cap")):
        if amount is not None and amount < 0:
            raise Refused("An amount cannot be below £0.", box)
    if trial.cap == 0:
        raise Refused("With £0 for each bid nothing could be given.", "cap")
    requested = {one.application_id: one.requested for one in base.entries} if trial.parts else {}
    for key, amount in trial.parts.items():
        asked = requested.get(key)
        if asked is None:
            raise Refused("This bid is not scored at this stage.", f"parts:{key}")
        if not 0 <= amount <= asked:
            raise Refused(
                f"{base.called[key]} asks for {format_pence(asked)}: type an amount up to that, £0 to leave it out.",
                f"parts:{key}",
            )
    if any(not 0 <= weight <= WHOLE for weight in trial.weights.values()):
        raise Refused("A weight is between 0 % and 100 %.", "weights")
    if not any(_weights(base, trial).values()):
        raise Refused("One criterion at least has to count.", "weights")


def _weights(base: Base, trial: Trial) -> dict[str, int]:
    return {key: trial.weights.get(key, weight) for key, weight in base.weights.items()}


def _changed_weights(base: Base, trial: Trial) -> bool:
    return _weights(base, trial) != dict(base.weights)


def _reweighed(base: Base, trial: Trial) -> list[Entry]:
    """The bids in the places that other weights give them."""
    if base.marking is None:
        return list(base.entries)
    weights = _weights(base, trial)
    scores = base.marking.scored(weights)
    places = base.marking.places(scores, weights)
    entries = {one.application_id: one for one in base.entries}
    ordered = [entries[one.application_id] for one in base.marking.bids]
    found = [
        Entry(
            one.application_id,
            places.get(one.application_id),
            scores.get(one.application_id, one.score),
            one.requested,
            one.amount,
            one.bars,
        )
        for one in ordered
    ]
    at = {one.application_id: place for place, one in enumerate(base.entries)}
    last = len(found) + 1
    return sorted(found, key=lambda one: (one.rank or last, 0 if one.rank else at[one.application_id]))


def _given(one: Entry, trial: Trial) -> Entry:
    """A bid with what it would have in the trial."""
    amount = trial.parts.get(one.application_id, one.amount)
    if trial.cap is not None:
        amount = min(amount, trial.cap)
    if amount == one.amount:
        return one
    return replace(one, amount=amount, bars=one.bars or ("" if amount else LEFT_OUT))


def _or(amount: Pence | None, otherwise: Pence) -> Pence:
    return otherwise if amount is None else amount


# in words


def _sentence(base: Base, trial: Trial, result: Result) -> str:
    tried = _tried(base, trial)
    flips = [
        _flip(base, result.comes_in, "comes in", "come in"),
        _flip(base, result.goes_out, "goes out", "go out"),
    ]
    said = ", and ".join(filter(None, flips)) or "nobody comes in and nobody goes out"
    begun = f"{tried} {said}" if tried else f"{said[:1].upper()}{said[1:]}"
    cut = result.cut
    return f"{begun}. {format_pence(cut.given)} is given to {counted(len(cut.above), 'bid')}, and {_left(cut)}."


def _left(cut: CutLine) -> str:
    return f"{format_pence(cut.left)} is left"


def _flip(base: Base, keys: Sequence[str], one: str, many: str) -> str:
    if not keys:
        return ""
    references = [base.called[key].partition(" ")[0] for key in keys[:MOST_NAMED]]
    more = f" and {len(keys) - MOST_NAMED:,} more" if len(keys) > MOST_NAMED else ""
    return f"{', '.join(references)}{more} {one if len(keys) == 1 else many}"


def _tried(base: Base, trial: Trial) -> str:
    said = []
    if trial.pot is not None and trial.pot != base.pot:
        said.append(f"a pot of {format_pence(trial.pot)}")
    if trial.over is not None and trial.over != base.over:
        said.append(f"{format_pence(trial.over)} over the pot")
    if trial.cap is not None:
        said.append(f"{format_pence(trial.cap)} at most for each bid")
    if trial.parts:
        said.append(f"other amounts for {counted(len(trial.parts), 'bid')}")
    if _changed_weights(base, trial):
        said.append("other weights")
    return f"With {', '.join(said[:-1])}{' and ' if len(said) > 1 else ''}{said[-1]}," if said else ""


# what is read


def base(session: Session, stage_id: str) -> Base:
    """A stage as it stands, read once. Raises Refused when it is gone."""
    every = standings(session, stage_id, named=False)
    return base_of(session, every, round_(session, every.stage.round_id))


def base_of(session: Session, every: Standings, r: RoundRecord) -> Base:
    """The same of standings that have been read already, in the round they are of."""
    ids = {one.id for one in every.bids}
    kept_out, besides = barred(session, r, ids), given_besides(session, r, ids)
    known = {one.application_id: one for one in reading.recommendations(session, stage_id=every.stage.id)}
    entries = line.entries(every, known, kept_out)
    scales = scored(every.scales)
    least = line.least_score(every.stage)
    return Base(
        entries,
        r.pot,
        r.over,
        least,
        {one.id: f"{one.reference} {one.organisation}" for one in every.bids},
        {one.id: one.weight for one in scales},
        scales,
        _marking(session, every, scales) if every.is_complete and scales else None,
        draw(entries, pot=Pence(r.pot - besides), over=r.over, least=least),
        besides,
    )


def _marking(session: Session, every: Standings, scales: Sequence[ScaleRecord]) -> Marking:
    """The points of every sheet that counts, bid by bid."""
    sheets = totals.points_by_bid(session, every.stage, every.scales)
    return Marking(
        scales,
        [
            Marked(
                one.id,
                one.reference,
                one.requested,
                agreed.score if (agreed := every.by_id[one.id].agreed) is not None else None,
                tuple(sheets.get(one.id, ())),
            )
            for one in every.bids
        ],
        tie_rule=every.stage.tie_rule,
        least_scorers=every.stage.least_scorers,
    )
