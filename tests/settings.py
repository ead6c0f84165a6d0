"""The paper's own settings over a throw-away home."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="broadsheet-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
(HOME / "broadsheet.toml").write_text('name = "The Test Post"\nurl = "http://testserver"\n')
(HOME / "secret.key").write_text("for tests only " * 5)
os.environ["BROADSHEET_HOME"] = str(HOME)
os.environ["BROADSHEET_WEBHOOK_SECRET"] = "provider:a secret of the tests"

from broadsheet.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast, tests only
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405
# Papers of several languages are made by a fixture (`tests.tongues`); their app must be there.
INSTALLED_APPS = [*INSTALLED_APPS, "wagtail_localize"]  # noqa: F405
EDITION_FOLDER = None  # pages are rendered anew in each test; tests of the edition set a folder
