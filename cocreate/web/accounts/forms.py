"""What people type about themselves: addresses, codes, passwords, names."""

from __future__ import annotations

from wtforms import BooleanField, PasswordField, RadioField
from wtforms.fields.choices import SelectChoice

from cocreate.accounts.models import Language
from cocreate.core.i18n import _l
from cocreate.web.form import Form, TextLine

LANGUAGES = [SelectChoice(Language.ZH.value, "中文"), SelectChoice(Language.EN.value, "English")]


class AddressForm(Form):
    """Where a code is to be sent."""

    address = TextLine(_l("Mobile number or e-mail address"))


class CodeForm(Form):
    """The code that came."""

    code = TextLine(_l("Code"))


class PasswordForm(Form):
    """Signing in with a password."""

    address = TextLine(_l("Mobile number or e-mail address"))
    password = PasswordField(_l("Password"))


class AcceptForm(Form):
    """Agreeing to the texts."""

    accepts = BooleanField(_l("I have read and accept the terms of use and the privacy rules"))


class WelcomeForm(AcceptForm):
    """A new account."""

    name = TextLine(_l("Your name"))


class ProfileForm(Form):
    """What others see, and how we write to the person."""

    name = TextLine(_l("Your name"))
    shows_name = BooleanField(_l("Show my name in full beside what I write"))
    language = RadioField(_l("Language of messages"), choices=LANGUAGES)


class NewPasswordForm(Form):
    """Setting or changing the password."""

    current = PasswordField(_l("Present password"))
    password = PasswordField(_l("New password"))
