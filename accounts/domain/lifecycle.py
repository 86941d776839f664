"""Words for where an account stands and what our people do there."""

from enum import StrEnum


class Phase(StrEnum):
    """Lifecycle phase of an account."""

    LAND = "land"
    ADOPT = "adopt"
    EXPAND = "expand"
    RENEW = "renew"


class Archetype(StrEnum):
    """The kind of CSM a user is: what part of the lifecycle they own (S3.1)."""

    ADOPT = "adopt"
    ADOPT_RENEW = "adopt_renew"
    ADOPT_RENEW_UPSELL = "adopt_renew_upsell"
    ADOPT_RENEW_EXPAND = "adopt_renew_expand"

    @property
    def owns(self) -> frozenset[Phase]:
        """Phases this kind of CSM owns; upselling is part of renewing a larger contract, not of expanding."""
        owned = {Phase.ADOPT}
        if self is not Archetype.ADOPT:
            owned.add(Phase.RENEW)
        if self is Archetype.ADOPT_RENEW_EXPAND:
            owned.add(Phase.EXPAND)
        return frozenset(owned)


class ContractOutcome(StrEnum):
    """What became of a contract."""

    OPEN = "open"
    RENEWED = "renewed"
    CHURNED = "churned"
    CANCELLED = "cancelled"
