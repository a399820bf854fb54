"""What templates need to show money, times, fields and the custody line. `{% load danbao %}`."""

from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from core import chance, clock
from core.money import Money, format_money, sign_of
from core.site_name import site_name
from marketplace.catalog import wordings
from marketplace.catalog.wordings import Wording
from marketplace.trade import phrases, times
from marketplace.trade.custody import CustodyLine, Station, draw, unpaid_line

register = template.Library()


@register.filter
def money(amount: Money) -> SafeString:
    """`{{ order.total|money }}`: the amount as the reader writes it, never wrapped."""
    return format_html('<span class="num">{}</span>', format_money(amount))


@register.filter
def money_text(amount: Money) -> str:
    """The amount without a tag, for titles, labels and attributes."""
    return format_money(amount)


@register.filter
def begins_with(path: str, start: str) -> bool:
    """`{% if request.path|begins_with:url %}`: whether a page lies at or below an address."""
    return path.startswith(start)


@register.simple_tag
def wording(title: str, second_title: str) -> Wording:
    """`{% wording line.title line.second_title as name %}`: name.text is what the reader reads, name.other the rest."""
    return wordings.wording(title, second_title)


@register.simple_tag
def amount(minor: int, currency: str) -> SafeString:
    """`{% amount refund.amount refund.currency %}`: minor units of a row, shown like `money`."""
    return money(Money(minor, currency))


def _now(context: Context) -> datetime:
    """The request's `now`, read from the clock once a page when the view has not put it there."""
    now = context.get("now")
    if now is None:
        now = context.render_context.get("danbao_now") if context.render_context is not None else None
        if now is None:
            now = clock.now()
            context.render_context["danbao_now"] = now
    return now


@register.simple_tag(takes_context=True)
def when(context: Context, moment: datetime, style: str = "full") -> SafeString:
    """`{% when dt %}`: absolute, relative beside it; "short" for tables, "plain" without the relative, "day" alone."""
    now = _now(context)
    if style == "short":
        return _time(moment, times.short(moment, now))
    if style == "day":
        return _time(moment, times.day(moment, now))
    if style == "plain":
        return _time(moment, times.absolute(moment, now))
    return times.beside(_time(moment, times.absolute(moment, now)), times.relative(moment, now))


@register.simple_tag(takes_context=True)
def due(context: Context, moment: datetime) -> SafeString:
    """`{% due dt %}`: a deadline's cell: "in 6 hours" or "15 hours late" in bold, the date below it."""
    now = _now(context)
    below = _time(moment, times.short(moment, now))
    if moment < now:
        return format_html(
            '<strong class="late">{}</strong><br><small class="dim">{}</small>', times.late(now - moment), below
        )
    return format_html('<strong>{}</strong><br><small class="dim">{}</small>', times.relative(moment, now), below)


def _time(moment: datetime, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', timezone.localtime(moment).isoformat(timespec="seconds"), text)


@register.inclusion_tag("_partials/custody.html", takes_context=True)
def custody(context: Context, line: CustodyLine, heading: str = "h1", *, page: bool = True) -> dict[str, Any]:
    """`{% custody line %}`: the block that opens an order's page. `heading` is h1, h2 or h3; `page=False` in lists."""
    return {
        "line": line,
        "drawing": draw(line),
        "heading": heading,
        "page": page,
        "csrf_token": context.get("csrf_token"),
        "idempotency_key": context.get("idempotency_key"),
    }


@register.inclusion_tag("_partials/custody_drawing.html")
def custody_drawing(line: CustodyLine, size: str = "") -> dict[str, Any]:
    """`{% custody_drawing line "mini" %}`: the drawing alone; say the sentence beside it."""
    return {"line": line, "drawing": draw(line), "size": size}


@register.inclusion_tag("_partials/empty.html")
def empty(
    heading: str, text: str, url: str = "", label: str = "", *, drawn: bool = True, sells: bool = False
) -> dict[str, Any]:
    """`{% empty heading text url label %}`: an unpaid line, one heading, two sentences, one button.

    `drawn=False` leaves the line out, where nothing is about money; `sells=True` draws it for whoever sells.
    """
    holds = Station(site_name(), gettext("holds it"))
    stations = (
        Station(gettext("You"), gettext("choose and pay")),
        holds,
        Station(gettext("The shop"), gettext("ships, then waits")),
    )
    if sells:
        stations = (
            Station(gettext("The buyer"), gettext("chooses and pays")),
            holds,
            Station(gettext("You"), gettext("ship, then wait")),
        )
    line = unpaid_line("¥", stations)
    return {"heading": heading, "text": text, "url": url, "label": label, "line": line if drawn else None}


@register.simple_tag(takes_context=True)
def idempotency_key(context: Context) -> SafeString:
    """The hidden field that makes a resubmitted form act once: the key the page came back with, or a new one."""
    key = context.get("idempotency_key") or chance.token(16)
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', key)


@register.inclusion_tag("_partials/field.html")
def field(bound: BoundField, css: str = "", hint: str = "") -> dict[str, Any]:
    """`{% field form.name %}`: label, hint, error, input, tied together for screen readers.

    Beside the label stands whether it may be left empty; a form that knows better gives its field a `mark` of its own.
    """
    widget = bound.field.widget
    identity = bound.auto_id
    hint = hint or str(bound.help_text)
    ids = [f"{identity}_hint"] if hint else []
    currency = getattr(bound.field, "currency", "")
    ids += [f"{identity}_unit"] if currency else []
    ids += [f"{identity}_error"] if bound.errors else []
    attrs: dict[str, Any] = {}
    if ids and not bound.use_fieldset:
        attrs["aria-describedby"] = " ".join(ids)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "field": bound,
        "css": css,
        "hint": hint,
        "described": " ".join(ids),
        "unit": sign_of(currency) if currency else "",
        "mark": getattr(bound.field, "mark", "" if bound.field.required else gettext("(if you like)")),
        "kind": _kind(widget),
        "control": bound.as_widget(attrs=attrs),
        "id": identity,
    }


