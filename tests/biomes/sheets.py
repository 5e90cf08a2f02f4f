"""Files of profiles, zones and links, and what tests do with them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from biomes import actions, bulk_files, bulk_steps
from biomes.forms.bulk import SheetForm
from biomes.models import Bulk
from biomes.rules.bulk import Noun
from ledger.queries import now

ADDRESS = "/desk/biomes/files/"


def read(data, noun=Noun.BIOMES):
    return list(bulk_files.rows_of(io.BytesIO(data), bulk_files.kind_of(data), noun))


def csv_rows(text, noun=Noun.BIOMES):
    return read(text.encode(), noun)


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(data, noun=Noun.BIOMES, name="a.csv"):
    """A file in the store whose check is next."""
    file = SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())
    form = SheetForm({"noun": noun.value}, {"file": file})
    assert form.is_valid(), form.errors
    return bulk_steps.receive(form, by="p-1", at=now())


def look(data, noun=Noun.BIOMES, name="a.csv"):
    """A file that was sent and looked at."""
    return finished(sent(data, noun, name))


def take_in(sheet, *, all_or_nothing=True, reason="r"):
    actions.apply_sheet(uuid=sheet.uuid, all_or_nothing=all_or_nothing, by="p-9", reason=reason, at=now())
    return finished(sheet)


def finished(sheet):
    bulk_steps.finish_here(sheet.pk)
    return Bulk.objects.get(pk=sheet.pk)


def send(client, data, name="a.csv", noun="biomes"):
    """Through the page; the check is over when the page is asked for again."""
    file = SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())
    answer = client.post(ADDRESS, {"noun": noun, "file": file})
    if answer.status_code != 302:
        return answer
    finished(Bulk.objects.latest("pk"))
    return client.get(answer["Location"])
