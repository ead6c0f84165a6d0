"""Papers in folders of their own, for tests of the command and of served papers."""

from tests.site.conftest import first_paper, home, serving

__all__ = ["first_paper", "home", "serving"]
