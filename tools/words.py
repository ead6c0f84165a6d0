"""Compile what translators wrote: each `locale/*/LC_MESSAGES/django.po` beside its `django.mo`."""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "src" / "broadsheet" / "locale"

for file in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
    written = polib.pofile(str(file))
    written.save_as_mofile(str(file.with_suffix(".mo")))
    print(f"{file.parents[1].name}: {len(written)} words and sentences")
