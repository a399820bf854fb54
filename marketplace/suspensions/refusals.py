"""What somebody who is suspended cannot do, in words."""

from collections.abc import Mapping

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from marketplace.suspensions.locks import share_people
from marketplace.suspensions.models import Kind
from marketplace.suspensions.queries import open_ones


def person_suspended() -> DomainError:
    return DomainError(
        "person_suspended", _("Your account is suspended. What is open runs on; nothing new can be begun.")
    )


def shop_suspended() -> DomainError:
    return DomainError("shop_suspended", _("This shop is suspended. Nothing is sold there for now."))


def refuse_suspended(*, person: int | None = None, shops: Mapping[int, int] | None = None) -> None:
    """Raises DomainError `person_suspended`, `shop_suspended`. `shops` holds the owner of each by its id.

    For the caller's transaction: until it ends, none of them is suspended.
    """
    shops = shops or {}
    people = [*shops.values(), *([] if person is None else [person])]
    share_people(people)
    # Asked for once they are held: what was suspended while this waited is seen.
    about = Q(subject_type=Kind.SHOP, subject_id__in=shops)
    if person is not None:
        about |= Q(subject_type=Kind.PERSON, subject_id=person)
    found = set(open_ones().filter(about).values_list("subject_type", flat=True))
    if Kind.PERSON in found:
        raise person_suspended()
    if Kind.SHOP in found:
        raise shop_suspended()
