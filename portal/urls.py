"""Portal: its pages."""

from django.urls import path
from django.views.generic import RedirectView

from portal import views
from portal.views import court, texting
from portal.views import divide as divides

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("near/", views.near, name="near"),
    path("search/", views.search, name="search"),
    path("desk/", views.desk, name="desk"),
    path("divide/", divides.divide, name="divide"),
    path("divide/methods/", divides.divide_methods, name="divide_methods"),
    path("unheard/", divides.the_unheard, name="unheard"),
    path("blind-spots/", divides.blind_spots, name="blind_spots"),
    path("court/<slug:code>.zip", court.court, name="court"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("terms/", views.terms, name="terms"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("api/", views.api, name="api"),
    path("api/docs/", views.api_docs, name="api_docs"),
    path("dev/mail/", views.dev_mail, name="dev_mail"),
    path("dev/texts/", texting.dev_texts, name="dev_texts"),
]
# Addresses for machines carry no language.
machine = [
    path("api/v1/docs/", RedirectView.as_view(pattern_name="portal:api_docs"), name="api-docs"),
    path("divide.csv", divides.divide_csv, name="divide-csv"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
