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
