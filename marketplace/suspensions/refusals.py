"""What somebody who is suspended cannot do, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.reading import Question
from marketplace.suspensions.locks import share_people
from marketplace.suspensions.models import Kind

_SUSPENDED = Question(
    "suspended_among",
    "SELECT DISTINCT subject_type FROM suspensions_suspension WHERE lifted_at IS NULL AND"
    " (subject_type = $1 AND subject_id = ANY($2::bigint[]) OR subject_type = $3 AND subject_id = $4)",
)


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
    found = {kind for (kind,) in _SUSPENDED.all(Kind.SHOP.value, list(shops), Kind.PERSON.value, person)}
    if Kind.PERSON in found:
        raise person_suspended()
    if Kind.SHOP in found:
        raise shop_suspended()
