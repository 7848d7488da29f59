"""Addresses of what the municipality sends itself."""

from django.urls import path

from borgerpuls.web.municipality import handover

urlpatterns = [
    path("", handover.post, name="post"),
    path("saml", handover.batch, name="post_batch"),
    path("<slug:reference>.<slug:kind>", handover.file, name="post_file"),
]
