"""Signing in and out, signing up, passwords, e-mail and second factors, in the look of the house."""

import re

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db

DOORS = ("login", "signup", "password/reset")
INSIDE = ("logout", "email", "password/change", "2fa", "2fa/totp/activate")


def body(client: Client, address: str) -> str:
    response = client.get(f"/accounts/{address}/", follow=True)
    assert response.status_code == 200
    html = response.content.decode()
    assert html.count("<h1>") == 1
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=", html) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []
    return html


@pytest.mark.parametrize("address", DOORS)
def test_a_door_has_one_filled_button(client: Client, address: str) -> None:
    html = body(client, address)
    assert 'class="wrap door stack"' in html
    assert len(re.findall(r'<button class="btn"', html.split("<main", 1)[1])) == 1


@pytest.mark.parametrize("address", DOORS)
def test_what_was_typed_wrong_is_said_above_and_beside(client: Client, address: str) -> None:
    response = client.post(f"/accounts/{address}/", {})
    html = response.content.decode()
    assert 'role="alert"' in html
    assert 'class="field bad' in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize("address", INSIDE)
def test_the_pages_of_an_account_stand_in_the_same_frame(client: Client, address: str) -> None:
    client.force_login(make.user())
    assert '<header class="top">' in body(client, address)
