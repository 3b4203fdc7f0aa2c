"""The shapes of numbers and postcodes: what is taken, how it is written, and what is refused in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.identifiers import (
    AREAS,
    OF_ORGANISATIONS,
    SCHEMES,
    comparable,
    guess,
    label_of,
    parse,
    parse_postcode,
)

WRITTEN = [
    ("GB-CHC", "279417", "279417"),
    ("GB-CHC", " 1164883 ", "1164883"),
    ("GB-CHC", "Charity no. 1164883", "1164883"),
    ("GB-CHC", "GB-CHC-1164883", "1164883"),
    ("GB-CHC", "1164883\N{EN DASH}1", "1164883-1"),
    ("GB-SC", "sc 042386", "SC042386"),
    ("GB-NIC", "NIC100019", "100019"),
    ("GB-NIC", "100019", "100019"),
    ("GB-COH", "01234567", "01234567"),
    ("GB-COH", "1234567", "01234567"),
    ("GB-COH", "sc12345", "SC012345"),
    ("GB-COH", "NO 012345", "NO012345"),
    ("GB-COH", "Company No: OC 301234", "OC301234"),
    ("GB-COH", "R0123456", "R0123456"),
    ("GB-COH", "CE012345", "CE012345"),
    ("GB-COH", "IP12345R", "IP12345R"),
    ("GB-MPR", "IP031455", "IP031455"),
    ("GB-MPR", "235c", "235C"),
    ("GB-LAE", "bas", "BAS"),
    ("GB-PLA", "crf", "CRF"),
    ("GB-GOR", "d1198", "D1198"),
    ("GB-NHS", "rax", "RAX"),
    ("GB-NHS", "A81001", "A81001"),
    ("GB-EDU", "URN 100000", "100000"),
    ("GB-UKPRN", "10000001", "10000001"),
    ("GB-CASC", "ch0abcde".replace("h", "a"), "CA0ABCDE"),
    ("GSS", "e06000033", "E06000033"),
    ("GSS", "E23000028", "E23000028"),
    ("POSTCODE", "cm28gg", "CM2 8GG"),
    ("POSTCODE", "ec1a 1bb", "EC1A 1BB"),
    ("POSTCODE", "bfpo 12", "BFPO 12"),
    ("POSTCODE", "gir 0aa", "GIR 0AA"),
]
REFUSED = [
    ("GB-CHC", "12345"),
    ("GB-CHC", "12345678"),
    ("GB-CHC", "0164883"),
    ("GB-SC", "042386"),
    ("GB-SC", "SC42386"),
    ("GB-NIC", "1000190"),
    ("GB-COH", "123456789"),
    ("GB-COH", "00000000"),
    ("GB-COH", "XX123456"),
    ("GB-COH", "OC30123456"),
    ("GB-MPR", "society"),
    ("GB-LAE", "BA5"),
    ("GB-NHS", "123"),
    ("GB-CASC", "CH0ABCDG"),
    ("GSS", "E99000001"),
    ("GSS", "E0600003"),
    ("POSTCODE", "CM2 8CG"),
    ("POSTCODE", "CM2"),
    ("POSTCODE", "8GG CM2"),
]


@pytest.mark.parametrize(("scheme", "typed", "kept"), WRITTEN)
def test_a_number_is_kept_as_its_list_writes_it(scheme: str, typed: str, kept: str) -> None:
    assert parse(scheme, typed) == kept


@pytest.mark.parametrize(("scheme", "typed"), REFUSED)
def test_a_number_of_another_shape_is_refused_with_the_shape_in_words(scheme: str, typed: str) -> None:
    with pytest.raises(Refused) as caught:
        parse(scheme, typed)
    assert caught.value.field == "number"
    assert f"“{typed}”" in caught.value.message
    assert SCHEMES[scheme].shape in caught.value.message


def test_the_example_in_the_words_of_every_shape_has_that_shape() -> None:
    for scheme in SCHEMES.values():
        if "as in " not in scheme.shape:
            continue
        for example in scheme.shape.partition("as in ")[2].partition(",")[0].split(" or "):
            assert parse(scheme.code, example) == example


def test_no_number_and_no_list_are_said_apart() -> None:
    with pytest.raises(Refused, match=r"^Company: the number is needed\.$") as empty:
        parse("GB-COH", "  ")
    assert empty.value.field == "number"
    with pytest.raises(Refused, match="which list") as unknown:
        parse("GB-XXX", "1")
    assert unknown.value.field == "scheme"


def test_a_box_of_another_name_is_named() -> None:
    with pytest.raises(Refused) as caught:
        parse("GB-CHC", "nought", "charity")
    assert caught.value.field == "charity"


def test_an_overlong_number_is_told_shortened() -> None:
    with pytest.raises(Refused) as caught:
        parse("GB-MPR", "1" * 5_000)
    assert len(caught.value.message) < 250


def test_an_empty_postcode_stays_empty_and_a_wrong_one_says_how_to_type_it() -> None:
    assert parse_postcode(" ") == ""
    assert parse_postcode("co1 1aa") == "CO1 1AA"
    with pytest.raises(Refused, match=r"“C011AA” is not a postcode\. Type it like CM2 8GG\.") as caught:
        parse_postcode("C011AA")
    assert caught.value.field == "postcode"


@pytest.mark.parametrize(
    ("typed", "scheme"),
    [
        ("1164883", "GB-CHC"),
        ("279417", "GB-CHC"),
        ("Charity no. 1164883", "GB-CHC"),
        ("100019", "GB-NIC"),
        ("NIC 100019", "GB-NIC"),
        ("SC042386", "GB-SC"),
        ("Charity number SC142386", "GB-SC"),
        ("SC123456", "GB-COH"),
        ("01234567", "GB-COH"),
        ("Company number 1234567", "GB-COH"),
        ("OC301234", "GB-COH"),
        ("IP031455", "GB-MPR"),
        ("235C", "GB-MPR"),
        ("GB-NHS-RAX", "GB-NHS"),
        ("D1198", "GB-GOR"),
        ("RAX", ""),
        ("no number", ""),
        ("", ""),
        ("9" * 200, ""),
    ],
)
def test_the_list_is_guessed_by_the_look_of_a_number(typed: str, scheme: str) -> None:
    assert guess(typed) == scheme
    if scheme:
        parse(scheme, typed)  # what is guessed can be kept


@given(st.text(max_size=60))
def test_whatever_is_typed_is_taken_or_refused_and_what_is_taken_stays_the_same(typed: str) -> None:
    guess(typed)
    for scheme in SCHEMES:
        try:
            kept = parse(scheme, typed)
        except Refused:
            continue
        assert parse(scheme, kept) == kept


@given(st.from_regex(r"[A-Z]{1,2}[1-9][0-9]?[0-9][ABDEFGHJLNPQRSTUWXYZ]{2}", fullmatch=True))
def test_spaces_and_capitals_of_a_postcode_do_not_matter(code: str) -> None:
    try:
        kept = parse_postcode(code)
    except Refused:
        return
    assert parse_postcode(f" {code[:2].lower()} {code[2:].lower()} ") == kept
    assert kept.count(" ") == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("01234567", "1234567"),
        ("NIC100019", "100019"),
        ("sc 042386", "SC42386"),
        ("GB-CHC-1164883", "Charity no. 1164883"),
    ],
)
def test_numbers_are_compared_however_they_were_typed(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


def test_different_numbers_are_not_taken_for_the_same() -> None:
    assert comparable("1164883") != comparable("1164884")
    assert comparable("SC042386") != comparable("042386")


def test_every_list_has_its_name_and_an_area_none_of_an_organisation() -> None:
    assert label_of("GB-CHC") == "Charity, England and Wales"
    assert label_of("XM-DAC") == "XM-DAC"
    assert {"GSS", "POSTCODE"}.isdisjoint(one.code for one in OF_ORGANISATIONS)
    assert all(len(code) == 3 for code in AREAS)
