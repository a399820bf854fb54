"""What the desk calls things about suspensions: see names.py."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = Mapping[str, Promise]

DEADLINES: Names = {"suspension_appeal": _("Decide about an appeal against a suspension")}

SUBJECTS: Names = {"person": _("person"), "suspension": _("suspension")}

ACTS: Names = {
    f"{of}:{act}": words
    for of in ("shop", "person")
    for act, words in {
        "suspended": _("Suspended"),
        "suspension_appealed": _("Appeal made against the suspension"),
        "suspension_overdue": _("Appeal not decided in the promised time"),
        "suspension_kept": _("Suspension kept after the appeal"),
        "suspension_lifted": _("Suspension lifted"),
    }.items()
}

TOPICS: Names = {
    "suspension.imposed": _("Suspended"),
    "suspension.appealed": _("Appeal made against the suspension"),
    "suspension.overdue": _("Appeal not decided in the promised time"),
    "suspension.kept": _("Suspension kept after the appeal"),
    "suspension.lifted": _("Suspension lifted"),
}

INVARIANTS: Names = {
    "payouts_are_stopped_while_a_shop_is_suspended": _("Payouts are stopped while a shop is suspended"),
    "the_shop_of_a_suspended_person_is_suspended": _("The shop of a suspended person is suspended"),
    "a_shops_suspension_concerns_its_owner": _("A shop’s suspension concerns its owner"),
    "nothing_is_ordered_while_suspended": _("Nothing is ordered from, or by, whoever is suspended"),
    "an_appeal_that_waits_is_promised": _("An appeal that waits has a promised time"),
}
