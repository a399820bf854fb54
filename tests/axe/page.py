"""One row of the table: a page, who looks at it, and how they get there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.test import Client

from tests.access.rows import ROWS
from tests.axe.world import World

Answer = Any  # what Django's test client answers with


@dataclass(frozen=True)
class Page:
    """The address `of` (its name in the access matrix) as `role` sees it.

    It points at what its row in the access matrix points at, or at `about` (a name in `World.args`), and ends in `rest`
    (a query). With `sent` it is posted. Redirects are followed: they end at `of`, with `status`. A page that is reached
    in another way has its own `ask`.
    """

    of: str
    role: str
    about: str = ""
    rest: str = ""
    sent: Mapping[str, Any] | None = None
    status: int = 200
    ask: Callable[[World, Client], Answer] | None = None

    def reach(self, world: World, language: str) -> Answer:
        """The site's answer, asked for in `language`."""
        client = world.browser(self.role)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        if self.ask is not None:
            return self.ask(world, client)
        place = world.place(self.of, self.about or ROWS[self.of].about) + self.rest
        if self.sent is not None:
            return client.post(place, self.sent)
        return client.get(place, follow=True)
