"""Names other systems have for our rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExternalId(models.Model):
    """The id of one row in another system; unique per source, kind and value.

    `kind` says which table `row_id` is in: account, user, person, stakeholder, contract, touchpoint; of an opportunity
    (`opportunity_account`) only the account that it belongs to is kept.
    """

    source = models.CharField(_("source"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20)
    value = models.CharField(_("value"), max_length=200)
    row_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "value"], name="external_id_is_unique")]
        indexes = [
            models.Index(fields=["kind", "row_id"], name="external_id_by_row"),
            models.Index(fields=["kind", "value"], name="external_id_by_value"),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.value}"
