"""What kept an event from being taken, in words: beside a status, or instead of one."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEMS: Mapping[str, Promise] = {
    "url_unknown": _("Nobody knows its name."),
    "url_private": _("Its name leads into a private network. We do not send there."),
    "no_connection": _("It could not be reached, or hung up."),
    "no_tls": _("No secure connection came about. Is its certificate valid?"),
    "no_http": _("What it said is no HTTP."),
    "too_slow": _("It did not answer within 10 seconds."),
    "broken": _("Something broke on our side."),
}


def words_of(problem: str) -> str:
    """The words for a code; an address whose spelling we no longer take has those of every such address."""
    return str(PROBLEMS.get(problem) or (_("Its address cannot be used.") if problem else ""))
