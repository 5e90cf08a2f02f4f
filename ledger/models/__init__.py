from ledger.models.checkpoint import Checkpoint
from ledger.models.delivery import Delivery
from ledger.models.document import Document
from ledger.models.entry import Entry, Unsealed
from ledger.models.export import Export
from ledger.models.fact import Fact
from ledger.models.key import SigningKey

__all__ = ["Checkpoint", "Delivery", "Document", "Entry", "Export", "Fact", "SigningKey", "Unsealed"]
