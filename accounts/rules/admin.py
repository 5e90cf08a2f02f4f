"""What the Django admin may do: look at most tables, change very few, and never see some.

Changes that matter have pages and actions of their own, which record facts; the admin is for looking.
A ballot is not even looked at before its close, and afterwards the public page shows all of it.
"""

HIDDEN = frozenset(
    {
        "council.ballot",
        "account.emailaddress",
        "account.emailconfirmation",
        "mfa.authenticator",
        "accounts.restoration",
        "sessions.session",
        "usersessions.usersession",
        "auth.group",  # not used: roles are ours
    }
)
EDITABLE = frozenset({"accounts.organisation", "moderation.code"})


def allows(permission: str) -> bool:
    """Whether ``app.verb_model`` is open to an admin at all."""
    app, _, rest = permission.partition(".")
    verb, _, model = rest.partition("_")
    name = f"{app}.{model}"
    if name in HIDDEN:
        return False
    return verb == "view" or (verb in {"add", "change"} and name in EDITABLE)
