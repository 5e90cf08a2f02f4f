"""The people, bodies and moderation codes of the demo. Invented, with codes that never change."""

from collections.abc import Iterable
from hashlib import sha256

from allauth.account.models import EmailAddress

from accounts import actions, queries
from accounts.models import User
from accounts.models.user import ALPHABET
from accounts.rules.roles import Role
from moderation import actions as moderation
from portal.demo.world import World

# key, name, language, roles
PEOPLE: tuple[tuple[str, str, str, tuple[Role, ...]], ...] = (
    ("lyra", "Lyra Orin", "en", (Role.ENVOY,)),
    ("felix", "Dr. Felix Stroud", "en", (Role.ENGINEER,)),
    ("mira", "Mira Kallin", "en", (Role.ARTIST,)),
    ("taurin", "Taurin", "en", (Role.SENTINEL,)),
    ("sefa", "Sefa Orlun", "en", ()),
    ("idris", "Idris Vale", "en", ()),
    ("noor", "Noor Haddad", "ar", (Role.CURATOR,)),
    ("wren", "Wren Asante", "en", (Role.CURATOR,)),
    ("ada", "Ada Quill", "en", (Role.ALERT_OFFICER,)),
    ("bela", "Béla Marsh", "en", (Role.ALERT_OFFICER,)),
    ("marten", "Marten Sluys", "en", (Role.MODERATOR,)),
    ("odile", "Odile Ferro", "es", (Role.MODERATOR,)),
    ("sora", "Sora Lind", "en", (Role.SECRETARY,)),
    ("teun", "Teun Abara", "en", (Role.TELLER,)),
    ("rosa", "Rosa Quintana", "es", (Role.TELLER,)),
    ("hale", "Hale Brannock", "en", ()),
    ("ines", "Inés Calvo", "es", (Role.AUDITOR,)),
    ("otis", "Otis Marlow", "en", (Role.AUDITOR,)),
    ("admin1", "Root Adminsdottir", "en", (Role.ADMIN,)),
    ("admin2", "Rowan Keeper", "en", (Role.ADMIN,)),
    ("depo", "Dena Posk", "en", (Role.DEPOSITARY,)),
    ("citizen", "Pia Lowquay", "en", ()),
)
MEMBERS = (
    "Anneke Voss", "Bashir Nadir", "Carmen Iriarte", "Dov Sandler", "Esi Boateng", "Farid Mansour",
    "Greta Holm", "Hugo Salinas", "Ilse Brandt", "Jonah Teape", "Karima Zaki", "Luis Ocaña",
)  # fmt: skip
GUARDIANS = (
    "Maren Ister", "Nils Reedman", "Oona Kell", "Pascal Sill", "Qadira Sabkha", "Runa Tern",
    "Silas Loam", "Tomasa Risco", "Ulf Skerry", "Vera Dune", "Wim Polder", "Yara Mangal",
)  # fmt: skip
BODIES: tuple[tuple[str, str, str, str], ...] = (
    ("vessa-council", "Council of the Vessa Basin", "council", ""),
    ("vessa-humans", "Human chamber", "chamber", "vessa-council"),
    ("vessa-biomes", "Biomes' chamber", "chamber", "vessa-council"),
    ("harl-water", "Harl Water Authority", "authority", "vessa-council"),
)
# slug, label, public text, approves, hides
CODES: tuple[tuple[str, str, str, bool, bool], ...] = (
    (
        "within-the-rules",
        "Within the rules",
        "The text asks for something a body here can do, harms nobody, and is clear.",
        True,
        False,
    ),
    (
        "not-in-our-powers",
        "Not in our powers",
        "No body of this site can do what is asked. We say who can, where we know.",
        False,
        False,
    ),
    (
        "duplicate",
        "Asked already",
        "Another text asks for the same. Signing that one counts for more than starting again.",
        False,
        False,
    ),
    (
        "not-clear",
        "Not clear",
        "It does not say what should be done, or by whom. It can be rewritten and sent again.",
        False,
        False,
    ),
    ("advertising", "Advertising", "It sells or promotes something.", False, False),
    (
        "personal-data",
        "Personal data",
        "It tells private things about a person. Title and text are removed everywhere.",
        False,
        True,
    ),
    (
        "defamation",
        "Defamation or hate",
        "It attacks people for what they are, or says of them what may not be said. It is removed everywhere.",
        False,
        True,
    ),
)


# Words to begin a reason with: code, language, words.
DRAFTS = (
    ("not-clear", "en", "Please say who should do what, and by when. You can change the text and send it again."),
    ("not-clear", "es", "Diga quién debe hacer qué y para cuándo. Puede cambiar el texto y enviarlo de nuevo."),
    ("not-clear", "ar", "يرجى ذكر من عليه أن يفعل ماذا ومتى. يمكنكم تعديل النص وإرساله من جديد."),
    ("duplicate", "en", "Another text asks for the same. Your support counts most there."),
    ("duplicate", "es", "Otro texto pide lo mismo. Su apoyo cuenta más allí."),
    ("personal-data", "en", "Please send it again without what concerns a private person."),
)  # fmt: skip


def load(world: World) -> None:
    """Fills ``world.people``; everything is years old, so that periods are in force."""
    for key, name, language, roles in PEOPLE:
        world.people[key] = figure(world, key, name, language, roles)
    for kind, names in (("member", MEMBERS), ("guardian", GUARDIANS)):
        for number, name in enumerate(names, start=1):
            key = f"{kind}{number:02}"
            world.people[key] = figure(world, key, name, "en", ())
    for slug, name, kind, parent in BODIES:
        over = queries.organisation(parent) if parent else None
        actions.found_organisation(slug=slug, name=name, kind=kind, parent=over)
    for order, (slug, label, text, approves, hides) in enumerate(CODES):
        moderation.publish_code(
            slug=slug, label=label, public_text=text, approves=approves, hides=hides, order=order
        )
    for slug, language, words in DRAFTS:
        moderation.write_draft(
            slug=slug, language=language, text=words, base=0, by=world.people["marten"], at=world.days_ago(90)
        )


def figure(world: World, key: str, name: str, language: str, roles: Iterable[Role]) -> User:
    """Somebody to be signed in as with one press: no password, an address nobody owns."""
    user = User.objects.create_user(f"{key}@demo.example", name=name, language=language, code=code_of(key))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for role in roles:
        actions.grant_role(user=user, role=role, at=world.days_ago(900))
    return user


def code_of(key: str) -> str:
    """The same code at every load, so that links into the demo keep working."""
    digest = sha256(f"demo/{key}".encode()).digest()
    return "p-" + "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:16])
