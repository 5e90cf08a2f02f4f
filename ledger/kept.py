"""A page that a thousand people open in the same minute, kept for a few seconds.

Without a session a public page says the same to everybody, in its language; only the nonce of its scripts is each
answer's own. So its words are kept with the nonce they were written with, which nobody can guess or repeat, and every
reader gets a new one. Signed-in readers, and addresses with a query, always have theirs written anew.
"""

from collections.abc import Callable, Hashable
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

SECONDS = 10


def for_strangers(
    request: HttpRequest, stamp: Hashable, write: Callable[[], HttpResponse], seconds: int = SECONDS
) -> HttpResponse:
    """The page as ``write`` makes it, at most ``seconds`` old.

    ``stamp`` changes with what the page must not be late to tell (its ``repr`` is compared); None keeps nothing.
    """
    if stamp is None or request.GET or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return write()
    said = repr((request.get_host(), request.path, get_language(), stamp))
    key = f"kept-{sha256(said.encode()).hexdigest()}"
    if found := cache.get(key):
        words, nonce = found
        response = HttpResponse(words.replace(nonce, _nonce(request)))
        # As a page says that looked whether somebody is signed in.
        patch_vary_headers(response, ["Cookie"])
        return response
    response = write()
    if (
        response.status_code == 200
        and not response.cookies
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
    ):
        cache.set(key, (response.content, _nonce(request)), seconds)
    return response


def _nonce(request: HttpRequest) -> bytes:
    return str(request.csp_nonce).encode()  # type: ignore[attr-defined]
