"""Every address the site answers, read from the URL resolver: name, method, the app that owns it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.generic.edit import ProcessFormView

APPS = (
    "ledger", "accounts", "moderation", "biomes", "charters", "petitions", "crises", "council",
    "exhibits", "portal", "config", "admin", "allauth",
)  # fmt: skip
# What a view of ours without a `require_*` decorator is listed with, so that no row can cover it.
UNSAID = "undeclared methods (add require_safe, require_POST, ... to)"
# Whose views are not ours: what they accept is read from their class, or is GET and POST.
FOREIGN = ("allauth", "django", "drf_spectacular", "rest_framework")


@dataclass(frozen=True, order=True)
class Route:
    app: str
    name: str
    method: str

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


def routes() -> list[Route]:
    found = {
        Route(app=owner(name, view), name=name, method=method)
        for name, view in named_views(get_resolver().url_patterns, ())
        if not is_short_cut(name)
        for method in methods(view)
    }
    return sorted(found)


def named_views(patterns: list[Any], spaces: tuple[str, ...]) -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from named_views(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            yield ":".join((*spaces, entry.name or f"unnamed {entry.pattern}")), entry.callback


def is_short_cut(name: str) -> bool:
    """The Django admin's one address without a name: a redirect from `.../7/` to the page of object 7."""
    return name == "admin:unnamed <path:object_id>/"


def module_of(view: Callable[..., Any]) -> str:
    holder = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    return str(holder.__module__)


def is_foreign(view: Callable[..., Any]) -> bool:
    return module_of(view).startswith(FOREIGN) or isinstance(getattr(view, "__self__", None), AdminSite)


def owner(name: str, view: Callable[..., Any]) -> str:
    space = name.partition(":")[0] if ":" in name else ""
    if space in APPS:
        return space
    root = module_of(view).partition(".")[0]
    return root if root in APPS else "config"


def methods(view: Callable[..., Any]) -> set[str]:
    """GET, POST, ... as a viewset, a class or a `require_*` decorator states them."""
    if actions := getattr(view, "actions", None):
        stated = set(actions)
    elif holder := getattr(view, "view_class", None) or getattr(view, "cls", None):
        stated = {verb for verb in holder.http_method_names if hasattr(holder, verb)}
        if getattr(holder, "put", None) is getattr(ProcessFormView, "put", None):
            stated.discard("put")  # Django's alias of post
    else:
        stated = {verb.lower() for verb in declared(view)}
        if not stated and not is_foreign(view):
            stated = {UNSAID}
        stated = stated or {"get", "post"}
    return {verb if verb is UNSAID else verb.upper() for verb in stated} - {"HEAD", "OPTIONS", "TRACE"}


def declared(view: Callable[..., Any]) -> list[str]:
    """What `django.views.decorators.http.require_*` keeps in its closure, wherever it is in the chain."""
    step: Any = view
    while step is not None:
        code = getattr(step, "__code__", None)
        for name, cell in zip(
            getattr(code, "co_freevars", ()), getattr(step, "__closure__", None) or (), strict=False
        ):
            if name == "request_method_list":
                return list(cell.cell_contents)
        step = getattr(step, "__wrapped__", None)
    return []
