"""Signing in: what is let in, what is kept out, and what nobody learns."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client, RequestFactory
from pytest_django import Settings

from borgerpuls.fieldwork.staff import audit
from borgerpuls.web.staff.accounts import OwnLogin, SecondFactor, make_account, user_with

pytestmark = pytest.mark.django_db
LOGIN, RESET = "/konto/login/", "/konto/password/reset/"
EMAIL, PASSWORD = "pia@example.org", "en lang sætning"


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, settings: Settings) -> None:
    """A hasher that takes no time, where hashing is not what is tried."""
    if "slowly" not in request.node.name:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def pia() -> User:
    made: User = make_account(EMAIL, "Pia Programsen", PASSWORD)
    return made


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def test_the_right_password_leads_home(pia: User, client: Client) -> None:
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/stab/")
    assert client.get("/stab/").status_code == 200
    assert [(e.who, e.act) for e in audit.entries()] == [(EMAIL, "account.sign_in")]


def test_an_address_is_the_same_in_capitals(pia: User, client: Client) -> None:
    assert sign_in(client, EMAIL.upper())["Location"] == "/stab/"
    assert user_with(EMAIL.upper()) == pia


def test_an_account_is_made_with_its_address_known_to_be_theirs(pia: User) -> None:
    address = EmailAddress.objects.get(user=pia)
    assert (address.email, address.verified, address.primary) == (EMAIL, True, True)
    assert (pia.first_name, pia.last_name) == ("Pia", "Programsen")


def test_a_password_is_hashed_slowly(pia: User) -> None:
    assert pia.password.startswith("argon2$argon2id$")


def test_a_wrong_password_is_told_in_the_log_and_the_typed_words_are_not(pia: User, client: Client) -> None:
    sign_in(client, password="010180-1234")
    sign_in(client, "010180-1234@example.org")
    assert [(e.who, e.act, e.details) for e in audit.entries()] == [(EMAIL, "account.wrong_password", {})]


def without_what_was_typed(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|[a-z]+@example\.org', "", page)


def test_nobody_learns_which_addresses_have_accounts(pia: User, client: Client) -> None:
    known = sign_in(client, password="forkert og langt").content.decode()
    unknown = sign_in(client, "nobody@example.org", "forkert og langt").content.decode()
    assert without_what_was_typed(known) == without_what_was_typed(unknown)
    known, unknown = (client.post(RESET, {"email": email}) for email in (EMAIL, "nobody@example.org"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox] == [[EMAIL]]


def test_guessing_one_account_is_stopped_and_the_rest_of_the_town_hall_signs_in(pia: User) -> None:
    make_account("karl@example.org", "Karl", PASSWORD)
    for _ in range(8):
        sign_in(Client(), password="forkert og langt")
    assert sign_in(Client()).status_code == 200, "the guessed account rests, even for the right password"
    assert sign_in(Client(), "karl@example.org").status_code == 302


def test_a_hundred_mistakes_from_one_network_lock_nobody_else_out(pia: User) -> None:
    for k in range(100):
        sign_in(Client(), f"p{k}@example.org", "forkert og langt")
    assert sign_in(Client()).status_code == 302


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(pia: User, client: Client) -> None:
    client.post(RESET, {"email": EMAIL})
    body = str(mail.outbox[-1].body)
    link = re.search(r"http://testserver(/konto/password/reset/key/\S+)", body)
    assert link
    assert mail.outbox[-1].subject.startswith("Borgerpuls: ")
    assert "testserver!" not in body
    form = client.get(link[1], follow=True)
    where = form.redirect_chain[-1][0]
    assert link[1].split("-")[-1].rstrip("/") not in where
    client.post(where, {"password1": "en anden lang sætning", "password2": "en anden lang sætning"})
    assert sign_in(Client(), password="en anden lang sætning").status_code == 302
    assert "Linket åbner ikke" in Client().get(link[1], follow=True).content.decode()


class Unreachable(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError


def test_a_mail_server_that_is_down_stops_no_change_and_betrays_no_account(
    pia: User, client: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    known, unknown = (client.post(RESET, {"email": email}) for email in (EMAIL, "nobody@example.org"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    sign_in(client)
    new = {"password1": "en anden lang sætning", "password2": "en anden lang sætning"}
    assert client.post("/konto/password/change/", {"oldpassword": PASSWORD, **new}).status_code == 302
    assert sign_in(Client(), password="en anden lang sætning").status_code == 302


def test_a_new_password_ends_every_other_session(pia: User) -> None:
    first, second = Client(), Client()
    sign_in(first)
    sign_in(second)
    new = {"password1": "en anden lang sætning", "password2": "en anden lang sætning"}
    assert first.post("/konto/password/change/", {"oldpassword": PASSWORD, **new}).status_code == 302
    assert first.get("/stab/").status_code == 200
    assert second.get("/stab/").status_code == 302


def test_signing_in_changes_the_sessions_name_and_signing_out_ends_it(pia: User, client: Client) -> None:
    client.get("/stab/invitation/x")
    before = client.cookies["sessionid"].value
    sign_in(client)
    inside = client.cookies["sessionid"].value
    assert before != inside
    client.get("/konto/logout/")
    assert client.get("/stab/").status_code == 200, "looking at a page signs nobody out"
    client.post("/konto/logout/")
    thief = Client()
    thief.cookies["sessionid"] = inside
    assert thief.get("/stab/").status_code == 302


def test_an_account_that_is_closed_is_out_at_once(pia: User, client: Client) -> None:
    sign_in(client)
    User.objects.update(is_active=False)
    assert client.get("/stab/").status_code == 302
    assert sign_in(client).get("Location") != "/stab/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example"],
)
def test_no_address_of_ours_leads_elsewhere(pia: User, client: Client, elsewhere: str) -> None:
    assert sign_in(client, next=elsewhere)["Location"] == "/stab/"
    assert client.post("/sprog", {"language": "en", "next": elsewhere})["Location"] == "/"
    assert client.post("/konto/logout/", {"next": elsewhere})["Location"] == "/"


def test_nobody_signs_up_by_themselves(client: Client) -> None:
    page = client.get("/konto/signup/").content.decode()
    assert "begynder med en invitation" in page
    client.post("/konto/signup/", {"email": "x@example.org", "password1": PASSWORD})
    assert not User.objects.exists()


@pytest.mark.parametrize("path", ["/konto/email/", "/konto/3rdparty/"])
def test_nobody_changes_the_address_that_the_log_knows_them_by(pia: User, client: Client, path: str) -> None:
    sign_in(client)
    assert client.get(path).status_code == 404
    assert client.post(path, {"email": "x@example.org", "action_add": ""}).status_code == 404


def codes_of(secret: str) -> list[str]:
    """What the app showed, shows and will show."""
    return [format_hotp_value(hotp_value(secret, counter)) for counter in yield_hotp_counters_from_time()]


def code_of(secret: str) -> str:
    return codes_of(secret)[1]


def test_with_an_app_the_password_alone_opens_nothing(pia: User, client: Client) -> None:
    secret = generate_totp_secret()
    TOTP.activate(pia, secret)
    response = sign_in(client)
    assert response["Location"].startswith("/konto/2fa/authenticate/")
    assert client.get("/stab/").status_code == 302
    wrong = next(code for code in ("000000", "111111", "222222", "333333") if code not in codes_of(secret))
    assert client.post("/konto/2fa/authenticate/", {"code": wrong}).status_code == 200
    assert client.get("/stab/").status_code == 302
    assert client.post("/konto/2fa/authenticate/", {"code": code_of(secret)})["Location"] == "/stab/"
    assert client.get("/stab/").status_code == 200


def test_the_key_of_an_app_lies_encrypted(pia: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(pia, secret)
    kept = json.dumps(Authenticator.objects.get().data)
    assert secret not in kept
    assert secret not in SecondFactor().encrypt(secret)
    assert SecondFactor().decrypt(SecondFactor().encrypt(secret)) == secret


def test_turning_the_app_off_asks_who_it_is_first(pia: User, client: Client) -> None:
    TOTP.activate(pia, generate_totp_secret())
    client.force_login(pia)
    response = client.post("/konto/2fa/totp/deactivate/")
    assert "reauthenticate" in response["Location"]
    assert Authenticator.objects.exists()


@pytest.fixture
def own_login(settings: Settings) -> None:
    """Norddjurs' own login, which speaks for addresses of norddjurs.example."""
    app = {
        "provider_id": "norddjurs",
        "name": "Norddjurs Kommune",
        "client_id": "c",
        "secret": "s",
        "settings": {"server_url": "https://login.norddjurs.example", "verified_email": ["norddjurs.example"]},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def came_from_norddjurs(email: str) -> tuple[OwnLogin, SocialLogin]:
    adapter = OwnLogin()
    request = RequestFactory().get("/")
    provider = adapter.get_provider(request, "norddjurs")
    login = SocialLogin(
        user=User(email=email),
        account=SocialAccount(provider="norddjurs", uid="1"),
        email_addresses=[EmailAddress(email=email, verified=True, primary=True)],
        provider=provider,
    )
    return adapter, login


@pytest.mark.usefixtures("own_login")
def test_a_municipalitys_own_login_is_offered(client: Client) -> None:
    page = client.get(LOGIN).content.decode()
    assert "Norddjurs Kommune" in page
    assert "/konto/oidc/norddjurs/login/" in page


@pytest.mark.usefixtures("own_login")
def test_a_municipalitys_own_login_opens_an_account_of_its_own_domain() -> None:
    karl = make_account("karl@norddjurs.example", "Karl", PASSWORD)
    adapter, login = came_from_norddjurs("karl@norddjurs.example")
    assert adapter.authenticate_by_email(login) == (karl, "karl@norddjurs.example")


@pytest.mark.usefixtures("own_login")
def test_a_municipalitys_own_login_cannot_speak_for_others_even_if_it_says_so(pia: User) -> None:
    adapter, login = came_from_norddjurs(EMAIL)
    assert adapter.authenticate_by_email(login) is None
    assert not adapter.is_open_for_signup(RequestFactory().get("/"), login)


def test_every_page_of_an_account_is_the_sites_own(pia: User, client: Client) -> None:
    sign_in(client)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    paths = (
        "2fa/",
        "2fa/totp/activate/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
        "password/change/",
        "logout/",
        "reauthenticate/",
        "password/reset/",
        "password/reset/done/",
        "inactive/",
    )
    for path in paths:
        response = client.get(f"/konto/{path}")
        assert response.status_code == 200, path
        assert "staff.css" in response.content.decode(), path


def test_recovery_codes_come_with_the_app_and_open_once(pia: User, client: Client) -> None:
    sign_in(client)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    secret = re.search(
        r'<span class="code">([A-Z2-7]+)</span>', client.get("/konto/2fa/totp/activate/").content.decode()
    )
    assert secret
    client.post("/konto/2fa/totp/activate/", {"code": code_of(secret[1])})
    shown = re.search(r"<textarea[^>]*>([^<]*)", client.get("/konto/2fa/recovery-codes/").content.decode())
    assert shown
    codes = shown[1].split()
    assert len(codes) == 10
    assert client.get("/konto/2fa/").status_code == 200
    for client_again, opens in ((Client(), True), (Client(), False)):
        sign_in(client_again)
        client_again.post("/konto/2fa/authenticate/", {"code": codes[0]})
        assert (client_again.get("/stab/").status_code == 200) is opens
