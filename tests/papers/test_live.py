"""What the sections of a paper show from the desk: nothing counted twice, what was stated printed as stated."""

from __future__ import annotations

from datetime import date

import pytest

from app import areas
from app.allocations import allocations, shares, themes
from app.door import Office
from app.funds import commitments, funds, income, stated
from app.funds.lines import lines
from app.listing import cell_text, totals
from app.money import Pence
from app.office import details
from app.papers.blocks import Block, Chart, Paragraph, Stream, Table
from app.papers.changed import changed_blocks
from app.papers.live import live_blocks
from app.papers.paper import SHOWS, ChangedFigure, PaperDetails, Section, Since
from app.papers.prose import plain_words
from tests.factories import YEAR, add_budget, add_fund, add_line, add_organisation, add_partnership, budget_id, move
from tests.northshire import add_northshire

TODAY = date(2018, 6, 1)


def shown(office: Office, shows: str, *, year: int = YEAR, about: str | None = None, reason: str = "") -> list[Block]:
    """What a section of a paper for this year shows; `reason` is given for every figure that differs."""
    given = {("figure", f"stated:{one.id}"): reason for one in office.read(stated.stated)} if reason else {}
    every = office.read(lines)
    blocks = office.read(
        live_blocks,
        PaperDetails("p", 1, "intentions", "draft", year, "Plan"),
        [Section("s", 1, 1, "Heading", "", shows, about)],
        office=office.read(details),
        lines=every,
        since=Since(),
        reasons=given,
        today=TODAY,
    )
    return list(blocks.get("s", ()))


def table(blocks: list[Block]) -> Table:
    return next(one for one in blocks if isinstance(one, Table))


def rows(one: Table) -> list[list[str]]:
    """The rows as they read, the last one too."""
    columns = one.listing.columns
    last = one.stated_totals or totals(columns, one.listing.lines, one.total_label)
    every = [line.cells for line in one.listing.lines] + ([last] if one.totals else [])
    return [[cell_text(cell, column) for cell, column in zip(cells, columns, strict=True)] for cells in every]


def heads(one: Table) -> list[str]:
    return [column.label for column in one.listing.columns]


def said(blocks: list[Block]) -> str:
    return " ".join(plain_words(one.text) for one in blocks if isinstance(one, Paragraph))


def line_id(office: Office, name: str) -> str:
    return next(one.id for one in office.read(lines) if one.name == name)


def fund_id(office: Office, name: str, year: int) -> str:
    return next(one.id for one in office.read(funds.funds, year=year) if one.name == name)


# an office that has nothing yet


@pytest.mark.parametrize(
    ("shows", "sentence"),
    [
        ("budget", "No budget has been entered for 2018/19 yet."),
        ("allocations", "No allocation has been entered yet."),
        ("spend", "No spend by the partnerships has been entered yet."),
        ("pooled", "No pooled budget has been chosen for this section yet."),
        ("income", "No income has been entered for 2018/19 yet."),
        ("streams", "No funding stream has a letter in 2018/19 yet."),
        ("stream", "No funding stream has been chosen for this section yet."),
    ],
)
def test_an_office_without_figures_says_so_in_the_place_of_a_table(office: Office, shows: str, sentence: str) -> None:
    blocks = shown(office, shows)
    assert (said(blocks), len(blocks)) == (sentence, 1)


def test_whatever_a_section_may_show_is_made_in_an_empty_office(office: Office) -> None:
    assert all(len(shown(office, one.value)) <= 1 for one in SHOWS)


# the budget


def test_the_budget_prints_the_totals_that_were_stated_of_both_years(devon_cornwall: Office) -> None:
    budget = table(shown(devon_cornwall, "budget", year=2019))
    assert heads(budget) == ["Commissioning area", "2018/19", "2019/20", "Change", "%"]
    assert rows(budget)[-1] == ["Total", "5,487,827", "5,830,690", "+342,863", "+6.2"]
    assert {(one.column, one.printed_text) for one in budget.claims} == {
        ("y2018", "£5,487,827"),
        ("y2019", "£5,830,690"),
    }


def test_the_chart_is_made_from_the_figures_of_the_table(devon_cornwall: Office) -> None:
    [chart] = [one for one in shown(devon_cornwall, "budget", year=2019) if isinstance(one, Chart)]
    assert [(one.label, one.after) for one in chart.bars][-1] == ("Protecting people at risk", 250_000_00)


def test_a_total_that_was_stated_wrongly_is_printed_as_it_was_stated_with_its_reason(office: Office) -> None:
    parts = [("budget", add_budget(office, name, 1_000)) for name in ("Roads", "Rails")]
    office.write("State", stated.add, name="The budget", year=YEAR, amount_pence=2_500_00, parts=parts)
    budget = table(shown(office, "budget", reason="It was rounded."))
    assert rows(budget)[-1] == ["Total", "2,500"]
    assert [one.reason for one in budget.claims] == ["It was rounded."]
    assert budget.listing.notes == (("", "Total, 2018/19: It was rounded."),)


