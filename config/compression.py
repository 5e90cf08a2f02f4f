"""Text goes over the wire compressed; what is compressed already goes as it is.

A compressed length tells about a secret on a page that also repeats what its visitor sent (BREACH). Form tokens are
masked anew in every answer, a random pad blurs every length (Django's GZipMiddleware), and what is sealed is on no
page at all (tests/council/test_sealed.py).
"""

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

TEXTUAL = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")
SUFFIXES = ("+json", "+xml")


class Compression(GZipMiddleware):
    """Django's, for text alone: pictures and faces would only cost time."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
        if not kind.startswith(TEXTUAL) and not kind.endswith(SUFFIXES):
            return response
        return super().process_response(request, response)
