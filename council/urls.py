"""Council: its pages."""

from django.urls import URLPattern, URLResolver, path

from council.views import desk, drafting, parts, reading, seat, sessions, voting

app_name = "council"
urlpatterns: list[URLPattern | URLResolver] = [
    path("council/", reading.index, name="index"),
    path("council/motions/", reading.motions, name="motions"),
    path("council/motions/new/", drafting.new, name="new"),
    path("council/motions/<slug:code>/", reading.motion, name="motion"),
    path("council/motions/<slug:code>/presence/", reading.presence, name="presence"),
    path("council/motions/<slug:code>/record/", reading.record, name="record"),
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
    path("council/desk/agenda/<int:item>/decline/", desk.decline, name="decline"),
    path("council/desk/seats/", desk.seats, name="seats"),
    path("council/desk/seats/ask/", desk.ask_seat, name="ask_seat"),
    path("council/desk/seats/end/<uuid:mandate>/", desk.ask_end, name="ask_end"),
    path("council/desk/seats/agree/<int:approval>/", desk.agree, name="agree"),
    path("council/desk/sessions/", sessions.sessions, name="sessions"),
    path("council/desk/sessions/ask/", sessions.ask_session, name="ask_session"),
    path("council/desk/sessions/end/<uuid:key>/", sessions.ask_session_end, name="ask_session_end"),
    path("council/desk/sessions/agree/<int:approval>/", sessions.agree_session, name="agree_session"),
    # Who sits, and who takes part.
    path("council/motions/<slug:code>/parts/", parts.parts, name="parts"),
    path("council/motions/<slug:code>/parts/recuse/", parts.recuse, name="recuse"),
    path("council/motions/<slug:code>/parts/challenge/", parts.challenge, name="challenge"),
    path("council/motions/<slug:code>/parts/interest/", parts.recuse_for, name="recuse_for"),
    path("council/motions/<slug:code>/parts/proxy/", parts.give_proxy, name="give_proxy"),
    path("council/motions/<slug:code>/parts/proxy/<slug:seat>/", parts.revoke_proxy, name="revoke_proxy"),
    path("council/challenges/<uuid:challenge>/", parts.rule_challenge, name="rule_challenge"),
    path("council/seats/<slug:code>/", seat.seat, name="seat"),
    path("council/seats/<slug:code>/interests/", seat.declare, name="declare"),
    path("council/seats/<slug:code>/apologies/", seat.apologies, name="apologies"),
    path("council/interests/<uuid:interest>/withdraw/", seat.withdraw_interest, name="withdraw_interest"),
    path("council/calls/<uuid:call>/end/", seat.end_call, name="end_call"),
    path("council/desk/seats/substitute/", desk.ask_substitute, name="ask_substitute"),
    path("council/desk/seats/substitute/<uuid:substitute>/end/", desk.ask_unname, name="ask_unname"),
    path("council/desk/seats/abolish/", desk.ask_abolish, name="ask_abolish"),
]
