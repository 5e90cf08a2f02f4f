"""Why something cannot be done; the message is fit to show to a person."""


class CannotDraft(Exception):
    """No exhibit can be made of this run."""


class CannotEdit(Exception):
    """The work cannot be changed, or not like this."""


class CannotSubmit(Exception):
    """The work is not ready to be read by somebody else."""


class CannotWithdraw(Exception):
    """There is nothing public to withdraw, or somebody else's."""
