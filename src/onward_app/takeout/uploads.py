"""Uploads stay in memory: nothing that a person wrote touches the disk unsealed."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

LIMIT = 50 * 1024 * 1024
# The form's other fields and the lines around them.
ROOM = 4 * 1024 * 1024


class InMemory(FileUploadHandler):
    """Holds files of up to `LIMIT` bytes in memory; of a larger one nothing is held.

    The other fields of the form are read all the same, so what was typed is still there.

    Attributes
    ----------
    too_large : str or None
        Name of a file that was over the limit.
    """

    chunk_size = 1024 * 1024

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.too_large: str | None = None
        self.over = False
        self.parts: list[bytes] = []
        self.held = 0

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """See before reading whether the whole request is over the limit."""
        self.over = content_length > LIMIT + ROOM

    def new_file(self, *args: Any, **more: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **more)
        self.parts, self.held = [], 0
        if self.over:
            self._skip()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Hold one more part of the file."""
        self.held += len(raw_data)
        if self.held > LIMIT:
            self._skip()
        self.parts.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file as a whole."""
        whole = BytesIO(b"".join(self.parts))
        self.parts = []
        return InMemoryUploadedFile(
            whole, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )

    def _skip(self) -> None:
        self.parts = []
        self.too_large = self.file_name
        raise SkipFile
