"""Accounts, as django-allauth sees them: they begin with an invitation, and their secrets are encrypted."""

import logging
from base64 import urlsafe_b64encode
from hashlib import sha256
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from borgerpuls.fieldwork.staff import audit

_log = logging.getLogger(__name__)


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up by themselves; signing in and a wrong password are written in the log."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **told: Any) -> HttpResponse:
        audit.record(user.email, "account.sign_in", timezone.now())
        answer: HttpResponse = super().post_login(request, user, **told)
        return answer

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down stops nobody from changing what protects the account, and betrays no account."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            _log.exception("An e-mail could not be sent: %s", template_prefix)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        known = get_user_model().objects.filter(email__iexact=credentials.get("email", "")).first()
        if known:  # what somebody else typed may be anything, a CPR number too
            audit.record(known.email, "account.wrong_password", timezone.now())


class OwnLogin(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """A municipality's own login opens accounts that exist, and speaks for addresses of its own domains only."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        return bool(self.is_email_verified(login.provider, email))


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Keys of authenticator apps and recovery codes lie encrypted in the database."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return "Borgerpuls"


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"second factor/" + settings.SECRET_KEY.encode()).digest()))


def display(user: Any) -> str:
    return str(user.get_full_name() or user.email)


def user_with(email: str) -> Any:
    """The account of an e-mail address, or None."""
    return get_user_model().objects.filter(email__iexact=email).first()


def make_account(email: str, name: str, password: str) -> Any:
    """An account for somebody whose link came by e-mail: the address is therefore theirs."""
    user = get_user_model().objects.create_user(username=email[:150], email=email, password=password)
    first, _, last = name.strip().rpartition(" ")
    user.first_name, user.last_name = (first or last)[:150], (last if first else "")[:150]
    user.save(update_fields=["first_name", "last_name"])
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
