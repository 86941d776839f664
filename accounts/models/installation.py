"""What an installation knows of the company that runs it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from csm.foundation.facts import Versioned


class Installation(Versioned):
    """Our own company: at most one row, written when somebody first says something of it."""

    company = models.CharField(_("company"), max_length=200, blank=True)
    domains = ArrayField(
        models.CharField(max_length=253),
        verbose_name=_("our web domains"),
        default=list,
        blank=True,
        help_text=_("Whoever has an e-mail there is one of ours."),
    )
    settled_steps = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        editable=False,
        help_text="First steps that somebody called done or not needed.",
    )
    own_key = models.CharField(
        max_length=11, blank=True, editable=False, help_text="Begins the ids under which our rows stand in our exports."
    )

    class Meta:
        verbose_name = _("our company")
        constraints = [models.CheckConstraint(name="installation_is_one", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return self.company
