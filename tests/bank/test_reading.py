import random
from datetime import date

import pytest

from core.errors import Invalid
from core.references import check_digits
from escrow.bank.lines import LONGEST_TEXT, Line
from escrow.bank.reading import LONGEST, SHORTEST, joined, references_in, slips_in

CHECK = check_digits("2611123456")
REFERENCE = f"2611-123456-{CHECK}"
OTHER = f"2611-654321-{check_digits('2611654321')}"


@pytest.mark.parametrize(
    "text",
    [
        REFERENCE,
        f"goods {REFERENCE}, thank you",
        f"2611123456{CHECK}",
        f"2611 1234 56 {CHECK}",
        f"ref.2611/123456/{CHECK}",
        f"２６１１－１２３４５６－{CHECK}",
    ],
)
def test_a_reference_is_found_however_the_bank_prints_it(text: str) -> None:
    assert references_in(text) == [REFERENCE]


def test_a_wrong_figure_is_no_reference_but_near_one() -> None:
    wrong = f"2611-123465-{CHECK}"
    assert references_in(wrong) == []
    assert REFERENCE in slips_in(wrong)


@pytest.mark.parametrize("between", [" and ", " ", ", "])
def test_two_references_are_both_found(between: str) -> None:
    found = references_in(f"{REFERENCE}{between}{OTHER}")
    assert [reference for reference in found if reference in {REFERENCE, OTHER}] == [REFERENCE, OTHER]


@pytest.mark.parametrize(
    "body",
    ["2611123456", "2611123457", "2611123546", "261112345", "26111234566"],
    ids=["the same", "a digit wrong", "two swapped", "one missing", "one too much"],
)
def test_one_slip_is_near(body: str) -> None:
    assert REFERENCE in slips_in(f"paid {body} {CHECK}")


@pytest.mark.parametrize(
    "body", ["2611133457", "2611423156", "26111234"], ids=["two wrong", "a swap from afar", "two missing"]
)
def test_two_slips_are_not(body: str) -> None:
    assert REFERENCE not in slips_in(f"paid {body} {CHECK}")


def test_no_month_begins_a_reference() -> None:
    for month in ("2600", "2613", "2699"):
        assert references_in(f"{month}123456{check_digits(month + '123456')}") == []


@pytest.mark.parametrize("between", ["", " ", "-"])
def test_a_line_full_of_figures_is_read_in_no_time(between: str) -> None:
    """A payer writes what they like: from each figure on, as much is tried as references may be long."""
    drawn = random.Random(7)
    text = between.join(drawn.choice("0123456789") for _place in range(300))[:LONGEST_TEXT]
    assert len(list(joined(text, SHORTEST, LONGEST))) <= (LONGEST - SHORTEST + 1) * len(text.replace(between, ""))
    assert len(references_in(text)) <= 5
    assert len(slips_in(text)) <= 2_000


LINE = Line(value_on=date(2026, 11, 23), amount=100, currency="CNY", payer="Li Wei", text="tea")


def test_a_line_without_the_banks_reference_is_named_by_what_it_says() -> None:
    other = Line(value_on=date(2026, 11, 23), amount=101, currency="CNY", payer="Li Wei", text="tea")
    named = Line(value_on=date(2026, 11, 24), amount=100, currency="CNY", bank_reference="N7")
    assert LINE.key() == LINE.key(1)
    assert len({LINE.key(), LINE.key(2), other.key(), named.key()}) == 4
    assert named.key() == named.key(2) == "bank:N7"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": 10**14 + 1}, "amount"),
        ({"currency": "XYZ"}, "currency"),
        ({"text": "x" * 301}, "text"),
        ({"payer": "x" * 141}, "payer"),
        ({"number": "1" * 41}, "number"),
        ({"bank_reference": "1" * 61}, "bank_reference"),
    ],
)
def test_a_line_that_cannot_be_kept_names_its_field(changed: dict[str, object], field: str) -> None:
    values = {"value_on": LINE.value_on, "amount": 100, "currency": "CNY", **changed}
    with pytest.raises(Invalid) as refusal:
        Line(**values).cleaned()  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_what_turns_the_direction_of_a_line_is_left_out() -> None:
    clean = Line(value_on=LINE.value_on, amount=1, currency="CNY", text="te\u202ea\x00", number="62 22").cleaned()
    assert (clean.text, clean.number) == ("tea", "6222")
