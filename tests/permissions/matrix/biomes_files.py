"""Files of profiles, zones and links in the matrix: out for everyone, in for curators alone."""

from tests.permissions.format import CONFLICT, HIDDEN, INVALID, A, Row
from tests.permissions.matrix.biomes import OPEN, curators

CSV = "slug,name,functional_group\nfrom-file,F,F1.1\n"
SHEET = {"noun": "biomes", "name": "a.csv", "text": CSV}
LINKS = {"noun": "links", "name": "a.csv", "text": "from,to,kind\na,b,flow\n"}
TAKE = {"how": "all", "reason": "r"}
UNKNOWN = {"uuid": "00000000-0000-4000-8000-0000000000ff"}


def build(w):
    from biomes.models import Bulk, SheetRow

    at = w.days(-1)
    files = {
        "checking": {},
        "checked": {"new": 1},
        "idle": {"unchanged": 1},
        "refused": {"new": 1, "refused": 1},
        "storing": {"new": 1},
        "done": {"new": 1},
    }
    for number, (name, counts) in enumerate(files.items(), start=1):
        w[f"sheet {name}"] = sheet = Bulk.objects.create(
            uuid=f"00000000-0000-4000-8000-00000000010{number}", noun="biomes", name=f"{name}.csv", kind="csv",
            state=name if name in {"checking", "storing", "done"} else "checked", is_read=True, counts=counts,
            file="" if name == "done" else f"imports/sheet-{number}.csv.rows", sha256="0" * 64, size=9,
            asked_by="p-0", asked_at=at, started_at=at, moved_at=at,
        )  # fmt: skip
        SheetRow.objects.create(of=sheet, line=2, key="from-file", verdict="new")


def of(name):
    return lambda w: {"uuid": w[f"sheet {name}"].uuid}


ROWS = [
    Row("biomes:bulk", "GET", curators(A)),
    Row("biomes:bulk", "POST", curators(INVALID), state="no file", data={"noun": "links"}),
    Row("biomes:newest_file", "GET", curators(A), args={"form": "csv"}),
    Row("biomes:newest_file", "GET", curators(HIDDEN), state="of no form", args={"form": "pdf"}),
    Row("biomes:sheet", "GET", curators(A), args=of("checked")),
    Row("biomes:sheet", "GET", curators(A), state="being looked at", args=of("checking")),
    Row("biomes:sheet", "GET", curators(HIDDEN), state="none", args=UNKNOWN),
    Row("biomes:sheet_progress", "GET", curators(A), args=of("checking")),
    Row("biomes:sheet_report", "GET", curators(A), args=of("checked")),
    Row("biomes:check_sheet", "POST", curators(A), args=of("checked")),
    Row("biomes:check_sheet", "POST", curators(CONFLICT), state="over", args=of("done")),
    Row("biomes:apply_sheet", "POST", curators(A), args=of("checked"), data=TAKE),
    Row("biomes:apply_sheet", "POST", curators(CONFLICT), state="applied", args=of("done"), data=TAKE),
    Row(
        "biomes:apply_sheet", "POST", curators(CONFLICT), state="being applied", args=of("storing"), data=TAKE
    ),
    Row(
        "biomes:apply_sheet", "POST", curators(CONFLICT), state="changes nothing", args=of("idle"), data=TAKE
    ),
    Row(
        "biomes:apply_sheet", "POST", curators(CONFLICT), state="a row refused", args=of("refused"), data=TAKE
    ),
    Row(
        "biomes:apply_sheet",
        "POST",
        curators(INVALID),
        state="no reason",
        args=of("checked"),
        data={"how": "all"},
    ),
    Row("biomes:cancel_sheet", "POST", curators(A), args=of("storing")),
    Row("biomes:cancel_sheet", "POST", curators(CONFLICT), state="over", args=of("done")),
    Row("biomes-profiles", "GET", OPEN, args={"form": "csv"}),
    Row("zones-file", "GET", OPEN, args={"form": "geojson"}),
    Row("links-file", "GET", OPEN, args={"form": "xlsx"}),
    # --- API
    Row("api:bulk-list", "GET", curators(A)),
    Row("api:bulk-list", "POST", curators(A), data=SHEET),
    Row("api:bulk-list", "POST", curators(A), state="of links", data=LINKS),
    Row("api:bulk-list", "POST", curators(INVALID), state="no table", data=SHEET | {"text": "x"}),
    Row("api:bulk-detail", "GET", curators(A), args=of("checked")),
    Row("api:bulk-rows", "GET", curators(A), args=of("checked")),
    Row("api:bulk-check", "POST", curators(A), args=of("checked")),
    Row("api:bulk-check", "POST", curators(CONFLICT), state="over", args=of("done")),
    Row("api:bulk-apply", "POST", curators(A), args=of("checked"), data={"reason": "r"}),
    Row("api:bulk-apply", "POST", curators(CONFLICT), state="applied", args=of("done"), data={"reason": "r"}),
    Row("api:bulk-cancel", "POST", curators(A), args=of("storing")),
    Row("api:bulk-cancel", "POST", curators(CONFLICT), state="over", args=of("done")),
]