# partnerships


def test_a_county_is_the_sum_of_its_partnerships_and_none_is_counted_twice(devon_cornwall: Office) -> None:
    given = table(shown(devon_cornwall, "allocations", year=2019))
    assert heads(given) == ["Community Safety Partnership", "2017/18", "2018/19", "2019/20"]
    assert rows(given)[:2] == [
        ["Safer Devon", "535,470", "439,470", "439,470"],
        ["Exeter", "–", "25,000", "25,000"],
    ]
    assert [group.label for group in given.listing.groups] == ["Devon"]
    devon = [line for line in given.listing.lines if line.group]
    assert totals(given.listing.columns, devon, "")[3] == 539_470_00
    assert rows(given)[-1] == ["Total", "1,600,249", "1,610,249", "1,615,249"]
    assert all(claim.difference_pence == 0 for claim in given.claims)


def test_what_allocations_rest_on_and_what_several_share_stand_under_the_table(devon_cornwall: Office) -> None:
    given, added = (one for one in shown(devon_cornwall, "allocations", year=2019) if isinstance(one, Table))
    assert given.listing.notes == (
        (
            "",
            "Basis of the figures for 2019/20. Isles of Scilly: raised to what a district partnership has, since the"
            " islands have nobody near to share with; all others: the same as in 2018/19.",
        ),
    )
    assert rows(added) == [["Safer Towns", "Safer Devon, Plymouth and Torbay", "70,000"]]
    assert added.listing.notes == (
        ("", "Safer Towns: a contribution beside the allocations; the plan does not divide it."),
        ("", "Shared by several partnerships together, so it stands in no partnership’s own figure."),
    )
    assert len(shown(devon_cornwall, "allocations", year=2018)) == 1


def test_what_the_shares_of_a_pooled_budget_rest_on_stands_under_them(office: Office) -> None:
    line = add_line(office, "Youth offending", 1_000)
    area = office.write("Add area", areas.add_area, name="North", kind="County")
    terms = {"basis_kind": "history", "basis": "The same as in 2017/18"}
    office.write("Share", shares.share, budget_id(office, line), area_id=area, amount=Pence(1_000_00), **terms)
    pooled = table(shown(office, "pooled", about=line))
    assert pooled.listing.notes == (("", "Basis of the figures for 2018/19: the same as in 2017/18."),)


def test_a_paper_shows_no_allocation_of_a_later_year(devon_cornwall: Office) -> None:
    assert heads(table(shown(devon_cornwall, "allocations", year=2018)))[1:] == ["2017/18", "2018/19"]


def test_an_allocation_that_is_a_word_stands_as_the_word_and_is_in_no_total(office: Office) -> None:
    budget = add_budget(office, "Partnerships", 1_000)
    for name, amount in (("Safer Anytown", Pence(400_00)), ("Safer Elsewhere", "TBD")):
        partner = add_partnership(office, name)
        office.write("Allocate", allocations.allocate, budget, partnership_id=partner, amount=amount)
    given = table(shown(office, "allocations"))
    assert rows(given) == [["Safer Anytown", "400"], ["Safer Elsewhere", "TBD"], ["Total", "400"]]


def test_a_plan_by_theme_that_does_not_come_to_the_allocation_is_told_where_no_total_was_stated(office: Office) -> None:
    ids = add_northshire(office)
    theme = office.write("Add theme", themes.add_theme, name="Domestic abuse")
    for name, pounds in (("North", 70_000), ("West", 100_000)):
        office.write(
            "Spend",
            themes.record_spend,
            partnership_id=ids[name],
            theme_id=theme,
            year=YEAR,
            amounts_pence=(pounds * 100,),
        )
    claims = table(shown(office, "spend")).claims
    assert [(one.name, one.printed_pence, one.computed_pence, one.difference_pence) for one in claims] == [
        ("Spend by theme, North", 70_000_00, 100_000_00, 30_000_00),
        ("Spend by theme, West", 100_000_00, 100_000_00, 0),
    ]


def test_spend_is_of_the_latest_year_that_has_any(devon_cornwall: Office) -> None:
    spend = table(shown(devon_cornwall, "spend", year=2019))
    assert spend.caption == "Partnership spend by theme, 2018/19, £"
    assert heads(spend) == ["Theme", "Devon", "Cornwall", "Plymouth", "Torbay", "Isles of Scilly"]


