"""allauth's pages in the matrix: the entrance is for strangers, one's own safety for whoever is signed in.

Pages of the entrance send a signed-in person on (A: a redirect); steps of a sign-in that has not begun
send everybody back to its beginning (SIGN_IN).
"""

from tests.permissions.format import FORBIDDEN, HIDDEN, NOT_ALLOWED, OWN, SIGN_IN, A, Row
from tests.permissions.who import EVERYONE, SIGNED_IN, STRANGERS, WITH_FACTOR, WITHOUT_FACTOR

ALL, MINE = {A: EVERYONE}, {SIGN_IN: STRANGERS, OWN: SIGNED_IN}
ENTERING = {SIGN_IN: STRANGERS, A: SIGNED_IN}
# Whoever has neither password nor second factor (the matrix' citizens) has nothing to prove it with.
PROVING = {SIGN_IN: STRANGERS, FORBIDDEN: WITHOUT_FACTOR, OWN: WITH_FACTOR}
NEW_PASSWORD = {"oldpassword": "x", "password1": "y", "password2": "z"}
RESET = {"uidb36": "1", "key": "forged-token"}

ROWS = [
    Row("account_login", "GET", ALL),
    Row("account_login", "POST", ALL, state="nothing typed"),
    Row("account_signup", "GET", ALL),
    Row("account_signup", "POST", ALL, state="nothing typed"),
    Row("account_logout", "GET", ALL),
    Row("account_logout", "POST", ALL),
    Row("account_inactive", "GET", ALL),
    Row("account_reauthenticate", "GET", PROVING),
    Row("account_reauthenticate", "POST", PROVING, state="nothing typed"),
    Row("account_confirm_email", "GET", ALL, state="forged", args={"key": "forged"}),
    Row("account_confirm_email", "POST", {HIDDEN: EVERYONE}, state="forged", args={"key": "forged"}),
    Row("account_confirm_login_code", "GET", ENTERING),
    Row("account_confirm_login_code", "POST", ENTERING),
    Row("account_email_verification_sent", "GET", ALL),
    Row("account_email_verification_sent", "POST", {NOT_ALLOWED: EVERYONE}),
    Row("account_reset_password", "GET", ALL),
    Row("account_reset_password", "POST", ALL, state="nothing typed"),
    Row("account_reset_password_done", "GET", ALL),
    Row("account_reset_password_from_key", "GET", ALL, state="forged", args=RESET),
    Row("account_reset_password_from_key", "POST", ALL, state="forged", args=RESET),
    Row("account_reset_password_from_key_done", "GET", ALL),
    Row("account_email", "GET", MINE),
    Row("account_email", "POST", MINE, state="nothing typed"),
    Row("account_change_password", "GET", MINE),
    Row("account_change_password", "POST", MINE, state="wrong password", data=NEW_PASSWORD),
    Row("account_set_password", "GET", MINE),
    Row("account_set_password", "POST", MINE, state="nothing typed"),
    Row("usersessions_list", "GET", MINE),
    Row("usersessions_list", "POST", MINE),
    Row("mfa_authenticate", "GET", ENTERING, state="no sign-in begun"),
    Row("mfa_authenticate", "POST", ENTERING, state="no sign-in begun"),
    Row("mfa_login_webauthn", "GET", ENTERING),
    Row("mfa_login_webauthn", "POST", ENTERING, state="nothing signed"),
    Row("mfa_index", "GET", MINE),
    Row("mfa_activate_totp", "GET", MINE),
    Row("mfa_activate_totp", "POST", MINE, state="nothing typed"),
    Row("mfa_deactivate_totp", "GET", {SIGN_IN: STRANGERS, HIDDEN: WITHOUT_FACTOR, OWN: WITH_FACTOR}),
    Row("mfa_deactivate_totp", "POST", {SIGN_IN: STRANGERS, HIDDEN: WITHOUT_FACTOR, OWN: WITH_FACTOR}),
    Row("mfa_reauthenticate", "GET", PROVING),
    Row("mfa_reauthenticate", "POST", PROVING, state="nothing typed"),
    Row("mfa_list_webauthn", "GET", MINE),
    Row("mfa_add_webauthn", "GET", MINE),
    Row("mfa_add_webauthn", "POST", MINE, state="nothing signed"),
    Row("mfa_reauthenticate_webauthn", "GET", PROVING),
    Row("mfa_reauthenticate_webauthn", "POST", PROVING, state="nothing signed"),
    Row("mfa_edit_webauthn", "GET", {SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN}, state="another's", args={"pk": 1}),
    Row("mfa_edit_webauthn", "POST", {SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN}, state="another's", args={"pk": 1}),
    Row("mfa_remove_webauthn", "GET", {SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN}, state="another's", args={"pk": 1}),
    Row("mfa_remove_webauthn", "POST", {SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN}, state="another's", args={"pk": 1}),
    Row("mfa_remove_webauthn", "DELETE", {SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN}, state="another's", args={"pk": 1}),
    Row("mfa_view_recovery_codes", "GET", {SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN}, state="none made"),
    Row("mfa_download_recovery_codes", "GET", {SIGN_IN: STRANGERS, HIDDEN: SIGNED_IN}, state="none made"),
    Row("mfa_generate_recovery_codes", "GET", MINE),
    Row("mfa_generate_recovery_codes", "POST", MINE),
]  # fmt: skip
