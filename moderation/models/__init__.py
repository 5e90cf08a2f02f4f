from moderation.models.code import Code, Draft, Notice
from moderation.models.item import Appeal, Decision, Item, Lock, Opinion

__all__ = ["Appeal", "Code", "Decision", "Draft", "Item", "Lock", "Notice", "Opinion"]
