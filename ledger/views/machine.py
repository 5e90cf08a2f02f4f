"""The log for programs: plain files and JSON, the same in every language, cached where they never change."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ledger import actions, monitor, queries, verify
from ledger.forms import Range
from ledger.models import Checkpoint

# One answer holds at most this many entries; `to` of the next request follows from its last number.
MOST = 10_000
FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=2"


def _refused(sentence: str) -> HttpResponse:
    body = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": sentence}
    return JsonResponse(body, status=HTTPStatus.BAD_REQUEST, content_type="application/problem+json")


def _head() -> Checkpoint:
    head = queries.latest_checkpoint()
    if head is None:
        raise Http404(_("Nothing has been sealed yet."))
    return head


def _sentence(form: Range) -> str:
    names = {"first": "from", "after": "to", "__all__": ""}
    (field, errors) = next(iter(form.errors.items()))
    return f"{names[field]}: {errors[0]}".removeprefix(": ")


def _plain(text: str, cache: str, media: str = "text/plain; charset=utf-8") -> HttpResponse:
    response = HttpResponse(text, content_type=media)
    response["Cache-Control"] = cache
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The latest signed checkpoint; an earlier one by `?size=`."""
    size = request.GET.get("size")
    if size is None:
        return _plain(_head().note, BRIEFLY)
    if not (size.isascii() and size.isdigit() and len(size) < 17):
        return _refused(_("size: a whole number of entries."))
    found = queries.checkpoint_of(int(size))
    if found is None:
        raise Http404(_("No checkpoint of this size was signed."))
    return _plain(found.note, FOREVER)


@require_safe
def entries(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The entries of [from, to) as JSON Lines: each line the very bytes that were hashed."""
    head = _head()
    asked = Range({"first": request.GET.get("from", "0"), "after": request.GET.get("to", str(head.size))})
    if not asked.is_valid():
        return _refused(_sentence(asked))
    first = asked.cleaned_data["first"]
    after = min(asked.cleaned_data["after"], head.size, first + MOST)

    def lines() -> Iterator[bytes]:
        for row in queries.entry_lines(first, after).iterator(chunk_size=1000):
            yield bytes(row.data) + b"\n"

    response = StreamingHttpResponse(lines(), content_type="application/jsonl")
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = BRIEFLY
    return response


def _proof(body: dict[str, object]) -> HttpResponse:
    response = JsonResponse(body)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = FOREVER
    return response


@require_safe
def inclusion(request: HttpRequest) -> HttpResponse:
    """That entry `seq` stands in the tree of `size` (the latest checkpoint's by default)."""
    head = _head()
    asked = Range({"first": request.GET.get("seq"), "after": request.GET.get("size", str(head.size))})
    if not asked.is_valid():
        return _refused(_sentence(asked).replace("from", "seq").replace("to:", "size:"))
    seq, size = asked.cleaned_data["first"], asked.cleaned_data["after"]
    if not seq < size <= head.size:
        return _refused(_("seq must be below size, and size at most the log’s."))
    leaves = queries.leaves(size)
    path = queries.inclusion_proof(seq, size)
    return _proof(
        {"seq": seq, "size": size, "leaf": leaves[seq].hex(), "path": [step.hex() for step in path]}
    )


@require_safe
def consistency(request: HttpRequest) -> HttpResponse:
    """That the tree of `from` entries is the beginning of the tree of `to`."""
    head = _head()
    asked = Range({"first": request.GET.get("from"), "after": request.GET.get("to", str(head.size))})
    if not asked.is_valid():
        return _refused(_sentence(asked))
    old, size = asked.cleaned_data["first"], asked.cleaned_data["after"]
    if size > head.size:
        return _refused(_("“to” is larger than the log."))
    return _proof({"from": old, "to": size, "path": [s.hex() for s in queries.consistency_proof(old, size)]})


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Every key that ever signed, with its time."""
    return _plain(actions.keys_json(), BRIEFLY, "application/json")


@require_safe
def epochs(request: HttpRequest) -> HttpResponse:
    """Where the log says that signed entries were lost; the entries themselves say what."""
    rows = [{"epoch": row.fact.body["epoch"], "seq": row.seq} for row in queries.epochs()]
    return _plain(json.dumps({"epochs": rows}) + "\n", BRIEFLY, "application/json")


@require_safe
def document(request: HttpRequest, sha256: str) -> HttpResponse:
    """A document that an entry names, byte for byte."""
    found = queries.document(sha256)
    if found is None:
        raise Http404(_("The log names no document with this hash."))
    media = "application/json" if found.path.endswith((".json", ".jsonl")) else "application/octet-stream"
    response = HttpResponse(bytes(found.data), content_type=media)
    response["Content-Disposition"] = f'inline; filename="{found.path.rsplit("/", 1)[-1]}"'
    response["Cache-Control"] = FOREVER
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _script(module: ModuleType) -> HttpResponse:
    path = Path(str(module.__file__))
    response = _plain(path.read_text(encoding="utf-8"), BRIEFLY, "text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{path.name}"'
    return response


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """`verify.py` itself, to keep and to read."""
    return _script(verify)


@require_safe
def watcher(request: HttpRequest) -> HttpResponse:
    """`monitor.py`, which keeps checkpoints by itself."""
    return _script(monitor)


class Checkpoints(Feed):
    """Whoever keeps one of these can prove a rewrite; a feed reader keeps them by itself."""

    feed_type = Atom1Feed
    title = gettext_lazy("Checkpoints of the public log")
    subtitle = gettext_lazy("Keep any one of them: with it you can show that the log was rewritten.")

    def link(self) -> str:
        return reverse("ledger:verify")

    def feed_url(self) -> str:
        return reverse("log-checkpoints-feed")

    def items(self) -> list[Checkpoint]:
        return list(queries.checkpoints()[:50])

    def item_title(self, item: Checkpoint) -> str:
        return _("%(size)d entries") % {"size": item.size}

    def item_description(self, item: Checkpoint) -> str:
        return item.note

    def item_link(self, item: Checkpoint) -> str:
        return f"{reverse('log-checkpoint')}?size={item.size}"

    def item_guid(self, item: Checkpoint) -> str:
        """Behind a loss sizes come again; a reader that had the lost one must not take the new one for it."""
        opened = queries.epochs().filter(seq__lt=item.size).count()
        epoch = f"{opened + 1}:" if opened else ""
        return f"tag:{settings.LEDGER_ORIGIN.split('/')[0]},2026:checkpoint:{epoch}{item.size}"

    def item_updateddate(self, item: Checkpoint) -> object:
        return item.at


checkpoints_feed = require_safe(Checkpoints())
