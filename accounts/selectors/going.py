"""Go anywhere: what one can do, open and visit from the page one is on, best first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from accounts.domain.access import UserRole
from csm.foundation.fitting import IN_ANY_ORDER, fit, plain
from csm.foundation.registry import (
    Action,
    Aim,
    Hit,
    SearchSource,
    account_tabs,
    actions,
    menu_items,
    search_sources,
    targets,
)

RECENT = 6
FOUND = 6
OFFERED = 6  # without words
AIMS = 8
MOST_VISITED = 20
MAKING = "+"  # what every verb of making is compared as


class Way(NamedTuple):
    """One line: a page, a form over the page, a button to press, or an action that `asks` for something first."""

    title: str
    detail: str = ""
    url: str = ""
    presses: str = ""
    is_dialog: bool = False
    asks: str = ""
    ask_words: str = ""


class Group(NamedTuple):
    key: str
    label: str
    ways: list[Way]


@dataclass(frozen=True)
class Going:
    """What is offered for the words typed so far, to somebody on a page who visited others before."""

    viewer: Any
    words: str = ""
    here: Mapping[str, Any] = field(default_factory=dict)
    visited: Sequence[Mapping[str, Any]] = ()

    def groups(self) -> list[Group]:
        """Recent first; what can be done before what is found where it fits the words well; what is called exactly so
        before all."""
        recent = Group("recent", _("Recent"), self._recent())
        offered = [Group("do", _("Do"), self._deeds()), Group("pages", _("Go to"), self.pages())]
        found = self._found({way.url for way in recent.ways})
        ordered = [recent, *offered, *found] if self._is_a_command(offered) else [recent, *found, *offered]
        return sorted((group for group in ordered if group.ways), key=self._is_called_otherwise)

    def _is_called_otherwise(self, group: Group) -> bool:
        """Whether the first of a group is called otherwise than what was typed."""
        return not self.words or plain(group.ways[0].title) != plain(self.words)

    def aims(self, key: str) -> list[Group]:
        """What the action of this key can be done to."""
        action = self._allowed(key)
        target = targets.get(action.target) if action else None
        if action is None or target is None:
            return []
        found = target.find(self.viewer, self.words, AIMS, self.here, action.writes)
        return [Group("aims", str(target.asks), [_aimed(action, aim) for aim in found])] if found else []

    def asks(self, key: str) -> str:
        """The words in which an action asks for what it is done to."""
        action = actions.get(key)
        target = targets.get(action.target) if action else None
        return f"{action.label}: {target.asks}" if action and target else ""

    def _allowed(self, key: str) -> Action | None:
        action = actions.get(key)
        return action if action and _may(self.viewer, action) else None

    def _is_a_command(self, offered: Iterable[Group]) -> bool:
        labels = [way.title for group in offered for way in group.ways]
        return not self.words or any(fit(self.words, label) >= IN_ANY_ORDER for label in labels)

    @cached_property
    def _at(self) -> dict[tuple[str, bool], Aim | None]:
        """What the page is about, for each kind of target, to read and to change."""
        return {
            (target.key, writes): target.here(self.viewer, self.here, writes)
            for target in targets
            for writes in (False, True)
        }

    def _offered(self, *, is_page: bool) -> list[tuple[float, Way]]:
        return [
            (fit_of(self.words, action), self._way(action))
            for action in actions
            if action.is_page is is_page and _may(self.viewer, action)
        ]

    def _deeds(self) -> list[Way]:
        best = _best(self._offered(is_page=False))
        return best if self.words else best[:OFFERED]

    def _way(self, action: Action) -> Way:
        if action.presses:
            return Way(str(action.label), presses=action.presses)
        if not action.target:
            return Way(str(action.label), url=reverse(action.url_name) + action.query, is_dialog=action.is_dialog)
        aim = self._at[action.target, action.writes]
        if aim is not None:
            return _aimed(action, aim)._replace(title=str(action.label), detail=aim.title)
        target = targets.get(action.target)
        asked = str(target.asks) if target else ""
        url = f"{reverse('accounts:go')}?action={action.key}"
        return Way(str(action.label), url=url, asks=action.key, ask_words=asked)

    def pages(self) -> list[Way]:
        """The pages of the menu, of the account one is at, and the settings."""
        own = [(fit_exactly(self.words, way.title), way) for way in (*self._tabs(), *self._settings())]
        return _best([*self._offered(is_page=True), *own])

    def _tabs(self) -> Iterable[Way]:
        at = self._at.get(("account", False))
        if at is not None:
            for tab in account_tabs:
                yield Way(str(tab.label), at.title, reverse(tab.url_name, args=at.args))

    def _settings(self) -> Iterable[Way]:
        """Only when words ask for them: there are many."""
        for item in menu_items if self.words else ():
            if item.menu in ("settings", "home") and item.is_for(self.viewer):
                yield Way(str(item.label), _("Settings") if item.menu == "settings" else "", reverse(item.url_name))

    def _recent(self) -> list[Way]:
        """Where they were lately, as far as they may still see it and the words fit."""
        hits = list(self._visited_hits())
        fitting = [hit for hit in hits if not self.words or fit(self.words, hit.title)]
        return [Way(hit.title, hit.detail, hit.url) for hit in fitting[:RECENT]]

    def _visited_hits(self) -> Iterable[Hit]:
        keys = [key for kwargs in self.visited for key in _places(kwargs)]
        known = {}
        for source in _place_sources():
            ids = [pk for kwarg, pk in keys if kwarg == source.kwarg]
            if ids and source.known:
                known.update({(source.kwarg, pk): hit for pk, hit in source.known(self.viewer, ids).items()})
        return (known[key] for key in dict.fromkeys(keys) if key in known)

    def _found(self, seen: set[str]) -> list[Group]:
        if not self.words:
            return []
        found = ((source, source.find(self.viewer, self.words, FOUND)) for source in _place_sources())
        return [
            Group(source.key, str(source.label), [Way(*hit) for hit in _plain(hits) if hit[2] not in seen])
            for source, hits in found
        ]


def _place_sources() -> list[SearchSource]:
    return [source for source in search_sources if source.kwarg]


def _plain(hits: Iterable[Hit]) -> Iterable[tuple[str, str, str]]:
    return ((hit.title, hit.detail, hit.url) for hit in hits)


def _places(kwargs: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The first thing an address is about that a source knows: of an account's page about somebody, the account."""
    kwargs_known = [source.kwarg for source in _place_sources()]
    return [(name, kwargs[name]) for name in kwargs_known if isinstance(kwargs.get(name), int)][:1]


