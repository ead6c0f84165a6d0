"""The edition as plain files: every public page, with relative links, to be opened from the disk.

First each page is rendered as a stranger sees it and written down; then, when
it is known which pages there are, their links are led to each other. Typeset
articles, print editions and the pictures by which articles are shared come along
as files of their own. What is no finished page (forms, search results, accounts)
leads to the living paper. Scripts stay behind: every page works without them.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator
from html import escape, unescape
from mimetypes import guess_extension
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from wagtail.contrib.redirects.models import Redirect

from broadsheet.edition import listing
from broadsheet.edition.baking import Shown, shown
from broadsheet.news.models import ArticlePage
from broadsheet.wire.reports import Report
from broadsheet.wire.writers import Written, empty_folder, finish
from broadsheet.wire.writers.telling import Telling

HTML = "text/html"
SCRIPT = re.compile(r"<script\b(?![^>]*ld\+json)[^>]*>.*?</script>", re.DOTALL | re.IGNORECASE)
PRELOADED = re.compile(r"<link\b[^>]*\brel=\"(?:modulepreload|preload|manifest)\"[^>]*>", re.IGNORECASE)
# Browsers take no drawing out of another file on the disk: the page gets its own copy.
ICON = re.compile(r"(<use\b[^>]*\shref=)\"([^\"#]+\.svg)#([\w-]+)\"")
SOURCE = re.compile(r"<source\b[^>]*>", re.IGNORECASE)
SIZES = re.compile(r"\s(?:srcset|sizes|imagesrcset|imagesizes)=\"[^\"]*\"", re.IGNORECASE)
CANONICAL = re.compile(r"<link\b[^>]*\brel=\"(?:canonical|amphtml)\"[^>]*>", re.IGNORECASE)
ADDRESSES = re.compile(r"(\s(?:href|src|action|formaction|poster|data)=)\"([^\"]*)\"", re.IGNORECASE)
BODY = re.compile(r"<body\b[^>]*>")
IN_CSS = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)|@import\s+[\"']([^\"']+)[\"']")
# Other sites take no relative address for this: the file lies at its own one, below the paper's.
SHARED = re.compile(r"<meta\b[^>]*\bproperty=\"og:image\"[^>]*\bcontent=\"([^\"]*)\"", re.IGNORECASE)
PICTURES = "/pictures/"
SET = {".pdf": "application/pdf", ".png": "image/png"}  # what the press makes
LONGEST_NAME = 120  # letters of one part of a path
OK = 200
MOVED = (
    '<!doctype html><meta charset="utf-8"><title>{0}</title>'
    '<meta http-equiv="refresh" content="0; url={0}"><a href="{0}">{0}</a>\n'
)


def write(path: Path, report: Report) -> Written:
    """Write the site.

    Raises:
        ExportRefused: something stands where it should be.
    """
    unfinished = empty_folder(path)
    site = _Site(unfinished, report)
    site.write()
    finish(unfinished, path)
    return Written(
        stories=ArticlePage.objects.filter(live=True).count(),
        pages=len(site.pages),
        pictures=site.pictures,
    )


class _Site:
    def __init__(self, root: Path, report: Report) -> None:
        self._root = root
        self._base = settings.PAPER.url.rstrip("/")
        self._told = Telling(report, 1)
        self._report = report
        self.pages: dict[str, str] = {}  # path with query, to the page's file
        self._assets: dict[str, str] = {}  # path to file; "" for what is not there
        self.pictures = 0

    def write(self) -> None:
        paths = list(listing.paths())
        self._told = Telling(self._report, 2 * len(paths))
        for path in paths:
            self._keep(path)
            self._told.one(path)
        for file in list(self.pages.values()):
            if file.endswith(".html"):
                self._lead(file)
            self._told.one(file)
        self._old_addresses()

    def _keep(self, path: str) -> None:
        page = shown(path)
        if page.status != OK or not page.public:
            return
        file = _file_of(path, page)
        self.pages[path] = file
        self._put(file, page.body)

    def _put(self, file: str, body: bytes) -> None:
        place = self._root / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(body)

    # Links ------------------------------------------------------------------

    def _lead(self, file: str) -> None:
        html = (self._root / file).read_text("utf-8")
        html = SIZES.sub("", SOURCE.sub("", PRELOADED.sub("", SCRIPT.sub("", html))))
        html = self._with_icons(html)
        kept: list[str] = []
        position = 0
        for one in CANONICAL.finditer(html):
            kept += [self._led(html[position : one.start()], file), one[0]]
            position = one.end()
        kept.append(self._led(html[position:], file))
        for one in SHARED.finditer(html):
            self._near(unescape(one[1]), file)
        self._put(file, "".join(kept).encode())

    def _with_icons(self, html: str) -> str:
        wanted = dict.fromkeys((one[2], one[3]) for one in ICON.finditer(html))
        symbols = "".join(self._icon(sheet, name) for sheet, name in wanted)
        html = ICON.sub(r'\1"#icon-\3"', html)
        return BODY.sub(lambda body: f'{body[0]}<svg hidden="">{symbols}</svg>', html, count=1)

    def _icon(self, sheet: str, name: str) -> str:
        path = sheet.removeprefix(self._base)
        data = _static_file(unquote(path.removeprefix(settings.STATIC_URL))) or b""
        pattern = rf'<symbol\b[^>]*\bid="{re.escape(name)}".*?</symbol>'
        found = re.search(pattern, data.decode(), re.DOTALL)
        return found[0].replace(f'id="{name}"', f'id="icon-{name}"', 1) if found else ""

    def _led(self, html: str, file: str) -> str:
        def lead(found: re.Match[str]) -> str:
            return f'{found[1]}"{escape(self._near(unescape(found[2]), file))}"'

        return ADDRESSES.sub(lead, html)

    def _near(self, address: str, file: str) -> str:
        """An address as it leads from `file`."""
        own = address.removeprefix(self._base) if address.startswith(f"{self._base}/") else address
        if not own.startswith("/") or own.startswith("//"):
            return address
        parts = urlsplit(own)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        target = self._target(path) or self._target(unquote(path))
        if not target:
            return self._base + own
        near = quote(posixpath.relpath(target, posixpath.dirname(file) or "."))
        return near + (f"#{parts.fragment}" if parts.fragment else "")

    def _target(self, path: str) -> str:
        if path in self.pages:
            return self.pages[path]
        if path.startswith(settings.STATIC_URL):
            return self._asset(path.partition("?")[0], self._static)
        if path.startswith((PICTURES, settings.MEDIA_URL or PICTURES)):
            return self._asset(path, self._picture)
        return self._asset(path, self._set) if PurePosixPath(path).suffix in SET else ""

    # What pages show --------------------------------------------------------

    def _asset(self, path: str, make: object) -> str:
        if path not in self._assets:
            assert callable(make)
            self._assets[path] = ""  # a style sheet may name itself
            self._assets[path] = make(path)
        return self._assets[path]

    def _static(self, path: str) -> str:
        name = unquote(path.removeprefix(settings.STATIC_URL))
        data = _static_file(name)
        if data is None:
            return ""
        file = f"static/{name}"
        self._put(file, data)
        if name.endswith(".css"):
            for found in IN_CSS.finditer(data.decode("utf-8", "replace")):
                beside = urljoin(path, (found[1] or found[2]).partition("#")[0].partition("?")[0])
                if beside.startswith(settings.STATIC_URL):
                    self._asset(beside, self._static)
        return file

    def _picture(self, path: str) -> str:
        picture = shown(path)
        if picture.status != OK or not picture.kind.startswith("image/"):
            self._told.teller(path)("this picture cannot be shown; it is not in the site")
            return ""
        mark = hashlib.sha256(picture.body).hexdigest()[:12]
        file = f"pictures/{mark}{guess_extension(picture.kind) or ''}"
        self._put(file, picture.body)
        self.pictures += 1
        return file

    def _set(self, path: str) -> str:
        """The file of a typeset article or print edition, or of a card for sharing."""
        found = shown(path)
        if found.status != OK or not found.public or found.kind != SET[PurePosixPath(path).suffix]:
            self._told.teller(path)("this file could not be made; it is not in the site")
            return ""
        file = _file_of(path, found)
        self._put(file, found.body)
        return file

    def _old_addresses(self) -> None:
        found = Redirect.objects.filter(site=None, redirect_page__live=True).select_related(
            "redirect_page"
        )
        for redirect in found.iterator(chunk_size=1000):
            target = self.pages.get(redirect.redirect_page.url or "")
            page = Shown(status=OK, kind=HTML, body=b"", public=True)
            file = _file_of(redirect.old_path, page)
            if target and "?" not in redirect.old_path and not (self._root / file).exists():
                near = quote(posixpath.relpath(target, posixpath.dirname(file) or "."))
                self._put(file, MOVED.format(escape(near)).encode())


def _static_file(name: str) -> bytes | None:
    kept = Path(settings.STATIC_ROOT) / name if settings.STATIC_ROOT else None
    if kept and kept.is_file() and kept.resolve().is_relative_to(Path(settings.STATIC_ROOT).resolve()):
        return kept.read_bytes()
    found = finders.find(name)
    return Path(found).read_bytes() if isinstance(found, str) else None


def _file_of(path: str, page: Shown) -> str:
    """The file of a page: `/a/` is `a/index.html`, its second page `a/page-2.html`."""
    bare, _, query = path.partition("?")
    names = list(_safe(unquote(bare)))
    if page.kind != HTML:
        name = "/".join(names) or "index"
        return name if PurePosixPath(name).suffix else f"{name}.{page.kind.rpartition('/')[2]}"
    if names and PurePosixPath(names[-1]).suffix in {".html", ".htm"}:
        return "/".join(names)
    last = f"page-{query.removeprefix('page=')}.html" if query else "index.html"
    return "/".join([*names, last])


def _safe(path: str) -> Iterator[str]:
    for name in path.split("/"):
        plain = re.sub(r'[\x00-\x1f<>:"|?*\\]', "-", name).strip(". ")
        if plain:
            yield plain[:LONGEST_NAME]
