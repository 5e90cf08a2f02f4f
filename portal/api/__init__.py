"""The portal for other programs."""

from django.urls import path

from portal.api.court import CourtBundle
from portal.api.divide import BlindSpotsView, DivideView, UnheardView
from portal.api.near import NearView

URLS = [
    path("near/", NearView.as_view(), name="near"),
    path("divide/", DivideView.as_view(), name="divide"),
    path("unheard/", UnheardView.as_view(), name="unheard"),
    path("blind-spots/", BlindSpotsView.as_view(), name="blind-spots"),
    path("motions/<slug:code>/court/", CourtBundle.as_view(), name="motion-court"),
]
