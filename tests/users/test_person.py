"""A person's own page, signing up, and what letters are written in."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from marketplace.users.models import User
from tests import make
from tests.make.users import PASSWORD

pytestmark = pytest.mark.django_db
NEW = {"name": "Zhao Min", "email": "zhao@example.org", "password1": PASSWORD}


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(settings: Any, request: pytest.FixtureRequest) -> None:
    """Tries are counted in the cache: one of this test's own."""
    cache = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": request.node.nodeid}
    settings.CACHES = {"default": cache}


def signed_up(client: Client, **changed: str) -> Any:
    return client.post("/accounts/signup/", NEW | changed)


def test_one_page_asks_name_address_and_one_password(client: Client) -> None:
    html = client.get("/accounts/signup/").content.decode()
    assert [html.count(f'name="{field}"') for field in ("name", "email", "password1", "password2")] == [1, 1, 1, 0]
    assert signed_up(client).status_code == 302
    user = User.objects.get()
    assert (user.name, user.email, user.check_password(PASSWORD)) == ("Zhao Min", "zhao@example.org", True)
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    "changed",
    [{"name": ""}, {"name": "\x00\u202e"}, {"name": "x" * 81}, {"email": "zhao"}, {"password1": "short"}],
)
def test_what_cannot_be_used_is_refused_and_nobody_made(changed: dict[str, str], client: Client) -> None:
    answer = signed_up(client, **changed)
    assert answer.status_code == 200
    assert 'class="field bad' in answer.content.decode()
    assert User.objects.count() == 0


def test_who_signs_up_in_chinese_gets_letters_in_chinese(client: Client) -> None:
    client.post("/accounts/signup/", NEW, headers={"accept-language": "zh-CN"})
    assert User.objects.get().language == "zh-hans"


def test_the_language_chosen_on_the_site_is_kept(client: Client) -> None:
    user = make.user()
    client.force_login(user)
    client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/account/"})
    assert User.objects.get(pk=user.pk).language == "zh-hans"
    assert '<html lang="zh-hans"' in client.get("/account/").content.decode()
    client.post("/i18n/setlang/", {"language": "tlh"})
    assert User.objects.get(pk=user.pk).language == "zh-hans"


def test_a_visitor_chooses_a_language_too(client: Client) -> None:
    assert client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/"}).headers["Location"] == "/"
    assert '<html lang="zh-hans"' in client.get("/").content.decode()
    assert client.post("/i18n/setlang/", {"language": "en", "next": "https://evil.example/"}).headers["Location"] == "/"


def test_nobody_is_asked_to_sign_in_first(client: Client) -> None:
    assert client.get("/account/").headers["Location"] == "/accounts/login/?next=/account/"


def test_name_language_and_zone_are_changed_for_oneself_alone(client: Client) -> None:
    mine, other = make.user(), make.user("Wang")
    client.force_login(mine)
    given = {"name": "Lin Yu", "language": "zh-hans", "timezone": "Africa/Lagos", "email": "x@example.org"}
    answer = client.post("/account/", given | {"is_staff": "1"}, follow=True)
    assert "已保存" in answer.content.decode()
    mine.refresh_from_db()
    assert (mine.name, mine.language, mine.timezone, mine.is_staff) == ("Lin Yu", "zh-hans", "Africa/Lagos", False)
    assert mine.email != "x@example.org"
    other.refresh_from_db()
    assert other.name == "Wang"


@pytest.mark.parametrize(
    "changed", [{"timezone": "Nowhere/At_All"}, {"language": "tlh"}, {"name": ""}, {"name": "\x00"}]
)
def test_a_refused_form_changes_nothing_and_keeps_what_was_typed(changed: dict[str, str], client: Client) -> None:
    user = make.user()
    client.force_login(user)
    answer = client.post("/account/", {"name": "Typed Name", "language": "en", "timezone": "UTC"} | changed)
    assert answer.status_code == 422
    user.refresh_from_db()
    assert (user.name, user.timezone) == ("Lin Yue", "Asia/Shanghai")
    assert ('value="Typed Name"' in answer.content.decode()) == ("name" not in changed)


