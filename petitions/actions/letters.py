"""Mail is owed by writing a row; `mailing` judges and sends it."""

from datetime import datetime

from accounts.rules.limits import MOST_SENT
from petitions.models import Filer, Letter, Petition, Sponsor
from petitions.rules.mail import ASKED_BY, LetterKind


def owe(
    *,
    petition: Petition,
    kind: LetterKind,
    email: str,
    canonical: str,
    at: datetime,
    name: str = "",
    language: str = "en",
    about: str = "",
    origin: str = "",
) -> Letter:
    """Owe one letter. Asked for again, the same row falls due again, five times at most."""
    letter, is_new = Letter.objects.select_for_update().get_or_create(
        petition=petition,
        kind=kind,
        canonical=canonical,
        about=about,
        defaults={
            "name": name,
            "email": email,
            "language": language,
            "origin": origin,
            "asked_at": at,
            "due_at": at,
            "judged_at": None if kind in ASKED_BY and origin else at,
        },
    )
    if not is_new and kind in ASKED_BY and letter.sent_at and letter.tries < MOST_SENT:
        letter.sent_at, letter.due_at, letter.asked_at, letter.origin = None, at, at, origin
        letter.judged_at = None if origin else at
        letter.save(update_fields=["sent_at", "due_at", "asked_at", "origin", "judged_at"])
    return letter


def owe_filer(petition: Petition, kind: LetterKind, at: datetime, about: str = "") -> None:
    filer = Filer.objects.filter(petition=petition).exclude(email="").first()
    if filer and filer.confirmed_at:
        owe(petition=petition, kind=kind, email=filer.email, canonical=filer.canonical, name=filer.name,
            language=filer.language, at=at, about=about)  # fmt: skip


def owe_sponsors(petition: Petition, kind: LetterKind, at: datetime) -> None:
    sponsors = Sponsor.objects.confirmed().filter(petition=petition).exclude(email="")
    Letter.objects.bulk_create(
        [
            Letter(petition=petition, kind=kind, email=sponsor.email, canonical=sponsor.canonical, name=sponsor.name,
                   language=sponsor.language, asked_at=at, due_at=at, judged_at=at)
            for sponsor in sponsors
        ],
        ignore_conflicts=True,  # told already
    )  # fmt: skip
