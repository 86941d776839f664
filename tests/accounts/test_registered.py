"""What upper apps register shows on the accounts list and in the account frame."""

from pathlib import Path
from typing import Any

import pytest
from django.db.models import F, Q

from csm.foundation.registry import (
    AccountFilter,
    Column,
    Figure,
    account_columns,
    account_figures,
    account_filters,
)
from tests.accounts.pages import rows_of, signed_in, text_of
from tests.personas import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    (tmp_path / "cell.html").write_text("[{{ row.minus }}]")
    (tmp_path / "figure.html").write_text("<div>{{ figure.words }} of {{ account.name }}</div>")
    with_ours = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    settings.TEMPLATES = with_ours
    for registry in (account_columns, account_filters, account_figures):
        monkeypatch.setattr(registry, "_entries", {})
    account_columns.add(
        Column("minus", "Minus", "cell.html", {"minus": F("pk") * -1}, order_by="minus", is_number=True),
        Column("plain", "Plain", "cell.html"),
    )
    account_filters.add(AccountFilter("letter", "Letter", {"b": ("With b", Q(name__startswith="B"))}))
    account_figures.add(Figure("words", "figure.html", lambda viewer, account: {"words": f"{viewer.name}'s view"}))


def test_a_column_shows_and_sorts(cast: Cast) -> None:
    client = signed_in(cast.ada)
    response = client.get("/accounts/?sort=minus")
    assert [row.split()[0] for row in rows_of(response)] == ["Comet", "Bolt", "Acme"]
    assert rows_of(response)[0].endswith(f"[-{cast.comet.pk}] [-{cast.comet.pk}]")
    heads = {str(head.label): (head.url, head.is_figure) for head in response.context["heads"]}
    assert heads["Minus"] == ("?sort=-minus", True)
    assert heads["Plain"] == ("", False)
    assert client.get("/accounts/?sort=plain").status_code == 400


def test_a_filter_narrows_and_is_named(cast: Cast) -> None:
    response = signed_in(cast.ada).get("/accounts/?letter=b")
    assert [row.split()[0] for row in rows_of(response)] == ["Bolt"]
    assert "Letter: With b" in text_of(response)


def test_a_choice_that_is_none_finds_nothing(cast: Cast) -> None:
    assert rows_of(signed_in(cast.ada).get("/accounts/?letter=z")) == []


def test_a_figure_stands_in_the_head(cast: Cast) -> None:
    words = text_of(signed_in(cast.cleo).get(f"/accounts/{cast.acme.pk}/details/"))
    assert "Cleo's view of Acme" in words.replace("&#x27;", "'")
