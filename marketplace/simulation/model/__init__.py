"""A second reckoning of the books, in plain Python: no SQL, none of escrow's moves.

Each file beside this one holds the rules of one part of money's way; what is new gets a file here and a line below.
"""

from marketplace.simulation.model import after, claiming, disputing, giving, incoming, keeping, outgoing, shops, taking
from marketplace.simulation.model.model import Model

__all__ = ["Model", "after", "claiming", "disputing", "giving", "incoming", "keeping", "outgoing", "shops", "taking"]
