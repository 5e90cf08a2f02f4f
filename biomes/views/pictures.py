"""One picture in one width, from the store that holds it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from biomes import queries
from ledger import files
from ledger.queries import now

# Short, because what is withdrawn must be gone everywhere soon.
SHARED_SECONDS = 300


@require_safe
def picture(request: HttpRequest, uuid: UUID, width: int) -> HttpResponse:
    found = queries.picture_for(uuid, request.user, now())
    name = found.files.get(str(width)) if found else None
    if found is None or name is None:
        raise Http404(_("There is no such picture."))
    response = HttpResponse(files.load(name), content_type="image/webp")
    if found.is_public:
        patch_cache_control(response, public=True, max_age=SHARED_SECONDS)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
