"""Every form of the site, filled in with nonsense by whoever may send it: refused or understood, never a fault."""

from typing import Any

import pytest

from marketplace.api.media import Multipart
from tests.access import asking, routes
from tests.access.row import Row
from tests.access.rows import ROWS
from tests.access.scene import ROLES, Scene
from tests.journeys.pages import read

#: What stands in every field at once.
NONSENSE: dict[str, Any] = {
    "NUL": "\0",
    "very long": "茶" * 30_000,
    "many digits": "9" * 400,
    "negative": "-1",
    "a power of ten": "1e9",
    "no number": "NaN",
    "digits of another script": "１２",
    "a script that turns the line": "\u202e<script>alert(1)</script>{{ 7|add:7 }}{% debug %}%(name)s",
    "a repeated key": ["1", "2"],
    "no key": [],
}
#: Fields that some forms of the site have; sent to each, a form must not trip over them.
STRANGE: dict[str, Any] = {
    "id": "1",
    "buyer_id": "1",
    "state": "released",
    "total": "0",
    "v-TOTAL_FORMS": "9" * 30,
    "v-INITIAL_FORMS": "-1",
    "note-1": "\0",
    "note-" + "9" * 40: "x",
    "o": ["\0", "9" * 300],
    "idempotency_key": "\0" * 3,
}
#: Pages for whoever has not signed in, or has no shop yet.
SENDERS = {
    **dict.fromkeys(("account_login", "account_signup", "account_reset_password"), "nobody"),
    "sellers:open": "buyer",
}
#: Fields of forms that stand on another page than the one they are sent to.
ELSEWHERE = {
    "account_email": ("action_add", "action_send", "action_remove", "action_primary"),
    "account_confirm_login_code": ("code",),
    "account_reset_password_from_key": ("password1", "password2"),
    "buyers:basket": ("sku", "quantity", "idempotency_key"),
    "mfa_reauthenticate": ("code",),
    "sellers:pack_many": ("o",),
    "sellers:payout": ("idempotency_key",),
    "set_language": ("language",),
}


def _sender(name: str, row: Row) -> str:
    """The first who gets more than the way to signing in; "" when nobody may post here."""
    if name in SENDERS:
        return SENDERS[name]
    given = dict(zip(ROLES, row.expected("post"), strict=True))
    able = [role for role in ("owner", "operator") if given[role] not in {"404", "405"}]
    return "".join(able[:1]).replace("owner", row.owner)


#: The API takes JSON, see `tests/api/test_fuzz.py`, but pictures are sent to it as a form is.
PICTURES = {
    name
    for name, address in routes.named()
    if Multipart in getattr(getattr(address.callback, "cls", None), "parser_classes", ())
}
POSTING = {
    name: row
    for name, row in ROWS.items()
    if not row.outside and (not row.program or name in PICTURES) and _sender(name, row)
}


@pytest.mark.parametrize(("name", "row"), POSTING.items(), ids=list(POSTING))
def test_a_form_filled_in_with_nonsense_is_no_fault(name: str, row: Row, scene: Scene) -> None:
    place = asking.address(name, row, scene)
    person = _sender(name, row)
    good = dict.fromkeys(ELSEWHERE.get(name, ()), "1") | _fields(place, row, scene, person)
    fillings = {what: dict.fromkeys(good, value) for what, value in NONSENSE.items()}
    fillings |= {"fields of other forms": STRANGE | good, "such fields twice": good | STRANGE}
    faults = []
    for what, given in fillings.items():
        browser = scene.browser(person)
        browser.raise_request_exception = False
        with asking.undone():
            if browser.post(place, given).status_code >= 500:
                faults.append(what)
    assert faults == []


def _fields(place: str, row: Row, scene: Scene, person: str) -> dict[str, Any]:
    """The fields of the forms on the page itself, filled in as they stand there, and what the row sends."""
    with asking.undone():
        answer = scene.browser(person).get(place)
        html = answer.content.decode() if answer.status_code == 200 else ""
    forms = [form for form in read(html).forms if form.method == "post" and form.action in {"", place}]
    fields = {control.name: control for form in forms for control in form.controls if control.kind != "file"}
    values = {name: control.values for name, control in fields.items() if name != "csrfmiddlewaretoken"}
    return {**values, **row.sent, "next": "/"}
