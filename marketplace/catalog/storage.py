"""Where pictures that not everybody may see lie: outside every folder that is served by its address."""

from django.core.files.storage import Storage, storages


def private() -> Storage:
    """The storage named "private"; only a view that knows its reader reads from it."""
    return storages["private"]
