"""A person's own page."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.users.forms import PersonForm
from marketplace.users.models import User
from marketplace.users.person import edit_person, sign_out_everywhere


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name, language and time zone; ways to e-mail, password, second factor, and out."""
    # Read anew: a refused form must not change the name in the page's frame.
    form = PersonForm(request.POST if request.method == "POST" else None, instance=_reader(request))
    if form.is_valid():
        language = edit_person(form.instance.pk, **form.cleaned_data).language
        with override(language):
            messages.success(request, _("Saved."))
        answer = redirect("users:account")
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]  # one of its three words
        )
        return answer
    return render(request, "users/account.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign the user out everywhere but here."""
    update_session_auth_hash(request, sign_out_everywhere(_reader(request).pk))
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("users:account")


def _reader(request: HttpRequest) -> User:
    """Who has signed in, read anew."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return User.objects.get(pk=request.user.pk)
