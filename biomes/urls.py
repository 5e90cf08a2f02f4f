"""Biomes: its pages."""

from django.urls import URLPattern, URLResolver

app_name = "biomes"
urlpatterns: list[URLPattern | URLResolver] = []
