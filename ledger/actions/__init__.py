"""The jobs of the ledger: to record, to deliver, to seal, to hand out."""

from ledger.actions.deliver import deliver_due, retry_dead
from ledger.actions.export import CannotExport, export_files, export_log, keys_json
from ledger.actions.record import record, record_many
from ledger.actions.seal import seal_due, sign_text

__all__ = [
    "CannotExport",
    "deliver_due",
    "export_files",
    "export_log",
    "keys_json",
    "record",
    "record_many",
    "retry_dead",
    "seal_due",
    "sign_text",
]
