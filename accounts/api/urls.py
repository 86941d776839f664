"""Addresses of this app under `/api/v1/`."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from accounts.api import (
    accounts,
    acts,
    catalogues,
    deals,
    exports,
    external_ids,
    extras,
    import_mappings,
    import_sets,
    imports,
    installation,
    lists,
    merging,
    notes,
)

app_name = "accounts_api"

router = SimpleRouter()
for prefix, resource in {
    "users": catalogues.Users,
    "teams": catalogues.Teams,
    "segments": catalogues.Segments,
    "roles": catalogues.Roles,
    "jobs": catalogues.Jobs,
    "products": catalogues.Products,
    "extra-fields": extras.ExtraFields,
    "tags": extras.Tags,
    "views": lists.Views,
    "accounts": accounts.Accounts,
    "account-team": accounts.AccountTeam,
    "contracts": accounts.Contracts,
    "deals": deals.Deals,
    "external-ids": external_ids.ExternalIds,
    "notes": notes.Notes,
    "acts": acts.Acts,
    "merges": merging.Merges,
    "doubles": merging.Doubles,
    "imports": imports.Imports,
    "invitations": installation.Invitations,
    "import-mappings": import_mappings.ImportMappings,
    "import-sets": import_sets.ImportSets,
}.items():
    router.register(prefix, resource, basename=prefix)

urlpatterns = [
    path("me/", catalogues.Me.as_view(), name="me"),
    path("exports/<slug:kind>/", exports.Exports.as_view(), name="export"),
    path("installation/", installation.TheInstallation.as_view(), name="installation"),
    *router.urls,
]
