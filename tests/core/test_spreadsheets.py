"""Nothing that somebody typed becomes a formula in a spreadsheet."""

import pytest

from core.spreadsheets import harmless

WIDE = "\uff1d\uff0b\uff0d\uff20"


@pytest.mark.parametrize("sign", [*"=+-@\t\r\n", *WIDE], ids=ascii)
def test_what_begins_as_a_formula_is_only_shown(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("text", ["", "Zhao Min", "\u8d75\u654f", "6222 0000", "a=1", f"a{WIDE}"], ids=ascii)
def test_other_words_stay_as_they_were(text: str) -> None:
    assert harmless(text) == text
