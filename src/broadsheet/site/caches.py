"""The cache in front of the paper, from its address to Wagtail's setting."""

from __future__ import annotations

from urllib.parse import urlsplit

OURS = "broadsheet.edition.cdn"


def in_front(*, address: str, key: str) -> dict[str, dict[str, str]]:
    """Wagtail's setting WAGTAILFRONTENDCACHE for the address of a cache; empty for "".

    `broadsheet.edition.cdn` says which addresses there are.

    Raises:
        ValueError: nobody knows that kind of cache.
    """
    if not address:
        return {}
    parts = urlsplit(address)
    known = {
        "varnish": {"BACKEND": f"{OURS}.VarnishBackend", "LOCATION": f"http://{parts.netloc}/"},
        "fastly": {"BACKEND": f"{OURS}.FastlyBackend", "SERVICE": parts.netloc, "KEY": key},
        "cloudflare": {
            "BACKEND": f"{OURS}.CloudflareTagBackend", "ZONEID": parts.netloc, "BEARER_TOKEN": key,
        },
        "cloudfront": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.CloudfrontBackend",
            "DISTRIBUTION_ID": parts.netloc,
        },
    }  # fmt: skip
    if parts.scheme not in known or not parts.netloc:
        raise ValueError(
            "cdn must be varnish://host:port, fastly://service, cloudflare://zone or "
            f"cloudfront://distribution, not “{address}”."
        )
    return {"default": known[parts.scheme]}
