"""Where stars were dragged to."""

from accounts.models import User
from stakeholders.models import Stakeholder, StarPlace


def place_star(actor: User, stakeholder: Stakeholder, x: float, y: float) -> StarPlace:
    """Keep where somebody put a star, each coordinate 0-1; not a fact, so no version is raised."""
    place, _made = StarPlace.objects.update_or_create(
        stakeholder=stakeholder,
        defaults={"account_id": stakeholder.account_id, "x": min(max(x, 0.0), 1.0), "y": min(max(y, 0.0), 1.0)},
    )
    return place
