"""What the desk calls things about conversations and reports: see names.py."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = Mapping[str, Promise]

ACTS: Names = {
    "report:reported": _("Reported to the desk"),
    "report:report_closed": _("Report closed"),
}

TOPICS: Names = {
    "message.sent": _("Message written"),
    "report.closed": _("Report closed"),
}

INVARIANTS: Names = {
    "a_conversation_is_between_the_sides_of_its_order": _("A conversation is between the two sides of its order"),
    "messages_are_by_their_side": _("A message is written by whoever stands on its side"),
    "a_message_says_or_shows_something": _("A message says or shows something"),
    "a_conversation_knows_its_newest_message": _("A conversation knows its newest message"),
    "a_read_mark_is_that_of_a_reading": _("What counts as read was looked at"),
}
