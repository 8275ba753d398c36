"""Every address. Of the sign-in library only what is offered: signing in, out, and confirming who one is."""

from allauth.account import views as accounts
from django.urls import include, path

urlpatterns = [
    path("account/login/", accounts.login, name="account_login"),
    path("account/logout/", accounts.logout, name="account_logout"),
    path("account/inactive/", accounts.account_inactive, name="account_inactive"),
    path("account/signup/", accounts.signup, name="account_signup"),
    path("account/reauthenticate/", accounts.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", accounts.password_change, name="account_change_password"),
    path("account/password/set/", accounts.password_set, name="account_set_password"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("relaas.web.urls")),
]
