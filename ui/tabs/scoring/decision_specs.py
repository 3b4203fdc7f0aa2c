"""Which form or step belongs to which action about a decision sheet, and what is offered from draft to publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.decisions import approving, drafting, published, superseding
from app.decisions import decision_fields as fields
from app.decisions.parts import DecisionSheetRecord
from app.decisions.shown import Decided
from app.fields import Choice
from app.money import format_pence
from ui.documents import ATTACH
from ui.edits import Spec, Step
from ui.kit.stepbutton import Group
from ui.tabs.scoring import decision_forms
from ui.tabs.scoring.decision_forms import open_sheet
from ui.tabs.scoring.making import Maker, Offer, StepMaker, step


def _drafted(one: Decided) -> DecisionSheetRecord | None:
    sheet = one.decision
    return sheet if sheet is not None and sheet.state == "draft" else None


def _for_approval(one: Decided) -> DecisionSheetRecord | None:
    sheet = one.decision
    return sheet if sheet is not None and sheet.state == "for approval" else None


def _signed(one: Decided) -> DecisionSheetRecord | None:
    sheet = one.decision
    return sheet if sheet is not None and sheet.is_signed else None


# those who approve


def back(one: Decided, _: str) -> Spec | None:
    """A draft again."""
    sheet = _for_approval(one)
    if sheet is None:
        return None
    return Spec(
        f"Take {sheet.title} back",
        "Take it back",
        "Take a decision back from approval",
        fields.WHY,
        approving.take_back,
        {"reason": ""},
        (sheet.id,),
        {"version": sheet.version},
        "It is a draft again, and the approvals given so far fall away.",
    )


def approve(one: Decided, _: str) -> Spec | None:
    """An approval by the account of whoever sits here."""
    sheet = _for_approval(one)
    roles = _roles(one)
    if sheet is None or not roles:
        return None
    mine = one.signs_as
    return Spec(
        f"Approve {sheet.title}",
        "Approve it",
        "Approve a decision",
        fields.approve(roles),
        approving.approve,
        {"role": _role(roles, mine.role), "name": mine.name, "post": mine.post},
        (sheet.id,),
        {"version": sheet.version, "day": one.day},
        " ".join(filter(None, (_approves(sheet), PREPARED if one.has_prepared else ""))),
    )


PREPARED = "You prepared it, so somebody else’s account has to approve it."


def _approves(sheet: DecisionSheetRecord) -> str:
    gives = f"it gives {format_pence(sheet.given)}" if sheet.given else "it gives no money"
    return f"You approve the whole sheet as it stands in its record: {gives}. It is kept with your account and the day."


def paper(one: Decided, _: str) -> Spec | None:
    """An approval that was signed on paper, whose scan is one of the documents of the sheet."""
    sheet = _for_approval(one)
    roles = _roles(one)
    scans = tuple(Choice(each.id, each.name) for each in reversed(one.documents))
    if sheet is None or not roles or not scans:
        return None
    return Spec(
        f"A signed paper for {sheet.title}",
        "Record it",
        "Record a signed approval",
        fields.record_paper(scans, roles),
        approving.record_paper,
        {
            "role": roles[0].value,
            "name": "",
            "post": "",
            "given_on": one.day,
            "document_id": scans[0].value if len(scans) == 1 else "",
        },
        (sheet.id,),
        {"version": sheet.version, "day": one.day},
        "The paper is kept by its SHA-256, and that you recorded it. Nobody approves what they prepared.",
    )


def _roles(one: Decided) -> tuple[Choice, ...]:
    """The roles in which it has still to be approved."""
    return tuple(Choice(each.role, each.title) for each in one.approvals if each.state != "given")


def _role(roles: Sequence[Choice], wanted: str) -> str:
    return wanted if any(each.value == wanted for each in roles) else roles[0].value


# once it is signed, or before it ever is


def supersede(one: Decided, _: str) -> Spec | None:
    """The decision that takes its place."""
    sheet = _signed(one)
    if sheet is None or sheet.superseded_by:
        return None
    return Spec(
        f"Another decision in the place of {sheet.reference}",
        "Begin it",
        "Begin a decision in the place of another",
        fields.SUPERSEDE,
        superseding.supersede,
        {"title": sheet.title},
        (sheet.id,),
        {"day": one.day},
        "It begins as this one is, to be changed, approved and signed. Until it is signed this one stands.",
    )


def withdraw(one: Decided, _: str) -> Spec | None:
    """A sheet that is not to be signed."""
    sheet = open_sheet(one)
    if sheet is None:
        return None
    return Spec(
        f"Withdraw {sheet.title}",
        "Withdraw it",
        "Withdraw a decision",
        fields.WHY,
        superseding.withdraw,
        {"reason": ""},
        (sheet.id,),
        {"version": sheet.version},
        "What it was made of can be recommended and committed again. Its letters are put away.",
    )


def record_published(one: Decided, _: str) -> Spec | None:
    """When and where it was published."""
    sheet = _signed(one)
    if sheet is None or published.why_not(sheet):
        return None
    return Spec(
        f"{sheet.reference} was published",
        "Note it",
        "Note that a decision was published",
        fields.PUBLISHED,
        published.record,
        {"published_on": sheet.published_on or one.day, "link": sheet.link},
        (sheet.id,),
        {"version": sheet.version, "day": one.day},
        "The notice itself is printed from the record, and is in the folder of all that is published of the year.",
    )


def _forward(one: Decided, _: str) -> Step | None:
    return step("Put a decision to approval", approving.put_forward, _drafted(one), day=one.day)


def _option_away(one: Decided, subject: str) -> Step | None:
    sheet = open_sheet(one)
    known = next((each for each in sheet.options if each.id == subject), None) if sheet is not None else None
    return step("Put an option away", drafting.archive_option, known)


FORMS: dict[str, Maker] = {
    **decision_forms.FORMS,
    "decision back": back,
    "decision approve": approve,
    "decision paper": paper,
    "decision supersede": supersede,
    "decision withdraw": withdraw,
    "decision published": record_published,
}
STEPS: dict[str, StepMaker] = {"decision forward": _forward, "decision option away": _option_away}
SIGN, NOTICE, WHOLE, PUBLISH, LETTERS, BEFORE, AFTER = (
    "decision sign",
    "decision notice",
    "decision whole",
    "decision publish",
    "decision letters",
    "decision before",
    "decision after",
)
PANELS: tuple[str, ...] = (SIGN, NOTICE, WHOLE, PUBLISH, LETTERS, BEFORE, AFTER)
"""Actions that are no form and no step."""
READ_ANEW = frozenset(("decision approve", "decision paper"))
"""Forms that are not saved over what somebody else changed meanwhile: who approves has to read that first."""


# what the record of a decision offers

ADD_OPTION: Offer = ("Add an option…", "decision option new")
_PRINT: Sequence[Offer] = (("Print the whole sheet…", WHOLE),)


def next_of(one: Decided) -> tuple[str, list[Offer]]:
    """What is to be done next with a decision, in words, and the offers that do it."""
    sheet = one.decision
    if sheet is None:
        return "", []
    if sheet.state == "draft":
        forward: Offer = ("Put it to approval", "decision forward")
        return ("Put it to approval…", [forward]) if not (one.lacks or one.hinders) else ("Write it…", [])
    if sheet.state == "for approval":
        return _next_approval(one)
    if sheet.is_signed:
        notes = () if published.why_not(sheet) else (("It was published…", "decision published"),)
        return "Publish…" if notes and sheet.published_on is None else "Print…", [
            ("Print the notice as it is published…", NOTICE),
            *notes,
        ]
    return "Print…", []


def _next_approval(one: Decided) -> tuple[str, list[Offer]]:
    approval: Offer = ("Approve it…", "decision approve")
    recorded: Offer = ("Record a signed paper…", "decision paper")
    if not one.documents:  # its scan first
        recorded = ("Attach a signed paper…", ATTACH)
    if not _roles(one):
        return "Sign it…", [("Sign it", SIGN)]
    if one.may_approve and not one.has_prepared:
        return approval[0], [approval, recorded]
    return recorded[0], [recorded, approval]


def groups_of(one: Decided) -> list[Group]:
    """All that can be done with a decision, the next step first."""
    sheet = one.decision
    if sheet is None:
        return []
    _, first = next_of(one)
    if sheet.state == "draft":
        rest = [offer for offer in [("Put it to approval", "decision forward")] if offer not in first]
        ways: list[Offer] = [*rest, ("Withdraw it…", "decision withdraw")]
        return [Group("", first), *_writing(sheet), Group("", ways), Group("", [*_PRINT, *_letters(one)])]
    if sheet.state == "for approval":
        return [
            Group("", first),
            Group("Change it", _flat(sheet)),
            Group("", [("Take it back…", "decision back"), ("Withdraw it…", "decision withdraw")]),
            Group("", [*_PRINT, *_letters(one)]),
        ]
    after: list[Offer] = []
    if sheet.is_signed and not sheet.superseded_by:
        after = [("Another decision in its place…", "decision supersede")]
    return [Group("", first), Group("", [*_PRINT, *_letters(one)]), Group("", after)]


def _letters(one: Decided) -> list[Offer]:
    return [("Show the letters", LETTERS)] if one.letters else []


def _writing(sheet: DecisionSheetRecord) -> list[Group]:
    return [Group("", _WORDS), Group("Options", _options(sheet)), Group("Implications", _IMPLICATIONS)]


def _flat(sheet: DecisionSheetRecord) -> list[Offer]:
    return [*_WORDS, *_options(sheet), *_IMPLICATIONS]


_WORDS: Sequence[Offer] = (
    ("The decision…", "decision words"),
    ("What it gives…", "decision awards"),
    ("Advice…", "decision advice"),
    ("Interests…", "decision interests"),
    ("Publication…", "decision publication"),
)
_IMPLICATIONS: Sequence[Offer] = (
    ("Answer the implications…", "decision implications"),
    ("Add a heading…", "decision heading"),
)


def _options(sheet: DecisionSheetRecord) -> list[Offer]:
    return [
        *((f"Change option {at}…", f"decision option {each.id}") for at, each in enumerate(sheet.options, 1)),
        ADD_OPTION,
        *((f"Put option {at} away", f"decision option away {each.id}") for at, each in enumerate(sheet.options, 1)),
    ]


NOT_NOW: Mapping[str, str] = {
    "decision paper": "Attach the scan of the signed paper to the decision first; then it is recorded here.",
    "decision approve": "Nobody’s approval is waited for.",
    "decision implications": "This decision has no headings of implications. Add one first.",
    "decision published": "A decision is published once it is signed, and only if it is for publication.",
    "decision awards": "It was signed or withdrawn meanwhile.",
}
"""Why an action leads to no form just now."""
