"""The fields of forms."""

from __future__ import annotations

from msgspec import Struct

from crawler.facts.spot import Spot


class Field(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A field that can be seen. `kind` is an input's type, select or textarea; `name` its name
    attribute. Texts are at most 200 characters.

    `label` is its accessible name and `label_from` where that is from: label, aria-labelledby,
    aria-label, title or placeholder. `label_seen`: whether a label, or what aria-labelledby names,
    can be seen. `near` is other text that stands with it and could be taken for a label; `hint` and
    `error` are such text that helps, or says what is wrong, and is not tied to the field.
    `message` is the text of an error that is tied to the field, `loose_label` that of a label
    element beside it that labels nothing.
    `group` are the names of the groups around it, `heading` the heading before it, `row` the row
    and column that it stands in.
    `mark` is how its text says whether it must be filled in: word, star, optional or "".
    `red`: its border or label is red. `told`: more than colour sets it apart.
    `size` is that of its letters on the phone, in CSS pixels. `inputmode` and `pattern` are its
    attributes; `readonly` says that nothing can be typed in it.
    `form` counts from 0 in the order of the page, -1 for none. Of a select, `choices` counts the
    options with text, and `unnamed_groups` the option groups without a label.
    """

    spot: Spot
    kind: str
    name: str = ""
    label: str = ""
    label_from: str = ""
    label_seen: bool = False
    placeholder: str = ""
    near: str = ""
    hint: str = ""
    error: str = ""
    message: str = ""
    loose_label: str = ""
    group: str = ""
    heading: str = ""
    row: str = ""
    autocomplete: str | None = None
    required: bool = False
    disabled: bool = False
    mark: str = ""
    red: bool = False
    told: bool = False
    search: bool = False
    form: int = -1
    choices: int | None = None
    unnamed_groups: int = 0
    size: float | None = None
    inputmode: str = ""
    pattern: str = ""
    readonly: bool = False


class Question(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Two or more radio buttons, or checkboxes, of one name. `spot` is the first of them; `group`
    the name of the group around them all; `text` what stands before them as a question.
    `in_names`: each of them is named by more than its own label."""

    spot: Spot
    kind: str
    members: int
    group: str = ""
    text: str = ""
    in_names: bool = False


class FieldForm(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A form with fields that can be seen, at its place in the order of the page."""

    spot: Spot
    number: int
    fields: int
    buttons: int


class Notice(Struct, frozen=True, kw_only=True):
    """Words of the page about its forms, or what looks like a test for being human. `kind` is
    captcha, time-limit, red or error (what a message for a whole form says)."""

    kind: str
    spot: Spot
    text: str = ""


class PageFields(Struct, frozen=True, kw_only=True):
    """Fields with their labels, hints, groups and error messages; at most 200 fields, 100
    questions, 50 forms and 50 notices. `complete` says whether all were looked at.
    `explains_required` and `explains_star`: the page says which fields must be filled in, and what
    an asterisk means."""

    complete: bool = True
    fields: tuple[Field, ...] = ()
    questions: tuple[Question, ...] = ()
    forms: tuple[FieldForm, ...] = ()
    notices: tuple[Notice, ...] = ()
    explains_required: bool = False
    explains_star: bool = False

    def noticed(self, kind: str) -> tuple[Notice, ...]:
        """The notices of one kind."""
        return tuple(notice for notice in self.notices if notice.kind == kind)
