"""Signing up and asking for a new password on a day when no mail server answers."""

import socket

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from pytest_django import Settings

from marketplace.users.models import User
from tests import make
from tests.make.users import PASSWORD

pytestmark = pytest.mark.django_db

AWAY = "Our mail server is away, so no letter has gone out. Ask for it again a little later."
SENT = "Confirmation email sent to"


@pytest.fixture
def _no_mail_server(settings: Settings) -> None:
    """Letters go to a port at which nobody listens."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()


def _said(client: Client, address: str, **sent: str) -> tuple[bool, bool]:
    """Whether the page that follows says that no letter went out, and that one did."""
    page = client.post(address, sent, follow=True)
    assert page.status_code == 200
    words = page.content.decode()
    return AWAY in words, SENT in words


def _sign_up(client: Client, email: str) -> tuple[bool, bool]:
    """With an address of this test alone: nobody is sent two letters in three minutes."""
    return _said(client, "/accounts/signup/", name="Wang Hong", email=email, password1=PASSWORD)


def test_who_signs_up_is_sent_a_letter(client: Client) -> None:
    assert _sign_up(client, "wang@post.example") == (False, True)
    assert [letter.to for letter in mail.outbox] == [["wang@post.example"]]


@pytest.mark.usefixtures("_no_mail_server")
def test_who_signs_up_without_a_mail_server_is_in_and_told_so(client: Client) -> None:
    assert _sign_up(client, "hong@post.example") == (True, False)
    assert client.get("/account/").status_code == 200
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("hong@post.example", False)]
    assert User.objects.get().name == "Wang Hong"


@pytest.mark.usefixtures("_no_mail_server")
@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_a_new_password_without_a_mail_server_says_the_same_to_everybody(client: Client, *, known: bool) -> None:
    email = make.user(password=PASSWORD).email if known else "nobody@post.example"
    assert _said(client, "/accounts/password/reset/", email=email) == (True, False)
