"""What the settings pages list."""

from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Case, Count, Prefetch, Q, QuerySet, When

from accounts.models import ExchangeRate, Job, Product, Role, Segment, SegmentRole, Team, User
from accounts.models.segments import TouchLevel
from csm.foundation.clock import today
from csm.foundation.facts import valid_at_q

WITHOUT_PASSWORD = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(password="")


def listed_users() -> "QuerySet[Any]":
    """Users, those who sign in first; `has_no_password` marks those who never set one."""
    users = User.objects.select_related("team").annotate(has_no_password=WITHOUT_PASSWORD)
    return users.order_by("-is_active", "name", "pk")


def not_invited() -> "QuerySet[Any]":
    """Active users who never set a password, with how many accounts they own; those with the most first."""
    owned = Count("owned_accounts", filter=Q(owned_accounts__retracted_at__isnull=True))
    users = User.objects.filter(WITHOUT_PASSWORD, is_active=True).select_related("team")
    return users.annotate(account_count=owned).order_by("-account_count", "name", "pk")


def listed_teams() -> "QuerySet[Any]":
    members = Count("members", filter=Q(members__is_active=True))
    return Team.objects.select_related("manager").annotate(member_count=members).order_by("name")


def listed_segments() -> "QuerySet[Any]":
    standing = Q(accounts__retracted_at__isnull=True)
    return Segment.objects.annotate(account_count=Count("accounts", filter=standing)).order_by("name")


def listed_roles() -> "QuerySet[Any]":
    required = Count("segment_roles", filter=Q(segment_roles__is_required=True))
    return Role.objects.annotate(segment_count=required)


def listed_jobs() -> "QuerySet[Any]":
    holds = Q(holders__retracted_at__isnull=True) & valid_at_q(today(), "holders__")
    return Job.objects.annotate(holder_count=Count("holders", filter=holds))


def listed_products() -> "QuerySet[Any]":
    standing = Q(contracts__retracted_at__isnull=True)
    return Product.objects.annotate(contract_count=Count("contracts", filter=standing))


def listed_rates() -> "QuerySet[Any]":
    return ExchangeRate.objects.all()


def proposed_segments() -> "QuerySet[Any]":
    """The segments with the roles they ask for, the closest first."""
    order = Case(*(When(touch_level=level, then=place) for place, level in enumerate(TouchLevel.values)), default=9)
    rules = SegmentRole.objects.select_related("role").order_by("role__position")
    return Segment.objects.order_by(order, "name").prefetch_related(Prefetch("segment_roles", rules, "rules"))
