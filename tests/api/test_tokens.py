"""Tokens: made and revoked at a page, shown once, worth what their scopes say, for so long."""

import re
from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.management import call_command
from django.test import Client

from core import clock
from core.errors import DomainError
from marketplace.api.models import Token
from marketplace.api.tokens import PREFIX, digest_of, make_token
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code, program_of
from tests.conftest import CommittedDatabase
from tests.make.users import PASSWORD
from tests.payments.charging import at_once

PLACE = "/account/tokens/"
ASKED = {"name": "My cash book", "scopes": ["read", "buy"], "days": "30"}


@pytest.fixture
def owner() -> User:
    return make.confirmed(make.user("Lin Yue", password=PASSWORD))


@pytest.fixture
def keyholder(owner: User) -> Client:
    """Somebody who has just said the password."""
    client = Client()
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_a_token_is_made_at_the_page_and_shown_once(keyholder: Client, owner: User) -> None:
    page = keyholder.post(PLACE, ASKED).content.decode()
    (key,) = re.findall(PREFIX + r"[\w-]{43}", page)
    made = Token.objects.get()
    assert (made.owner, made.scopes, made.digest, made.tail) == (owner, ["read", "buy"], digest_of(key), key[-4:])
    assert key not in keyholder.get(PLACE).content.decode()
    assert Program(key).get("/api/v1/orders/")[0] == 200


def test_it_takes_a_fresh_password(owner: User) -> None:
    client = Client()
    client.force_login(owner)
    assert client.post(PLACE, ASKED)["Location"].startswith("/accounts/reauthenticate/")
    assert Token.objects.count() == 0


@pytest.mark.parametrize("forgotten", [True, False])
def test_with_the_password_tokens_end_and_the_letter_says_so(
    keyholder: Client, owner: User, *, forgotten: bool
) -> None:
    program, others = program_of(owner), program_of(make.user())
    new = {"password1": "plums-in-the-snow-3", "password2": "plums-in-the-snow-3"}
    if forgotten:
        Client().post("/accounts/password/reset/", {"email": owner.email})
        link = re.findall(r"/accounts/password/reset/key/\S+", str(mail.outbox[-1].body))[0]
        browser = Client()
        browser.post(browser.get(link)["Location"], new)
    else:
        keyholder.post("/accounts/password/change/", {**new, "oldpassword": PASSWORD})
    owner.refresh_from_db()
    assert owner.check_password("plums-in-the-snow-3")
    assert (code(program.get("/api/v1/orders/"))[0], others.get("/api/v1/orders/")[0]) == (401, 200)
    letter = str(mail.outbox[-1].body)
    assert ("no token that your programs used works any longer" in letter, "set anew" in letter) == (True, forgotten)


