"""Where stars stand: kept as first drawn, so that somebody new moves nobody, or where people drag them."""

from collections.abc import Mapping

from accounts.models import User
from stakeholders.domain.layout import Point
from stakeholders.models import Stakeholder, StarPlace


def place_star(actor: User, stakeholder: Stakeholder, x: float, y: float) -> StarPlace:
    """Keep where somebody put a star, each coordinate 0-1; not a fact, so no version is raised."""
    place, _made = StarPlace.objects.update_or_create(
        stakeholder=stakeholder,
        defaults={
            "account_id": stakeholder.account_id,
            "x": min(max(x, 0.0), 1.0),
            "y": min(max(y, 0.0), 1.0),
            "is_pinned": True,
        },
    )
    return place


def keep_places(account_id: int, places: Mapping[int, Point]) -> None:
    """Keep where stars were drawn for the first time; whoever was there before keeps theirs. One statement, or none."""
    StarPlace.objects.bulk_create(
        [
            StarPlace(account_id=account_id, stakeholder_id=star_id, x=point.x, y=point.y, is_pinned=False)
            for star_id, point in places.items()
        ],
        ignore_conflicts=True,
    )
