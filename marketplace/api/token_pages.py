"""The page of one's account where tokens are made and revoked."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import DomainError
from core.fields import LineField
from core.posting import refuse, sent
from marketplace.api.models import Scope, Token
from marketplace.api.tokens import living, make_token, revoke
from marketplace.users.requests import SignedInRequest

LIVES = [(30, _("30 days")), (90, _("90 days")), (365, _("A year"))]


class TokenForm(forms.Form):
    """What a new token is for, and until when."""

    name = LineField(label=_("What is it for"), max_length=60, help_text=_("So that you know it again."))
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, initial=[Scope.READ]
    )
    days = forms.TypedChoiceField(label=_("It works for"), coerce=int, choices=LIVES, initial=90)

    def __init__(self, *args: object, operator: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        if not operator:
            own = [choice for choice in Scope.choices if choice[0] != Scope.STAFF]
            self.fields["scopes"].choices = own  # type: ignore[attr-defined]  # a field of choices


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]  # allauth has no types
def tokens(request: SignedInRequest) -> HttpResponse:
    """The tokens that work; a new one is shown this once."""
    now = clock.real_now()
    form = TokenForm(sent(request), operator=request.user.is_operator)
    key = ""
    if request.method == "POST" and form.is_valid():
        try:
            _made, key = make_token(request.user, **form.cleaned_data, now=now)
        except DomainError as error:
            refuse(form, error)
        else:
            form = TokenForm(operator=request.user.is_operator)
    context = {"form": form, "key": key, "tokens": living(request.user, now), "now": now}
    return render(request, "api/tokens.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_POST
def revocation(request: SignedInRequest, token: int) -> HttpResponse:
    """End a token. Also without a fresh password: it takes power away."""
    found = get_object_or_404(Token, owner=request.user, pk=token)
    revoke(found, now=clock.real_now())
    messages.success(request, _("The token is revoked."))
    return redirect("tokens:tokens")
