"""Django settings, all of them derived from the catalogue in `csm/environment.py`."""

from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from csm import databases, environment, logs, mail, queues, secret

BASE_DIR = environment.BASE_DIR
ENVIRONMENT = environment.read()
DATA_DIR = ENVIRONMENT.data_dir
PRODUCTION = ENVIRONMENT.production
DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key or secret.kept_key(DATA_DIR)
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts or ["localhost", "127.0.0.1", "[::1]"]
PUBLIC_URL = ENVIRONMENT.public_url
CSRF_TRUSTED_ORIGINS = [*ENVIRONMENT.csrf_trusted_origins, *([PUBLIC_URL] if PUBLIC_URL else [])]
BASE_CURRENCY = ENVIRONMENT.base_currency
OPEN_READING = ENVIRONMENT.open_reading

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "template_partials",
    "playbooks.apps.PlaybooksConfig",
    "health.apps.HealthConfig",
    "stakeholders.apps.StakeholdersConfig",
    "accounts.apps.AccountsConfig",
    "csm.foundation.apps.FoundationConfig",
]

MIDDLEWARE = [
    "csm.middleware.probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "csm.middleware.reader_settings",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "csm.urls"
WSGI_APPLICATION = "csm.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Databases
DATABASES = {"default": databases.database(ENVIRONMENT.database_url, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who signs in, and how
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
# A guess costs as much as with Django's default, a sign-in a tenth.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = ENVIRONMENT.session_hours * 3600
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.signing_in.SignInForm",
    "change_password": "accounts.forms.signing_in.ChangePasswordForm",
    "reset_password": "accounts.forms.signing_in.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.signing_in.NewPasswordForm",
    "reauthenticate": "accounts.forms.signing_in.ConfirmByPasswordForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.forms.signing_in.CodeForm",
    "reauthenticate": "accounts.forms.signing_in.ConfirmByCodeForm",
    "activate_totp": "accounts.forms.signing_in.SwitchOnForm",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Constellation: "
AXES_USERNAME_CALLABLE = "csm.lockout.attempted_user"
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_VERBOSE = False
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True

# Content security: nothing inline, nothing from elsewhere
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# HTTPS; a proxy in front says so in a header that it must set itself
IS_HTTPS = PRODUCTION and ENVIRONMENT.https
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"

# Language and time
LANGUAGE_CODE = ENVIRONMENT.language_code
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = ENVIRONMENT.time_zone
USE_TZ = True

# Files
STATIC_URL = "static/"
# What the bundle is made from is nobody's to fetch.
STATICFILES_DIRS = [(name, BASE_DIR / "static" / name) for name in ("dist", "img")]
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None
MEDIA_ROOT = DATA_DIR / "media"
# Production serves what collectstatic named by content; elsewhere files are found where they lie.
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Mail
vars().update(mail.settings_from(ENVIRONMENT.email_url))
DEFAULT_FROM_EMAIL = ENVIRONMENT.default_from_email

# The REST API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.authentication.MaySpeak"],
    "DEFAULT_RENDERER_CLASSES": ["drf_orjson_renderer.renderers.ORJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["drf_orjson_renderer.parsers.ORJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "csm.foundation.openapi.Schema",
    "EXCEPTION_HANDLER": "csm.foundation.problems.handle_exception",
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
API_REQUESTS_PER_MINUTE = 3000
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Constellation",
    "DESCRIPTION": "Customers, the people who decide whether they stay, and what follows from it.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "AlertKind": "health.models.alerts.KIND_CHOICES",
        "StateEnum": "accounts.models.imports.RunState.values",
        "RecognitionKind": "stakeholders.models.recognitions.RecognitionKind.choices",
        "CommitmentState": "stakeholders.models.commitments.STATE_CHOICES",
        "ConcernStage": "stakeholders.models.concerns.STAGE_CHOICES",
        "ConcernStepKind": "stakeholders.models.concerns.STEP_CHOICES",
        "RiskKind": "health.models.risks.RiskKind.choices",
        "GoalState": "health.models.goals.GoalState.choices",
        "NeedState": "health.models.goals.NeedState.choices",
        "NeedKind": "health.models.typical_goals.NeedKind.choices",
        "Basis": "csm.foundation.facts.Basis.choices",
        "ExtraKind": "accounts.models.extras.KIND_CHOICES",
        "Level": "stakeholders.models.words.LEVEL_CHOICES",
        "StatedBasis": "stakeholders.api.facts.STATED",
        "TouchKind": "stakeholders.models.words.TOUCH_CHOICES",
        "ConnectionKind": "stakeholders.models.words.CONNECTION_CHOICES",
        "ClockKind": "stakeholders.api.handoff_clocks.KINDS",
        "ClockState": "stakeholders.api.handoff_clocks.CLOCK_STATES",
        "ClosedStage": "accounts.api.deals.CLOSED",
        "DealStage": "accounts.models.deals.STAGE_CHOICES",
        "HandoffOwed": "stakeholders.api.handoffs.OWED",
        "HandoffMeetingKind": "stakeholders.models.handoffs.MeetingKind.choices",
        "NamedKind": "accounts.api.external_ids.NAMED_KINDS",
        "TaskState": "playbooks.models.tasks.TaskState.choices",
        "MergedKind": "accounts.api.merging.MERGED_KINDS",
        "OutcomeEnum": "accounts.models.contracts.OUTCOME_CHOICES",
        "PlayState": "playbooks.models.plays.PlayState.choices",
        "PlayOutcome": "playbooks.models.plays.Outcome.choices",
    },
}

API_DOCS = ENVIRONMENT.api_docs

# Logs
LOGGING = logs.logging_settings(ENVIRONMENT.log_level, ENVIRONMENT.log_format)
logs.configure_structlog()

# Background work
CELERY_BROKER_URL = ENVIRONMENT.redis_url or "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = queues.transport_options(ENVIRONMENT.redis_url, DATA_DIR)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = queues.TASK_TIME_LIMIT_SECONDS
CELERY_TASK_SOFT_TIME_LIMIT = queues.TASK_SOFT_TIME_LIMIT_SECONDS
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.2}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
# Somebody watches an import: it does not wait behind the conclusions it causes. Workers take from both queues.
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_QUEUES = [Queue("celery"), Queue("imports")]
CELERY_TASK_ROUTES = {"accounts.tasks.work_on_import": {"queue": "imports"}}
CELERY_BEAT_SCHEDULE = {
    name: {"task": name, "schedule": schedule}
    for name, schedule in {
        "stakeholders.tasks.sweep_due_accounts": crontab(),
        "accounts.tasks.resume_imports": crontab(),
        "stakeholders.tasks.apply_rules_about_titles": crontab(),
        "stakeholders.tasks.look_at_titles_again": crontab(hour="2", minute="10"),
        "accounts.tasks.resume_edits": crontab(),
        "playbooks.tasks.resume_rollouts": crontab(),
        "stakeholders.tasks.conclude_everything": crontab(hour="1", minute="30"),
        "accounts.tasks.find_doubles": crontab(hour="2", minute="30"),
        "health.tasks.settle_connections": crontab(minute="*/5"),
        "health.tasks.gather_renewal_cases": crontab(hour="3", minute="10"),
        "health.tasks.send_webhooks": crontab(),
        "health.tasks.send_digests": crontab(minute="*/15"),
        "stakeholders.tasks.estimate_hazards": crontab(day_of_month="1", hour="0", minute="30"),
    }.items()
}
