"""Every public address of the paper, for a full bake."""

from __future__ import annotations

from collections.abc import Callable, Iterator

Provider = Callable[[], Iterator[str]]
_providers: list[Provider] = []


def every_address(provider: Provider) -> Provider:
    """Let `provider()` name the paths of a room's public pages, the most read first."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def paths() -> Iterator[str]:
    """The path of every public page, each once."""
    seen: set[str] = set()
    for provider in _providers:
        for path in provider():
            if path not in seen:
                seen.add(path)
                yield path
