"""A list on its way in is held in memory alone, and no longer than it is read: no copy of it lies on a disk."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class InMemory(FileUploadHandler):
    """One file of at most ``most`` bytes; the rest of a larger one is let go unread."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.too_large = False
        self._held = BytesIO()

    def new_file(self, *about: Any, **more: Any) -> None:
        super().new_file(*about, **more)
        self._held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.most:
            self.too_large = True
            self._held = BytesIO()
            raise SkipFile
        self._held.write(raw_data)

    def file_complete(self, file_size: int) -> Any:
        self._held.seek(0)
        name, kind, charset = self.field_name, self.content_type, self.charset
        return InMemoryUploadedFile(self._held, name, self.file_name, kind, file_size, charset, self.content_type_extra)
