"""A page's words as a PDF, to print and to keep: archival (PDF/A-2a) and accessible (PDF/UA-1), set by typst.

The words are read from the page's own HTML, so that paper never says other than the screen. They reach typst as
values, never as its markup; it reads one template and the faces, nothing else. The same words give the same bytes.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import structlog
import typst
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from ledger.printing.words import Page, blocks_of

log = structlog.get_logger(__name__)

TEMPLATE = settings.BASE_DIR / "templates" / "print" / "document.typ"
FACES = settings.BASE_DIR / "static" / "vendor" / "print"
# A pack is fetched by every member in the same hour, and one page of it costs some 30 ms to set.
KEPT_SECONDS = 3600
# Characters of HTML: some 150 pages, which take a second and 200 MiB to set.
LONGEST = 600_000


def printed(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, title: str, page: str, publisher: str,
    made_at: datetime, name: str,
) -> HttpResponse:  # fmt: skip
    """The answer: ``template`` (a fragment of the page at the path ``page``) as the file ``name``.pdf.

    What is too long to be set in one piece is read on its page instead.
    """
    fragment = render_to_string(template, dict(context), request)
    if len(fragment) > LONGEST:
        messages.info(request, _("This is too long for one file. Print the page."))
        return redirect(page)
    response = HttpResponse(
        pdf(
            fragment,
            title=title,
            address=settings.SITE_URL + page,
            language=get_language() or "en",
            is_rtl=get_language_bidi(),
            publisher=publisher,
            made_at=made_at,
        ),
        content_type="application/pdf",
    )
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def pdf(
    fragment: str, *, title: str, address: str, language: str, is_rtl: bool, publisher: str, made_at: datetime
) -> bytes:
    """``fragment`` (HTML in ``language``) as PDF. ``address``, in full, is where it is read: it stands below every page."""
    document = {
        "title": title,
        "publisher": publisher,
        "address": address,
        "language": language.partition("-")[0],
        "rtl": is_rtl,
        "date": [made_at.year, made_at.month, made_at.day],
        "of": blocks_of(fragment, Page(address, is_rtl)),
    }
    said = json.dumps(document, ensure_ascii=False, sort_keys=True)
    key = f"printed-{sha256(said.encode() + TEMPLATE.read_bytes()).hexdigest()}"
    found: bytes | None = cache.get(key)
    if found is None:
        found = _set(said)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _set(said: str) -> bytes:
    """By the standards. Where no face of ours holds a letter they cannot be kept: then with the machine's own faces."""
    try:
        return _compiled(said, is_archival=True)
    except typst.TypstError as refusal:
        log.warning("printed_without_standards", why=str(refusal)[:200])
        return _compiled(said, is_archival=False)


def _compiled(said: str, *, is_archival: bool) -> bytes:
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(FACES)],
        ignore_system_fonts=is_archival,
        sys_inputs={"document": said},
        pdf_standards=["a-2a", "ua-1"] if is_archival else [],
    )
