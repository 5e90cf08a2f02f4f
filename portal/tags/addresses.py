"""`{% url %}` as Django has it, but an address once reversed is remembered: a page names a hundred of them."""

from functools import lru_cache
from typing import Any

from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.translation import get_language


def url(parser: Parser, token: Token) -> "UrlNode":
    node = django_url(parser, token)
    return UrlNode(node.view_name, node.args, node.kwargs, node.asvar)


class UrlNode(URLNode):
    def render(self, context: Context) -> str:
        args = tuple(one.resolve(context) for one in self.args)
        named = tuple((name, one.resolve(context)) for name, one in self.kwargs.items())
        try:
            address = _address(
                self.view_name.resolve(context), args, named,
                get_language(), get_script_prefix(), get_urlconf(),
            )  # fmt: skip
        except NoReverseMatch:
            if self.asvar is None:
                raise
            address = ""
        if self.asvar is not None:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


# No application stands in the addresses twice, so which of its instances a page belongs to decides nothing.
@lru_cache(maxsize=4_096, typed=True)
def _address(
    view: str, args: tuple[Any, ...], named: tuple[tuple[str, Any], ...], *_where: str | None
) -> str:
    return reverse(view, args=args, kwargs=dict(named))