def page_hits(viewer: Any, words: str, limit: int) -> list[Hit]:
    """The pages that are called so, for the search box; no query."""
    going = Going(viewer, words)
    ways = [(fit(words, way.title), way) for way in going.pages()]
    return [Hit(way.title, way.detail or _("Page"), way.url) for score, way in ways if score >= IN_ANY_ORDER][:limit]


def fit_exactly(words: str, label: str) -> float:
    """How well words fit a label; twice as well as anything else where it is called exactly so."""
    return 2.0 if words and plain(words) == plain(label) else fit(words, label)


def fit_of(words: str, action: Action) -> float:
    """How well words fit an action, by its label or by its further words; whichever verb of making they use."""
    label, more = str(action.label), str(action.words)
    scores = [fit_exactly(words, label), 0.9 * fit(words, more) if more else 0.0]
    made = _made(words) if action.writes else words
    return max(*scores, 0.85 * fit(made, f"{_made(label)} {more}") if made != words else 0.0)


def _made(words: str) -> str:
    """Words whose verb of making is always the same one."""
    verbs = set(plain(_("new add create record log write enter make start")).split())
    return " ".join(MAKING if word in verbs else word for word in plain(words).split())


def _may(viewer: Any, action: Action) -> bool:
    is_reader = UserRole(viewer.role) is UserRole.EXECUTIVE
    return bool(action.is_for(viewer)) and not (action.writes and is_reader)


def _aimed(action: Action, aim: Aim) -> Way:
    url = reverse(action.url_name, args=aim.args) + action.query
    return Way(aim.title, aim.detail, url, is_dialog=action.is_dialog)


def _best(ways: Iterable[tuple[float, Way]]) -> list[Way]:
    """Those that fit, the best first; in their own order where they fit alike."""
    return [way for _score, way in sorted((pair for pair in ways if pair[0]), key=lambda pair: -pair[0])]


def kwargs_of(path: str) -> Mapping[str, Any]:
    """The arguments of one of our addresses; none where it is none."""
    try:
        return resolve(path.split("?")[0]).kwargs if path.startswith("/") else {}
    except (Resolver404, ValueError):
        return {}
