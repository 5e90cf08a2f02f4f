from moderation.models.code import Code, Draft, Notice
from moderation.models.item import Appeal, Decision, Item, Lock, Opinion
from moderation.models.month import Month

__all__ = ["Appeal", "Code", "Decision", "Draft", "Item", "Lock", "Month", "Notice", "Opinion"]
