"""What each partnership has in a year, and who answers for a district's money."""

from __future__ import annotations

from hypothesis import given as tried
from hypothesis import strategies as st

from app import areas
from app.allocations import allocations, partnerships
from app.allocations.given import Grantee, answered_for, check_pence, given, grantees, holder
from app.door import Office
from app.funds.figures import Amount
from app.money import MOST_PENCE, Pence
from tests.factories import YEAR, add_budget, in_pence, refusal
from tests.northshire import add_northshire

TREES = st.integers(1, 8).flatmap(
    lambda size: st.tuples(*(st.none() | st.integers(0, at - 1) if at else st.none() for at in range(size)))
)
"""Partnerships by number, each with the number of the one above it."""


def tree(above: tuple[int | None, ...]) -> dict[str, Grantee]:
    return {
        str(at): Grantee(str(at), str(at), str(at), None if parent is None else str(parent), False)
        for at, parent in enumerate(above)
    }


def test_what_is_given_out_of_several_lines_is_added_up(office: Office) -> None:
    ids = add_northshire(office)
    other = add_budget(office, "Road safety", 5_000)
    office.write("Give", allocations.allocate, other, partnership_id=ids["West"], amount=in_pence(2_000))
    assert office.read(given, year=YEAR)[ids["West"]] == 102_000_00
    assert office.read(given, year=YEAR + 1) == {}


def test_a_word_stands_only_where_there_is_no_figure(office: Office) -> None:
    ids = add_northshire(office, Hill="TBD", Dale="TBD")
    other = add_budget(office, "Road safety", 5_000)
    office.write("Give", allocations.allocate, other, partnership_id=ids["Dale"], amount=in_pence(1_000))
    found = office.read(given, year=YEAR)
    assert (found[ids["Hill"]], found[ids["Dale"]]) == ("TBD", 1_000_00)


def test_an_addition_that_several_share_is_nobodys_own(office: Office) -> None:
    ids = add_northshire(office)
    other = add_budget(office, "Safer towns", 5_000)
    sharers = (ids["North"], ids["West"])
    office.write(
        "Share", allocations.add_addition, other, name="Safer towns", amount=in_pence(5_000), sharer_ids=sharers
    )
    assert office.read(given, year=YEAR)[ids["North"]] == 60_000_00


def test_a_partnership_is_called_by_its_area_at_the_head_of_a_column(office: Office) -> None:
    ids = add_northshire(office)
    area = office.write("Add area", areas.add_area, name="Western isles", kind="County")
    seen = next(one for one in office.read(partnerships.partnerships) if one.id == ids["West"])
    office.write(
        "Place",
        partnerships.change,
        seen.id,
        version=seen.version,
        name=seen.name,
        area_id=area,
        parent_id=None,
    )
    found = office.read(grantees, year=YEAR)
    assert [(one.name, one.short) for one in found.values()][-1] == ("West", "Western isles")
    assert found[ids["Hill"]].short == "Hill"


def test_a_partnership_that_was_put_away_is_still_among_them(office: Office) -> None:
    ids = add_northshire(office)
    office.write("Archive", partnerships.archive, ids["Hill"])
    found = office.read(grantees, year=YEAR)
    assert list(found) == [ids[name] for name in ("North", "Hill", "Dale", "West")]
    assert found[ids["Hill"]].archived


def test_a_county_answers_for_its_districts_until_one_stands_apart() -> None:
    known = tree((None, 0, 0, None))
    own: dict[str, Amount] = {"0": Pence(60), "1": Pence(20), "2": Pence(20), "3": Pence(100)}
    assert answered_for(known, own, {"0", "3"}) == {"0": 100, "3": 100}
    assert answered_for(known, own, {"0", "1"}) == {"0": 80, "1": 20}
    assert answered_for(known, own, {"2"}) == {"2": 20}


def test_whoever_stands_apart_with_nothing_given_answers_for_no_figure() -> None:
    assert answered_for(tree((None,)), {}, {"0"}) == {"0": None}


def test_a_circle_of_partnerships_has_nobody_to_answer_for_it() -> None:
    known = {one: Grantee(one, one, one, above, False) for one, above in (("a", "b"), ("b", "a"))}
    assert holder("a", known, ()) is None


@tried(TREES, st.data())
def test_no_penny_is_answered_for_twice_or_by_somebody_above_one_who_stands_apart(
    above: tuple[int | None, ...], data: st.DataObject
) -> None:
    known = tree(above)
    pence = {key: data.draw(st.integers(0, 9**9)) for key in known}
    apart = data.draw(st.sets(st.sampled_from(sorted(known))))
    owed = answered_for(known, {key: Pence(mine) for key, mine in pence.items()}, apart)
    # slowly: whoever stands apart has all that lies below it, less what lies below others there that stand apart
    below = {key: {one for one in known if key in _line(one, above)} for key in known}
    for key in apart:
        mine = below[key].difference(*(below[one] for one in apart if one != key and one in below[key]))
        assert owed[key] == sum(pence[one] for one in mine)
    answered = {one for one in known if holder(one, known, apart) is not None}
    assert sum(amount for amount in owed.values() if isinstance(amount, int)) == sum(pence[one] for one in answered)


def _line(key: str, above: tuple[int | None, ...]) -> list[str]:
    """A partnership and everybody above it."""
    parent = above[int(key)]
    return [key] if parent is None else [key, *_line(str(parent), above)]


def test_an_amount_below_nought_or_absurd_is_refused_at_its_box(office: Office) -> None:
    def check(_: object, pence: int) -> None:
        check_pence(pence, "used")

    assert refusal(office, check, -1) == ("An amount cannot be below £0.", "used")
    assert refusal(office, check, MOST_PENCE + 1) == (
        "That is more than the desk keeps in one amount (£1,000,000,000).",
        "used",
    )
    check_pence(MOST_PENCE, "used")
    check_pence(None, "used")
