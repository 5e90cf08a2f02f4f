"""Exhibits: its pages."""

from django.urls import URLPattern, URLResolver

app_name = "exhibits"
urlpatterns: list[URLPattern | URLResolver] = []
