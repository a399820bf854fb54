"""Answers to requests that were never read, in words."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for what is too large, 400 for everything else."""
    status = 413 if isinstance(exception, TOO_LARGE) else 400
    return render(request, f"{status}.html", status=status)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without this site's token: sent from elsewhere, or from a page that was open too long."""
    return render(request, "403.html", status=403)
