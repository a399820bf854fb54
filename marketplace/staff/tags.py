"""What the desk's templates need beside `danbao`: words for a code, the code small beside. `{% load desk %}`."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.models import Deadline
from core.money import Money, format_money
from marketplace.staff import names
from marketplace.trade import times
from marketplace.trade.templatetags.danbao import due

register = template.Library()


@register.simple_tag
def named(of: str, code: str) -> SafeString:
    """`{% named "deadline" deadline.kind %}`: the words, then the code; the code alone when it has no words."""
    return _beside(names.name(of, code), code)


@register.simple_tag
def words_for(of: str, code: str) -> str:
    """`{% words_for "subject" deadline.subject_type %}`: the words alone."""
    return names.name(of, code)


@register.simple_tag(takes_context=True)
def falls_due(context: Context, deadline: Deadline) -> SafeString:
    """`{% falls_due deadline %}`: when, as `due` says it; of one that stands still, that it does, and what is left."""
    if deadline.remainder is None:
        return due(context, deadline.due_at)
    return format_html(
        '<strong>{}</strong><br><small class="dim">{}</small>', _("paused"), times.left(deadline.remainder)
    )


@register.simple_tag
def account(label: str) -> SafeString:
    """`{% account row.name %}`: an account of the books."""
    return _beside(names.account(label), label)


@register.simple_tag
def entry(key: str) -> SafeString:
    """`{% entry row.key %}`: an entry of the journal."""
    return _beside(names.entry(key), key)


@register.simple_tag
def act(subject: str, action: str) -> SafeString:
    """`{% act record.subject_type record.action %}`: what somebody did."""
    code = f"{subject}:{action}"
    return _beside(names.name("act", code), code)


@register.simple_tag
def decided_about(data: dict[str, Any]) -> list[tuple[str, str]]:
    """`{% decided_about decision.data as about %}`: what a decision names, each with its words; an amount as money."""
    told = dict(data)
    if "amount" in told and "currency" in told:
        told["amount"] = format_money(Money(told["amount"], told.pop("currency")))
    return [(names.name("particular", key), str(value)) for key, value in told.items()]


def _beside(words: str, code: str) -> SafeString:
    if words == code:
        return format_html('<span class="code">{}</span>', code)
    return format_html('{} <small class="code dim">{}</small>', words, code)
