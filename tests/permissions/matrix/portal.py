"""Portal in the matrix: everything it shows is public."""

from tests.permissions.format import HIDDEN, OWN, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS

PUBLIC = ("home", "search", "about", "privacy", "terms", "accessibility", "api", "api_docs")

ROWS = [
    *(Row(f"portal:{name}", "GET", expect={A: EVERYONE}) for name in PUBLIC),
    Row("robots", "GET", expect={A: EVERYONE}),
    Row("sitemap", "GET", expect={A: EVERYONE}),
    Row("portal:desk", "GET", expect={SIGN_IN: STRANGERS, OWN: SIGNED_IN}),
    # The letters are shown in demo mode alone, which the tests are not.
    Row("portal:dev_mail", "GET", expect={HIDDEN: EVERYONE}),
    Row("portal:dev_texts", "GET", expect={HIDDEN: EVERYONE}),
    Row("portal:dev_texts", "POST", data={"number": "+995550199", "text": "YES"}, expect={HIDDEN: EVERYONE}),
]
