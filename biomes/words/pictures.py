"""What is said of pictures: why one is refused, and under which licence one is shown."""

from django.utils.translation import gettext_lazy

from biomes.rules.pictures import Licence, Unfit

UNFIT = {
    Unfit.EMPTY: gettext_lazy("The file is empty."),
    Unfit.TOO_HEAVY: gettext_lazy("The picture is larger than 16 MB. Send a smaller one."),
    Unfit.SVG: gettext_lazy("An SVG is a program, not a photograph. Send a JPEG, PNG or WebP."),
    Unfit.WRONG_KIND: gettext_lazy("This is not a picture we can read. Send a JPEG, PNG or WebP."),
    Unfit.DAMAGED: gettext_lazy("The picture is damaged or was cut off on its way. Send it again."),
    Unfit.TOO_MANY_PIXELS: gettext_lazy(
        "The picture has too many pixels: no side may be longer than 16,000. Send a smaller one."
    ),
    Unfit.TOO_SMALL: gettext_lazy("The picture is too small: each side needs at least 16 pixels."),
}
LICENCES = {
    Licence.CC_BY.value: gettext_lazy("CC BY 4.0: anyone may use it and names who made it"),
    Licence.CC_BY_SA.value: gettext_lazy("CC BY-SA 4.0: the same, and what is made of it stays as free"),
    Licence.CC_BY_NC.value: gettext_lazy("CC BY-NC 4.0: anyone may use it, but not to earn money"),
    Licence.CC0.value: gettext_lazy("CC0: no conditions at all"),
    Licence.SHOWN_HERE.value: gettext_lazy("Shown here only; any other use has to be asked for"),
}
# As it stands under a picture.
SHORT = {
    Licence.CC_BY.value: "CC BY 4.0",
    Licence.CC_BY_SA.value: "CC BY-SA 4.0",
    Licence.CC_BY_NC.value: "CC BY-NC 4.0",
    Licence.CC0.value: "CC0 1.0",
    Licence.SHOWN_HERE.value: gettext_lazy("shown here only"),
}
ADDRESSES = {
    Licence.CC_BY.value: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA.value: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC.value: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.CC0.value: "https://creativecommons.org/publicdomain/zero/1.0/",
}
