"""A list on its way in: held in memory alone, whole, and let go as soon as it is too large."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from pytest_django import Settings

from borgerpuls.web.municipality.population.upload import InMemory

CHUNK = 64 * 2**10
"""Django reads a request in pieces of this size."""


@pytest.fixture(autouse=True)
def disk(settings: Settings, tmp_path: Path) -> Path:
    """Where Django would lay a large file."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    return folder


def sent(handler: InMemory, *contents: bytes, **fields: str) -> HttpRequest:
    """A form with files ``list0``, ``list1`` …, read by the handler."""
    files = {f"list{k}": SimpleUploadedFile(f"l{k}.csv", content, "text/csv") for k, content in enumerate(contents)}
    request = RequestFactory().generic("POST", "/", encode_multipart(BOUNDARY, {**files, **fields}), MULTIPART_CONTENT)
    request.upload_handlers = [handler]
    return request


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_a_list_arrives_whole_however_many_pieces_it_comes_in(size: int, disk: Path) -> None:
    content = (bytes(range(256)) * (size // 256 + 1))[:size]
    handler = InMemory(size)
    found = sent(handler, content).FILES["list0"]
    assert isinstance(found, InMemoryUploadedFile)
    assert found.read() == content
    assert (found.name, found.size, found.content_type) == ("l0.csv", size, "text/csv")
    assert not handler.too_large
    assert list(disk.iterdir()) == []


@pytest.mark.parametrize("size", [1, CHUNK, 3 * CHUNK])
def test_one_byte_more_than_allowed_is_let_go_and_said(size: int, disk: Path) -> None:
    handler = InMemory(size)
    request = sent(handler, b"x" * (size + 1), note="kept")
    assert not request.FILES
    assert handler.too_large
    assert handler.file_name == "l0.csv", "the problem names the file"
    assert request.POST["note"] == "kept"
    assert list(disk.iterdir()) == []


def test_what_was_read_of_a_file_that_is_too_large_does_not_stay_in_memory() -> None:
    handler = InMemory(2 * CHUNK)
    assert not sent(handler, b"x" * (9 * CHUNK)).FILES
    assert handler._held.getbuffer().nbytes == 0


def test_files_of_one_form_do_not_run_into_each_other() -> None:
    files = sent(InMemory(CHUNK), b"first", b"second, longer", b"3").FILES
    assert [files[f"list{k}"].read() for k in range(3)] == [b"first", b"second, longer", b"3"]


def test_a_form_without_a_file_is_a_form_without_a_file() -> None:
    handler = InMemory(CHUNK)
    request = sent(handler, note="kept")
    assert (len(request.FILES), request.POST["note"], handler.too_large) == (0, "kept", False)
