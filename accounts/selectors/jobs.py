"""The jobs of account teams by key."""

from accounts.models import Job


def job_names() -> dict[str, str]:
    """What each job is called, by key, in their order."""
    return dict(Job.objects.values_list("key", "name"))
