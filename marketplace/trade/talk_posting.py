"""Writing in a conversation in a browser: the form below it, and the post, once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from core.posting import act_once, refuse
from marketplace.catalog.pictures import MOST_AT_ONCE, MOST_BYTES, Taken, take_all
from marketplace.conversations.models import Message
from marketplace.conversations.writing import LONGEST
from marketplace.trade.fields import PhotosField

#: All the pictures of a message, and a form around them.
MOST_UPLOADED = MOST_AT_ONCE * MOST_BYTES + settings.MOST_BODY

Write = Callable[[str, Sequence[Taken], datetime], Message]


class WriteForm(forms.Form):
    """Words, photos, or both."""

    words = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=_("It cannot be changed after sending. Keep to this page: what is agreed elsewhere we cannot see."),
    )
    photos = PhotosField(label=_("Photos"), required=False)


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of a form: the thread that was written in (None: nothing was), and the form to show again."""

    form: WriteForm
    thread_id: int | None = None

    @property
    def status(self) -> int:
        return 422 if self.form.is_bound else 200


def posted(request: HttpRequest, write: Write) -> Posted:
    """Read the form of a page, and write if it was sent. A refusal goes onto the form, with what was typed."""
    if request.method != "POST":
        return Posted(WriteForm())
    form = WriteForm(request.POST, request.FILES)
    if not form.is_valid():
        return Posted(form)
    now, given = clock.now(), form.cleaned_data
    try:
        photos = take_all(given["photos"] or [])

        def act() -> dict[str, Any]:
            return {"thread": write(given["words"], photos, now).thread_id}

        return Posted(form, act_once(request, act, now=now)["thread"])
    except DomainError as error:
        refuse(form, error)
        return Posted(form)
