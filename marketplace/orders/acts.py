"""How an act on an order runs: as every act does (core/acts.py), `of` orders unless it names another app."""

from functools import partial

from core import acts

act = partial(acts.act, of="orders")
