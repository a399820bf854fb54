"""Answers to requests that were never read, in words."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found, server_error

from core.problems import problem_response

#: Below here only programs ask.
MACHINES = "/api/v1/"
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for what is too large, 400 for everything else."""
    status = 413 if isinstance(exception, TOO_LARGE) else 400
    if request.path_info.startswith(MACHINES):
        if status == 413:  # noqa: PLR2004 - too large
            return problem_response(status, "too_large", _("This is more than can be taken at once."))
        return problem_response(status, "unreadable", _("This request cannot be read."))
    return render(request, f"{status}.html", status=status)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without this site's token: sent from elsewhere, or from a page that was open too long."""
    return render(request, "403.html", status=403)


def nothing_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    if request.path_info.startswith(MACHINES):
        return problem_response(404, "not_found", _("There is nothing here, or it is not yours."))
    return page_not_found(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    """500 for what is our own mistake."""
    if request.path_info.startswith(MACHINES):
        return problem_response(500, "broken", _("Something broke on our side. Nothing was done by halves."))
    return server_error(request)
