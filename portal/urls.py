"""Portal: its pages."""

from django.urls import path
from django.views.generic import RedirectView

from portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("near/", views.near, name="near"),
    path("search/", views.search, name="search"),
    path("desk/", views.desk, name="desk"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("terms/", views.terms, name="terms"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("api/", views.api, name="api"),
    path("api/docs/", views.api_docs, name="api_docs"),
    path("dev/mail/", views.dev_mail, name="dev_mail"),
]
# Addresses for machines carry no language.
machine = [
    path("api/v1/docs/", RedirectView.as_view(pattern_name="portal:api_docs"), name="api-docs"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
