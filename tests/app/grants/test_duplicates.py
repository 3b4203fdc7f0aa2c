"""Suggestions of organisations that a typed one may be: names, numbers, postcodes, and how quick it is."""

from __future__ import annotations

import random
from statistics import median
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import organisations
from app.door import Office
from app.grants import applicants, duplicates
from app.grants.duplicates import MOST, Known, Like, like, prepared, words_of
from tests.factories import add_organisation

NAMES = (
    "Harbour Lane Youth Club",
    "Harbour Lane Boxing Club Ltd",
    "Women's Shelter of Anytown CIO",
    "Anytown and District Foodbank",
    "1st Marlow Scouts",
    "2nd Marlow Scouts",
    "Southmere Association of Voluntary Services",
    "Clwb Ieuenctid Tregaron",
    "Quillfeather Trust",
)


def known(*names: str) -> Known:
    return prepared((name, name, ()) for name in names or NAMES)


def found(name: str, *names: str) -> list[str]:
    return [one.name for one in like(known(*names), name=name)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour Lane Youth Club", "The Harbour Lane Youth Club Limited"),
        ("Stone & Mill Trust", "Stone and Mill Trust Ltd."),
        ("Women's Shelter", "WOMENS SHELTER"),
        ("Y.M.C.A. Anytown", "YMCA Anytown"),
        ("Mill Lane Community Interest Company", "Mill Lane CIC"),
        ("Mill Lane Charitable Incorporated Organisation", "Mill Lane"),
        ("Clwb Ieuenctid Tregaron Cyf", "Club Youth Tregaron"),
        ("Café Grŵp", "Cafe Group"),
        ("St Anne's Centre", "Saint Annes Center"),
        ("Anytown Food Bank", "Anytown Foodbank"),
        ("Quill-Feather", "Quill Feather"),
    ],
)
def test_what_says_nothing_about_a_name_is_left_out(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)


def test_a_name_of_nothing_but_such_words_keeps_them() -> None:
    assert words_of("The Charity") == ("the", "charity")
    assert words_of("  ") == ()


@given(st.text("abcdefgh &'.-", max_size=40))
def test_spaces_and_capitals_of_a_name_do_not_matter(name: str) -> None:
    assert words_of(f"  {name.upper()} ") == words_of(name)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("harbour lane youth club limited", "Harbour Lane Youth Club"),
        ("Harbuor Lane Youth Club", "Harbour Lane Youth Club"),
        ("Youth Club, Harbour Lane", "Harbour Lane Youth Club"),
        ("Harbour Lane Yuoth", "Harbour Lane Youth Club"),
        ("Anytown Womens Shelter", "Women's Shelter of Anytown CIO"),
        ("Anytown Food Bank", "Anytown and District Foodbank"),
        ("Quilfeather Trust", "Quillfeather Trust"),
        ("Quill Feather Trust", "Quillfeather Trust"),
        ("Quillf", "Quillfeather Trust"),
        ("SAVS", "Southmere Association of Voluntary Services"),
        ("Tregaron Youth Club", "Clwb Ieuenctid Tregaron"),
    ],
)
def test_an_organisation_is_found_under_what_people_make_of_its_name(typed: str, meant: str) -> None:
    assert found(typed)[0] == meant


@pytest.mark.parametrize("typed", ["", "  ", "Hillside Netball", "Youth Club", "Trust", "Zephyr Foundation", "Q"])
def test_others_are_not_suggested(typed: str) -> None:
    assert found(typed) == []


def test_the_first_and_the_second_are_two() -> None:
    assert found("2nd Marlow Scouts")[0] == "2nd Marlow Scouts"
    assert not any(one.is_sure for one in like(known(), name="3rd Marlow Scouts"))


def test_the_same_name_is_sure_and_a_like_one_is_not() -> None:
    first = like(known(), name="Harbour Lane Youth Club Ltd")[0]
    assert first == Like("Harbour Lane Youth Club", "Harbour Lane Youth Club", "Same name", True)
    near = like(known(), name="Harbour Lane Youth Clubs")[0]
    assert (near.why, near.is_sure) == ("Much the same name", False)


def test_an_alias_leads_to_the_name_it_goes_by_now() -> None:
    one = prepared([("a", "Northwind Trust", ("Old Mill Project",))])
    assert like(one, name="Old Mill Project") == [
        Like("a", "Northwind Trust", "Same name as “Old Mill Project”, which it is also known as", True)
    ]


def test_a_number_is_found_however_it_is_typed_and_comes_first() -> None:
    one = prepared(
        [("a", "Northwind Trust", ()), ("b", "Old Mill Project", ())],
        [("a", "GB-COH", "01234567"), ("b", "GB-CHC", "1164883")],
    )
    both = like(one, name="Old Mill Project", number="1234567")
    assert [(two.name, two.why, two.is_sure) for two in both] == [
        ("Northwind Trust", "Same number: Company 01234567", True),
        ("Old Mill Project", "Same name", True),
    ]
    assert [two.organisation_id for two in like(one, number="Charity no. 1164883")] == ["b"]
    assert like(one, number="no.") == like(one, number="7654321") == []


