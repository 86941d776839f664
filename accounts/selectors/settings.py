"""What the settings pages list."""

from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Q, QuerySet

from accounts.models import ExchangeRate, Job, Product, Role, Segment, Team, User
from csm.foundation.clock import today
from csm.foundation.facts import valid_at_q


def listed_users() -> "QuerySet[Any]":
    """Users, those who sign in first; `has_no_password` marks those who never set one."""
    without = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(password="")
    users = User.objects.select_related("team").annotate(has_no_password=without)
    return users.order_by("-is_active", "name", "pk")


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
