"""The one app of the sandbox project."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """Names the app; its label is the last word of its path."""

    name = "escrow.sandbox"
    label = "sandbox"
