"""What a listing says, checked and indexed; shared by creating and editing."""

from core import words
from marketplace.catalog import tokens
from marketplace.catalog.models import Listing


def describe(listing: Listing, *, title: str, second_title: str, description: str) -> None:
    """Take over the words. Raises `Invalid` when one is too long, or the title is missing."""
    listing.title = words.line(title, field="title", at_most=120, needed=True)
    listing.second_title = words.line(second_title, field="second_title", at_most=120)
    listing.description = words.paragraphs(description, field="description", at_most=8000)


def index(listing: Listing) -> None:
    """Let the saved listing be found by its titles."""
    Listing.objects.filter(pk=listing.pk).update(search=tokens.vector(listing.title, listing.second_title))
