"""Our answers to allauth's questions: letters through the outbox, no address in clear, equal times."""

from ipaddress import ip_network
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from accounts import actions
from accounts.models import User
from ledger.queries import now

FIRST_FACTOR = {"mfa/email/totp_activated", "mfa/email/webauthn_added"}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.language = (get_language() or "en")[:8]
        return super().save_user(request, user, form, commit)

    def pre_login(self, request: HttpRequest, user: Any, **how: Any) -> Any:
        """allauth lets a right password pass and looks at `is_active` here; suspension counts as much."""
        if not user.may_sign_in:
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **how)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A row, not a connection: equally quick for every address, and safe while the server is down."""
        context = {"request": self.request, "email": email, "site_name": "Biolattice", **context}
        letter = self.render_mail(template_prefix, email, context)
        actions.post_letter(to=email, subject=letter.subject, text=str(letter.body), at=now())

    def send_account_already_exists_mail(self, email: str) -> None:
        """The slow hash that a new address costs, so that time does not tell the two apart."""
        User().set_password(email)
        super().send_account_already_exists_mail(email)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Also the one place allauth calls when a factor was added: older sessions never showed it."""
        if template_prefix in FIRST_FACTOR:
            actions.end_other_sessions(user=user, keep=self.request.session.session_key)
        super().send_notification_mail(template_prefix, user, context, email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network (/24, /56), for rate limits and one's list of sessions; never the address itself."""
        address = super().get_client_ip(request)
        width = 56 if ":" in address else 24
        return str(ip_network(f"{address}/{width}", strict=False).network_address)

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of this very host: `next` never leads elsewhere, not even to a sibling host."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts={self.request.get_host()})
