"""Pictures that were shown to somebody: kept as they were shown, read through views that know their reader."""

from django.core.files.base import ContentFile
from django.db import models

from core import chance
from marketplace.catalog.pictures import Taken
from marketplace.catalog.storage import private


class KeptPhoto(models.Model):
    """A picture of something people said; the database of each kind refuses any change.

    `sha256` is that of the bytes as they were sent; what is kept are two WebP renditions without any metadata, `file`
    (`width` x `height`) and `small`.
    """

    id = models.BigIntegerField(primary_key=True)
    sha256 = models.CharField(max_length=64)
    file = models.FileField(storage=private)
    small = models.FileField(storage=private)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    uploaded_at = models.DateTimeField()

    class Meta:
        abstract = True

    def keep(self, taken: Taken, folder: str) -> None:
        """Write the renditions into `folder` under a name nobody guesses, and the row."""
        name = chance.token(16)
        self.sha256, self.width, self.height = taken.sha256, taken.large.width, taken.large.height
        self.file.save(f"{folder}/{name}.webp", ContentFile(taken.large.content), save=False)
        self.small.save(f"{folder}/{name}-small.webp", ContentFile(taken.small.content), save=False)
        self.save(force_insert=True)