def test_a_postcode_is_a_reason_of_its_own_and_lets_less_of_a_name_do() -> None:
    one = prepared(
        [("a", "Northwind Music Trust", ()), ("b", "Old Mill Project", ()), ("c", "Southwind Trust", ())],
        postcodes=[("a", "CO1 1AA"), ("b", "CO1 1AA"), ("c", "CO2 2BB")],
    )
    assert like(one, name="Northwind Dance") == []
    assert [(two.organisation_id, two.why) for two in like(one, name="Northwind Dance", postcode="co11aa")] == [
        ("a", "Much the same name; Same postcode: CO1 1AA"),
        ("b", "Same postcode: CO1 1AA"),
    ]


def test_an_organisation_is_not_like_itself() -> None:
    assert like(known(), name="Quillfeather Trust", but="Quillfeather Trust") == []


def test_no_more_are_suggested_than_are_looked_at() -> None:
    many = prepared((str(at), f"Harbour Lane Youth Club {'abcdefghijklmnopqrst'[at]}", ()) for at in range(20))
    assert len(like(many, name="Harbour Lane Youth Club")) == MOST


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=12))
def test_whatever_is_typed_is_answered(name: str, number: str, postcode: str) -> None:
    assert len(like(known(), name=name, number=number, postcode=postcode)) <= MOST


def test_the_office_is_read_with_aliases_numbers_and_postcodes_and_without_what_was_put_away(office: Office) -> None:
    here = add_organisation(office, "Quillfeather Trust", aliases="Feather Fund")
    gone = add_organisation(office, "Quillfeather Group")
    for one, number in ((here, "1164883"), (gone, "1164884")):
        office.write("Number", applicants.set_identifier, one, number=number)
        office.write("Details", applicants.set_profile, one, postcode="CO1 1AA")
    office.write("Archive", organisations.archive, gone)
    whole = office.read(duplicates.read)
    assert [one.organisation_id for one in like(whole, name="Quilfeather")] == [here]
    assert [one.organisation_id for one in like(whole, name="Feather Fund")] == [here]
    assert [one.organisation_id for one in like(whole, number="1164883")] == [here]
    assert like(whole, number="1164884") == []
    assert [one.organisation_id for one in like(whole, postcode="CO1 1AA")] == [here]


# 8,000 organisations

SYLLABLES = "ba be bo ca co da de fa fi ga ha he ho ja ka la le li ma me mi na no pa pe ra re ri ro sa se so ta te to"
WHAT = (
    *("Youth Club", "Community Trust", "Foodbank", "Women's Refuge", "Residents Association", "Boxing Club"),
    *("Family Centre", "Support Group", "Arts Project", "Football Club", "Volunteer Centre", "Advice Bureau"),
    *("Drugs and Alcohol Service", "Neighbourhood Watch", "Town Council", "Carers Forum", "Community Association"),
)


@pytest.fixture(scope="module")
def eight_thousand() -> list[str]:
    """Made-up names: a made-up word or two, what it is, and sometimes a legal form."""
    draw = random.Random(7)
    parts = SYLLABLES.split()

    def word() -> str:
        return "".join(draw.choice(parts) for _ in range(draw.randint(2, 4))).capitalize()

    places = [word() for _ in range(60)]
    every: dict[str, None] = {}
    while len(every) < 8_000:
        first = draw.choice(places) if draw.random() < 0.4 else word()
        every[f"{first} {draw.choice(WHAT)}{draw.choice(('', '', ' Ltd', ' CIC'))}"] = None
    return list(every)


def mistyped(name: str, draw: random.Random) -> str:
    """The name with one letter wrong, missing or changed with the next, and a legal form of its own."""
    plain = name.removesuffix(" Ltd").removesuffix(" CIC")
    at = draw.randrange(1, len(plain) - 2)
    wrong = draw.choice(
        (
            plain[:at] + plain[at + 1 :],
            plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :],
            plain[:at] + draw.choice("aeiost") + plain[at + 1 :],
        )
    )
    return wrong + draw.choice(("", " Limited", " CIO"))


def test_of_a_name_mistyped_by_a_letter_nineteen_in_twenty_are_found(eight_thousand: list[str]) -> None:
    whole = prepared((str(at), name, ()) for at, name in enumerate(eight_thousand))
    draw = random.Random(11)
    hits = 0
    for name in draw.sample(eight_thousand, 300):
        meant = words_of(name)
        hits += any(words_of(one.name) == meant for one in like(whole, name=mistyped(name, draw)))
    assert hits >= 285


def test_suggestions_while_typing_take_less_than_50_ms_at_8_000_organisations(eight_thousand: list[str]) -> None:
    draw = random.Random(3)
    whole = prepared(
        ((str(at), name, ()) for at, name in enumerate(eight_thousand)),
        ((str(at), "GB-CHC", str(1_000_000 + at)) for at in range(5_000)),
        ((str(at), f"CO{at % 9 + 1} {at % 10}AA") for at in range(8_000)),
    )
    typed = f"{draw.choice(eight_thousand)} and Community Support Services Association of Harbour Lane"
    for letters in (1, 4, 10, 20, 40, len(typed)):
        taken = []
        for _ in range(20):
            start = process_time()
            like(whole, name=typed[:letters], number="1004000", postcode="CO1 1AA")
            taken.append(process_time() - start)
        assert median(taken) < 0.05, typed[:letters]
