"""The world of the access matrix, so that every form of the site has somebody who may send it."""

from tests.access.standing import scene, world

__all__ = ["scene", "world"]
