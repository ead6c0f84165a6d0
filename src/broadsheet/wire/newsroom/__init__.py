"""The wire list, its sources and rules, as screens in Wagtail."""