def test_a_cell_of_several_amounts_adds_them_and_says_which(devon_cornwall: Office) -> None:
    spend = table(shown(devon_cornwall, "spend", year=2019))
    first = spend.listing.lines[0]
    assert (rows(spend)[0][1], first.mark) == ("232,250", "*")
    assert spend.listing.notes[0] == ("*", "Devon: £227,000, £2,750 and £2,500 together.")
    assert rows(spend)[1] == ["Domestic homicide reviews", "49,000", "9,000", "–", "3,000", "–"]


def test_what_devon_spent_is_totalled_as_it_was_stated(devon_cornwall: Office) -> None:
    spend = table(shown(devon_cornwall, "spend", year=2019))
    assert rows(spend)[-1][1:3] == ["539,470", "448,636"]
    assert [claim.difference_pence for claim in spend.claims if claim.difference_pence] == [-68_428_00]


def test_a_pooled_budget_prints_a_word_as_the_word_and_its_totals_as_stated(devon_cornwall: Office) -> None:
    pooled = table(shown(devon_cornwall, "pooled", year=2019, about=line_id(devon_cornwall, "Youth Offending Service")))
    assert rows(pooled) == [
        ["2017/18", "190,266", "160,224", "65,091", "85,119", "500,701"],
        ["2018/19", "Maintain", "Maintain", "Maintain", "Maintain", "500,701"],
        ["2019/20", "Maintain", "Maintain", "Maintain", "Maintain", "500,701"],
    ]
    assert [claim.difference_pence for claim in pooled.claims] == [-1_00, 0, 0]


def test_each_year_of_a_pooled_budget_that_does_not_tie_has_its_reason_by_its_year(devon_cornwall: Office) -> None:
    [wrong] = [one for one in devon_cornwall.read(stated.stated) if one.difference_pence == -1_00]
    devon_cornwall.write(
        "Give",
        stated.change,
        wrong.id,
        version=None,
        name=wrong.name,
        amount_pence=wrong.amount_pence,
        place=wrong.place,
        reason="Rounded up.",
    )
    pooled = table(shown(devon_cornwall, "pooled", year=2019, about=line_id(devon_cornwall, "Youth Offending Service")))
    assert pooled.listing.notes == (("", "2017/18: Rounded up."),)


@pytest.mark.parametrize(("shows", "what"), [("pooled", "pooled budget"), ("stream", "funding stream")])
def test_a_section_about_something_put_away_says_so(office: Office, shows: str, what: str) -> None:
    assert said(shown(office, shows, about="gone")) == (
        f"The {what} that this section was about has been put away. Choose another, or take the section out."
    )


def test_a_line_without_shares_has_no_pooled_budget(office: Office) -> None:
    line = add_line(office, "Road safety")
    assert said(shown(office, "pooled", about=line)) == ("No share of “Road safety” has been entered for any area yet.")


# income and streams


def test_income_stands_beside_last_years_and_says_what_is_not_agreed(devon_cornwall: Office) -> None:
    blocks = shown(devon_cornwall, "income", year=2019)
    assert said(blocks) == (
        "Income of £2,232,540 is expected for 2019/20. No source is recorded for the other £3,598,150 of the budget."
    )
    assert rows(table(blocks))[0] == ["Victim Services Grant", "Ministry of Justice", "1,875,543", "1,880,265"]
    assert rows(table(blocks))[-1][2:] == ["5,487,827", "2,232,540"]
    assert table(blocks).listing.notes == (("*", "Indicated, not agreed yet."),)


def test_income_that_pays_for_the_whole_budget_leaves_nothing_to_explain(office: Office) -> None:
    add_line(office, "Road safety", 500)
    terms = {"status": "subject", "condition": "a vote in March"}
    source = add_organisation(office, "Highways")
    office.write("Add", income.add, source_id=source, name="Grant", year=YEAR, expected_pence=500_00, **terms)  # type: ignore[arg-type]  # by name
    blocks = shown(office, "income")
    assert said(blocks) == "Income of £500 is expected for 2018/19."
    assert table(blocks).listing.notes == (("*", "Subject to a vote in March."),)


def test_lettered_streams_are_totalled_without_the_one_that_has_no_amount(durham: Office) -> None:
    streams = table(shown(durham, "streams", year=2015))
    assert [row[:3] for row in rows(streams)] == [
        ["A", "Community Safety Grant", "606,550"],
        ["B", "Victims' services", "525,000"],
        ["C", "Restorative justice", "140,000"],
        ["D", "Community Safety Fund (working title)", "TBD"],
        ["Total of A, B and C", "", "1,271,550"],
    ]
    assert rows(streams)[-1][3] == "D is TBD"


def test_what_partnerships_share_of_a_stream_is_a_note_and_never_a_row(durham: Office) -> None:
    streams = table(shown(durham, "streams", year=2015))
    assert streams.listing.notes[0] == (
        "*",
        "Safe Durham Partnership £473,395 and Darlington Community Safety Partnership £133,155.",
    )
    assert [one.printed_text for one in streams.claims] == ["£606,550"]


