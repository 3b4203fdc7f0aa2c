"""What is noted of trouble holds plain technical words only."""

from __future__ import annotations

import pytest

from db.nameless import without_names


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("NotSaved: SQLITE_IOERR_WRITE while saving (disk I/O error)",) * 2,
        ("OSError: [Errno 28] ENOSPC, no space left on device",) * 2,
        ("anna.berg@anytown.gov.uk (laptop-12) is saving", "… (…) is saving"),
        ("Jo Smith has held the file since 14:02", "… has held the file …"),
        (r"cannot open C:\Users\Anna Berg\Grants\Ben Okafor.opcc", "cannot open …"),
        ("cannot open /home/aberg/Office.opcc", "cannot open /…/Office.…"),
        ("call 0191 496 0000 about “£12,500 for Kim”", "call … for …"),
        ("EVANS\nERIKA 1234567 schema 3", "… schema 3"),
        ("Błażej is saving", "… is saving"),
    ],
)
def test_no_name_path_or_content_survives_in_the_words_of_a_trouble(words: str, kept: str) -> None:
    assert without_names(words) == kept


def test_no_word_survives_that_the_desk_does_not_know_itself() -> None:
    names = "Aoife Bashir Chidi Dafydd Eirlys Farah Giuseppe Hamza Ioana Jo Kwame Lowri Mei Niamh Oluwaseun Sam anna"
    assert without_names(names) == "…"
