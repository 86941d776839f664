"""What is asked about users."""

from accounts.models import User


def is_set_up() -> bool:
    """Whether anybody can sign in yet."""
    return User.objects.exists()


def user_name(user_id: int) -> str:
    """What one of ours is called; empty where there is none with this id."""
    return User.objects.filter(pk=user_id).values_list("name", flat=True).first() or ""
