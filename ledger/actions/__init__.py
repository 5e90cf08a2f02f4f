"""The jobs of the ledger: to record, to deliver, to seal, to hand out, to say what was lost."""

from ledger.actions.deliver import deliver_due, retry_dead
from ledger.actions.epochs import CannotOpen, open_epoch
from ledger.actions.export import CannotExport, export_files, export_log, keys_json
from ledger.actions.keep import keep_published
from ledger.actions.record import record, record_many
from ledger.actions.seal import CannotSeal, seal_due, sign_text
from ledger.actions.whole import write_export

__all__ = [
    "CannotExport",
    "CannotOpen",
    "CannotSeal",
    "deliver_due",
    "export_files",
    "export_log",
    "keep_published",
    "keys_json",
    "open_epoch",
    "record",
    "record_many",
    "retry_dead",
    "seal_due",
    "sign_text",
    "write_export",
]
