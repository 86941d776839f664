"""Addresses of the constellation, the people and the timeline of an account."""

from django.urls import path

from stakeholders.views import constellation as sky
from stakeholders.views import constellation_parts as parts

app_name = "stakeholders"

SKY = "accounts/<int:account_id>/constellation/"

constellation = [
    path(SKY, sky.ConstellationPage.as_view(), name="constellation"),
    path(f"{SKY}stars/<int:stakeholder_id>/", parts.StarPanel.as_view(), name="star"),
    path(f"{SKY}what-if/", parts.WhatIfPart.as_view(), name="what_if"),
    path(f"{SKY}comparison/", parts.ComparisonPart.as_view(), name="comparison"),
    path(f"{SKY}introductions/", parts.IntroductionsPart.as_view(), name="introductions"),
    path(f"{SKY}graphml/", parts.GraphmlExport.as_view(), name="graphml"),
    path(f"{SKY}places/", parts.StarPlacePart.as_view(), name="star_place"),
]

urlpatterns = constellation
