"""Which form or step belongs to which action about a stage of scoring: its rules, its scheme, moderation, its end."""

from __future__ import annotations

from typing import Any

from app.fields import Choice, Field
from app.scoring import assigning, member_fields, scheme, stage_fields, stages
from app.scoring.shown import Shown
from ui.edits import Spec, Step
from ui.tabs.scoring.making import Maker, Offer, StepMaker, step

COPY = "from_round_id"


def _members(one: Shown) -> tuple[Choice, ...]:
    return tuple(Choice(each.id, f"{each.name} ({each.reference})") for each in one.members)


# the stage itself


def new_stage(one: Shown, _: str) -> Spec | None:
    """The first stage of a round, with everybody there is."""
    if one.round is None or one.stages:
        return None
    values = {
        "member_ids": tuple(each.id for each in one.members),
        "least_scorers": 3,
        "diverges": 200,
        "tie_rule": ",".join(stage_fields.USUAL_TIES),
        "names_hidden": False,
    }
    return Spec(
        f"Scoring of {one.round.name}",
        "Set it up",
        "Set up scoring",
        stage_fields.form(_members(one)),
        stages.set_up,
        values,
        (one.round.id,),
        about="Each member reads in an order of their own. Members are kept under Members and never sign in.",
    )


def second_stage(one: Shown, _: str) -> Spec | None:
    """The second stage, of the bids that reached the share to go on."""
    first = one.stages[0] if one.stages else None
    if one.round is None or first is None or len(one.stages) > 1 or first.pass_tenths is None:
        return None
    values = {**stage_fields.stage_values(first), "sheets_due_on": None}
    values.pop("pass_tenths", None)
    return Spec(
        f"Second stage of {one.round.name}",
        "Set it up",
        "Set up the second stage",
        stage_fields.form(_members(one), number=2, rule=first.tie_rule),
        stages.set_up,
        values,
        (one.round.id,),
        {"number": 2},
        "Scored with the weights of the second stage; the bids are those that reached the share to go on.",
    )


def change_stage(one: Shown, _: str) -> Spec | None:
    """The rules of a stage, and who scores it."""
    of, r = one.stage, one.round
    if of is None or r is None or of.ranked_on is not None:
        return None
    return Spec(
        f"Scoring of {r.name}",
        "Save stage",
        "Change the scoring",
        stage_fields.form(_members(one), number=of.number, rule=of.tie_rule),
        stages.change,
        stage_fields.stage_values(of),
        (of.id,),
        {"version": of.version},
    )


def share_out(one: Shown, _: str) -> Spec | None:
    """How many members read each bid."""
    of = one.stage
    if of is None or of.ranked_on is not None:
        return None
    return Spec(
        "Share the bids out",
        "Share out",
        "Share the bids out",
        member_fields.SHARE_OUT,
        assigning.share_out,
        {"readers": None},
        (of.id,),
        {"version": of.version},
        "As evenly as conflicts of interest allow. Whoever has begun a sheet keeps that bid.",
    )


def sent(one: Shown, _: str) -> Spec | None:
    """Whose packs went out today."""
    of = one.stage
    if of is None:
        return None
    waiting = tuple(each.member_id for each in of.seats if each.sent_on is None)
    fields = stage_fields.sent(Choice(each.member_id, each.name) for each in of.seats)
    return Spec(
        "Packs have been sent",
        "Note it",
        "Note that packs were sent",
        (*fields, Field("day", "On", "day", True)),
        stages.mark_sent,
        {"member_ids": waiting, "day": one.day},
        (of.id,),
    )


# the marking scheme


def change_scheme(one: Shown, _: str) -> Spec | None:
    """At which stage each criterion is marked, and which points need a comment."""
    r = one.round
    if r is None:
        return None
    cells: dict[str, Any] = dict(one.scheme)
    return Spec(
        f"Marking scheme of {r.name}",
        "Save marking scheme",
        "Change the marking scheme",
        stage_fields.scheme(r),
        scheme.set_scheme,
        {"scheme": cells},
        (r.id,),
        {"was": dict(cells)},
        "Weights of the first stage are those of the round. The scheme is locked at the first score.",
        rows=tuple(each.id for each in r.criteria),
    )


def change_anchors(one: Shown, _: str) -> Spec | None:
    """What so many points of each criterion mean."""
    r = one.round
    if r is None:
        return None
    cells = dict(one.anchors)
    return Spec(
        f"What points mean in {r.name}",
        "Save words",
        "Say what points mean",
        stage_fields.anchors(r),
        scheme.set_anchors,
        {"anchors": cells},
        (r.id,),
        {"was": dict(cells)},
        "They stand in front of every pack and beside every mark on a sheet.",
        rows=tuple(each.id for each in r.criteria),
    )


def copy_scheme(one: Shown, _: str) -> Spec | None:
    """The marking of another round, by the names of the criteria."""
    r = one.round
    others = tuple(each for each in one.rounds if r is not None and each.value != r.id)
    if r is None or not others:
        return None
    return Spec(
        f"Take the marking of another round over for {r.name}",
        "Take it over",
        "Copy a marking scheme",
        (Field(COPY, "From", "choice", True, others),),
        scheme.copy_from,
        {COPY: others[0].value},
        (r.id,),
        about="Criteria of the same name and highest points get its words; nothing that is there is written over.",
    )


