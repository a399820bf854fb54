"""What keeps strangers out: keys, cookies, headers, signing in."""

from django.core.exceptions import ImproperlyConfigured

from marketplace.settings import environment as env

SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    message = "Set SECRET_KEY to a long random text (`make demo` makes one for its state folder)."
    raise ImproperlyConfigured(message)

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
