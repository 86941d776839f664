"""What is asked about users."""

from accounts.models import User


def is_set_up() -> bool:
    """Whether anybody can sign in yet."""
    return User.objects.exists()
