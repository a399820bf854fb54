"""The whole journal, written as a test compares it."""

import re

from escrow.journal import whole_journal


def lines(**names: int) -> list[tuple[str, str, str, int]]:
    """(key, debit, credit, amount) of every posting; an id given by name stands as that name ("hold:A:release")."""
    by_number = {str(number): name for name, number in names.items()}

    def worded(text: str) -> str:
        if text.startswith("capital:t-"):
            return "capital:t"
        return ":".join(re.sub(r"\d+", lambda n: by_number.get(n[0], n[0]), part) for part in text.split(":"))

    return [
        (worded(line.key), worded(line.debit_label), worded(line.credit_label), line.amount) for line in whole_journal()
    ]
