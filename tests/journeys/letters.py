"""What lies in somebody's letter box."""

import re

from marketplace.notifications import mailbox
from tests.journeys.person import Person
from tests.journeys.site import RunningSite


def letter_to(site: RunningSite, person: Person, address: str) -> str:
    """The link in the latest letter to `person` that has one whose address matches the pattern `address`."""
    assert person.user is not None
    site.settled()
    found: list[str] = [
        link
        for letter in mailbox.letters(folder=str(site.where.state / "mail"))
        if letter.to == person.user.email
        for link in re.findall(r"https?://\S+", letter.text)
        if re.search(address, link)
    ]
    assert found, f"no letter to {person.user.email} leads to {address!r}"
    return found[0]
