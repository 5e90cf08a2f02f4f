from moderation.models.code import Code
from moderation.models.item import Appeal, Decision, Item, Lock

__all__ = ["Appeal", "Code", "Decision", "Item", "Lock"]
