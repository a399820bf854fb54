"""Many requests at the same moment, each over a connection of its own."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from tests.journeys.person import Page, Person, Sending


def at_once(sendings: Sequence[Sending]) -> list[Page]:
    """Press all buttons together; answers the pages they lead to, in their order. A page of 500 or above fails."""
    barrier = Barrier(len(sendings))

    def press(sending: Sending) -> Page:
        barrier.wait(30)
        return sending.send()

    with ThreadPoolExecutor(len(sendings)) as crowd:
        return list(crowd.map(press, sendings))


def times(sending: Sending, number: int) -> list[Sending]:
    """The same button, pressed so often by the same person: cookies, form and key are the same."""
    return [replace(sending, reader=_twin(sending.reader)) for _press in range(number)]


def _twin(person: Person) -> Person:
    twin = Person(person.site_url, user=person.user)
    twin.browser.headers.update(person.browser.headers)
    twin.browser.cookies.update(person.browser.cookies)
    return twin
