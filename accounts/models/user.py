import secrets
from typing import Any, ClassVar

from django.contrib import auth
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

# No vowels, so no words; 30^16 codes.
ALPHABET = "0123456789bcdfghjklmnpqrstvwxz"


def new_code() -> str:
    """An opaque name for a person, the only one the ledger ever hears."""
    return "p-" + "".join(secrets.choice(ALPHABET) for _ in range(16))


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").lower())


class User(AbstractBaseUser):
    """A person. Everything personal is in this row; everywhere else they are their code.

    Nobody is a superuser: what a person may do follows from the roles in force (accounts.predicates).
    """

    code = models.CharField(_("code"), max_length=32, unique=True, default=new_code, editable=False)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    is_active = models.BooleanField(_("active"), default=True)
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True)
    # The row stays when its person leaves, empty: results that name the code still add up.
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(email__isnull=True, name="", is_active=False),
                name="user_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code

    @property
    def subject(self) -> str:
        return f"accounts.user/{self.code}"

    @property
    def may_sign_in(self) -> bool:
        return self.is_active and self.suspended_at is None

    @property
    def is_staff(self) -> bool:
        """Never by itself: the admin asks for the role and a second factor (accounts.site)."""
        return False

    def get_short_name(self) -> str:
        return str(self)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return any(
            backend.has_perm(self, perm, obj)
            for backend in auth.get_backends()
            if hasattr(backend, "has_perm")
        )

    def has_perms(self, perms: list[str], obj: object = None) -> bool:
        return all(self.has_perm(perm) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.has_perm(f"{app_label}.view_any")
