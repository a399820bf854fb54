"""Splitting an amount so that the parts add up."""

from collections.abc import Sequence


def shared(amount: int, weights: Sequence[int]) -> list[int]:
    """By the largest remainder, the earlier one first."""
    whole = sum(weights)
    parts = [amount * weight // whole for weight in weights]
    for index in sorted(range(len(weights)), key=lambda i: -(amount * weights[i] % whole))[: amount - sum(parts)]:
        parts[index] += 1
    return parts
