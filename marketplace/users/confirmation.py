"""Whether a person's e-mail address is known to be theirs."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress

from marketplace.users.models import User


def is_confirmed(user: User) -> bool:
    """Whether they opened the letter that was sent to their present address to ask."""
    return user.pk in confirmed_among((user,))


def confirmed_among(users: Iterable[User]) -> set[int]:
    """Those of whom that is true, by number. One query."""
    mails = {user.pk: user.email.casefold() for user in users}
    opened = EmailAddress.objects.filter(user_id__in=list(mails), verified=True).values_list("user_id", "email")
    return {number for number, address in opened if address.casefold() == mails[number]}
