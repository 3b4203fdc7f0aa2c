"""What is typed as prose: paragraphs, lists, figures by reference and boxes, with nothing typed lost."""

from __future__ import annotations

import re
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.funds.figures import Amount
from app.money import Pence
from app.papers.blocks import Block, Box, BoxRow, Bullets, Claim, Figure, Paragraph, Strong
from app.papers.named import to_keys, to_names
from app.papers.paper import NO_REASONS, NamedFigure
from app.papers.prose import blocks_of, box_of, plain_words, runs_of
from app.papers.typed import amount_at_end, typed_amounts


def named(key: str, name: str, amount: Amount, claim: Claim | None = None) -> NamedFigure:
    return NamedFigure(key, name, amount, "Group", claim)


STATED = Claim("stated:h", "Headline", 60_00, "£60", (("one", 40_00), ("two", 30_00)), reason="Old money")
FIGURES = {
    one.key: one
    for one in (
        named("total:2019", "Commissioning budget 2019/20", Pence(1_000_00)),
        named("line:a:2019", "Road safety 2019/20", Pence(40_00)),
        named("line:b:2019", "Street triage 2019/20", Pence(30_00)),
        named("line:c:2019", "Working title 2019/20", "TBD"),
        named("stated:h", "Headline, as stated", Pence(60_00), STATED),
    )
}
TOTAL = Figure("£1,000", "total:2019", 1_000_00)


# --- paragraphs and lists ---


def test_each_line_is_a_paragraph_and_empty_lines_are_none() -> None:
    assert blocks_of("One.\n\n  Two. \n", {}) == (Paragraph(("One.",)), Paragraph(("Two.",)))
    assert blocks_of(" \n", {}) == ()


def test_lines_with_a_dash_or_a_bullet_are_one_list_kept_with_what_introduces_it() -> None:
    assert blocks_of("These:\n- one\n• two\nAfter.", {}) == (
        Paragraph(("These:",), introduces=True),
        Bullets((("one",), ("two",))),
        Paragraph(("After.",)),
    )


def test_a_dash_without_a_space_or_words_is_no_list() -> None:
    assert blocks_of("-5 degrees\n-\n- ", {}) == (Paragraph(("-5 degrees",)), Paragraph(("-",)), Paragraph(("-",)))


def test_paragraphs_take_the_next_number_and_a_list_hangs_under_its_own() -> None:
    numbers = (f"{at}." for at in count(7))
    assert blocks_of("One:\n- item\nTwo.", {}, numbers=numbers) == (
        Paragraph(("One:",), introduces=True, number="7."),
        Bullets((("item",),), hangs=True),
        Paragraph(("Two.",), number="8."),
    )
    assert next(numbers) == "9."


# --- words and figures ---


def test_words_between_two_stars_stand_out_and_so_does_a_figure_there() -> None:
    assert runs_of("It is **{total:2019} in all**, more.", FIGURES) == (
        "It is ",
        Figure("£1,000", "total:2019", 1_000_00, strong=True),
        Strong(" in all"),
        ", more.",
    )


def test_stars_that_are_not_a_pair_are_printed() -> None:
    assert runs_of("5 ** 2 and ** no ** and **", {}) == ("5 ** 2 and ** no ** and **",)


def test_a_figure_is_printed_for_its_key_and_an_unknown_one_as_it_was_typed() -> None:
    assert runs_of("Of {total:2019}, {line:c:2019} and {nothing} {}.", FIGURES) == (
        "Of ",
        TOTAL,
        ", ",
        Figure("TBD", "line:c:2019"),
        " and {nothing} {}.",
    )


def test_a_stated_figure_is_printed_as_it_was_stated() -> None:
    odd = Claim("stated:x", "Odd", 1_880_076_00, "£1880,076", ())
    assert runs_of("{stated:x}", {"stated:x": named("stated:x", "Odd", Pence(1_880_076_00), odd)}) == (
        Figure("£1880,076", "stated:x", 1_880_076_00),
    )


def every_word(blocks: tuple[Block, ...]) -> str:
    words = []
    for block in blocks:
        if isinstance(block, Paragraph):
            words.append(plain_words(block.text))
        elif isinstance(block, Bullets):
            words += [plain_words(item) for item in block.items]
    return "".join(words)


typed = st.lists(
    st.one_of(
        st.sampled_from(["- ", "• ", "**", "*", "\n", " ", "{", "}", "{total:2019}", "£5", "<b>", "&"]),
        st.text(max_size=4),
    ),
    max_size=14,
).map("".join)


def seen(text: str, *marks: str) -> str:
    """What is left of a text without spaces and these marks."""
    return "".join(letter for letter in text if not letter.isspace() and letter not in marks)


@given(typed)
def test_nothing_typed_is_lost(text: str) -> None:
    expected = seen(text.replace("{total:2019}", "£1,000"), "-", "•", "*")
    assert seen(every_word(blocks_of(text, FIGURES)), "-", "•", "*") == expected


@given(typed)
def test_nothing_typed_into_a_box_is_lost(text: str) -> None:
    made = box(text)
    words = "".join(plain_words(row.words) + row.figure for row in made.rows)
    assert seen(words, "-", "•", "*") == seen(text.replace("{total:2019}", "£1,000"), "-", "•", "*")


