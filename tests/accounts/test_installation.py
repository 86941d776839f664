"""Whose installation this is."""

import pytest

from accounts.models import Act
from accounts.selectors.installation import installation, our_domains
from accounts.services.installation import describe_company
from accounts.services.undo import undo_act
from csm.foundation.facts import StaleEdit
from tests.personas import assemble

pytestmark = pytest.mark.django_db


def test_domains_are_kept_bare_and_once() -> None:
    cast = assemble()
    describe_company(
        cast.ada, installation(), 1, company=" Ours ", domains=["https://www.Ours.example/x", "ours.example", ""]
    )
    assert (installation().company, our_domains()) == ("Ours", frozenset({"ours.example"}))


def test_a_stale_description_is_refused_and_changes_nothing() -> None:
    cast = assemble()
    describe_company(cast.ada, installation(), 1, company="Ours", domains=[])
    describe_company(cast.ada, installation(), 1, company="Ours Inc", domains=[])
    with pytest.raises(StaleEdit):
        describe_company(cast.ada, installation(), 1, company="Theirs", domains=["theirs.example"])
    assert (installation().company, our_domains()) == ("Ours Inc", frozenset())


def test_a_description_can_be_undone() -> None:
    cast = assemble()
    describe_company(cast.ada, installation(), 1, company="Ours", domains=["ours.example"])
    undo_act(Act.objects.latest("pk"), cast.ada)
    assert (installation().company, our_domains()) == ("", frozenset())
