"""Django's settings, made from the paper's `broadsheet.toml`.

Production is the default; what a demo relaxes is said in one place each.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from broadsheet.site import caches as _caches
from broadsheet.site import config as _config
from broadsheet.site import databases as _databases
from broadsheet.site import mail as _mail
from broadsheet.site import plugins as _plugins
from broadsheet.site.storage import add_headers as _static_headers

PAPER = _config.load(_config.find_home())
HOME = PAPER.home
PACKAGE = Path(__file__).resolve().parent.parent
THEMES = [*([PAPER.theme_folder] if PAPER.theme_folder else []), PACKAGE / "themes" / "default"]
PLUGINS = _plugins.installed(only=PAPER.plugins)
_address = urlsplit(PAPER.url)
_https = _address.scheme == "https"

SECRET_KEY = PAPER.secret_key
DEBUG = PAPER.debug
ALLOWED_HOSTS = [_address.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PAPER.url]
CSRF_FAILURE_VIEW = "broadsheet.site.views.form_refused"
ROOT_URLCONF = "broadsheet.site.urls"
WSGI_APPLICATION = "broadsheet.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "foundation.User"
SITE_ID = 1

INSTALLED_APPS = [
    "broadsheet.site.apps.SiteConfig",
    "broadsheet.desk",
    "broadsheet.talk",
    "broadsheet.stories",
    "broadsheet.wire",
    "broadsheet.outreach",
    "broadsheet.news",
    "broadsheet.topics",
    "broadsheet.edition",
    "broadsheet.foundation",
    *[app for plugin in PLUGINS for app in plugin.apps],
    *(["wagtail_localize"] if len(PAPER.languages) > 1 else []),
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *(["anymail"] if PAPER.webhook_secret else []),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "broadsheet.edition.middleware.EditionMiddleware",
    # Before those that add a page's headers: a font needs no policy of half a kilobyte.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "broadsheet.foundation.middleware.ContentSecurityPolicyMiddleware",
    "broadsheet.foundation.middleware.NoSuchAddressMiddleware",
    "broadsheet.site.middleware.PrivateAccountMiddleware",
    "broadsheet.news.middleware.EditionLanguageMiddleware",
    "broadsheet.news.middleware.RememberingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "broadsheet.site.second_step.SecondStepMiddleware",
    "broadsheet.news.middleware.WithdrawnMiddleware",
    "broadsheet.news.middleware.NotPublishedMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [theme / "templates" for theme in THEMES],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "broadsheet.news.context.paper",
            ],
        },
    },
]

DATABASES = {"default": _databases.settings(address=PAPER.database, home=HOME)}
CACHES = {"default": _databases.cache(redis=PAPER.redis)}
WAGTAILFRONTENDCACHE = _caches.in_front(address=PAPER.cdn, key=PAPER.cdn_key)

LANGUAGE_CODE = PAPER.language
EDITION_LANGUAGES = PAPER.languages  # the paper's own first
TIME_ZONE = PAPER.timezone
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [theme / "static" for theme in THEMES if (theme / "static").is_dir()]
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
QUARANTINE_ROOT = HOME / "quarantine"
SCORERS = PAPER.scorers
EDITION_FOLDER: Path | None = HOME / "plates"  # None keeps no plates
READS_FOLDER = HOME / "reads"  # what web processes counted and nobody has taken up yet
PUSH_TWO_PEOPLE = PAPER.push_two_people
PRINT_AT = PAPER.print_at
SHARE_CARDS = PAPER.share_cards
PRINT_FOLDER = HOME / "print"  # finished PDFs and cards; may be deleted at any time
PICTURES_FOLDER = HOME / "pictures"  # which address stands for which file; fills by itself
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "broadsheet.site.storage.StaticStorage"},
}
WHITENOISE_MAX_AGE = 300  # files without a hash in their name
WHITENOISE_USE_FINDERS = False
WHITENOISE_ADD_HEADERS_FUNCTION = _static_headers
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's editor posts many

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Signing in: by a code sent to the address; staff may use a password as well.
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/account/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _address.scheme
ACCOUNT_ADAPTER = "broadsheet.site.signing_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "broadsheet.site.signing_in.LoginForm",
    "signup": "broadsheet.site.signing_in.SignupForm",
    "add_email": "broadsheet.site.signing_in.AddEmailForm",
    "reset_password": "broadsheet.site.signing_in.ResetPasswordForm",
    "reset_password_from_key": "broadsheet.site.signing_in.ResetPasswordKeyForm",
    "change_password": "broadsheet.site.signing_in.ChangePasswordForm",
    "set_password": "broadsheet.site.signing_in.SetPasswordForm",
    "reauthenticate": "broadsheet.site.signing_in.ReauthenticateForm",
    "request_login_code": "broadsheet.site.signing_in.RequestLoginCodeForm",
    "confirm_login_code": "broadsheet.site.signing_in.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "broadsheet.site.signing_in.ConfirmEmailVerificationCodeForm",
}
ACCOUNT_SESSION_REMEMBER = True  # a reader stays signed in when the browser is closed
ACCOUNT_CHANGE_EMAIL = True  # one address an account; a new one counts once its code was entered
ACCOUNT_EMAIL_NOTIFICATIONS = True  # the owner hears of every change to the account
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60  # seconds
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True

MFA_ADAPTER = "broadsheet.site.second_step.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = PAPER.name
MFA_TOTP_TOLERANCE = 1  # half a minute early or late: telephones' clocks differ
MFA_FORMS = {
    "authenticate": "broadsheet.site.signing_in.SecondStepForm",
    "authenticate_webauthn": "broadsheet.site.signing_in.PasskeyForm",
    "reauthenticate": "broadsheet.site.signing_in.SecondStepAgainForm",
    "reauthenticate_webauthn": "broadsheet.site.signing_in.PasskeyAgainForm",
    "activate_totp": "broadsheet.site.signing_in.ActivateForm",
}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if PAPER.trusted_proxies and _https else None
)
SECURE_SSL_REDIRECT = False  # the proxy in front does it; see deploy/
X_FRAME_OPTIONS = "SAMEORIGIN"  # the newsroom's live preview is a frame of our own
TRUSTED_PROXIES = PAPER.trusted_proxies

MAIL_PROVIDER = ""  # of anymail's; `email` may name one
globals().update(_mail.settings(address=PAPER.email, home=HOME, signs=bool(PAPER.dkim_key)))
DEFAULT_FROM_EMAIL = PAPER.from_address or f"newsroom@{_address.hostname}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
BOUNCE_ADDRESS = PAPER.bounce_address
BOUNCE_MAILBOX = PAPER.bounce_mailbox
DKIM_KEY = str(HOME / PAPER.dkim_key) if PAPER.dkim_key else ""
DKIM_SELECTOR = PAPER.dkim_selector
WIRE_MAILBOXES = PAPER.mailboxes_of_the_wire
MAIL_PER_MINUTE = PAPER.mail_per_minute
ANYMAIL = {
    "WEBHOOK_SECRET": PAPER.webhook_secret,
    "IGNORE_UNSUPPORTED_FEATURES": True,  # a provider that gives no mark back sends all the same
    **_mail.anymail(address=PAPER.email),
}

WAGTAIL_SITE_NAME = PAPER.name
WAGTAILADMIN_BASE_URL = PAPER.url
WAGTAILIMAGES_IMAGE_MODEL = "news.Picture"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAIL_MODERATION_ENABLED = True
WAGTAIL_I18N_ENABLED = len(PAPER.languages) > 1
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a translation begins as a draft
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # asks nobody outside
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "broadsheet.news.reviewing.publish_reviewed"
WAGTAILADMIN_USER_LOGIN_FORM = "broadsheet.site.signing_in.NewsroomLoginForm"
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [
    ("en", _("English")),
    ("kk", _("Kazakh")),
    ("ru", _("Russian")),
    ("zh-hans", _("Chinese (simplified)")),
    ("ar", _("Arabic")),
    ("de", _("German")),
    ("es", _("Spanish")),
    ("fr", _("French")),
    ("tr", _("Turkish")),
    ("uk", _("Ukrainian")),
]
for _language in EDITION_LANGUAGES:
    if _language not in dict(LANGUAGES):
        LANGUAGES.append((_language, _language))  # type: ignore[arg-type]
if len(EDITION_LANGUAGES) > 1:
    WAGTAIL_CONTENT_LANGUAGES = [one for one in LANGUAGES if one[0] in EDITION_LANGUAGES]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"gone": {"()": "broadsheet.site.logs.WithoutGoneThings"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["gone"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"broadsheet": {"level": "INFO"}},
}
