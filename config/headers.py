"""What a page of ours may ask of the reader's device: keys for signing in and, in an exhibit, the headset."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NEVER = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
         "payment", "usb")  # fmt: skip
OURS = ("fullscreen", "publickey-credentials-create", "publickey-credentials-get", "xr-spatial-tracking")
# A page with the button "use my position" may ask for it; the response says so (`asks_where`).
POLICY = ", ".join([*(f"{feature}=()" for feature in NEVER), *(f"{feature}=(self)" for feature in OURS)])
WHERE = POLICY.replace("geolocation=()", "geolocation=(self)")


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        asks = getattr(response, "asks_where", False)
        response.headers.setdefault("Permissions-Policy", WHERE if asks else POLICY)
        return response

    return handle
