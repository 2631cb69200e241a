"""One settings file; the environment decides. `.env.example` names and explains every variable."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from articles.embeds import ORIGINS as FRAMES
from portal import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env")

# --- where the portal stands -------------------------------------------------------------------
SITE_URL = env.address("SITE_URL", "http://127.0.0.1:8000")
PUBLIC = SITE_URL.startswith("https://")  # a public site is on TLS; everything strict follows from it
DEBUG = env.boolean("DEBUG", False)
if PUBLIC and DEBUG:
    raise ImproperlyConfigured(
        "DEBUG=true shows every visitor how the site works: set it to false on a public site."
    )
SECRET_KEY = env.secret("SECRET_KEY", BASE_DIR / "var" / "secret_key", may_make_up=not PUBLIC)
ALLOWED_HOSTS = [
    urlsplit(SITE_URL).hostname,
    *env.hosts("ALLOWED_HOSTS", "" if PUBLIC else "127.0.0.1,localhost,[::1]"),
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "accounts.apps.AccountsConfig",
    "images",
    "recordings",
    "articles",
    "ratings",
    "corrections",
    "comments",
    "readership",
    "newsletter",
    "portal.apps.NewsroomConfig",  # django.contrib.admin with the paper's start page
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "portal.apps.StaticFilesConfig",  # django.contrib.staticfiles without the editor's unused files
    "django.contrib.postgres",
    "django.contrib.humanize",
    "taggit",
    "ckeditor",
    "csp",
    "accounts.apps.SignInGuardConfig",  # django-axes: throttles sign-in
    "django_otp",
    "django_otp.plugins.otp_totp",  # the second step of signing in: accounts/second_factor.py
]

MIDDLEWARE = [
    "portal.security.Headers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.security.HostileInputGate",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.outage.DatabaseOutage",
    "portal.cache.PageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.StaffSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.paper",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "portal.templatetags.kept",
                "portal.templatetags.vietnamese",
            ],
        },
    }
]

# --- data -------------------------------------------------------------------------------------
PGBOUNCER = env.boolean("PGBOUNCER", False)
DATABASES = {
    "default": env.database("DATABASE_URL", "postgres://postgres@127.0.0.1/portal")
    | {
        "CONN_MAX_AGE": env.integer("CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
        # behind PgBouncer in transaction mode a cursor does not outlive its statement
        "DISABLE_SERVER_SIDE_CURSORS": PGBOUNCER,
    }
}
# a database that is away must be noticed within three seconds, also on a connection that was open
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 2,
    "tcp_user_timeout": 3000,
    # to compile a query takes longer than to run any of ours; PgBouncer passes no such wish on
    **({} if PGBOUNCER else {"options": "-c jit=off"}),
} | DATABASES["default"].get("OPTIONS", {})

REDIS_URL = env.redis("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,  # a dead cache is a miss, never a dead site
            "SOCKET_CONNECT_TIMEOUT": 0.25,
            "SOCKET_TIMEOUT": 0.25,
        },
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
PAGE_STORE = Path(env.text("PAGE_STORE", str(BASE_DIR / "var" / "pages")))
PAGE_STORE_PAGES = env.integer("PAGE_STORE_PAGES", 65_536, least=1)
SEVERAL_NODES = env.boolean("SEVERAL_NODES", False)
PAGE_CACHE_SECONDS = env.integer("PAGE_CACHE_SECONDS", 300)
COMMENT_WORK = env.choice("COMMENT_WORK", "AUTO", ("AUTO", "ALWAYS", "NEVER"))  # comments/work.py
COMMENT_WORK_FROM = env.integer("COMMENT_WORK_FROM", 60, least=1)
COMMENT_WORK_BITS = env.integer("COMMENT_WORK_BITS", 16, least=1, most=24)
FEEDS_WITH_FULL_TEXT = env.boolean("FEEDS_WITH_FULL_TEXT", False)

CHECK_OUTSIDE_LINKS = env.boolean("CHECK_OUTSIDE_LINKS", True)
LINK_CHECK_ALSO: tuple[str, ...] = ()  # "host:port" of servers that are asked though they are not public

MEDIA_URL, MEDIA_ROOT = "/media/", Path(env.text("MEDIA_ROOT", str(BASE_DIR / "media")))
STATIC_URL, STATIC_ROOT = "/static/", Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_MAX_MEMORY_SIZE = (
    11 * 1024 * 1024
)  # above the largest picture: a full /tmp cannot break an upload
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # an article of 1 MB, form-encoded, still fits
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [
    BASE_DIR / "locale",
    BASE_DIR / "locale_of_packages",
]  # ours first, then corrections of theirs
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = USE_TZ = USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- people -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.deputies.DeputyBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]
LOGIN_URL = "admin:login"
TWO_FACTOR = env.choice("TWO_FACTOR", "required" if PUBLIC else "optional", ("REQUIRED", "OPTIONAL"))
SESSION_ENGINE = "accounts.sessions"


def OTP_TOTP_ISSUER(_device) -> str:
    """The name over the code in the phone's app."""
    from portal.models import Masthead

    return Masthead.current().name


AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]  # each by itself: a guesser and a guessed-at account
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True

# --- mail: notices to the newsroom ------------------------------------------------------------------
EMAIL_HOST = env.text("MAIL_HOST")
# without a server: into files where nobody but developers reads them, nowhere on a public site
EMAIL_KIND = "smtp" if EMAIL_HOST else "dummy" if PUBLIC else "filebased"
EMAIL_BACKEND, EMAIL_FILE_PATH = (
    f"django.core.mail.backends.{EMAIL_KIND}.EmailBackend",
    BASE_DIR / "var" / "mail",
)
EMAIL_PORT, EMAIL_USE_TLS = env.integer("MAIL_PORT", 587), env.boolean("MAIL_TLS", True)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.text("MAIL_USER"), env.text("MAIL_PASSWORD")
EMAIL_TIMEOUT = 5  # seconds a person at the desk waits at most for a mail server that is away
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", f"toa-soan@{urlsplit(SITE_URL).hostname}")

# --- the morning's letter ----------------------------------------------------------------------------
NEWSLETTER_HOUR = env.integer("NEWSLETTER_HOUR", 6, most=19)
NEWSLETTER_OPEN = bool(EMAIL_HOST) or not PUBLIC  # who signs up must get an answer
NEWSLETTER_PER_MINUTE = env.integer("NEWSLETTER_PER_MINUTE", 300, least=1)

# --- tags and editor -------------------------------------------------------------------------------
TAGGIT_TAGS_FROM_STRING = "articles.models.tags.split_tags"
TAGGIT_STRING_FROM_TAGS = "articles.models.tags.join_tags"
SILENCED_SYSTEM_CHECKS = [
    "ckeditor.W001"  # CKEditor 4 is unmaintained: contained as SECURITY.md, "The editor", says
]

# --- safety -------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.views.forbidden"
SESSION_COOKIE_AGE = 12 * 3600  # a newsroom shift
SECURE_SSL_REDIRECT = PUBLIC
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PUBLIC else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PUBLIC
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.boolean("BEHIND_PROXY", PUBLIC)
if BEHIND_PROXY:  # the proxy sets these two headers itself and drops what the visitor sent
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_IPWARE_PROXY_COUNT = 1
    AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "frame-src": [*FRAMES],  # of these, each page allows only those it shows: templates/base.html
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

# --- logs ---------------------------------------------------------------------------------------
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.choice("LOG_LEVEL", "WARNING", LOG_LEVELS)},
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}