def test_a_password_that_the_host_sets_by_hand_ends_them_too(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    program, others = program_of(owner), program_of(make.user())
    monkeypatch.setattr("getpass.getpass", lambda **_asked: "plums-in-the-snow-3")
    call_command("changepassword", owner.email, stdout=StringIO())
    assert (code(program.get("/api/v1/orders/"))[0], others.get("/api/v1/orders/")[0]) == (401, 200)


def test_who_was_signed_in_by_the_old_password_makes_none_after_it(owner: User) -> None:
    """A request that was begun before, and ends after."""
    signed_in = User.objects.get(pk=owner.pk)
    owner.set_password("plums-in-the-snow-3")
    owner.save()
    with pytest.raises(DomainError, match="changed_meanwhile"):
        make_token(signed_in, name="Late", scopes=["read"], days=1, now=clock.real_now())
    assert Token.objects.count() == 0


def test_what_is_no_other_password_ends_nothing(owner: User) -> None:
    program = program_of(owner)
    owner.name = "Another name"
    owner.save()
    owner.password = make_password(PASSWORD, hasher="md5")  # an old way of keeping it
    owner.save()
    assert User.objects.get(pk=owner.pk).check_password(PASSWORD)  # and it is kept anew
    assert program.get("/api/v1/orders/")[0] == 200


def test_only_operators_make_tokens_of_the_desk(keyholder: Client) -> None:
    assert keyholder.post(PLACE, {**ASKED, "scopes": ["staff"]}).status_code == 422
    assert Token.objects.count() == 0


def test_a_revoked_token_is_worth_nothing(keyholder: Client, owner: User) -> None:
    program = program_of(owner)
    assert program.get("/api/v1/orders/")[0] == 200
    assert keyholder.post(f"{PLACE}{Token.objects.get().pk}/revocation/").status_code == 302
    assert code(program.get("/api/v1/orders/")) == (401, "token_unknown")


def test_it_expires_by_real_time_wherever_the_sites_clock_stands(owner: User) -> None:
    real = clock.real_now()
    _token, key = make_token(owner, name="Short", scopes=["read"], days=30, now=real)
    clock.set_offset(timedelta(days=400))
    assert Program(key).get("/api/v1/orders/")[0] == 200
    Token.objects.update(expires_at=real)
    assert code(Program(key).get("/api/v1/orders/")) == (401, "token_unknown")


def test_its_last_use_is_noted_at_most_once_a_minute(owner: User) -> None:
    program = program_of(owner, ["read"])
    program.get("/api/v1/orders/")
    first = Token.objects.get().last_used_at
    program.get("/api/v1/orders/")
    assert (first is not None, Token.objects.get().last_used_at) == (True, first)


def test_a_token_lives_no_longer_than_a_year_and_there_are_no_more_than_twenty(owner: User) -> None:
    real = clock.real_now()
    made = [make_token(owner, name="Long", scopes=["read"], days=5000, now=real)[0] for _ in range(20)]
    assert made[0].expires_at == real + timedelta(days=365)
    with pytest.raises(Exception, match="too_many_tokens"):
        make_token(owner, name="Another", scopes=["read"], days=1, now=real)


def test_the_twentieth_is_made_once_by_several_at_once(committed_db: CommittedDatabase, owner: User) -> None:
    make_one = partial(make_token, owner, name="One", scopes=["read"], days=1, now=clock.real_now())
    for _ in range(19):
        make_one()
    assert at_once(*[make_one] * 4) == ["done"] + ["too_many_tokens"] * 3
    assert Token.objects.count() == 20


@pytest.mark.parametrize(
    ("scope", "place", "method"),
    [
        ("read", "/api/v1/basket/", "get"),
        ("buy", "/api/v1/checkouts/", "post"),
        ("sell", "/api/v1/shop/listings/", "post"),
        ("money", "/api/v1/shop/money/", "get"),
        ("money", "/api/v1/shop/payouts/", "post"),
    ],
)
def test_a_token_without_the_scope_is_refused(scope: str, place: str, method: str, owner: User) -> None:
    make.shop(owner)
    others = {"read", "buy", "sell", "money", "staff"} - {scope}
    assert code(getattr(program_of(owner, sorted(others)), method)(place)) == (403, "scope_missing")
    assert getattr(program_of(owner, [scope]), method)(place)[0] in {200, 400}


def test_who_may_no_longer_sign_in_has_no_tokens_either(owner: User) -> None:
    program = program_of(owner)
    owner.is_active = False
    owner.save()
    assert code(program.get("/api/v1/orders/")) == (401, "token_unknown")


def test_an_operator_without_a_second_factor_is_refused_outside_the_demo(settings: object) -> None:
    program = program_of(make.operator())
    settings.DEMO = False  # type: ignore[attr-defined]  # pytest-django's settings
    assert code(program.get("/api/v1/orders/")) == (403, "no_second")


@pytest.mark.parametrize("key", ["", "x", "danbao_", "danbao_é", "a" * 5000, "danbao_\x00"])
def test_what_is_no_token_is_refused(key: str) -> None:
    assert code(Program(key or " ").get("/api/v1/orders/")) == (401, "token_unknown")
