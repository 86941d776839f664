"""The frame of the settings pages: a menu beside, made of what is registered, and a list drawn from plain rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise

from accounts.views.access import may_configure
from csm.foundation.registry import menu_items
from csm.foundation.views import FormPage, PageView, anyone

Words = str | Promise
MENU = "settings"


@dataclass(frozen=True)
class Cell:
    """A cell of a settings list: words, and perhaps that it is a figure or quiet."""

    words: Any
    is_figure: bool = False
    is_quiet: bool = False
    chip: Words = ""


@dataclass(frozen=True)
class Line:
    """A row of a settings list, where it is edited and what can be done with it by one button."""

    cells: Sequence[Cell]
    url: str = ""
    buttons: Sequence[tuple[Words, str]] = field(default_factory=tuple)


class SettingsPage(PageView):
    """A page with the settings menu beside it; `item` is the key of its entry."""

    actions = {"GET": may_configure}
    nav = "settings"
    item: str = ""

    def context(self, **extra: Any) -> dict[str, Any]:
        entries = [one for one in menu_items if one.menu == MENU and one.is_for(self.viewer)]
        menu = [{"key": one.key, "label": one.label, "url": reverse(one.url_name)} for one in entries]
        return super().context(**{"menu": menu, "item": self.item, **extra})


class SettingsListPage(SettingsPage):
    """A list of one kind of setting."""

    template_name = "accounts/settings_list.html"
    title: Words = ""
    note: Words = ""
    heads: ClassVar[Sequence[tuple[Words, bool]]] = ()
    add_label: Words = ""
    add_url_name: str = ""
    teaches: Words = ""

    def lines(self) -> list[Line]:
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = self.lines()
        return self.page(
            title=self.title,
            note=self.note,
            heads=self.heads,
            lines=lines,
            has_buttons=any(line.buttons for line in lines),
            add_label=self.add_label,
            add_url=reverse(self.add_url_name) if self.add_url_name else "",
            teaches=self.teaches,
        )


class SettingsFormPage(FormPage, SettingsPage):
    """A form of one setting, in the dialog or as a page."""

    actions = {"GET": may_configure, "POST": may_configure}
    template_name = "accounts/settings_form.html"
    list_url_name: str = ""

    def success_url(self, saved: Any) -> str:
        return reverse(self.list_url_name)

    def cancel_url(self) -> str:
        return reverse(self.list_url_name)


class SettingsFirstPage(PageView):
    """Lead to the first entry of the menu that is for the reader; everybody has their own."""

    actions = {"GET": anyone}

    def get(self, request: HttpRequest) -> HttpResponse:
        first = next(one for one in menu_items if one.menu == MENU and one.is_for(self.viewer))
        return redirect(first.url_name)
