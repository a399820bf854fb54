"""A person's suspensions, and those of their shop, as they read them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.translation import gettext as _

from buyers.forms import AppealForm
from marketplace.suspensions.models import Kind, Suspension
from marketplace.suspensions.queries import history_of, promises
from marketplace.trade.phrases import until
from marketplace.users.models import User


@dataclass(frozen=True, slots=True)
class Own:
    """One of them. `waits` says until when an appeal that waits is to be decided; `form` is there while one can
    appeal.
    """

    suspension: Suspension
    waits: str
    form: AppealForm | None

    @property
    def of_shop(self) -> bool:
        return self.suspension.subject_type == Kind.SHOP


def own(
    person: User, now: datetime, *, refused: AppealForm | None = None, about: int = 0
) -> tuple[list[Own], list[Suspension]]:
    """Those that are open, and those that were lifted, each latest first. `refused` is the form that came back, `about`
    which of them. Two queries.
    """
    found = list(history_of(person))
    open_now = [one for one in found if one.is_open]
    promised = promises(one for one in open_now if one.appeal_waits)
    return (
        [
            Own(one, _waits(one, promised.get(one.pk), now), _form(one, refused if one.pk == about else None))
            for one in open_now
        ],
        [one for one in found if not one.is_open],
    )


def appeal_form(suspension_id: int, data: object = None) -> AppealForm:
    """The form of one suspension: a page may hold two."""
    return AppealForm(data, auto_id=f"appeal_{suspension_id}_%s")  # type: ignore[arg-type]  # None or what was posted


def _form(suspension: Suspension, refused: AppealForm | None) -> AppealForm | None:
    if suspension.appealed_at is not None:
        return None
    return refused or appeal_form(suspension.pk)


def _waits(suspension: Suspension, promised_at: datetime | None, now: datetime) -> str:
    if not suspension.appeal_waits:
        return ""
    if promised_at is None:
        return _("We promised to have decided by now, and have not. It stands at the top of our desk.")
    words = _("Somebody who did not suspend decides about it, by {when}.")
    return format_html(words, when=until(promised_at, now))
