"""A decision sheet and a letter as they are read down. Amounts are pence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.decisions.decision_fields import (
    ADVICE,
    AWARDS,
    IMPLICATIONS,
    INTERESTS,
    PUBLICATION,
    SHEET,
    THE_DECISION,
    kind_words,
    publication_words,
    state_words,
)
from app.decisions.decision_list import NUMBERLESS
from app.decisions.lacking import Lack
from app.decisions.parts import AwardRecord, DecisionSheetRecord, LetterRecord
from app.decisions.published import why_not
from app.decisions.shown import Decided
from app.grants.telling import lines
from app.listing import Column, Line, Listing
from app.money import format_pence
from app.recommendations.outcome_fields import outcome_words
from app.told import Notice, Part, Told, facts
from app.years import format_day, format_year

PART_II = "Part II, withheld"
MOST_TOLD = 3
"""So many sentences a notice tells; the form it leads to has all of them."""


def decision(one: Decided) -> Told:
    """A whole decision: what is still to be done, what it gives, who approves it, and every text of it."""
    sheet = one.decision
    if sheet is None:
        return Told("", "", ())
    under = " · ".join((sheet.reference or NUMBERLESS, kind_words(sheet.kind), state_words(sheet.state)))
    parts = [
        awards(sheet),
        purposes(sheet),
        approvals(one, sheet),
        Part("Changed since the decision", words=tuple(each.sentence for each in one.differences), wide=True),
        the_decision(one, sheet),
        *(
            Part(field.label, words=lines(str(getattr(sheet, field.key))))
            for field in THE_DECISION
            if field.kind == "long"
        ),
        facts("Advice", *((field.label, str(getattr(sheet, field.key))) for field in ADVICE)),
        options(sheet),
        implications(sheet),
        interests(sheet),
        publication(sheet),
        Part(PART_II, words=lines(sheet.withheld)),
    ]
    return Told(sheet.title, under, tuple(parts), notices(one, sheet))


def awards(sheet: DecisionSheetRecord) -> Part:
    """What it gives, added up. What the reserve list would have gives nothing, and is not in the sum."""
    has_outcomes = any(each.outcome != "fund" for each in sheet.awards)
    columns = (
        Column("payee", "To whom"),
        *((Column("outcome", "Outcome", "chip"),) if has_outcomes else ()),
        Column("amount", "Given, £", "pence"),
    )
    rows = tuple(
        Line(each.id, (each.payee, *((outcome_words(each.outcome),) if has_outcomes else ()), each.given))
        for each in sheet.awards
    )
    return Part("What it gives", table=Listing("What it gives", columns, rows), totalled=True, wide=True)


def purposes(sheet: DecisionSheetRecord) -> Part:
    """For what each is to have it, and under which conditions."""
    told = ((each.payee, "\n".join(filter(None, (each.purpose, _condition(each))))) for each in sheet.awards)
    return facts("For what, and under which conditions", *told)


def _condition(one: AwardRecord) -> str:
    """The conditions of a line, and what it would have from the reserve list."""
    promised = f"It would have {format_pence(one.amount)}." if one.amount and not one.given else ""
    return " ".join(filter(None, (one.conditions and f"Conditions: {one.conditions}", promised)))


def approvals(one: Decided, sheet: DecisionSheetRecord) -> Part:
    """How each approval stands that it needs, and why it needs as many."""
    if not one.approvals:
        return Part("Approvals")
    said = [(each.title, each.sentence.removeprefix(f"{each.title}: ")) for each in one.approvals]
    told = tuple((title, f"{words[:1].upper()}{words[1:]}") for title, words in said)
    return Part("Approvals", facts=told, words=(_limit(one, sheet),))


def _limit(one: Decided, sheet: DecisionSheetRecord) -> str:
    """The limit it is approved under: the one in force then, for a draft the one in force now."""
    pence = one.rule.limit if sheet.state == "draft" and one.rule is not None else sheet.limit
    limit = format_pence(pence)
    if len(one.approvals) == 1:
        return f"Up to {limit} one approval is enough."
    if sheet.given <= pence:
        return f"It gives no more than {limit}, but takes the place of a decision that gave more."
    return f"Above {limit} three people approve."


def the_decision(one: Decided, sheet: DecisionSheetRecord) -> Part:
    """The facts of a decision: about what, by whom, when."""
    return facts(
        "The decision",
        one.about,
        ("Financial year", format_year(sheet.year, one.year_style)),
        ("Lead officer", ", ".join(filter(None, (sheet.lead_officer, sheet.lead_post)))),
        ("Prepared by", sheet.prepared_by),
        ("Put to approval", format_day(sheet.prepared_on) if sheet.prepared_on is not None else ""),
        ("Signed", format_day(sheet.signed_on) if sheet.signed_on is not None else ""),
        ("Letters", letters_words(one.letters)),
        ("In place of", _called(one.before)),
        ("Replaced by", _called(one.after)),
        ("SHA-256", " ".join(_eights(sheet.digest))),
    )


def letters_words(letters: Sequence[LetterRecord]) -> str:
    """“8, of which 5 have been read and 3 given out”; empty where there are none."""
    if not letters:
        return ""
    read = sum(one.read_on is not None for one in letters)
    sent = sum(one.sent_on is not None for one in letters)
    return f"{len(letters):,}, of which {read:,} {'has' if read == 1 else 'have'} been read and {sent:,} given out"


def _eights(digest: str) -> list[str]:
    """A SHA-256 eight signs at a time, to be compared by eye and to fit its place."""
    return [digest[at : at + 8] for at in range(0, len(digest), 8)]


def _called(one: DecisionSheetRecord | None) -> str:
    return f"{one.reference} {one.title}" if one is not None else ""


def options(sheet: DecisionSheetRecord) -> Part:
    """What could have been decided, and why it was or was not."""
    return Part(
        "Options",
        facts=tuple(
            (
                f"{at}, recommended" if each.is_chosen else f"{at}, rejected",
                "\n".join((each.text, each.why or "It does not say why yet.")),
            )
            for at, each in enumerate(sheet.options, 1)
        ),
    )


def implications(sheet: DecisionSheetRecord) -> Part:
    """The answer under each heading of its risks and implications."""
    return Part(
        "Risks and implications",
        facts=tuple((each.heading, each.answer or "Not answered yet.") for each in sheet.implications),
    )


def interests(sheet: DecisionSheetRecord) -> Part:
    """Whether interests are confirmed."""
    said = "Interests are confirmed." if sheet.interests_confirmed else "Interests have not been confirmed yet."
    return Part("Interests", words=(said, *lines(sheet.interests_note)))


def publication(sheet: DecisionSheetRecord) -> Part:
    """How much of it is published, under which marking, and where it can be read."""
    return facts(
        "Publication",
        ("Marking", sheet.marking),
        ("It is published", publication_words(sheet.publication)),
        ("Exemption", sheet.exemption),
        ("Looked at again on", format_day(sheet.review_on) if sheet.review_on is not None else ""),
        ("Published on", format_day(sheet.published_on) if sheet.published_on is not None else ""),
        ("Address", sheet.link),
    )


# what is to be done about it


def notices(one: Decided, sheet: DecisionSheetRecord) -> tuple[Notice, ...]:
    """What a decision lacks, what stands in its way and what is next, each with the link that sees to it."""
    return (*_otherwise(one, sheet), *_lacks(one.lacks, sheet), *_hinders(one.hinders, sheet), *_next(one, sheet))


def _otherwise(one: Decided, sheet: DecisionSheetRecord) -> Iterable[Notice]:
    """That it is no longer as it was signed, has been replaced, or is to replace another."""
    if one.differences:
        yield Notice("Changed since the decision.", "Read below what differs; what was approved stays as it was.")
    if one.after is not None:
        yield Notice(f"{one.after.reference} has taken its place.", "", "Show it", "decision after")
    elif one.before is not None:
        yield Notice(f"It takes the place of {one.before.reference}.", "", "Show it", "decision before", "mute")


def _lacks(lacks: Iterable[Lack], sheet: DecisionSheetRecord) -> Iterable[Notice]:
    """What is missing, by the form it is typed into."""
    of_form: dict[str, list[Lack]] = {}
    for each in lacks:
        of_form.setdefault(_form_of(each.field), []).append(each)
    for form, mine in of_form.items():
        title, words = FORMS[form]
        more = _sentences(mine) if form in TOLD_WHOLE else f"{_named([_box(each, sheet) for each in mine])}."
        yield Notice(title, more, words, _action(form, sheet))


def _sentences(lacks: Sequence[Lack]) -> str:
    more = len(lacks) - MOST_TOLD
    return " ".join([*(each.sentence for each in lacks[:MOST_TOLD]), *([f"And {more:,} more."] if more > 0 else [])])


def _named(names: Sequence[str]) -> str:
    """“Consultation, Finance, Risk and 5 more”."""
    more = len(names) - MOST_TOLD
    return f"{', '.join(names[:MOST_TOLD])} and {more:,} more" if more > 0 else ", ".join(names)


def _box(lack: Lack, sheet: DecisionSheetRecord) -> str:
    """What the box is called in which something is missing."""
    part, _, row = lack.field.partition(":")
    if part == IMPLICATIONS:
        return next(each.heading for each in sheet.implications if each.id == row.partition(":")[0])
    return next(field.label for field in SHEET if field.key == part)


FORMS = {
    "decision words": ("The decision is not complete.", "Write it"),
    "decision advice": ("Advice is missing.", "Write it"),
    "decision interests": ("Interests are open.", "Confirm them"),
    "decision publication": ("Publication is not settled.", "Settle it"),
    "decision option": ("The options are not complete.", "Go on with them"),
    "decision implications": ("Implications are not answered.", "Answer them"),
    "decision awards": ("What it gives is not complete.", "Go on with it"),
}
"""What a notice says of each form, and the words of its link."""
TOLD_WHOLE = ("decision interests", "decision publication", "decision option", "decision awards")
"""The forms of which a notice tells in sentences what is missing; of the others it names the boxes."""
_OF_BOX = {
    **dict.fromkeys((field.key for field in THE_DECISION), "decision words"),
    **dict.fromkeys((field.key for field in ADVICE), "decision advice"),
    **dict.fromkeys((field.key for field in INTERESTS), "decision interests"),
    **dict.fromkeys((field.key for field in PUBLICATION), "decision publication"),
    "options": "decision option",
    IMPLICATIONS: "decision implications",
    AWARDS: "decision awards",
}


def _form_of(field: str) -> str:
    """The form that a box is in."""
    return _OF_BOX[field.partition(":")[0]]


def _action(form: str, sheet: DecisionSheetRecord) -> str:
    """What opens a form; of the options that is the first that says nothing yet, or a new one."""
    if form != "decision option":
        return form
    silent = next((each for each in sheet.options if not each.why), None)
    return f"decision option {silent.id}" if silent is not None else "decision option new"


def _hinders(sentences: Iterable[str], sheet: DecisionSheetRecord) -> Iterable[Notice]:
    """What of its bids and the money stands in the way; in a decision that replaces another that is settled in it."""
    link, action = ("What it gives", "decision awards") if sheet.supersedes_id else ("Withdraw it", "decision withdraw")
    for said in sentences:
        yield Notice("In the way.", said, link, action, "bad")


def _next(one: Decided, sheet: DecisionSheetRecord) -> Iterable[Notice]:
    if sheet.state == "draft" and not (one.lacks or one.hinders):
        yield Notice("It is complete.", "", "Put it to approval", "decision forward", "ok")
    if sheet.state == "for approval":
        yield from _approving(one)
    if sheet.is_signed and sheet.published_on is None and one.after is None and not why_not(sheet):
        yield Notice("It is not published yet.", "", "Record that it is", "decision published", "mute")


def _approving(one: Decided) -> Iterable[Notice]:
    void = [each.title for each in one.approvals if each.state == "void"]
    waiting = [each.title for each in one.approvals if each.state == "waited for"]
    if void:
        yield Notice("It was changed after it was approved.", f"To be approved again: {', '.join(void)}.")
    if waiting:
        yield Notice("It waits for approval.", f"{', '.join(waiting)}.", tone="mute")
    if not (void or waiting or one.hinders):
        yield Notice("Everybody has approved it.", "", "Sign it", "decision sign", "ok")
