"""Our side and the customers: users, teams, accounts and what is agreed with them, and the log of acts."""

from accounts.models.accounts import Account, AccountTeamMember, Job
from accounts.models.acts import Act, FactsVersion
from accounts.models.contracts import Contract, ExchangeRate, Product
from accounts.models.deals import Deal
from accounts.models.external_ids import ExternalId
from accounts.models.extras import ExtraField, Subject, Tag
from accounts.models.imports import (
    FileShape,
    ImportChunk,
    ImportedWorkbook,
    ImportMapping,
    ImportRun,
    ImportSet,
    RunState,
)
from accounts.models.installation import Installation
from accounts.models.list_edits import EditState, ListEdit
from accounts.models.merging import Distinction, Double, Merge, Redirect
from accounts.models.notes import AccountNote
from accounts.models.owner_changes import OwnerChange
from accounts.models.saved_views import DefaultView, ListName, SavedView, Sharing
from accounts.models.segments import Role, Segment, SegmentRole
from accounts.models.tokens import ApiToken, KeptAnswer, TokenScope
from accounts.models.users import Team, User

__all__ = [
    "Account",
    "AccountNote",
    "AccountTeamMember",
    "Act",
    "ApiToken",
    "Contract",
    "Deal",
    "DefaultView",
    "Distinction",
    "Double",
    "EditState",
    "ExchangeRate",
    "ExternalId",
    "ExtraField",
    "FactsVersion",
    "FileShape",
    "ImportChunk",
    "ImportMapping",
    "ImportRun",
    "ImportSet",
    "ImportedWorkbook",
    "Installation",
    "Job",
    "KeptAnswer",
    "ListEdit",
    "ListName",
    "Merge",
    "OwnerChange",
    "Product",
    "Redirect",
    "Role",
    "RunState",
    "SavedView",
    "Segment",
    "SegmentRole",
    "Sharing",
    "Subject",
    "Tag",
    "Team",
    "TokenScope",
    "User",
]
