"""How settings pages reach their rows: settings belong to nobody, so whoever may configure may reach each of them."""

from typing import Any, TypeVar

from django.db import models
from django.http import Http404
from django.urls import reverse

from accounts.views.access import may_configure
from csm.foundation.views import DeedView

M = TypeVar("M", bound=models.Model)


def row_or_404(model: type[M], pk: int) -> M:
    """One row of the catalogue, not of customers' data. *Raises* Http404."""
    found = model._default_manager.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


class SettingsDeedView(DeedView):
    """A button of the settings."""

    actions = {"POST": may_configure}
    list_url_name: str = ""

    def do(self) -> Any:
        raise NotImplementedError

    def success_url(self) -> str:
        return reverse(self.list_url_name)
