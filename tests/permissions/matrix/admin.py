"""The Django admin in the matrix, by one explicit rule: admins look at every model but the hidden ones,
add and change those `accounts.rules.admin` lists, delete nothing; everybody else is kept out.
"""

from tests.permissions.format import FORBIDDEN, HIDDEN, NOT_ALLOWED, SIGN_IN, A, Row
from tests.permissions.who import SIGNED_IN, STRANGERS, Who

ADMIN = {Who.ADMIN}
# Pages of the admin itself; each is written out.
OWN_PAGES = ["admin:index", "admin:jsi18n", "admin:login", "admin:logout"]


def admins(outcome):
    return {
        SIGN_IN: STRANGERS,
        FORBIDDEN: (SIGNED_IN - ADMIN) | (ADMIN if outcome is FORBIDDEN else set()),
    } | ({} if outcome is FORBIDDEN else {outcome: ADMIN})


def rows():
    from django.contrib import admin

    found = [row for model in admin.site._registry for row in of_model(model)]
    return [*found, *of_the_site()]


def of_model(model):
    from accounts.rules.admin import allows

    label = f"{model._meta.app_label}_{model._meta.model_name}"

    def may(verb):
        return A if allows(f"{model._meta.app_label}.{verb}_{model._meta.model_name}") else FORBIDDEN

    look, add = may("view"), may("add")
    nothing = {"object_id": "0"}
    # An object that is not there: the admin answers with a redirect to its index, to whoever may look.
    one = A if look is A else FORBIDDEN
    changed = may("change")
    return [
        Row(f"admin:{label}_changelist", "GET", admins(look)),
        Row(f"admin:{label}_changelist", "POST", admins(look)),
        Row(f"admin:{label}_add", "GET", admins(add)),
        Row(f"admin:{label}_add", "POST", admins(add)),
        Row(f"admin:{label}_change", "GET", admins(one), state="none", args=nothing),
        Row(f"admin:{label}_change", "POST", admins(changed), state="none", args=nothing),
        Row(f"admin:{label}_delete", "GET", admins(FORBIDDEN), state="none", args=nothing),
        Row(f"admin:{label}_delete", "POST", admins(FORBIDDEN), state="none", args=nothing),
        Row(f"admin:{label}_history", "GET", admins(A), state="none", args=nothing),
        Row(f"admin:{label}_history", "POST", admins(A), state="none", args=nothing),
    ]


# What the admin's own pages do not take: its words are only read, and nobody is signed out by a link.
REFUSED = {("admin:jsi18n", "POST"), ("admin:logout", "GET")}


def own_page(name, method):
    return NOT_ALLOWED if (name, method) in REFUSED else A


def of_the_site():
    nothing = {"content_type_id": "0", "object_id": "0"}
    return [
        *[
            Row(name, method, admins(own_page(name, method)))
            for name in OWN_PAGES
            for method in ("GET", "POST")
        ],
        *[
            row
            for method in ("GET", "POST")
            for row in (
                Row("admin:app_list", method, admins(A), args={"app_label": "accounts"}),
                Row("admin:view_on_site", method, admins(HIDDEN), state="none", args=nothing),
            )
        ],
        # No field of ours looks anything up, so nobody may ask.
        Row("admin:autocomplete", "GET", admins(FORBIDDEN)),
        Row("admin:autocomplete", "POST", admins(NOT_ALLOWED)),
    ]
