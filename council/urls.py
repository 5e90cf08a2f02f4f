"""Council: its pages."""

from django.urls import URLPattern, URLResolver, path

from council.views import counting, desk, drafting, reading, voting

app_name = "council"
urlpatterns: list[URLPattern | URLResolver] = [
    path("council/", reading.index, name="index"),
    path("council/motions/", reading.motions, name="motions"),
    path("council/motions/new/", drafting.new, name="new"),
    path("council/motions/<slug:code>/", reading.motion, name="motion"),
    path("council/motions/<slug:code>/presence/", reading.presence, name="presence"),
    path("council/motions/<slug:code>/edit/", drafting.edit, name="edit"),
    path("council/motions/<slug:code>/submit/", drafting.submit, name="submit"),
    path("council/motions/<slug:code>/withdraw/", drafting.withdraw, name="withdraw"),
    path("council/motions/<slug:code>/casting/", desk.casting, name="casting"),
    path("council/motions/<slug:code>/seats/<slug:seat>/", voting.cast, name="cast"),
    path("council/motions/<slug:code>/seats/<slug:seat>/objection/", drafting.objection, name="object"),
    path("council/receipts/<slug:commitment>/", voting.receipt, name="receipt"),
    path("council/bodies/<slug:code>/", reading.body, name="body"),
    path("council/rules/<str:code>/", reading.rule, name="rule"),
    path("council/desk/", desk.desk, name="desk"),
    path("council/desk/motions/<slug:code>/<slug:verb>/", desk.step, name="step"),
    path("council/desk/seats/", desk.seats, name="seats"),
    path("council/desk/seats/ask/", desk.ask_seat, name="ask_seat"),
    path("council/desk/seats/end/<uuid:mandate>/", desk.ask_end, name="ask_end"),
    path("council/desk/seats/agree/<int:approval>/", desk.agree, name="agree"),
]
urlpatterns += [path("council/counts/", counting.counts, name="counts")]
