"""Names other systems have for our rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = 254  # an e-mail can be as long
# Sources of our own: names that a row had before another was merged into it, in small letters. No import is called so.
FORMER_EMAIL = "former e-mail"
FORMER_NAME = "former name"
FORMER_DOMAIN = "former web domain"
FORMER = (FORMER_EMAIL, FORMER_NAME, FORMER_DOMAIN)


class ExternalId(models.Model):
    """The id of one row in another system; unique per source, kind and value.

    `kind` says which table `row_id` is in: account, user, person, stakeholder, contract, deal, touchpoint, task,
    goal, commitment, concern, milestone, recognition, champion_step (one that was taken); of an
    opportunity (`opportunity_account`) only the account that it belongs to is kept.
    """

    source = models.CharField(_("source"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20)
    value = models.CharField(_("value"), max_length=LONGEST)
    row_id = models.BigIntegerField()
    is_former = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("Of a row that was merged into this one: it finds, it changes nothing."),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "value"], name="external_id_is_unique")]
        indexes = [
            models.Index(fields=["kind", "row_id"], name="external_id_by_row"),
            models.Index(fields=["kind", "value"], name="external_id_by_value"),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.value}"
