"""Carriers by name: those a seller is offered, and how addresses and comparisons spell any of them."""

import hashlib

from django.utils.text import slugify

#: What a seller chooses from; another name may be typed.
CARRIERS = ("SF Express", "ZTO", "YTO", "JD Logistics", "China Post", "EMS")


def code_of(carrier: str) -> str:
    """A carrier's name as the courier's addresses spell it: "SF Express" is sf-express, as is "sf express"."""
    return slugify(carrier)[:40] or hashlib.sha256("".join(carrier.split()).encode()).hexdigest()[:12]
