"""Whom a fault under one of axe-core's rules hinders, by rule: the first readers of a finding ask
for people, not for markup."""

from __future__ import annotations

ANYONE = "People who use a screen reader, a keyboard, magnification or speech control."
"""For a rule that is newer than this list."""

_LISTENS = "People who use a screen reader, most of them blind."
_LISTENS_OR_SPEAKS = (
    "People who use a screen reader, and people who speak to their device instead of using hands."
)
_FILLS_IN = (
    "People who use a screen reader or speech control, and people who find forms hard to follow."
)
_SEES_LITTLE = "People with low vision or colour blindness, older people, and anyone in sunlight."
_KEYBOARD = (
    "People who use a keyboard or a switch instead of a mouse, such as people with a tremor, and "
    "people who use a screen reader."
)
_NO_PICTURE = "People who are blind, and anyone for whom the picture does not load."
_READS_SLOWLY = (
    "People with dyslexia, learning disabilities or attention difficulties, and people who use a "
    "screen reader."
)
_DEAF = "Deaf people and people who are hard of hearing, and anyone without sound."

_RULES = {
    _LISTENS: (
        "aria-allowed-attr aria-allowed-role aria-braille-equivalent aria-conditional-attr "
        "aria-deprecated-role aria-dialog-name aria-hidden-body aria-meter-name "
        "aria-progressbar-name aria-prohibited-attr aria-required-attr aria-required-children "
        "aria-required-parent aria-roledescription aria-roles aria-text aria-tooltip-name "
        "aria-valid-attr aria-valid-attr-value definition-list dlitem duplicate-id "
        "duplicate-id-active duplicate-id-aria empty-heading empty-table-header frame-tested "
        "frame-title frame-title-unique heading-order hidden-content html-has-lang "
        "html-lang-valid html-xml-lang-mismatch identical-links-same-purpose image-redundant-alt "
        "landmark-banner-is-top-level landmark-complementary-is-top-level "
        "landmark-contentinfo-is-top-level landmark-main-is-top-level "
        "landmark-no-duplicate-banner landmark-no-duplicate-contentinfo "
        "landmark-no-duplicate-main landmark-one-main landmark-unique list listitem p-as-heading "
        "page-has-heading-one presentation-role-conflict region scope-attr-valid "
        "table-duplicate-name table-fake-caption td-has-header td-headers-attr "
        "th-has-data-cells valid-lang"
    ),
    _LISTENS_OR_SPEAKS: (
        "aria-command-name aria-tab-name aria-treeitem-name button-name input-button-name "
        "label-content-name-mismatch link-name summary-name"
    ),
    _FILLS_IN: (
        "aria-input-field-name aria-toggle-field-name form-field-multiple-labels label "
        "label-title-only select-name"
    ),
    "People who find typing or remembering hard, and anyone on a phone.": "autocomplete-valid",
    _SEES_LITTLE: "color-contrast color-contrast-enhanced link-in-text-block",
    _KEYBOARD: (
        "accesskeys aria-hidden-focus bypass focus-order-semantics frame-focusable-content "
        "nested-interactive scrollable-region-focusable server-side-image-map skip-link tabindex"
    ),
    _NO_PICTURE: "area-alt image-alt input-image-alt object-alt role-img-alt svg-img-alt",
    _READS_SLOWLY: "blink document-title marquee meta-refresh meta-refresh-no-exceptions",
    _DEAF: "audio-caption video-caption",
    "People who use a screen reader, and people who are distracted by sound.": "no-autoplay-audio",
    "People with dyslexia or low vision who widen the spacing of text.": "avoid-inline-spacing",
    "People whose device is fixed in one position, for example to a wheelchair.": (
        "css-orientation-lock"
    ),
}

AFFECTED: dict[str, str] = {
    rule: sentence for sentence, rules in _RULES.items() for rule in rules.split()
}
"""A sentence for each rule."""
