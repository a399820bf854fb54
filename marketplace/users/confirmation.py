"""Whether a person's e-mail address is known to be theirs."""

from allauth.account.models import EmailAddress

from marketplace.users.models import User


def is_confirmed(user: User) -> bool:
    """Whether they opened the letter that was sent to their present address to ask."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists())
