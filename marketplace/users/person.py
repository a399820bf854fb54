"""What a person says of themselves, and the end of their sessions: one function each for the pages and the API."""

from typing import TypedDict, Unpack

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core import words
from core.errors import Invalid
from marketplace.users.languages import CODES
from marketplace.users.models import User
from marketplace.users.zones import places

LONGEST_NAME = 80


class PersonFacts(TypedDict, total=False):
    """Their name; the language and the time zone their letters are written in."""

    name: str
    language: str
    timezone: str


def edit_person(person_id: int, **facts: Unpack[PersonFacts]) -> User:
    """Take over the facts that are given; the others stay, and so does all else of the person.

    Raises `Invalid`: `words_missing`, `words_too_long`, `language_unknown`, `timezone_unknown`.
    """
    person = User.objects.get(pk=person_id)
    if "name" in facts:
        person.name = words.line(facts["name"], field="name", at_most=LONGEST_NAME, needed=True)
    if "language" in facts:
        if facts["language"] not in CODES:
            raise Invalid("language_unknown", _("Letters are not written in this language."), field="language")
        person.language = facts["language"]
    if "timezone" in facts:
        if facts["timezone"] not in places():
            unknown = _("There is no such time zone. One is called Asia/Shanghai, another one UTC.")
            raise Invalid("timezone_unknown", unknown, field="timezone")
        person.timezone = facts["timezone"]
    person.save(update_fields=list(facts))
    return person


def sign_out_everywhere(person_id: int) -> User:
    """Sign the person out of every browser; answers them as they are then, for the session that is to go on."""
    User.objects.filter(pk=person_id).update(session_round=F("session_round") + 1)
    return User.objects.get(pk=person_id)
