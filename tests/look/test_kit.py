"""The page of pieces, the frame and the pages that say no."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from marketplace.storefront.kit import SAMPLES

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "zh-hans")


def page(client: Client, language: str, address: str = "/kit/") -> str:
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 200
    # Templates are indented; what they say is compared without that.
    html = re.sub(r"\s+", " ", response.content.decode())
    return html.replace("> <", "><").replace("> ", ">").replace(" <", "<")


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.DEMO = True


def test_the_pieces_are_shown_only_in_the_demo(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert client.get("/kit/").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_drawn_for_three_readers(client: Client, language: str) -> None:
    html = page(client, language)
    # One more each: the order's page, the Arabic one, the long one.
    assert html.count('<section class="custody') == 3 * len(SAMPLES) + 3
    assert html.count('class="cline" aria-hidden="true"') == 3 * len(SAMPLES) + 4  # and the empty page
    assert html.count('class="cline mini" aria-hidden="true"') == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_styled_or_scripted_inside_a_page(client: Client, language: str) -> None:
    html = page(client, language)
    assert re.findall(r"\sstyle=|<style|<script|\son[a-z]+=|javascript:", html) == []
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//""", html) == []


def test_a_page_says_its_language_and_direction(client: Client) -> None:
    assert '<html lang="zh-hans" dir="ltr">' in page(client, "zh-hans")
    assert '<html lang="en" dir="ltr">' in page(client, "en")
    assert '<div dir="rtl">' in page(client, "en", "/kit/?dir=rtl")


def test_the_language_is_changed_by_posting_and_comes_back_to_the_same_page(client: Client) -> None:
    html = page(client, "en", "/kit/?dir=rtl")
    assert '<input type="hidden" name="next" value="/kit/?dir=rtl">' in html
    assert '<button class="link" name="language" value="zh-hans" lang="zh-hans">简体中文</button>' in html


def test_a_field_is_tied_to_its_hint_and_error(client: Client) -> None:
    html = page(client, "en")
    telephone = re.search(r'<input type="tel"[^>]*id="kit_telephone"[^>]*>', html)
    assert telephone is not None
    assert 'aria-describedby="kit_telephone_hint kit_telephone_error"' in telephone[0]
    assert 'aria-invalid="true"' in telephone[0]
    assert 'id="kit_telephone_error">One figure is missing. A mobile number has 11.</span>' in html
    assert '<a href="#kit_telephone">Telephone: One figure is missing. A mobile number has 11.</a>' in html
    assert "138 0571 204" in html  # what was typed is kept


def test_a_posting_action_carries_its_token_and_key(client: Client) -> None:
    html = page(client, "en")
    forms = re.findall(
        r'<form method="post" action="#"><input[^>]*csrfmiddlewaretoken[^>]*><input[^>]*idempotency_key', html
    )
    assert len(forms) == 2


@pytest.mark.parametrize("code", ["400", "403", "404", "413", "429"])
def test_a_refusal_has_one_heading_and_a_way_on(code: str) -> None:
    html = render_to_string(f"{code}.html", {}, request=RequestFactory().get("/"))
    assert html.count("<h1>") == 1
    assert f'class="eyebrow">{code}<' in html
    assert 'class="btn alt" href="/"' in html


def test_the_page_of_our_own_fault_needs_no_context() -> None:
    html = render_to_string("500.html")
    assert html.count("<h1>") == 1
    assert "{" not in html