@given(typed)
@settings(max_examples=30)
def test_only_marks_of_lists_and_pairs_of_stars_go(text: str) -> None:
    lines = [re.sub(r"^[-•]\s+(?=\S)", "", line.strip()) for line in text.splitlines()]
    plain = re.sub(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", r"\1", "\n".join(lines))
    assert seen(every_word(blocks_of(text, {}))) == seen(plain)


@given(typed)
def test_names_turn_back_into_the_keys_they_were(text: str) -> None:
    assert to_keys(to_names(text, FIGURES), FIGURES) == text


# --- boxes ---


def box(text: str, reasons: dict[tuple[str, str], str] | None = None) -> Box:
    return box_of("The Commissioner intends", text, FIGURES, section_id="s", reasons=reasons or NO_REASONS)


def test_a_figure_or_an_amount_at_the_end_of_a_line_stands_on_the_right() -> None:
    assert box(
        "to fund roads {line:a:2019}\nto give £5 to each\nto fund the rest £1,234\nto wait {line:c:2019}"
    ).rows == (
        BoxRow(("to fund roads",), "£40"),
        BoxRow(("to give £5 to each",)),
        BoxRow(("to fund the rest",), "£1,234"),
        BoxRow(("to wait",), "TBD"),
    )


def test_an_amount_before_a_full_stop_stays_in_the_words() -> None:
    assert box("to give £5.").rows == (BoxRow(("to give £5.",)),)


def test_a_line_whose_parts_all_have_figures_claims_their_sum() -> None:
    made = box("to fund both £60\n- roads {line:a:2019}\n- triage {line:b:2019}\nto do more £1")
    assert made.rows[1] == BoxRow(("roads",), "£40", 1)
    [claim] = made.claims
    assert (claim.key, claim.name, claim.printed_text) == ("box:s:to fund both", "to fund both", "£60")
    assert claim.parts == (("roads", 40_00), ("triage", 30_00))
    assert claim.difference_pence == 10_00


@pytest.mark.parametrize(
    "text",
    [
        "to fund both £60\n- roads £40\n- and others",
        "to fund both £60\n- roads £40\n- title {line:c:2019}",
        "to fund both £60\n- of which roads £40\n- of which triage £10",
        "to fund one £60\n- from the NHS £40",
        "to fund both\n- roads £40\n- triage £30",
        "- roads £40\n- triage £30",
        "to fund both £6,00\n- roads £40\n- triage £30",
    ],
)
def test_parts_that_are_not_all_figures_or_not_the_whole_claim_nothing(text: str) -> None:
    assert box(text).claims == ()


def test_a_stated_figure_in_a_box_claims_what_its_rows_come_to() -> None:
    [claim] = box("to do both {stated:h}").claims
    assert claim == STATED


def test_a_stated_figure_over_parts_is_still_the_stated_figure() -> None:
    [claim] = box("to do both {stated:h}\n- one £40\n- two £25").claims
    assert (claim.key, claim.parts, claim.reason) == ("stated:h", (("one", 40_00), ("two", 25_00)), "Old money")
    [claim] = box("to do both {stated:h}\n- one £40\n- two £20").claims
    assert claim == STATED


def test_a_reason_is_a_note_of_the_box_with_a_mark_at_its_line() -> None:
    given = {("figure", "box:s:both"): "Rounded"}
    made = box("both £60\n- a £40\n- b £25\nagain {stated:h}\n- c £1\nright £3", given)
    assert made.notes == (("*", "Rounded"), ("†", "Old money"))
    assert [plain_words(row.words) for row in made.rows if row.level == 0] == ["both\xa0*", "again\xa0†", "right"]
    assert [claim.reason for claim in made.claims] == ["Rounded", "Old money"]


def test_a_row_keeps_its_reason_when_another_is_written_above_it() -> None:
    given = {("figure", "box:s:both"): "Rounded"}
    assert box("more £1\nboth £60\n- a £40\n- b £25", given).notes == (("*", "Rounded"),)
    twice = box("both £60\n- a £40\n- b £25\nboth £1\n- c £2\n- d £3", given)
    assert [claim.reason for claim in twice.claims] == ["Rounded", ""]


# --- amounts as people type them ---


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£1,234", 1_234_00),
        ("£25k", 25_000_00),
        ("£67.85m", 67_850_000_00),
        ("£4.7 million", 4_700_000_00),
        ("£1.2bn", 1_200_000_000_00),
        ("£12.50", 12_50),
        ("£3,0000", None),
        ("£1880,076", None),
        ("£12.345", None),
        ("£1,2 million", None),
        ("-£50", -50_00),
        ("\N{MINUS SIGN}£1.5m", -1_500_000_00),
    ],
)
def test_an_amount_in_a_sentence_is_read(text: str, pence: int | None) -> None:
    [found] = typed_amounts(f"About {text}, or so.")
    assert (found.text, found.pence) == (text, pence)


def test_an_amount_stops_where_its_unit_is_a_word_of_its_own() -> None:
    assert [one.text for one in typed_amounts("£5 more, £25 kilos, £3 may")] == ["£5", "£25", "£3"]
    assert amount_at_end("from £5 to £10 each") is None


def test_a_dash_between_words_and_an_amount_is_no_minus() -> None:
    assert [one.text for one in typed_amounts("roads - £5, towns \N{EN DASH} £6, £7-£8")] == ["£5", "£6", "£7", "£8"]
