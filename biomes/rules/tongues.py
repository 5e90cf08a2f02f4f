"""Language tags as BCP 47 writes them (RFC 5646, section 2.1): checked for their form and put in the usual case.

    language [-extlang]* [-Script] [-REGION] [-variant]* [-extension]* [-x-private]

Form only: there are eight thousand languages, and a community's own may have no code yet (``mis``, ``x-...``).
"""

import re

LONGEST = 35  # RFC 5646, section 4.4.1

_FORM = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"
    r"(?:-[a-z]{4})?"
    r"(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+"
)

# Offered first; anything of the right form may be typed.
OFFERED = (
    "ar", "am", "ay", "bn", "ca", "cy", "de", "en", "es", "eu", "fa", "fi", "fr", "ga", "gn", "ha", "haw", "he",
    "hi", "id", "ig", "it", "iu", "ja", "kl", "ko", "mi", "mis", "ms", "nah", "nl", "no", "nv", "pl", "pt", "qu",
    "ru", "se", "sm", "sv", "sw", "ta", "te", "th", "tl", "to", "tr", "uk", "ur", "vi", "wo", "xh", "yo", "yua",
    "zh", "zu",
)  # fmt: skip


def tag(text: str) -> str:
    """``PT-br`` -> ``pt-BR``; empty for what no language tag can be."""
    plain = text.strip().replace("_", "-").lower()
    if not plain.isascii() or len(plain) > LONGEST or not _FORM.fullmatch(plain):
        return ""
    parts = plain.split("-")
    cased = [parts[0]]
    for number, part in enumerate(parts[1:], start=1):
        if any(len(one) == 1 for one in parts[:number]):
            cased.append(part)  # after a singleton everything stays small
        elif len(part) == 4 and part.isalpha():
            cased.append(part.title())
        elif len(part) == 2 and part.isalpha():
            cased.append(part.upper())
        else:
            cased.append(part)
    return "-".join(cased)