def test_a_stream_opens_with_its_figure_and_lists_what_is_agreed_under_it(durham: Office) -> None:
    stream, agreed = shown(durham, "stream", year=2015, about=fund_id(durham, "Community Safety Grant", 2015))
    assert isinstance(stream, Stream)
    assert (stream.letter, stream.name, stream.figure, stream.anchor) == (
        "A", "Community Safety Grant", "£606,550", "s",
    )  # fmt: skip
    assert isinstance(agreed, Table)
    assert rows(agreed)[0] == ["Anti-Social Behaviour Officers", "131,883"]
    assert rows(agreed)[-1] == ["Total", "500,545"]
    assert agreed.listing.notes == (
        ("", "£27,150 was rolled forward from 2014-15 into 2015-16, on top of what was allocated."),
    )


def test_a_stream_without_agreements_is_its_line_alone_and_its_figure_may_be_a_word(durham: Office) -> None:
    about = fund_id(durham, "Community Safety Fund (working title)", 2015)
    [stream] = shown(durham, "stream", year=2015, about=about)
    assert isinstance(stream, Stream)
    assert stream.figure == "TBD"


def test_a_headline_stated_of_a_fund_elsewhere_is_not_printed_for_it(devon_cornwall: Office) -> None:
    [stream] = shown(devon_cornwall, "stream", year=2019, about=fund_id(devon_cornwall, "Reducing reoffending", 2019))
    assert isinstance(stream, Stream)
    assert stream.figure == "£97,200"


def test_agreements_with_several_bodies_under_several_lines_say_with_whom(office: Office) -> None:
    fund = add_fund(office, "Community fund", overspend_approver="Sam")
    for name, body in (("Roads", "First Light"), ("Rails", "Second Light")):
        budget = add_budget(office, name, 1_000, fund=fund)
        with_whom = add_organisation(office, body)
        office.write(
            "Agree", commitments.commit, budget, title=f"{name} work", amount_pence=100_00, organisation_id=with_whom
        )
    roads = line_id(office, "Roads")
    move(office, budget_id(office, roads), line_id(office, "Rails"), 50)
    outside = add_line(office, "Elsewhere", fund=add_fund(office, "Another fund"))
    move(office, budget_id(office, roads), outside, 10)
    agreed = table(shown(office, "stream", about=fund))
    assert agreed.caption == "Community fund: projects and agreements, 2018/19"
    assert rows(agreed)[:2] == [["Roads work", "First Light", "100"], ["Rails work", "Second Light", "100"]]
    assert agreed.listing.notes == (
        ("", "£10 was moved from Roads in 2018/19 to Elsewhere in 2018/19, on top of what was allocated."),
    )


# what changed


def change(kind: str, before: int | str | None, after: int | str | None, name: str = "Roads") -> ChangedFigure:
    return ChangedFigure(name, name, kind, before, after, "Because.")  # type: ignore[arg-type]  # pence


def test_changes_are_counted_in_a_sentence_and_listed_with_their_reasons() -> None:
    changes = (change("new", None, 500_00), change("ended", 100_00, None), change("changed", 300_00, 200_00))
    opening, listed = changed_blocks(Since("Plan", date(2018, 4, 1), "2018/19", changes), "2019/20")
    assert isinstance(opening, Paragraph)
    assert isinstance(listed, Table)
    assert opening.text == "Since the Plan of 1 April 2018, one line is new, one has ended and one has changed."
    assert heads(listed) == ["Budget line", "2018/19", "2019/20", "Change", "Why"]
    assert rows(listed) == [
        ["Roads", "–", "500", "+500", "Because."],
        ["Roads", "100", "–", "−100", "Because."],
        ["Roads", "300", "200", "−100", "Because."],
        ["Change in all", "–", "–", "+300", ""],
    ]  # fmt: skip


def test_a_change_from_a_word_has_no_difference() -> None:
    [opening, listed] = changed_blocks(Since("Plan", None, "2019/20", (change("changed", "TBD", 5_00),) * 2), "2019/20")
    assert isinstance(opening, Paragraph)
    assert isinstance(listed, Table)
    assert opening.text == "Since the Plan, two lines have changed."
    assert heads(listed)[1:3] == ["Then", "Now"]
    assert rows(listed)[0][1:4] == ["TBD", "5", "–"]


def test_a_paper_that_changes_nothing_says_so_and_one_that_follows_none_says_nothing() -> None:
    [sentence] = changed_blocks(Since("Plan", date(2018, 4, 1), "2018/19"), "2019/20")
    assert isinstance(sentence, Paragraph)
    assert sentence.text == "No line of the budget has changed since the Plan of 1 April 2018."
    assert changed_blocks(Since(), "2019/20") == []
