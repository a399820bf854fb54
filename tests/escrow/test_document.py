"""docs/money.md says what the code does, and its examples come to the numbers they were chosen for."""

from pathlib import Path

import pytest
from django.conf import settings

from escrow import document
from escrow.chart import Kind
from escrow.examples import EXAMPLES
from escrow.examples_after import AFTER


def test_the_page_is_what_the_code_writes() -> None:
    written = (Path(settings.BASE_DIR) / "docs" / "money.md").read_text()
    assert written == document.text(), "run `manage.py money`"


#: What each example posts, in order.
POSTED = [
    ("0", [100_000, 100_000]),
    ("1", [12_800, 12_800]),
    ("1P", [11_800, 11_800, 1_000]),
    ("2", [12_500, 300]),
    ("3", [12_500, 12_500]),
    ("4", [12_800, 12_800, 12_800]),
    ("5", [17_800, 12_800, 5_000]),
    ("6", [12_800, 12_800]),
    ("6", [12_800, 12_800]),
    ("7", [12_800, 12_800]),
    ("7P", [1_000, 11_800]),
    ("8", [4_000, 8_600, 200]),
    ("9P", [312, 3_688, 8_600, 200]),
    ("10P", [312, 3_688, 156, 1_844, 532, 6_268]),
    ("11P", [312, 3_688, 8_600, 200]),
    ("12", [12_800, 12_800]),
    ("12", [12_800]),
    ("13", [12_500]),
    ("13", [12_500]),
    ("13", [12_500]),
    ("14", [12_800, 1_500]),
    ("14a", [12_800]),
    ("14a", [12_800]),
    ("14P", [1_000, 11_800]),
    ("15", [300, 5_000, 3_000, 4_500]),
    ("16", [100, 1_000, 2_900]),
    ("16P", [100, 1_000, 2_588, 312]),
    ("17", [7_800, 200, 2_900]),
    ("18", [50_000, 50_000, 50_000]),
    ("18b", [50_000, 30_000, 20_000]),
    ("18c", [50_000]),
    ("18d", [1_000, 1_900]),
    ("19", [12_500, 300, 1_200, 1_200]),
    ("20", [77, 500, 2_900]),
    ("21", [12_800, 12_800, 12_800]),
    ("21S", [12_800, 12_800]),
]


def test_the_examples_come_to_their_numbers() -> None:
    found = [
        (
            example.number,
            [line.amount for move in example.moves() for entry in move.entries for line in entry.lines],
        )
        for example in (*EXAMPLES, *AFTER)
    ]
    assert found == POSTED


@pytest.mark.parametrize(
    "kind",
    [
        Kind.PAYMENT,
        Kind.HOLD,
        Kind.PAYABLE,
        Kind.REFUND_DUE,
        Kind.PAYOUT_DUE,
        Kind.SUSPENSE,
        Kind.DEPOSIT,
        Kind.CHARGEBACK,
        Kind.RECEIVABLE,
    ],
)
def test_every_account_of_a_deal_appears(kind: Kind) -> None:
    assert f"{kind.label}:" in document.text() or f"-> {kind.label} " in document.text()
