"""No bank details are kept: what holds a sort code, an account number or an IBAN is refused at its box."""

from __future__ import annotations

import pytest

from app.errors import Refused
from app.grants import bank_words


@pytest.mark.parametrize(
    "text",
    [
        "Sort code 20-00-00, account 12345678",
        "20 00 00 12345678",
        "sortcode: 200000",
        "The account number is shown; account no. 12345678",
        "Paid into GB82 WEST 1234 5698 7654 32 since May",
        "gb82west12345698765432",
        "IBAN: GB82",
    ],
)
def test_bank_details_are_seen_wherever_they_stand(text: str) -> None:
    assert bank_words.holds_details(text)
    with pytest.raises(Refused) as caught:
        bank_words.refuse(text, "evidence")
    assert caught.value.field == "evidence"
    assert "None is kept here" in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "Accounts to 31.03.2026 filed at Companies House for 01234567",
        "Charity 1164883, seen 12-02-26",
        "The IBAN was not asked for; their account is in the name of the organisation",
        "GB82 WEST 1234 5698 7654 33 has wrong check digits",
        "Telephone 01206 555 123",
        "",
    ],
)
def test_numbers_of_other_kinds_are_kept(text: str) -> None:
    assert bank_words.refuse(f" {text} ", "evidence") == text


@pytest.mark.parametrize("text", ["Read back 20-00-00", "They confirmed 12345678"])
def test_where_bank_details_are_what_it_is_about_either_number_is_enough(text: str) -> None:
    assert not bank_words.holds_details(text)
    assert bank_words.holds_details(text, strictly=True)


@pytest.mark.parametrize(
    "text", ["Called the number on their website on 3 February 2026", "Called 01206 555123", "Seen 31.03.2026"]
)
def test_how_bank_details_were_confirmed_may_be_said(text: str) -> None:
    assert not bank_words.holds_details(text, strictly=True)
