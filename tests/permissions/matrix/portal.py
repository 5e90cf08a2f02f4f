"""Portal in the matrix: everything it shows is public."""

from tests.permissions.format import HIDDEN, A, Row
from tests.permissions.who import EVERYONE

PUBLIC = ("home", "search", "about", "privacy", "terms", "accessibility", "api", "api_docs")

ROWS = [
    *(Row(f"portal:{name}", "GET", expect={A: EVERYONE}) for name in PUBLIC),
    Row("robots", "GET", expect={A: EVERYONE}),
    Row("sitemap", "GET", expect={A: EVERYONE}),
    Row("api-docs", "GET", expect={A: EVERYONE}),
    # The letters are shown in demo mode alone, which the tests are not.
    Row("portal:dev_mail", "GET", expect={HIDDEN: EVERYONE}),
]
