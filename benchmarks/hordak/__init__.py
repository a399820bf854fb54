"""A peer: django-hordak, double entry for Django, through its own public API."""
