"""A conversation in a browser: what was written, the form below it, and the post, once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.fields import ParagraphsField
from core.looking import is_looked_at
from core.posting import act_once, refuse
from marketplace.catalog.pictures import MOST_AT_ONCE, MOST_BYTES, Taken, take_all
from marketplace.conversations.actions.mark_read import mark_read
from marketplace.conversations.actions.write_message import write_about_order, write_message
from marketplace.conversations.models import Message, Thread
from marketplace.conversations.writing import LONGEST, OTHER
from marketplace.orders.models import Order
from marketplace.trade.fields import PhotosField
from marketplace.trade.talk import names_of, page_of

#: All the pictures of a message, and a form around them.
MOST_UPLOADED = MOST_AT_ONCE * MOST_BYTES + settings.MOST_BODY

Write = Callable[[str, Sequence[Taken], datetime], Message]


class WriteForm(forms.Form):
    """Words, photos, or both."""

    words = ParagraphsField(
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


@dataclass(frozen=True, slots=True)
class Face:
    """Whose page it is: who acts, its template, the name of a thread's address, and who is told that something new was
    looked at.
    """

    actor: Actor
    template: str
    place: str
    noticed: Callable[[Thread, datetime], object]


def thread_page(request: HttpRequest, thread: Thread, face: Face) -> HttpResponse:
    """Show a page of a thread, the newest first of all, or write in it. Whoever looks at a message has read it: that is
    kept, as with notices.
    """
    write = partial(write_message, thread.pk)
    sent = posted(request, lambda words, photos, now: write(words=words, photos=photos, now=now, actor=face.actor))
    if sent.thread_id is not None:
        return redirect(face.place, sent.thread_id)
    now = clock.now()
    said, page = page_of(thread, face.actor.role, request.GET.get("page"))
    if is_looked_at(request) and any(one.new for one in said):
        mark_read(thread.pk, up_to=said[-1].message.at, now=now, actor=face.actor)
        face.noticed(thread, now)
    context = {"thread": thread, "name": names_of(thread)[OTHER[face.actor.role]], "said": said, "page": page}
    return _page(request, sent, face, {"now": now, **context})


def order_page(request: HttpRequest, order: Order, face: Face) -> HttpResponse:
    """Write to the other side of an order; leads to the conversation about it once there is one."""
    write = partial(write_about_order, order.pk)
    sent = posted(request, lambda words, photos, now: write(words=words, photos=photos, now=now, actor=face.actor))
    found = sent.thread_id or Thread.objects.filter(order=order).values_list("pk", flat=True).first()
    if found is not None and not sent.form.errors:
        return redirect(face.place, found)
    names = {Role.BUYER: order.buyer.name, Role.SELLER: order.shop.shown_name}
    return _page(request, sent, face, {"now": clock.now(), "order": order, "name": names[OTHER[face.actor.role]]})


def _page(request: HttpRequest, sent: Posted, face: Face, context: dict[str, Any]) -> HttpResponse:
    more = {"form": sent.form, "idempotency_key": request.POST.get("idempotency_key", "")}
    return render(request, face.template, context | more, status=sent.status)
