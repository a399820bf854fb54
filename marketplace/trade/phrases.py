"""Pieces of sentences: amounts, moments, and the plain text of a sentence that carries tags.

A sentence is made once, with its `<time>` and `.num` tags for the page; mail and API take its plain text, so that
everybody reads the same words.
"""

import html
from datetime import datetime

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from core.money import Money, format_money
from marketplace.trade import times


def amount(money: Money) -> str:
    """The amount as the reader writes it, without a tag: for titles, labels and seals."""
    return format_money(money)


def figure(money: Money) -> SafeString:
    """The amount inside a sentence; it never wraps."""
    return format_html('<span class="num">{}</span>', amount(money))


def at(moment: datetime, now: datetime) -> SafeString:
    """A moment inside a sentence: "3 December, 14:20"."""
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), times.absolute(moment, now))


def until(moment: datetime, now: datetime) -> SafeString:
    """A promised moment inside a sentence: "3 December, 14:20 (in 6 days)", or "(15 hours late)" when it has passed."""
    how_far = times.relative(moment, now) if moment > now else times.late(now - moment)
    return times.beside(at(moment, now), how_far)


def follow(first: SafeString, then: SafeString) -> SafeString:
    """Two sentences, one after the other, as the language sets them."""
    return format_html(pgettext("two sentences, one after the other", "{first} {then}"), first=first, then=then)


def plain(sentence: str) -> str:
    """The sentence without tags, for mail, SMS and machines."""
    return html.unescape(strip_tags(sentence))
