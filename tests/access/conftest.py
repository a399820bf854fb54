"""The world of the matrix."""

from tests.access.standing import scene, world

__all__ = ["scene", "world"]
