"""What readers fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation import stamps
from broadsheet.foundation.forms import StampedForm
from broadsheet.foundation.models import User
from broadsheet.foundation.stamps import StampState
from broadsheet.foundation.text import INVISIBLE, clean_line, clean_text
from broadsheet.talk.drafts import MAX_NAME, MAX_TEXT, MAX_TITLE, Draft, Writer
from broadsheet.talk.models import ReportReason
from broadsheet.talk.names import skeleton

HINT = "comment hint"
PLACES = ("", "article", "forum")
LEFT_EMPTY = ("website", "email", "hinted", "notices")
PLAIN = frozenset({"name", "text", "stamp", "place", *LEFT_EMPTY})
TOO_LONG = _(
    "Your comment has %(show_value)d characters; %(limit_value)d is the most. Please shorten it; "
    "nothing is lost."
)


class TalkForm(StampedForm):
    """The forms of comments and forum."""

    purpose = "comment"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "comment-%s"} | kwargs)


class CommentForm(TalkForm):
    """Name, e-mail address if the reader likes, and the words."""

    name = forms.CharField(
        label=_("Name"),
        max_length=MAX_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
        error_messages={"required": _("Please give a name.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        # The blank shows to style sheets whether it is filled in: only then letters are offered.
        widget=forms.EmailInput(attrs={"autocomplete": "email", "placeholder": " "}),
        help_text=_("Never shown."),
    )
    text = forms.CharField(
        label=_("Your comment"),
        strip=False,
        # Not `max_length`: with its attribute browsers cut a longer text without a word.
        validators=[MaxLengthValidator(MAX_TEXT, TOO_LONG)],
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Please write something.")},
    )
    notices = forms.BooleanField(
        label=_("Send me a letter when somebody replies"),
        required=False,
        help_text=_("Gathered, an hour apart at most; every letter ends them with one click."),
    )
    hinted = forms.CharField(required=False, widget=forms.HiddenInput)
    place = forms.ChoiceField(
        required=False, choices=[("article", ""), ("forum", "")], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, user: User | None = None, place: str = "article", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user
        self.hidden = 0
        self.initial["place"] = place
        if user:
            self._sign(user)

    @property
    def was_hinted(self) -> bool:
        """Whether it is sent again after a hint."""
        sent = self.cleaned_data.get("hinted", "")
        return stamps.read_stamp(sent, purpose=HINT) in {StampState.GOOD, StampState.TOO_FAST}

    def hint(self, sentence: str) -> None:
        """Show the form again with one thing to think about; the next time it is taken."""
        self.add_error(None, sentence)
        self.renew(hinted=stamps.stamp(purpose=HINT))

    def _sign(self, user: User) -> None:
        """An account's name is its own; one without a name yet gives it here."""
        del self.fields["email"]
        name = self.fields["name"]
        name.initial = user.name
        if user.name:
            name.disabled = True
        else:
            name.help_text = _("It becomes the public name of your account.")

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not _is_a_name(name):
            raise forms.ValidationError(_("Please give a name with letters in it."))
        return name

    def clean_text(self) -> str:
        sent = self.cleaned_data["text"]
        self.hidden = len(INVISIBLE.findall(sent))
        text = clean_text(sent)
        if not text:
            raise forms.ValidationError(_("Please write something."))
        return text

    def draft(self, *, writer: Writer) -> Draft:
        """The words of a valid form."""
        data = self.cleaned_data
        return Draft(
            writer=writer,
            name=data["name"],
            text=data["text"],
            email=writer.user.email if writer.user else data.get("email", ""),
            title=data.get("title", ""),
            trapped=self.trapped,
            hidden=self.hidden,
            insisted=self.was_hinted,
            wants_notices=bool(data.get("notices")),
        )


def plain_draft(sent: QueryDict, *, writer: Writer) -> Draft | None:
    """The draft of a `CommentForm` of which a guest filled in name and words alone.

    Most are like that, and a form with its eight fields takes ten times as long to say the same.
    None for all others, and for what the form would not take: it is to look for itself.
    """
    if writer.user is not None or not sent.keys() <= PLAIN or any(map(sent.get, LEFT_EMPTY)):
        return None
    name, text = sent.get("name", "").strip(), sent.get("text", "")
    if len(name) > MAX_NAME or len(text) > MAX_TEXT or "\0" in name or "\0" in text:
        return None
    if (
        sent.get("place", "") not in PLACES
        or TalkForm.state_of(sent.get("stamp", "")) != StampState.GOOD
    ):
        return None
    name, hidden, text = clean_line(name), len(INVISIBLE.findall(text)), clean_text(text)
    if not text or not _is_a_name(name):
        return None
    return Draft(writer=writer, name=name, text=text, hidden=hidden)


def _is_a_name(name: str) -> bool:
    return any(letter.isalnum() for letter in name) and bool(skeleton(name))


class TopicForm(CommentForm):
    """A comment that opens a topic."""

    title = forms.CharField(
        label=_("Title"),
        max_length=MAX_TITLE,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Please give the topic a title.")},
    )
    field_order = ("title", "name", "email", "text", "notices")

    def clean_title(self) -> str:
        title = clean_line(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError(_("Please give the topic a title."))
        return title


class PageForm(CommentForm):
    """A comment on a page elsewhere; the script there says what that page is called."""

    page_title = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class EditForm(TalkForm):
    """Other words for a comment that was just written."""

    text = CommentForm.declared_fields["text"]
    clean_text = CommentForm.clean_text
    hidden = 0


class AppealForm(TalkForm):
    """Why a decision should be looked at again."""

    text = forms.CharField(
        label=_("Why should we look at it again?"),
        validators=[MaxLengthValidator(1000)],
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Please write something.")},
    )


class ReportForm(TalkForm):
    """What is wrong with a comment."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=ReportReason, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("A word to the moderator"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_be_quick()  # one click is

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"])
