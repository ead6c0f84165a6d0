"""The form on “Send your stories”, and the newsroom's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.forms import StampedForm
from broadsheet.foundation.stamps import StampState, read_stamp, stamp
from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.news.models import SectionPage
from broadsheet.stories import licence
from broadsheet.stories.models import Check
from broadsheet.stories.uploads import checking

PURPOSE = "stories"
TEXT_LENGTH = 60_000  # some 10,000 words
LETTER_LENGTH = 10_000
ACCEPT = "image/jpeg,image/png,image/gif,image/webp,image/avif,image/heic,.pdf,.docx,.odt,.txt"


class ManyFiles(forms.FileInput):
    """A file control that takes several."""

    allow_multiple_selected = True


class Line(forms.CharField):
    """One line of a reader's text, cleaned before it is measured."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class Text(forms.CharField):
    """Several lines of a reader's text, cleaned before they are measured."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class StoryForm(forms.Form):
    """What a reader fills in. Files are handed over beside it (see `uploads.receiving`)."""

    headline = Line(
        label=_("Headline"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("What happened, in one line."),
    )
    text = Text(
        label=_("Your story"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
        help_text=_("What you saw, when, and how we can check it. An empty line begins a paragraph."),
    )
    place = Line(
        label=_("Where it happened"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    attachments = forms.Field(
        label=_("Pictures and documents"),
        required=False,
        widget=ManyFiles(attrs={"multiple": True, "accept": ACCEPT}),
    )
    name = Line(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        help_text=_("It stands under the story if we publish it."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("For our questions. It is never published."),
    )
    consent = forms.BooleanField(
        label=_("I agree."),
        error_messages={"required": _("Without this we may not print what you send.")},
    )
    # People do not see this one; programs that fill in everything do.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={
        "tabindex": "-1", "autocomplete": "off"}))  # fmt: skip
    # Not required, so that what is missing gets the same sentence as what is wrong.
    licence = forms.CharField(widget=forms.HiddenInput, required=False)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, uploads: Sequence[UploadedFile] = (), problems: Sequence[str] = (), **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.uploads, self.problems = uploads, problems
        limits = {"count": checking.MAX_FILES, "size": checking.MAX_BYTES // 1024**2}
        self.fields["attachments"].help_text = (
            _(
                "Up to %(count)s files of %(size)s MB: JPEG, PNG, GIF, WebP, AVIF and HEIC pictures, "
                "PDF, Word (DOCX), OpenDocument and plain text."
            )
            % limits
        )
        self.initial.setdefault("stamp", stamp(purpose=PURPOSE))
        self.initial.setdefault("licence", licence.CURRENT)

    def clean_attachments(self) -> list[UploadedFile]:
        if self.problems:
            raise forms.ValidationError(list(self.problems))
        return list(self.uploads)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Please leave this field empty."))
        return ""

    def clean_licence(self) -> str:
        version: str = self.cleaned_data["licence"]
        if version != licence.CURRENT:
            raise forms.ValidationError(
                _("The terms have changed since you opened this page. Please read them again.")
            )
        return version

    def clean_stamp(self) -> str:
        state = read_stamp(self.cleaned_data["stamp"], purpose=PURPOSE)
        if state != StampState.GOOD:
            raise forms.ValidationError(STAMPS[state])
        return ""

    def again(self) -> None:
        """Ready to be shown filled in: with a fresh stamp and the terms of today."""
        data: Any = self.data
        self.data = data = data.copy()
        data["stamp"], data["licence"] = stamp(purpose=PURPOSE), licence.CURRENT

    def has_marked_fields(self) -> bool:
        """Whether a field that a reader sees has a sentence beside it."""
        return bool(set(self.errors) - {"stamp", "licence", "website", "__all__"})

    def whole_form_errors(self) -> list[str]:
        """What is wrong with fields a reader does not see, and with the form as a whole."""
        hidden = [error for name in ("stamp", "licence") for error in self.errors.get(name, [])]
        return [*self.non_field_errors(), *hidden]


STAMPS = {
    StampState.TOO_FAST: _("That was very fast. Please look it over and send it again."),
    StampState.STALE: _("This page was open for more than a day. Please send it again."),
    StampState.FORGED: _("The form was not complete. Please send it again."),
}


class DeclineForm(forms.Form):
    reason = Text(
        label=_("Why is it declined?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the newsroom sees this."),
    )
    tell = forms.BooleanField(
        label=_("Write to the sender that it is not used"), required=False, initial=True
    )


class CheckForm(forms.Form):
    """What came of one step of checking."""

    step = forms.ChoiceField(choices=Check.Step.choices, widget=forms.HiddenInput)
    result = forms.ChoiceField(label=_("Result"), choices=Check.Result.choices)
    note = Line(label=_("How we know"), max_length=300, required=False)

    def __init__(self, *args: Any, prefix_id: str = "", **kw: Any) -> None:
        super().__init__(*args, auto_id=f"check_{prefix_id}_%s", **kw)


class LetterForm(forms.Form):
    """A letter to a sender."""

    text = Text(
        label=_("Letter"),
        max_length=LETTER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("It goes out by mail with a link to a page on which the sender answers."),
    )


class AnswerForm(StampedForm):
    """A sender's answer to the newsroom."""

    purpose = "stories-answer"

    text = Text(
        label=_("Your answer"),
        max_length=LETTER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )


class DraftForm(forms.Form):
    """Where the draft goes; the first section of the paper unless said otherwise."""

    section = forms.ModelChoiceField(
        label=_("Section"), queryset=SectionPage.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, sections: Sequence[Any], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field: Any = self.fields["section"]
        keys = [section.pk for section in sections]
        field.queryset = SectionPage.objects.filter(pk__in=keys).order_by("path")
        self.initial.setdefault("section", keys[0] if keys else None)
