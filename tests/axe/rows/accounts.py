"""Accounts: signing up and in, passwords, addresses, the second factor."""

from tests.axe.page import Page

PAGES: dict[str, Page] = {
    "sign in": Page("account_login", "nobody"),
    "signing in refused": Page("account_login", "nobody", sent={"login": "x", "password": ""}),
    "sign up": Page("account_signup", "nobody", rest="?next=/sell/open/"),
    "signing up refused": Page("account_signup", "nobody", sent={"email": "x", "name": "", "password1": "1"}),
    "sign out": Page("account_logout", "buyer"),
    "account closed": Page("account_inactive", "nobody"),
    "account": Page("users:account", "buyer"),
    "account while suspended": Page("users:account", "banned"),
    "closing the account": Page("buyers:closing", "buyer"),
    "closing the account refused": Page("buyers:closing", "buyer", sent={}, status=422),
    "account refused": Page("users:account", "buyer", sent={"name": ""}, status=422),
    "tokens": Page("tokens:tokens", "buyer"),
    "a new token": Page(
        "tokens:tokens", "buyer", sent={"name": "My cash book", "scopes": ["read", "money"], "days": "90"}
    ),
    "tokens refused": Page("tokens:tokens", "buyer", sent={"name": ""}, status=422),
    "address": Page("account_email", "buyer"),
    "address refused": Page("account_email", "buyer", sent={"email": "x", "action_add": ""}),
    "letter sent": Page("account_email_verification_sent", "nobody"),
    "address confirmed": Page("account_confirm_email", "buyer", "good key"),
    "address not confirmed": Page("account_confirm_email", "nobody"),
    "another password": Page("account_change_password", "buyer"),
    "another password refused": Page(
        "account_change_password", "buyer", sent={"oldpassword": "x", "password1": "1", "password2": "2"}
    ),
    "first password": Page("account_set_password", "newcomer"),
    "forgotten password": Page("account_reset_password", "nobody"),
    "forgotten password refused": Page("account_reset_password", "nobody", sent={"email": "x"}),
    "link sent": Page("account_reset_password_done", "nobody"),
    "new password": Page("account_reset_password_from_key", "nobody", "good reset"),
    "link too old": Page("account_reset_password_from_key", "nobody"),
    "new password set": Page("account_reset_password_from_key_done", "nobody"),
    "password once more": Page("account_reauthenticate", "buyer"),
    "password once more refused": Page("account_reauthenticate", "buyer", sent={"password": "x"}),
    "second factor": Page("mfa_index", "operator"),
    "no second factor": Page("mfa_index", "buyer"),
    "code asked for": Page("mfa_authenticate", "halfway"),
    "code refused": Page("mfa_authenticate", "halfway", sent={"code": "x"}),
    "code once more": Page("mfa_reauthenticate", "operator"),
    "setting up a second factor": Page("mfa_activate_totp", "buyer"),
    "setting up refused": Page("mfa_activate_totp", "buyer", sent={"code": "x"}),
    "ending the second factor": Page("mfa_deactivate_totp", "operator"),
    "recovery codes": Page("mfa_view_recovery_codes", "operator"),
    "new recovery codes": Page("mfa_generate_recovery_codes", "operator"),
}