def test_the_old_address_is_told_when_the_address_changes(client: Client) -> None:
    signed_up(client)
    EmailAddress.objects.update(verified=True)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    mail.outbox.clear()
    client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    letter = next(letter for letter in mail.outbox if letter.to == ["new@example.org"])
    link = next(word for word in str(letter.body).split() if "/accounts/confirm-email/" in word)
    assert User.objects.get().email == "zhao@example.org"
    client.post(link.partition("testserver")[2])
    assert User.objects.get().email == "new@example.org"
    told = [letter for letter in mail.outbox if letter.to == ["zhao@example.org"]]
    assert len(told) == 1
    assert "new@example.org" in str(told[0].body)


def test_another_address_or_password_is_not_taken_from_a_session_that_merely_stands_open(client: Client) -> None:
    signed_up(client)
    EmailAddress.objects.update(verified=True)
    answer = client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/reauthenticate/?next=%2Faccounts%2Femail%2F")
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["zhao@example.org"]
    other = {"password1": "another-tea-7", "password2": "another-tea-7"}
    for wrong in ({}, {"oldpassword": "a wrong one"}):
        answer = client.post("/accounts/password/change/", {**other, **wrong})
        assert "oldpassword" in answer.context["form"].errors
    assert User.objects.get().check_password(PASSWORD)


def test_an_address_that_was_never_confirmed_is_not_lost(client: Client) -> None:
    signed_up(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answer = client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    assert "Open the letter we sent to your present address first." in answer.content.decode()
    assert User.objects.get().email == "zhao@example.org"


def test_too_many_wrong_passwords_stop_the_right_one_too(client: Client) -> None:
    user = make.user(password=PASSWORD)
    for _try in range(6):
        answer = client.post("/accounts/login/", {"login": user.email, "password": "wrong-password"})
    assert "Too many" in answer.content.decode()
    assert client.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).status_code == 200


def test_many_sign_ups_from_one_place_are_answered_429() -> None:
    answers = [signed_up(Client(), email="no") for _try in range(21)]
    assert (answers[0].status_code, answers[-1].status_code) == (200, 429)
    assert "Wait a few minutes, then try again." in answers[-1].content.decode()


def test_a_form_without_its_token_is_answered_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/basket/", {})
    assert (answer.status_code, "the page was open too long" in answer.content.decode()) == (403, True)


def test_a_form_too_large_is_answered_in_words(client: Client, settings: Any) -> None:
    client.force_login(make.user())
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client.post("/account/", {"name": "x" * 2000})
    assert (answer.status_code, "That was too large" in answer.content.decode()) == (413, True)


@pytest.mark.parametrize("where", ["/", "/account/", "/sell/", "/staff/"])
def test_an_operator_without_a_second_factor_is_led_to_it(where: str, client: Client, settings: Any) -> None:
    settings.DEMO = False
    client.force_login(make.operator())
    assert client.get(where).headers["Location"] == "/accounts/2fa/totp/activate/"
    assert client.get("/accounts/logout/").status_code == 200
    settings.DEMO = True
    assert client.get("/account/").status_code == 200


def test_an_operator_with_a_second_factor_goes_anywhere_and_others_need_none(client: Client, settings: Any) -> None:
    settings.DEMO = False
    operator = make.operator()
    Authenticator.objects.create(user=operator, type=Authenticator.Type.TOTP, data={"secret": "x"})
    for user in (operator, make.user()):
        client.force_login(user)
        assert client.get("/account/").status_code == 200


def test_the_page_takes_four_queries(client: Client, django_assert_num_queries: Any) -> None:
    client.force_login(make.user())
    with django_assert_num_queries(4):
        client.get("/account/")
