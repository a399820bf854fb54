"""The reference that somebody wrote on a transfer, found in what the bank printed of it. Pure.

References carry two check digits (ISO 7064, MOD 97-10, see core/references.py): a digit that is wrong, and two that
changed places, are seen.
"""

import re

from core.references import DRAWN, check_digits, is_reference

#: Digits with what banks and people put between them: blanks, hyphens, dots, strokes.
_RUN = re.compile(r"[0-9](?:[\s\-./–]?[0-9])*")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９－", "0123456789-")

#: Fewer digits has no reference: year and month, what was drawn, the check digits. More than so many neither.
SHORTEST = DRAWN + 6
LONGEST = SHORTEST + 4


def references_in(text: str) -> list[str]:
    """All that reads as a reference without a typing error in `text`, as we write it, in order.

    What stands beside it may read as one by chance (one in 97): only those that exist are meant.
    """
    return list(dict.fromkeys(_written(digits) for digits in _joined(text) if is_reference(digits)))


def digits_in(text: str) -> list[str]:
    """Digits that may be meant as a reference, whatever their check digits say."""
    return [digits for digits in _joined(text) if SHORTEST - 1 <= len(digits) <= LONGEST + 1]


def near(run: str, reference: str) -> bool:
    """Whether the digits differ from the reference's by one slip: a digit wrong, one missing, one too much, two that
    changed places.
    """
    meant = reference.replace("-", "")
    if run == meant:
        return True
    if len(run) == len(meant):
        wrong = [place for place, digit in enumerate(run) if digit != meant[place]]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1  # noqa: PLR2004
        return len(wrong) == 1 or (swapped and run[wrong[0]] == meant[wrong[1]] and run[wrong[1]] == meant[wrong[0]])
    longer, shorter = (run, meant) if len(run) > len(meant) else (meant, run)
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )


def _joined(text: str) -> list[str]:
    """Neighbouring groups of digits, put together in every way."""
    found = []
    for run in _RUN.findall(text.translate(_FULL_WIDTH)):
        groups = re.findall(r"[0-9]+", run)
        for first in range(len(groups)):
            for last in range(first, len(groups)):
                digits = "".join(groups[first : last + 1])
                if len(digits) > LONGEST + 1:
                    break
                found.append(digits)
    return found


def _written(run: str) -> str:
    body = run[:-2]
    return f"{body[:4]}-{body[4:]}-{check_digits(body)}"
