"""The Django admin, for administrators: to look closely, and to mend what no page offers.

Facts are read only here: they are written through services, which keep the log of acts and the facts versions.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import (
    Account,
    AccountTeamMember,
    Act,
    Contract,
    ExchangeRate,
    ExternalId,
    FactsVersion,
    Job,
    Product,
    Role,
    Segment,
    Team,
    User,
)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows rows and changes none."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Users, without their passwords."""

    list_display = ["name", "email", "role", "team", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["name", "email"]
    exclude = ["password", "is_superuser", "groups", "user_permissions"]


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    """Accounts, those taken back too."""

    list_display = ["name", "domain", "segment", "owner", "phase", "retracted_at"]
    list_filter = ["segment", "phase"]
    list_select_related = ["segment", "owner"]
    search_fields = ["name", "domain"]


@admin.register(Act)
class ActAdmin(ReadOnlyAdmin):
    """What was done by whom, with every row it changed."""

    list_display = ["acted_at", "actor", "kind", "summary", "account", "undone_at"]
    list_select_related = ["actor", "account"]
    search_fields = ["summary", "kind", "group"]


@admin.register(Contract)
class ContractAdmin(ReadOnlyAdmin):
    """Contracts, those taken back too."""

    list_display = ["account", "product", "starts_on", "ends_on", "annual_value", "currency"]
    list_select_related = ["account", "product"]
    search_fields = ["account__name"]


@admin.register(AccountTeamMember)
class AccountTeamMemberAdmin(ReadOnlyAdmin):
    """Who did which job on which account, and when that was recorded."""

    list_display = ["account", "user", "job", "valid_from", "valid_to", "retracted_at"]
    list_select_related = ["account", "user", "job"]
    search_fields = ["account__name", "user__name"]


@admin.register(ExternalId)
class ExternalIdAdmin(ReadOnlyAdmin):
    """Names in other systems."""

    list_display = ["source", "kind", "value", "row_id"]
    list_filter = ["source", "kind"]
    search_fields = ["value"]


@admin.register(FactsVersion)
class FactsVersionAdmin(ReadOnlyAdmin):
    """How often the facts of an account changed."""

    list_display = ["account", "facts_version"]
    list_select_related = ["account"]
    search_fields = ["account__name"]


admin.site.register([Team, Segment, Role, Job, Product, ExchangeRate], ReadOnlyAdmin)
