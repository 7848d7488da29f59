"""Addresses of what the municipality sends itself."""

from django.urls import path

from borgerpuls.web.municipality.field import batches

urlpatterns = [
    path("", batches.post, name="post"),
    path("saml", batches.batch, name="post_batch"),
    path("<slug:reference>.<slug:kind>", batches.file, name="post_file"),
]
