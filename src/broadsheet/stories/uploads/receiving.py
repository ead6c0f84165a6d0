"""Reading a form with files: to the disk piece by piece, and never more than the caps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from broadsheet.stories.uploads import checking

MAX_BODY = checking.MAX_FILES * checking.MAX_BYTES + 1024 * 1024  # the files and the words
FILES_LOOKED_AT = 50  # of a form with too many; then the rest is not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A form as it came. `problems` are sentences about files that were left out."""

    fields: QueryDict
    files: list[UploadedFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class CappedFiles(TemporaryFileUploadHandler):
    """Each file to a temporary one on the disk; what breaks a cap is left out and noted.

    With `closed` set no file is read at all: the body is too large, and only
    the words in front of the files are wanted.
    """

    def __init__(self, request: HttpRequest, *, closed: bool) -> None:
        super().__init__(request)
        self.closed = closed
        self.seen = 0
        self.problems: list[str] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if self.closed or self.seen >= FILES_LOOKED_AT:
            raise StopUpload(connection_reset=True)
        self.seen += 1
        if self.seen > checking.MAX_FILES:
            self._note(checking.too_many())
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > checking.MAX_BYTES:
            self._note(checking.too_big(str(self.file_name)))
            raise SkipFile
        super().receive_data_chunk(raw_data, start)

    def _note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def receive(request: HttpRequest, *, field_name: str) -> Received:
    """The fields and files of a POST, within the caps; never raises for bad input."""
    too_large = _length(request.META) > MAX_BODY
    handler = CappedFiles(request, closed=too_large)
    request.upload_handlers = [handler]
    try:
        fields, files = request.POST, request.FILES
    except (SuspiciousOperation, MultiPartParserError):
        problem = _("The form did not arrive whole. Please try again.")
        return Received(fields=QueryDict(), problems=[problem])
    problems = [too_large_in_all()] if too_large else handler.problems
    return Received(fields=fields, files=_named(files, field_name), problems=problems)


def too_large_in_all() -> str:
    return _("Everything together is larger than %(limit)s MB, so the files were not read.") % {
        "limit": MAX_BODY // 1024**2
    }


def _named(files: MultiValueDict[str, UploadedFile], name: str) -> list[UploadedFile]:
    return list(files.getlist(name))


def _length(meta: Mapping[str, Any]) -> int:
    try:
        return int(meta.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
