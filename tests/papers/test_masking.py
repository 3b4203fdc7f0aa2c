"""What is left out of an applicant's words, whatever stands around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.papers.masking import APPLICANT, NO_BANK, NO_CONTACT, without_contacts, without_name

WORDS = st.text(alphabet="abc ’'=+.,\n£", max_size=30)


@pytest.mark.parametrize(
    "contact",
    ["bea@anytown.example", "bea.o’ledger@mail.anytown.example", "01632 960123", "(01632) 960 123", "+44 7700 900123"],
)
@given(before=WORDS, after=WORDS)
def test_an_address_or_telephone_number_stands_in_no_text(contact: str, before: str, after: str) -> None:
    said = without_contacts(f"{before} {contact} {after}")
    assert contact not in said
    assert NO_CONTACT in said


@given(text=WORDS)
def test_words_without_a_contact_stay_as_they_were_typed(text: str) -> None:
    assert without_contacts(text) == text
    assert without_name(text, "Evening Club Trust") == text


@pytest.mark.parametrize(
    "text", ["£12,500 in 2026 for 1,200 people", "12 May 2026 to 31 March 2027", "Ref CSDF-2026-007"]
)
def test_amounts_days_and_references_are_no_telephone_numbers(text: str) -> None:
    assert without_contacts(text) == text


def test_what_is_known_of_the_organisation_is_left_out_however_it_is_spaced_or_cased() -> None:
    said = without_contacts("Ask BEA  LEDGER of 1 High Street.", ("Bea Ledger", "1 High Street", "of"))
    assert said == f"Ask {NO_CONTACT} of {NO_CONTACT}."


def test_a_line_with_bank_details_is_left_out_whole() -> None:
    said = without_contacts("Pay us.\nSort code 01-02-03, account 12345678\nThank you.")
    assert said == f"Pay us.\n{NO_BANK}\nThank you."


def test_a_name_is_the_applicant_wherever_it_stands_by_itself() -> None:
    said = without_name("The Evening Club\nTrust and Evening Club Trusted", "Evening Club Trust")
    assert said == f"The {APPLICANT} and Evening Club Trusted"
