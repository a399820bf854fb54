"""The reference that somebody wrote on a transfer, found in what the bank printed of it. Pure.

References carry two check digits (ISO 7064, MOD 97-10, see core/references.py): a digit that is wrong, and two that
changed places, are seen.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from core.references import DRAWN, check_digits, is_reference

#: Digits with what banks and people put between them: blanks, hyphens, dots, strokes.
_RUN = re.compile(r"[0-9](?:[\s\-./–]?[0-9])*")
#: What a reference begins with: the year and the month.
_MONTH = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９－", "0123456789-")

#: Fewer digits has no reference: year and month, what was drawn, the check digits. More than so many neither.
SHORTEST = DRAWN + 6
LONGEST = SHORTEST + 4


def references_in(text: str) -> list[str]:
    """All that reads as a reference without a typing error in `text`, as we write it, in order.

    What stands beside it may read as one by chance (one in 97): only those that exist are meant.
    """
    return _references(joined(text, SHORTEST, LONGEST))


def slips_in(text: str) -> list[str]:
    """Every reference from which something in `text` differs by one slip at most: a digit wrong, one missing, one too
    much, two that changed places. Only those that exist are meant.
    """
    return _references(slip for digits in joined(text, SHORTEST - 1, LONGEST + 1) for slip in _slips(digits))


def _references(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(_written(digits) for digits in found if _MONTH.match(digits) and is_reference(digits)))


def _slips(digits: str) -> Iterator[str]:
    yield digits
    for place in range(len(digits) + 1):
        before, rest = digits[:place], digits[place:]
        for figure in "0123456789":
            yield before + figure + rest
            yield before + figure + rest[1:]
        yield before + rest[1:]
        yield before + rest[1:2] + rest[:1] + rest[2:]


def joined(text: str, shortest: int, longest: int) -> Iterator[str]:
    """Neighbouring groups of digits, put together in every way that is so long: few from each of them on."""
    for run in _RUN.findall(text.translate(_FULL_WIDTH)):
        groups = re.findall(r"[0-9]+", run)
        digits, ends = "".join(groups), list(accumulate(map(len, groups)))
        for start in (0, *ends[:-1]):
            for end in ends[bisect_left(ends, start + shortest) : bisect_right(ends, start + longest)]:
                yield digits[start:end]


def _written(run: str) -> str:
    body = run[:-2]
    return f"{body[:4]}-{body[4:]}-{check_digits(body)}"
