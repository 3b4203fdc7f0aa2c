"""The figures guard: what is printed is added up again, and what does not tie is named with both figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.door import Office
from app.funds import stated
from app.papers import shelf
from app.papers.blocks import Box, BoxRow, Bullets, Claim, Figure, Heading, Notes, Paragraph, Stream, Table
from app.papers.compose import compose_paper
from app.papers.findings import told
from app.papers.gathering import gather_new
from app.papers.guard import correct, guard, office_findings
from app.papers.paper import Answer, ChangedFigure, Finding, Guarded, PaperRecord
from tests.factories import add_budget, refusal
from tests.papers.guarded import (
    claim,
    document,
    figure,
    kinds,
    record,
    section,
    table,
    with_claims,
)
from tests.papers.shelves import start

A, B = ("A", 100_00, 5_00), ("B", 50_50, -2_00)
DAY = date(2019, 1, 31)


def found_in(
    *blocks: Table | Box | Paragraph | Bullets | Heading | Notes | Stream, of: PaperRecord | None = None
) -> Guarded:
    return guard(of or record(section()), document(*blocks))


# --- tables ---


def test_a_table_that_adds_up_ties() -> None:
    found = found_in(table(A, B, ("C", "TBD", None)), table())
    assert (found.findings, found.tables, found.tables_tie) == ((), 1, 1)


def test_a_stated_total_that_the_lines_do_not_come_to_is_found_from_what_is_printed() -> None:
    found = found_in(table(A, B, ("C", "£12*", None), stated=("Total", 150_50, 3_00)))
    [one] = found.findings
    assert one == Finding(
        key="table:Table 1:y2019",
        kind="figure",
        title="Printed £150.50; its lines add to £162.50",
        place="5 Roads, Table 1, 2019/20",
        explanation="“Total, 2019/20” sums three figures.",
        section_id="s",
        printed="£150.50",
        computed="£162.50",
        difference="+£12",
        parts=(("A", "£100"), ("B", "£50.50"), ("C", "£12")),
    )
    assert (found.tables, found.tables_tie, found.to_settle) == (1, 0, 1)


def test_changes_are_added_with_their_signs() -> None:
    [one] = found_in(table(A, B, stated=("Total", 150_50, -3_00))).findings
    assert (one.key, one.printed, one.computed, one.difference) == ("table:Table 1:change", "−£3", "£3", "+£6")


def test_a_total_that_is_a_word_or_missing_is_no_sum() -> None:
    assert found_in(table(A, B, stated=("Total", "TBD", None))).findings == ()


def test_a_figure_that_only_its_group_lost_is_found_under_the_group() -> None:
    found = found_in(table(("A", "£7", None), B, groups=True))
    assert [(one.key, one.place) for one in found.findings] == [("table:Table 1:y2019", "5 Roads, Table 1, 2019/20")]
    found = found_in(table(("A", "£7", None), B, groups=True, stated=("Total", 57_50, None)))
    assert found.findings == ()
    found = found_in(table(("A", 7_00, None), B, groups=True, stated=("Total", 57_00, None)))
    assert [one.difference for one in found.findings] == ["+£0.50"]


def test_a_total_goes_by_the_claim_that_was_made_for_it() -> None:
    made = Claim(
        "stated:t", "Total of roads", 160_00, "£160", (("x", 100_00), ("y", 50_50)), column="y2019", reason="Old"
    )
    [one] = found_in(with_claims(table(A, B, stated=("Total", 160_00, 3_00)), made)).findings
    assert (one.key, one.stated_id, one.pence, one.reason, one.settled) == ("stated:t", "t", 150_50, "Old", True)
    assert one.parts == (("A", "£100"), ("B", "£50.50"))


def test_a_claim_about_one_row_is_compared_although_its_column_is_not_added() -> None:
    found = found_in(with_claims(table(A, B), claim(name="2017/18", parts=(20_000, 60_000))))
    [one] = found.findings
    assert (one.place, one.difference, found.tables_tie) == ("5 Roads, Table 1, 2017/18", "−£7,200", 0)


# --- claims and figures in prose ---


def test_a_box_that_claims_too_little_is_found_where_it_stands() -> None:
    of = record(section(), section(key="i", shows="intends"))
    [one] = found_in(Box("Intends", (BoxRow(("both",), "£87,200"),), (claim("box:i:1"),)), of=of).findings
    assert (one.place, one.section_id, one.stated_id, one.pence) == ("5 Roads, box", "i", None, None)
    assert one.title == "Printed £87,200; its lines add to £97,200"
    assert one.parts == (("a", "£20,000"), ("b", "£77,200"))


def test_a_stated_figure_printed_several_times_is_one_finding_where_it_stands_first() -> None:
    of = record(section(), figures=[figure("stated:h", 87_200, "Headline, as stated", claim())])
    run = Figure("£87,200", "stated:h", 87_200_00)
    found = found_in(
        Paragraph(("In all ", run)),
        Heading(3, "Later", "5.1", "later"),
        Bullets(((run,),)),
        Box("Intends", (BoxRow((), "£87,200"),), (claim(),)),
        with_claims(table(A, B), claim(column="y2019")),
        of=of,
    )
    [one] = found.findings
    assert (one.key, one.place, one.section_id) == ("stated:h", "5 Roads", "s")
    assert (one.stated_id, one.pence, found.figures, found.figures_tie) == ("h", 97_200_00, 1, 0)


def test_a_stated_figure_that_stands_nowhere_in_a_paper_is_not_found_in_it() -> None:
    of = record(section(), figures=[figure("stated:h", 87_200, "Headline", claim())])
    assert found_in(Paragraph("Nothing."), of=of).findings == ()


def test_figures_that_tie_are_counted() -> None:
    figures = [figure("total:2019", 10), figure("stated:h", 10, claim=claim(printed=10, parts=(10,)))]
    words = (Figure("£10", "total:2019", 10_00), Figure("£10", "stated:h", 10_00), Figure("£10", "total:2019", 10_00))
    found = found_in(Paragraph(words), of=record(section(), figures=figures))
    assert (found.findings, found.figures, found.figures_tie) == ((), 2, 2)


def test_a_claim_that_cannot_be_compared_says_nothing() -> None:
    assert found_in(Box("Intends", (), (claim(parts=()),))).findings == ()


def test_a_reason_given_in_the_paper_settles_a_figure() -> None:
    of = record(section(), reasons={("figure", "stated:h"): "Rounded", ("change", "stated:h"): "No"})
    found = found_in(Box("Intends", (), (claim(),)), of=of)
    assert ([(one.reason, one.settled) for one in found.findings], found.to_settle) == ([("Rounded", True)], 0)


def test_a_figure_that_claims_to_equal_one_row_says_so() -> None:
    [one] = found_in(Box("Intends", (), (claim(parts=(97_200,)),))).findings
    assert one.title == "Printed £87,200; it should equal £97,200"
    assert one.explanation == "“Headline” gives the figure of “a”."


def test_a_note_of_just_the_difference_is_named() -> None:
    of = record(section(), figures=[figure("line:x:2019", 10_000), figure("note:n", 10_000, "Roads, note: more.")])
    [one] = found_in(Box("Intends", (), (claim(),)), of=of).findings
    assert one.explanation.endswith(" figures. £10,000 is also the amount of “Roads, note: more”.")


def test_a_figure_under_a_stream_is_placed_in_it() -> None:
    [one] = found_in(Stream("A", "Grant", "£1", anchor="z"), with_claims(table(A), claim())).findings
    assert (one.place, one.section_id) == ("A Grant, Table 1, Headline", "z")


# --- references, answers, changes ---


def test_a_reference_to_no_figure_is_to_be_mended() -> None:
    of = record(
        section("Of {total:2019} and {line:gone}, {line:gone}."),
        section("{not} printed", key="x", printed=False),
        figures=[figure("total:2019", 1)],
    )
    found = found_in(of=of)
    [one] = found.findings
    assert (one.kind, one.title, one.place) == ("reference", "“{line:gone}” is no figure of this office", "5 Roads")
    assert (one.section_id, one.settled, found.to_settle) == ("s", False, 1)


def test_a_figure_that_is_gone_is_named_by_what_it_was_and_never_by_its_key() -> None:
    of = record(section("{line:0a-1b:2020} {stated:0c}"), figures=[figure("line:0a-1b:2019", 1)])
    assert [(one.title, one.explanation) for one in found_in(of=of).findings] == [
        (
            "There is no figure for a budget line in 2020/21",
            "There is “line:0a-1b:2019”. Choose the figure again, or write it without the braces.",
        ),
        (
            "There is no figure for a stated figure any more",
            "Choose the figure again, or write it without the braces.",
        ),
    ]


def test_a_question_is_told_as_one() -> None:
    answers = [Answer("1", 1, "Staffing", "n/a", False)]
    [one] = found_in(of=record(section(shows="implications"), answers=answers)).findings
    assert told(one) == "5 Roads, Staffing: Is there truly nothing to say under Staffing?\n    It says only “n/a”."


def answered(*texts: str, confirmed: bool = False, shows: str = "implications") -> list[tuple[str, bool]]:
    answers = [Answer(str(at), 1, "Staffing", text, confirmed) for at, text in enumerate(texts)]
    found = found_in(of=record(section(shows=shows), answers=answers))
    return [(one.title, one.settled) for one in found.findings if one.kind == "answer"]


def test_a_heading_without_an_answer_is_asked_about() -> None:
    assert answered(" ", "None are expected to leave.") == [("“Staffing” has no answer", False)]


@pytest.mark.parametrize(
    "text", ["n/a", "N/A.", "n / a", "NA", "None", "nil", "-", "…", "Not applicable", "Amherthnasol"]
)
def test_an_answer_that_says_nothing_is_questioned_until_it_is_meant(text: str) -> None:
    question = "Is there truly nothing to say under Staffing?"
    assert answered(text) == [(question, False)]
    assert answered(text, confirmed=True) == [(question, True)]


def test_figures_in_answers_are_compared_and_lost_ones_found() -> None:
    of = record(
        section(shows="implications"),
        figures=[figure("stated:h", 87_200, claim=claim())],
        answers=[Answer("a", 1, "Finance", "Within {stated:h} and {gone}.", False)],
    )
    found = guard(of, compose_paper(of))
    assert [(one.kind, one.place) for one in found.findings] == [
        ("figure", "Appendix 1: Roads"),
        ("reference", "Appendix 1: Roads, Finance"),
    ]


def test_answers_that_are_not_printed_are_not_asked_for() -> None:
    assert answered("", shows="") == []


def test_each_change_needs_its_reason() -> None:
    changes = [
        ChangedFigure("line:a", "Roads", "changed", 100_00, 90_00, ""),  # type: ignore[arg-type]  # pence
        ChangedFigure("line:b", "Towns", "new", None, "TBD", "Asked for"),
        ChangedFigure("line:c", "Gone", "ended", 5_00, None, ""),  # type: ignore[arg-type]  # pence
    ]
    assert found_in(of=record(section(), changes=changes)).findings[0].explanation == "Say why it changed."
    found = kinds(found_in(of=record(section(shows="changes"), changes=changes)))["change"]
    assert [(one.key, one.title, one.difference, one.settled) for one in found] == [
        ("line:a", "“Roads” was £100 and is now £90", "−£10", False),
        ("line:b", "“Towns” is new, TBD", "", True),
        ("line:c", "“Gone” has ended; it was £5", "", False),
    ]
    assert {one.place for one in found} == {"5 Roads"}


# --- hints ---


def hinted(text: str, *blocks: Table, answer: str = "") -> list[str]:
    of = record(
        section(text, shows="implications"),
        figures=[figure("total:2019", 1_000), figure("stated:h", 87_200, claim=claim())],
        answers=[Answer("a", 1, "Finance", answer or "Told above.", False)],
    )
    return [one.title for one in kinds(found_in(*blocks, of=of)).get("hint", [])]


def test_a_typed_amount_that_no_figure_has_is_a_hint_and_never_in_the_way() -> None:
    assert hinted("It is £1,234, yes £1,234, and £1,000 or {total:2019}.") == ["“£1,234” is no figure of the desk"]
    found = found_in(of=record(section("£5")))
    assert ([one.kind for one in found.findings], found.to_settle) == (["hint"], 0)


def test_amounts_of_printed_tables_and_of_what_was_added_are_known() -> None:
    assert hinted("£100, £50.50, £150.50, £2, £3, £20,000 and £97,200", table(A, B)) == []


def test_amounts_are_known_however_they_are_typed() -> None:
    assert hinted("£1k, £0.001m, £87.2k") == []
    assert hinted("£67.85m and £4.7 million") == [
        "“£67.85m” is no figure of the desk",
        "“£4.7 million” is no figure of the desk",
    ]


def test_an_amount_that_cannot_be_read_is_a_hint() -> None:
    assert hinted("£3,0000", answer="£1880,076") == [
        "“£3,0000” is not written as an amount",
        "“£1880,076” is not written as an amount",
    ]


def test_letters_that_cannot_be_printed_are_one_hint_for_the_section() -> None:
    assert hinted("ŵ ŷ é £1,000 🙂 and 🙂 and 漢") == ["🙂 漢 cannot be printed"]


def test_headings_and_details_of_the_paper_are_looked_at_too() -> None:
    of = record(section(heading="Roads 🙂"))
    of = replace(of, paper=replace(of.paper, title="Plan 漢", author="Example Officer"))
    found = found_in(of=of).findings
    assert [(one.title, one.place) for one in found] == [
        ("漢 cannot be printed", "Details of the paper"),
        ("🙂 cannot be printed", "5 Roads"),
    ]


# --- whole papers and the whole office ---


def test_each_kind_of_new_paper_finds_only_stated_figures_wrong(devon_cornwall: Office) -> None:
    for kind, expected in (("intentions", ["£539,470", "£500,701"]), ("panel-paper", [])):
        made = devon_cornwall.read(gather_new, kind=kind, year=2019, today=DAY)  # type: ignore[arg-type]  # one of two
        found = kinds(guard(made, compose_paper(made)))
        assert [one.printed for one in found.get("figure", [])] == expected
        assert "hint" not in found
        assert "reference" not in found


def test_the_office_is_told_of_a_figure_whose_reason_is_given_as_settled(office: Office) -> None:
    one = state(office, reason="Last year's")
    [found] = office.read(office_findings, today=DAY)
    assert (found.key, found.place, found.settled) == (f"stated:{one}", "Talk of 3 June", True)
    assert told(found) == (
        "Talk of 3 June: Printed £1,880,076; it should equal £10; difference −£1,880,066.\n"
        "    “Headline, as stated” gives the figure of “A”.\n"
        "    Reason given: Last year's"
    )


def test_a_reason_given_in_a_paper_is_known_to_the_whole_office_until_it_is_taken_back(office: Office) -> None:
    one, paper = state(office), start(office)
    for text in ("Rounded", ""):
        office.write("Reason", shelf.give_reason, paper, about="figure", key=f"stated:{one}", text=text)
        [found] = office.read(office_findings, today=DAY)
        assert (found.reason, found.settled) == (text, bool(text))


def state(office: Office, *, printed: str = "", reason: str = "") -> str:
    parts = [("budget", add_budget(office, "A", 10))]
    given = {"name": "Headline", "place": "Talk of 3 June", "printed": printed, "reason": reason}
    return office.write("State", stated.add, amount_pence=1_880_076_00, parts=parts, **given)  # type: ignore[arg-type]  # by name


def test_correcting_makes_a_stated_figure_what_its_rows_come_to_and_prints_it_so(office: Office) -> None:
    one = state(office, printed="£1880,076")
    office.write("Correct", correct, one, pence=10_00)
    [now] = office.read(stated.stated)
    assert (now.amount_pence, now.printed, now.place, now.reason) == (10_00, "£10", "Talk of 3 June", "")
    assert office.read(office_findings, today=DAY) == []


def test_correcting_to_what_the_rows_no_longer_come_to_is_refused(office: Office) -> None:
    one = state(office)
    assert refusal(office, correct, one, pence=9_00) == (
        "The rows of “Headline” now come to £10. Look at it again before you correct it.",
        None,
    )


def test_a_correction_over_somebody_elses_change_is_refused(office: Office) -> None:
    one = state(office)
    typed = {"name": "Headline", "amount_pence": 5_00, "place": "", "reason": ""}
    office.write("Change", stated.change, one, version=1, **typed)  # type: ignore[arg-type]  # by name
    message, _ = refusal(office, correct, one, pence=10_00, version=1)
    assert message.startswith("Jo saved this while you were typing")
