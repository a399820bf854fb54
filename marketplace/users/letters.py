"""The letters of signing up and signing in, on a day when the mail server is away."""

from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.site_name import site_name

log = structlog.get_logger(__name__)

WENT_OUT = "account/messages/email_confirmation_sent.txt"


class Letters(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """A letter that cannot be handed over undoes nothing: its reader is told, and may ask for it again."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand one letter to the mail server; while that is away (it waits 10 s at most), say so on the next page."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # of the network and of SMTP alike
            log.exception("a letter was not sent", letter=template_prefix)
            self.request.letter_stayed = True
            messages.warning(
                self.request, _("Our mail server is away, so no letter has gone out. Ask for it again a little later.")
            )

    def format_email_subject(self, subject: str) -> str:
        """Begun by the site's name as the reader writes it."""
        return f"{site_name()}: {subject}"

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """As allauth does, except to say that a letter went out which did not."""
        template = args[0] if args else kwargs.get("message_template")
        if template == WENT_OUT and getattr(request, "letter_stayed", False):
            return
        super().add_message(request, level, *args, **kwargs)
