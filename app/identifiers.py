"""The numbers organisations and places are known by: which shapes they have, and how each is written.

Only shapes are looked at, since the registers themselves are not on this laptop: a number that passes may still be
nobody's. The lists go by their codes at org-id.guide; GSS and POSTCODE are the desk's own names for places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.errors import Refused

CHARITY, SCOTTISH_CHARITY, NORTHERN_CHARITY = "GB-CHC", "GB-SC", "GB-NIC"
COMPANY, SOCIETY = "GB-COH", "GB-MPR"
ENGLISH_COUNCIL, WELSH_COUNCIL, GOVERNMENT, NHS = "GB-LAE", "GB-PLA", "GB-GOR", "GB-NHS"
SCHOOL, PROVIDER, SPORTS_CLUB = "GB-EDU", "GB-UKPRN", "GB-CASC"
GSS, POSTCODE = "GSS", "POSTCODE"

LONGEST = 40
"""In letters: no number of any list comes near it."""

AREAS: Mapping[str, str] = {
    "E05": "ward",
    "E06": "unitary authority",
    "E07": "district",
    "E08": "metropolitan district",
    "E09": "London borough",
    "E10": "county",
    "E11": "metropolitan county",
    "E12": "region",
    "E22": "Community Safety Partnership",
    "E23": "police area",
    "E47": "combined authority",
    "E92": "England",
    "W05": "ward in Wales",
    "W06": "unitary authority in Wales",
    "W15": "police area in Wales",
    "W22": "Community Safety Partnership in Wales",
    "W92": "Wales",
}
"""What the first three characters of a GSS code stand for."""

_COMPANIES = "AC|CE|CS|FC|FE|GE|GS|IC|LP|NC|NF|NI|NL|NO|NP|OC|OE|PC|R0|RC|SA|SC|SE|SF|SG|SI|SL|SO|SR|SZ|ZC"
_INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_OUTWARD = (
    r"(?:[A-PR-UWYZ][1-9][0-9A-HJKPSTUW]?|[A-PR-UWYZ][A-HK-Y](?:[0-9]|[1-9][0-9ABEHMNPRVWXY]))"  # no 0 before another
)
_SAID_BEFORE = re.compile(r"\bNUMBER\b|\bNO[.:]|(?<=[A-Z]\s)NO\b|[\s.,:#]+")
"""“No.” and “number”, and what stands between figures; NO before figures is part of some numbers."""
_PUT_BEFORE = re.compile(r"(?:GB-[A-Z]+-)?(?:CHARITY|COMPANY|CHC|CRN|NIC|UKPRN|URN)*")
_FORCES = re.compile(r"BFPO(?:C/O)?([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class Scheme:
    """A list of numbers: what one of them is called, the shape it must have, and that shape in words."""

    code: str
    label: str
    pattern: re.Pattern[str]
    shape: str
    written: Callable[[str], str] = str


def _company(plain: str) -> str:
    """The number with the noughts in front that spreadsheets eat: 1234567 and SC12345 are 01234567 and SC012345."""
    if plain.isdigit():
        return plain.zfill(8) if len(plain) >= 5 else plain
    letters, figures = plain[:2], plain[2:]
    return letters + figures.zfill(6) if letters.isalpha() and figures.isdigit() and len(figures) >= 3 else plain


def _postcode(plain: str) -> str:
    forces = _FORCES.fullmatch(plain)
    return f"BFPO {forces[1]}" if forces else f"{plain[:-3]} {plain[-3:]}"


def _scheme(code: str, label: str, pattern: str, shape: str, written: Callable[[str], str] = str) -> Scheme:
    return Scheme(code, label, re.compile(pattern), shape, written)


_EVERY = (
    _scheme(
        CHARITY,
        "Charity, England and Wales",
        r"[1-9][0-9]{5,6}(?:-[0-9]{1,3})?",
        "6 or 7 figures, as in 1164883, and for a linked charity -1 after them",
    ),
    _scheme(SCOTTISH_CHARITY, "Charity, Scotland", r"SC[0-9]{6}", "SC and 6 figures, as in SC042386"),
    _scheme(NORTHERN_CHARITY, "Charity, Northern Ireland", r"[0-9]{6}", "6 figures, as in 100019, with or without NIC"),
    _scheme(
        COMPANY,
        "Company",
        rf"(?!0+$)[0-9]{{8}}|(?:{_COMPANIES})[0-9]{{6}}|(?:IP|RS|SP)[0-9A-Z]{{6}}|SL[0-9]{{5}}A",
        "8 figures, or 2 letters and 6 figures, as in 01234567 or SC123456",
    ),
    _scheme(
        SOCIETY,
        "Registered society",
        r"[A-Z]{0,2}[0-9]{1,6}[A-Z]{0,3}",
        "figures with letters before or after them, as in IP031455 or 235C",
    ),
    _scheme(ENGLISH_COUNCIL, "Council, England", r"[A-Z]{3}", "3 letters, as in BAS"),
    _scheme(WELSH_COUNCIL, "Council, Wales", r"[A-Z]{3}", "3 letters, as in CRF"),
    _scheme(GOVERNMENT, "Government body", r"[A-Z]{1,3}[0-9]{1,5}", "letters and figures, as in D1198"),
    _scheme(
        NHS,
        "NHS body",
        r"(?=[0-9A-Z]*[A-Z])[0-9A-Z]{3,8}",
        "3 to 8 letters and figures, at least one of them a letter, as in RAX",
    ),
    _scheme(SCHOOL, "School", r"[1-9][0-9]{5}", "6 figures, as in 100000"),
    _scheme(PROVIDER, "Learning provider", r"[1-9][0-9]{7}", "8 figures, as in 10000001"),
    _scheme(SPORTS_CLUB, "Community amateur sports club", r"[0-9A-F]{8}", "8 figures or letters from A to F"),
    _scheme(
        GSS,
        "Area (GSS code)",
        rf"(?:{'|'.join(AREAS)})[0-9]{{6}}",
        "a letter and 8 figures that begin like a known kind of area, as in E06000033 or E23000028",
    ),
    _scheme(
        POSTCODE,
        "Postcode",
        rf"{_OUTWARD}{_INWARD}|GIR0AA|{_FORCES.pattern}",
        "as in CM2 8GG",
        _postcode,
    ),
)
SCHEMES: Mapping[str, Scheme] = {one.code: one for one in _EVERY}
OF_ORGANISATIONS: tuple[Scheme, ...] = tuple(one for one in _EVERY if one.code not in (GSS, POSTCODE))
"""The lists an organisation may be in, in the order they are offered."""

_PREFIXES = {
    CHARITY: ("CHARITY", "CHC"),
    SCOTTISH_CHARITY: ("CHARITY",),
    NORTHERN_CHARITY: ("CHARITYNIC", "CHARITY", "NIC"),
    COMPANY: ("COMPANY", "CRN"),
    PROVIDER: ("UKPRN",),
    SCHOOL: ("URN",),
    SPORTS_CLUB: ("CASC",),
}
"""What people write before a number of a list that is no part of it."""


def parse(scheme: str, text: str, field: str = "number") -> str:
    """The number as its list writes it: capitals, no spaces, every nought in front (a postcode keeps its one space).

    Raises Refused at `field`, telling the shape in words; at `scheme` where there is no such list.
    """
    known = SCHEMES.get(scheme)
    if known is None:
        raise Refused("Choose which list the number is of.", "scheme")
    plain = _bare(known.code, text)
    if not plain:
        raise Refused(f"{known.label}: the number is needed.", field)
    if len(plain) > LONGEST or not known.pattern.fullmatch(plain):
        raise Refused(f"“{_shown(text)}” is not a number of the list “{known.label}”: that is {known.shape}.", field)
    return known.written(plain)


def parse_postcode(text: str, field: str = "postcode") -> str:
    """A postcode in capitals with its one space; an empty one stays empty. Raises Refused at `field`."""
    plain = _bare(POSTCODE, text)
    if plain and (len(plain) > LONGEST or not SCHEMES[POSTCODE].pattern.fullmatch(plain)):
        raise Refused(f"“{_shown(text)}” is not a postcode. Type it like CM2 8GG.", field)
    return _postcode(plain) if plain else ""


def guess(text: str) -> str:
    """The list an organisation's number is most likely of, by its shape alone; empty where no guess is worth making.

    SC and 6 figures is a Scottish charity where the first figure is 0 and a company otherwise; 6 figures from 100000 to
    109999 are of Northern Ireland. Either may be wrong, so a guess is offered and never kept unseen.
    """
    plain = _alone(text)
    if len(plain) > LONGEST:
        return ""
    if named := next((code for code in SCHEMES if plain.startswith(f"{code}-")), ""):
        return named
    return next((code for pattern, code in _GUESSES if pattern.fullmatch(plain)), "")


_GUESSES = (
    (re.compile(r"(?:CHARITY)?(?:NIC[0-9]{6}|10[0-9]{4})"), NORTHERN_CHARITY),
    (re.compile(r"(?:CHARITY|CHC)?[1-9][0-9]{5,6}(?:-[0-9]{1,3})?"), CHARITY),
    (re.compile(r"CHARITYSC[0-9]{6}|SC0[0-9]{5}"), SCOTTISH_CHARITY),
    (re.compile(r"(?:IP|RS|SP)[0-9A-Z]{6}"), SOCIETY),
    (re.compile(rf"(?:COMPANY|CRN)[0-9A-Z]{{5,8}}|[0-9]{{8}}|(?:{_COMPANIES})[0-9]{{6}}"), COMPANY),
    (re.compile(r"[0-9]{1,5}[A-Z]{1,3}"), SOCIETY),
    (re.compile(r"D[0-9]{1,5}"), GOVERNMENT),
)


def label_of(scheme: str) -> str:
    """What a list is called; its code where the desk does not know it."""
    known = SCHEMES.get(scheme)
    return known.label if known is not None else scheme


def comparable(number: str) -> str:
    """A number as it is compared, whichever list it is of and however it was typed: no spaces, no noughts in front."""
    plain = _PUT_BEFORE.sub("", _alone(number), count=1)
    letters = re.match(r"[A-Z]{0,2}", plain)
    start = letters.end() if letters is not None else 0
    return plain[:start] + plain[start:].lstrip("0")


def _bare(scheme: str, text: str) -> str:
    """What is left of a typed number without spaces and points, and without what is often put in front of it."""
    plain = _alone(text)
    for prefix in (scheme.replace("-", ""), scheme + "-", *_PREFIXES.get(scheme, ())):
        if plain.startswith(prefix) and len(plain) > len(prefix):
            plain = plain.removeprefix(prefix)
            break
    return _company(plain) if scheme == COMPANY else plain


def _alone(text: str) -> str:
    dashes = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
    return _SAID_BEFORE.sub("", text.translate(dashes).upper())


def _shown(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"