# opening, agreeing and opening again


def open_moderation(one: Shown, _: str) -> Spec | None:
    """Everybody's scores, opened before every sheet is in."""
    of = one.stage
    if of is None or of.is_opened:
        return None
    return Spec(
        "Open the scores for moderation",
        "Open the scores",
        "Open moderation",
        stage_fields.MODERATION,
        stages.open_moderation,
        {"reason": ""},
        (of.id,),
        {"version": of.version, "day": one.day},
        "From then on nobody scores by themselves any more. What is still to come in does not count until it is in.",
    )


def close_moderation(one: Shown, _: str) -> Spec | None:
    """The scores, closed again, with why; only before anything was agreed."""
    of = one.stage
    if of is None or of.moderated_on is None or of.ranked_on is not None:
        return None
    return Spec(
        "Close the scores again",
        "Close the scores",
        "Close moderation",
        (Field("reason", "Reason", "long", True, help="Why they are closed again. It stays in the history."),),
        stages.close_moderation,
        {"reason": ""},
        (of.id,),
        {"version": of.version},
    )


def _rank(one: Shown, _: str) -> Step | None:
    of = one.stage if one.stage is not None and one.stage.ranked_on is None else None
    return step("Agree the ranking", stages.agree_ranking, of, day=one.day)


def reopen_ranking(one: Shown, _: str) -> Spec | None:
    """The ranking, opened again with the reason."""
    of = one.stage
    if of is None or of.ranked_on is None:
        return None
    return Spec(
        "Open the ranking again",
        "Open it again",
        "Open the ranking again",
        stage_fields.REOPEN,
        stages.reopen_ranking,
        {"reason": ""},
        (of.id,),
        {"version": of.version},
    )


FORMS: dict[str, Maker] = {
    "stage new": new_stage,
    "stage second": second_stage,
    "stage change": change_stage,
    "seats": change_stage,
    "share": share_out,
    "sent": sent,
    "scheme": change_scheme,
    "anchors": change_anchors,
    "scheme copy": copy_scheme,
    "moderate": open_moderation,
    "unmoderate": close_moderation,
    "unrank": reopen_ranking,
}
STEPS: dict[str, StepMaker] = {"rank": _rank}


# what the record of a round offers


def next_of(one: Shown) -> tuple[str, list[Offer]]:
    """What is to be done next with the scoring of a round, in words, and the offers that do it."""
    of = one.stage
    if of is None:
        return "Set it up…", [("Set up scoring…", "stage new")]
    if not of.seats:
        return "Choose its members…", [("Choose its members…", "seats")]
    silent: list[Offer] = [
        (f"{each.name}…", f"declare {each.member_id}") for each in of.seats if each.declared_on is None
    ]
    if of.ranked_on is not None:
        again = [("Second stage…", "stage second")] if second_stage(one, "") is not None else []
        return "Ranked list…", [("Show the ranked list", "ranking"), *again]
    if of.is_opened or (one.bids and not silent and one.waiting == 0):
        return "Agree…", [("Show what is to be discussed", "agenda"), ("Agree the ranking", "rank")]
    if silent:
        return "Take declarations…", silent
    if any(each.sent_on is None for each in of.seats):
        return "Send packs out…", [
            ("Write packs into a folder…", "packs"),
            ("Packs have been sent…", "sent"),
        ]
    return "Take sheets in…", [
        ("Show one member’s sheets, to type one in", "sheets"),
        ("Copy the chase list", "chase"),
    ]


def every(one: Shown) -> list[tuple[str, list[Offer]]]:
    """Everything that can be done with the scoring of a round, by the title of its menu."""
    of = one.stage
    if of is None:
        return [("Marking scheme", _SCHEME)]
    declaring = [(f"{each.name}…", f"declare {each.member_id}") for each in of.seats]
    return [
        ("", [("Change the stage and its members…", "stage change"), ("Share the bids out…", "share")]),
        ("Marking scheme", _SCHEME),
        ("Declarations", declaring if of.ranked_on is None else []),
        ("Packs and sheets", _SHEETS),
        ("Moderation", _moderation(one)),
    ]


_SCHEME: list[Offer] = [
    ("Marking scheme…", "scheme"),
    ("What points mean…", "anchors"),
    ("Take another round’s over…", "scheme copy"),
]
_SHEETS: list[Offer] = [
    ("Write packs into a folder…", "packs"),
    ("Packs have been sent…", "sent"),
    ("Copy the chase list", "chase"),
]


def _moderation(one: Shown) -> list[Offer]:
    of = one.stage
    if of is None:
        return []
    if of.ranked_on is not None:
        return [("Open the ranking again…", "unrank")]
    opened: list[Offer] = [("Close the scores again…", "unmoderate")] if of.moderated_on is not None else []
    closed: list[Offer] = [("Open the scores for moderation…", "moderate")] if not of.is_opened else []
    return [*closed, *opened, ("Agree the ranking", "rank")]
