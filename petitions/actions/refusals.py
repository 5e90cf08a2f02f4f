"""Why an act on a petition was not done; each message is fit to show to the person."""

from django.core.exceptions import PermissionDenied


class CannotFile(Exception):
    """The draft was not changed or not filed; ``step`` names the first step that is wanting."""

    def __init__(self, message: str, step: str = "") -> None:
        super().__init__(message)
        self.step = step


class CannotSet(Exception):
    """The number stays as it was; ``field`` is what was wrong, if it is one thing."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class CannotOpenName(Exception):
    """The sealed name stayed shut, or the request as it was."""


class CannotSponsor(Exception):
    """The sponsor was not taken."""


class CannotSign(Exception):
    """The signature was not taken."""


class CannotConfirm(Exception):
    """The link did nothing."""


class CannotRespond(Exception):
    """The response was not taken."""


class CannotEnd(Exception):
    """The petition was not withdrawn or stopped."""


class CannotDebate(Exception):
    """The debate track was not moved."""


class CannotInvalidate(Exception):
    """No signature was taken off or put back."""


class CannotSwitch(Exception):
    """The switch stands as it stood."""


class CannotExempt(Exception):
    """The petition is forgotten in its time, as before."""


class CannotSucceed(Exception):
    """The body was not closed, and nothing moved."""


class CannotList(Exception):
    """The list of senders, or the household rule, was not changed."""


class CannotRetry(Exception):
    """The mail stays as it is."""


class UnknownMail(Exception):
    """The Message-ID is none of ours, or what it named is forgotten."""


class CannotGather(Exception):
    """The coalition was not founded, ended, or heard; ``step`` names the first step that is wanting."""

    def __init__(self, message: str, step: str = "") -> None:
        super().__init__(message)
        self.step = step


class CannotJoin(Exception):
    """The membership was not moved."""


class CannotPledge(Exception):
    """The pledge, its report or the judgement was not taken."""


class NotYours(PermissionDenied):
    """Somebody else speaks for this, or leads it: 403 at every door."""


class CannotTakePaper(Exception):
    """The sheet was not registered, entered, settled, checked or set aside; or the line stays as it is."""
