from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who signs in; buying, selling and working at the desk follow from what they own."""
