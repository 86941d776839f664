"""Reactions to news from lower apps."""

from collections.abc import Mapping
from typing import Any

from django.dispatch import receiver

from health.services.judging import judge_accounts
from stakeholders.domain.conclusions import Conclusions
from stakeholders.domain.findings import Findings
from stakeholders.signals import skies_concluded


@receiver(skies_concluded)
def judge(findings: Mapping[int, Findings], conclusions: Mapping[int, Conclusions], **_news: Any) -> None:
    """Judge what was concluded, in the sender's transaction: a score is never older than its sky."""
    judge_accounts(findings, conclusions)
