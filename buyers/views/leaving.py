"""What is a person's own, to take with them; and closing the account."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from buyers.access import BuyerRequest, buyer
from core import clock
from core.errors import DomainError
from core.posting import refuse, sent
from marketplace.trade.closing_account import close_account
from marketplace.trade.own_data import own_data


@buyer
@require_safe
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]  # allauth has no types
def data(request: BuyerRequest) -> HttpResponse:
    """All of it in one file, with a fresh password."""
    answer = JsonResponse(own_data(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="danbao.json"'
    return answer


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]  # allauth has no types
def closing(request: BuyerRequest) -> HttpResponse:
    """Close the account, with a fresh password."""
    form = forms.Form(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            close_account(request.user.pk, now=clock.now())
        except DomainError as error:
            refuse(form, error)
        else:
            logout(request)
            messages.success(request, _("Your account has been closed. Your name and addresses are erased."))
            return redirect("storefront:home")
    return render(request, "buyers/closing.html", {"form": form}, status=422 if form.is_bound else 200)
