"""The whole of what is recorded and stands, to compare before and after."""

from typing import Any

from django.apps import apps

from csm.foundation.facts import Recorded

BOOKS = {
    "accounts.act",
    "accounts.factsversion",
    "accounts.importrun",
    "accounts.importchunk",
    "accounts.importmapping",
    "accounts.importset",
}
BOOKS |= {"accounts.product"}  # stays when an import is undone: the contracts taken back still name it
UNSEEN = {"row_version", "next_number", "password"}


def standing_facts() -> dict[str, list[dict[str, Any]]]:
    """Every row of ours that stands, by model; row versions and counters do not count."""
    found = {}
    for model in [*apps.get_app_config("accounts").get_models(), *apps.get_app_config("stakeholders").get_models()]:
        label = model._meta.label_lower
        if label not in BOOKS and label != "stakeholders.conclusion":
            rows = model._default_manager.all()
            if issubclass(model, Recorded):
                rows = rows.filter(retracted_at__isnull=True)
            names = [field.attname for field in model._meta.concrete_fields if field.attname not in UNSEEN]
            found[label] = list(rows.order_by("pk").values(*names))
    return found
