"""Settings: what titles let us assume, by rules that operations add, change, order and switch off."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role
from accounts.views.settings_frame import SettingsFormPage, SettingsPage
from accounts.views.settings_rows import SettingsDeedView
from stakeholders.domain.titles.rules import Rule
from stakeholders.forms.title_rules import TitleRuleForm, TryTitleForm
from stakeholders.models import TitleRule
from stakeholders.models.words import LEVEL_LABELS
from stakeholders.selectors.title_rules import RuleRow, people_by_rule, progress, rule_book, rule_row, rule_rows
from stakeholders.services.title_rules import create_rule, edit_rule, move_rule, remove_rule, switch_rule
from stakeholders.tasks import ask_to_apply_title_rules

LIST = "stakeholders:title_rules"
SHOWN_PHRASES = 4


class TitleRuleListPage(SettingsPage):
    """Every rule in order, whom it governs, and what it would say of any title."""

    template_name = "stakeholders/title_rules.html"
    item = "title_rules"

    def get(self, request: HttpRequest) -> HttpResponse:
        counts = people_by_rule() if "counts" in request.GET else None
        names = dict(Role.objects.values_list("key", "name"))
        rows = [_shown(row, counts, names) for row in rule_rows()]
        return self.page(
            partial=self.request.htmx.target if self.request.htmx.target in ("rules-table", "tried") else "",
            title=_("What titles let us assume"),
            rows=rows,
            has_counts=counts is not None,
            counts_url=f"{reverse(LIST)}?counts=1",
            progress=progress(),
            tried=self._tried(names),
            try_form=TryTitleForm(request.GET or None),
            levels=_level_words(),
        )

    def _tried(self, names: dict[str, str]) -> dict[str, Any] | None:
        form = TryTitleForm(self.request.GET)
        if not form.is_valid() or not form.cleaned_data["title"]:
            return None
        found = rule_book().assume(form.cleaned_data["title"], form.cleaned_data["department"])
        roles = [(names.get(str(said.value), str(said.value)), said) for said in found.roles]
        return {"title": form.cleaned_data["title"], "found": found, "roles": roles}


def _level_words() -> dict[str, str]:
    return {level.value: str(label) for level, label in LEVEL_LABELS.items()}


def _shown(row: RuleRow, counts: dict[str, int] | None, names: dict[str, str]) -> dict[str, Any]:
    rule = row.rule
    return {
        "row": row,
        "rule": rule,
        "phrases": rule.phrases[:SHOWN_PHRASES],
        "more": max(len(rule.phrases) - SHOWN_PHRASES, 0),
        "says": list(_says(rule)),
        "roles": [names.get(role, role) for role in rule.roles],
        "if_levels": [_level_words()[level] for level in rule.if_levels],
        "people": None if counts is None else counts.get(rule.key, 0),
    }


def _says(rule: Rule) -> Iterator[str]:
    """What a rule assumes beside roles, in words."""
    if rule.assumes_nothing:
        yield _("nothing at all")
    if rule.level:
        yield _level_words()[rule.level]
    if rule.department:
        yield rule.department
    if rule.authority is not None:
        yield _("authority %(figure)d") % {"figure": rule.authority}


class _RulePage(SettingsFormPage):
    item = "title_rules"
    list_url_name = LIST

    def saved(self, saved: Any, done: Any) -> HttpResponse:
        ask_to_apply_title_rules()
        return super().saved(saved, done)


class TitleRuleAddPage(_RulePage):
    """A rule of one's own, tried before all others."""

    title = gettext_lazy("New title rule")
    submit = gettext_lazy("Add rule")

    def form(self, data: Any = None) -> TitleRuleForm:
        return TitleRuleForm(data)

    def save(self, form: TitleRuleForm) -> TitleRule:
        return create_rule(self.viewer, key=free_key(form.facts["name"]), **form.facts)


class TitleRuleEditPage(_RulePage):
    """A rule; of a shipped one an own copy takes its place."""

    submit = gettext_lazy("Save")

    @cached_property
    def row(self) -> RuleRow:
        found = rule_row(self.kwargs["rule_key"])
        if found is None:
            raise Http404
        return found

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.row.rule.name

    def form(self, data: Any = None) -> TitleRuleForm:
        found = rule_row(self.kwargs["rule_key"])
        if found is None:
            raise Http404
        return TitleRuleForm(data, row=found.own or as_row(found))

    def save(self, form: TitleRuleForm) -> TitleRule:
        return edit_rule(self.viewer, self.kwargs["rule_key"], form.expected_version, **form.facts)


def as_row(found: RuleRow) -> TitleRule:
    """A shipped rule as the form shows it."""
    names = TitleRuleForm.Meta.fields
    held = {name: getattr(found.rule, name) for name in [*names, "key", "position"]}
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in held.items()}
    return TitleRule(row_version=0, **plain)


def free_key(name: str) -> str:
    """A lasting key for a rule of this name."""
    taken = {row.rule.key for row in rule_rows()}
    stem = slugify(name)[:50].strip("-") or "rule"
    return next(key for key in (stem, *(f"{stem}-{number}" for number in range(2, 10_000))) if key not in taken)


class _RuleDeed(SettingsDeedView):
    list_url_name = LIST

    def do(self) -> None:
        try:
            self.change(self.kwargs["rule_key"])
        except TitleRule.DoesNotExist:
            raise Http404 from None
        ask_to_apply_title_rules()

    def change(self, key: str) -> Any:
        """Call the one service."""
        raise NotImplementedError


class TitleRuleMoveView(_RuleDeed):
    """Try it one place earlier or later."""

    def change(self, key: str) -> Any:
        return move_rule(self.viewer, key, is_up=self.kwargs["way"] == "up")


class TitleRuleSwitchView(_RuleDeed):
    """Try it, or not."""

    def change(self, key: str) -> Any:
        found = rule_row(key)
        if found is None:
            raise TitleRule.DoesNotExist
        return switch_rule(self.viewer, key, is_on=not found.rule.is_on)


class TitleRuleRemoveView(_RuleDeed):
    """Away with an own rule; a shipped one is in force again as it came."""

    def change(self, key: str) -> Any:
        return remove_rule(self.viewer, TitleRule.objects.get(key=key))
