"""The form on “Send your stories”, and the newsroom's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.forms import RowChoiceField, StampedForm
from broadsheet.foundation.stamps import StampState, read_stamp, stamp
from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.news.models import SectionPage
from broadsheet.stories import licence
from broadsheet.stories.models import Call, Check, Question, Wanted
from broadsheet.stories.uploads import checking

PURPOSE = "stories"
SHOWN_AGAIN = "stories again"
TEXT_LENGTH = 60_000  # some 10,000 words
LETTER_LENGTH = 10_000
ANSWER_LENGTH, LINE_LENGTH = 5000, 300  # of a question that a call asks
ACCEPT = "image/jpeg,image/png,image/gif,image/webp,image/avif,image/heic,.pdf,.docx,.odt,.txt"


class ManyFiles(forms.FileInput):
    """A file control that takes several."""

    allow_multiple_selected = True


class FilesField(forms.Field):
    """Files come beside the form; whether one is missing is not seen here."""

    def validate(self, value: Any) -> None:
        """Anything goes."""


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
    # Whether there is one, `clean_attachments` sees: files are not among the form's data.
    attachments = FilesField(
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
        self,
        *args: Any,
        uploads: Sequence[UploadedFile] = (),
        problems: Sequence[str] = (),
        call: Call | None = None,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.uploads, self.problems = uploads, problems
        self.terms = call.licence if call else licence.CURRENT
        self.questions: dict[str, str] = {}
        if call:
            self._ask(call)
        if "attachments" in self.fields:
            self._say_limits()
        self.initial.setdefault("stamp", stamp(purpose=PURPOSE))
        self.initial.setdefault("licence", self.terms)

    def _say_limits(self) -> None:
        limits = {"count": checking.MAX_FILES, "size": checking.MAX_BYTES // 1024**2}
        self.fields["attachments"].help_text = (
            _(
                "Up to %(count)s files of %(size)s MB: JPEG, PNG, GIF, WebP, AVIF and HEIC pictures, "
                "PDF, Word (DOCX), OpenDocument and plain text."
            )
            % limits
        )

    def _ask(self, call: Call) -> None:
        """The fields that a call asks for."""
        for name, wanted in (("text", call.words), ("attachments", call.files)):
            if wanted == Wanted.NO:
                del self.fields[name]
            else:
                self.fields[name].required = wanted == Wanted.REQUIRED
        for question in call.questions.all():
            name = f"question_{question.pk}"
            self.questions[name] = question.label
            self.fields[name] = field_of(question)

    def asked(self) -> list[forms.BoundField]:
        """The fields of a call's own questions."""
        return [self[name] for name in self.questions]

    def answers(self) -> tuple[tuple[str, str], ...]:
        """What a call asked, and what was said; what was left empty is left out."""
        said = [(label, self.cleaned_data.get(name)) for name, label in self.questions.items()]
        yes = str(_("yes"))
        return tuple((label, yes if answer is True else answer) for label, answer in said if answer)

    def clean_attachments(self) -> list[UploadedFile]:
        if self.problems:
            raise forms.ValidationError(list(self.problems))
        if self.fields["attachments"].required and not self.uploads:
            raise forms.ValidationError(_("Please choose at least one file."))
        return list(self.uploads)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Please leave this field empty."))
        return ""

    def clean_licence(self) -> str:
        version: str = self.cleaned_data["licence"]
        if version != self.terms:
            raise forms.ValidationError(
                _("The terms have changed since you opened this page. Please read them again.")
            )
        return version

    def clean_stamp(self) -> str:
        sent = self.cleaned_data["stamp"]
        if read_stamp(sent, purpose=SHOWN_AGAIN) in {StampState.GOOD, StampState.TOO_FAST}:
            return ""
        state = read_stamp(sent, purpose=PURPOSE)
        if state != StampState.GOOD:
            raise forms.ValidationError(STAMPS[state])
        return ""

    def again(self) -> None:
        """Ready to be shown filled in: with the terms of today and a stamp that may be sent at once."""
        data: Any = self.data
        self.data = data = data.copy()
        data["stamp"], data["licence"] = stamp(purpose=SHOWN_AGAIN), self.terms

    def has_marked_fields(self) -> bool:
        """Whether a field that a reader sees has a sentence beside it."""
        return bool(set(self.errors) - {"stamp", "licence", "website", "__all__"})

    def whole_form_errors(self) -> list[str]:
        """What is wrong with fields a reader does not see, and with the form as a whole."""
        hidden = [error for name in ("stamp", "licence") for error in self.errors.get(name, [])]
        return [*self.non_field_errors(), *hidden]


class TipForm(StoryForm):
    """A tip: nothing to print, so no terms to agree to; a name only for who wants to give one."""

    consent = None  # type: ignore[assignment]
    licence = None  # type: ignore[assignment]
    place = None  # type: ignore[assignment]
    headline = Line(
        label=_("What is it about?"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    text = Text(
        label=_("What should we know?"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
    )
    name = Line(
        label=_("Your name"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        help_text=_("You need not give it."),
    )


def field_of(question: Question) -> forms.Field:
    """The form's field for a question of a call."""
    asked: dict[str, Any] = {"label": question.label, "required": question.required}
    match question.kind:
        case Question.Kind.TEXT:
            widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
            return Text(max_length=ANSWER_LENGTH, widget=widget, **asked)
        case Question.Kind.CHOICE:
            pairs = [("", "–"), *((one, one) for one in question.listed)]
            return forms.ChoiceField(choices=pairs, **asked)
        case Question.Kind.YES:
            return forms.BooleanField(**asked)
    return Line(max_length=LINE_LENGTH, widget=forms.TextInput(attrs={"dir": "auto"}), **asked)


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

    def __init__(self, data: Any = None, *, prefix_id: str = "", initial: Any = None) -> None:
        super().__init__(data, initial=initial, auto_id=f"check_{prefix_id}_%s")


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

    section = RowChoiceField(label=_("Section"), queryset=SectionPage.objects.none(), empty_label=None)

    def __init__(self, *args: Any, sections: Sequence[Any], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field: Any = self.fields["section"]
        keys = [section.pk for section in sections]
        field.queryset = SectionPage.objects.filter(pk__in=keys).order_by("path")
        self.initial.setdefault("section", keys[0] if keys else None)
