"""Tokens, below `/account/tokens/`."""

from django.urls import path

from marketplace.api import token_pages

app_name = "tokens"
urlpatterns = [
    path("", token_pages.tokens, name="tokens"),
    path("<int:token>/revocation/", token_pages.revocation, name="revocation"),
]
