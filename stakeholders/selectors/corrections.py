"""What took the place of a record that was corrected."""

from accounts.models import Act


def corrected_touchpoint_id(account_id: int, touchpoint_id: int) -> int:
    """The id under which a touchpoint stands after all corrections; its own where there were none."""
    corrections = Act.objects.filter(account_id=account_id, kind="correct_touchpoint", undone_at__isnull=True)
    newer: int | None = touchpoint_id
    while newer is not None:
        touchpoint_id = newer
        newer = corrections.filter(changes__0__1=touchpoint_id).values_list("changes__1__1", flat=True).first()
    return touchpoint_id