def _kind(widget: object) -> str:
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    if isinstance(widget, FileInput):
        return "file"
    return "text"


@register.inclusion_tag("_partials/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """`{% form_errors form %}`: what must be put right, each with a link to its field; nothing when all is well."""
    fields = [
        {"target": bound.id_for_label or bound.auto_id, "label": bound.label, "error": error}
        for bound in form
        for error in bound.errors
    ]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    return {"whole": [*form.non_field_errors(), *hidden], "fields": [f for f in fields if f["error"] not in hidden]}


@register.inclusion_tag("_partials/pages.html", takes_context=True)
def pages(context: Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """`{% pages page %}`: links to the pages of a list, keeping the filters of the address."""
    query = context["request"].GET.copy() if "request" in context else None

    def address(number: int | str) -> str:
        if query is None:
            return f"?{name}={number}"
        query[name] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [{"number": n, "url": address(n) if isinstance(n, int) else ""} for n in numbers]
    before = address(page.previous_page_number()) if page.has_previous() else ""
    after = address(page.next_page_number()) if page.has_next() else ""
    return {"page": page, "links": links, "before": before, "after": after}


#: The looks of a button that posts, by name.
BUTTONS = {"main": "btn", "alt": "btn alt", "small": "btn alt sm", "link": "link"}


@register.inclusion_tag("_partials/confirm_form.html", takes_context=True)
def confirm_form(context: Context, url: str, label: str, style: str = "main", **hidden: object) -> dict[str, Any]:
    """`{% confirm_form url label "alt" version=3 %}`: one button that posts, once, with its hidden fields."""
    return {
        "url": url,
        "label": label,
        "css": BUTTONS[style],
        "hidden": hidden,
        "csrf_token": context.get("csrf_token"),
        "idempotency_key": context.get("idempotency_key"),
    }


@register.simple_tag(takes_context=True)
def back_here(context: Context) -> str:
    """`{{ url_login }}{% back_here %}`: the query that leads back to this page after signing in.

    Nothing on the front page, from where everybody goes to their own work, and on the pages of signing in.
    """
    request = context.get("request")
    if request is None or request.method != "GET" or request.path == "/" or request.path.startswith("/accounts/"):
        return ""
    return f"?{urlencode({'next': request.get_full_path()})}"


@register.filter
def day_and_month(day: date) -> str:
    """`{{ row.day|day_and_month }}`: "23 Nov", as the columns of a chart say it."""
    return times.weekday(day)


@register.filter
def share(part: int, whole: int) -> str:
    """`{{ n|share:most }}`: the width of a bar in per cent, at least 1 when there is anything to show."""
    if not part or not whole:
        return "0%"
    return f"{max(1, round(100 * part / whole))}%"


@register.filter
def plain(sentence: str) -> str:
    """The sentence without tags, for letters in plain text."""
    return phrases.plain(sentence)
