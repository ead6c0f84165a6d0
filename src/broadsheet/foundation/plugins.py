"""What a plug-in may add to a paper."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """A plug-in's offer; every part is optional.

    Args:
        name: what the newsroom calls it.
        apps: Django apps to install (dotted paths).
        blocks: body blocks, from name to the dotted path of a Wagtail block class.
        bar_buttons: dotted paths of templates shown in the article's bars; each
            gets `article` and `request`.
        urls: dotted path of a URL module, mounted at `/x/<name>/`.
    """

    name: str
    apps: tuple[str, ...] = ()
    blocks: dict[str, str] = field(default_factory=dict)
    bar_buttons: tuple[str, ...] = ()
    urls: str = ""
