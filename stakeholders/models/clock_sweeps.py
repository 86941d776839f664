"""Up to which instant clocks that ran out have been looked for."""

from django.db import models


class ClockSweep(models.Model):
    """One row: accounts whose clocks ran out up to this instant have been made due."""

    swept_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.swept_at)
