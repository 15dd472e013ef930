"""Plain words for the rules of axe-core that few pages break."""

from __future__ import annotations

from msgspec import Struct


class Words(Struct, frozen=True):
    """`fault`: what is wrong, as a title. `why`: what it does to residents. `fix`: what to do."""

    fault: str
    why: str
    fix: str


_UNNAMED = "A screen reader announces only what kind of part it is, so its user must guess."
_LANDMARKS = "People who use a screen reader jump between the parts of a page by their landmarks."
_SAME_ID = "Labels, links and scripts that name the id reach only the first of these elements."

RARE_WORDS: dict[str, Words] = {
    "aria-braille-equivalent": Words(
        "Some braille labels stand without an ordinary one",
        "Screen readers that speak say nothing, or another thing than those that write braille.",
        "Give the element an ordinary name or role description too, or remove the one for braille.",
    ),
    "aria-conditional-attr": Words(
        "Some ARIA attributes contradict the element that they are on",
        "A screen reader may announce a state that is not the one on the screen.",
        "Remove the attribute, and let the HTML element say its own state, such as checked.",
    ),
    "aria-deprecated-role": Words(
        "Some roles are no longer in use",
        "New screen readers may not announce what the element is.",
        "Use the role that has taken its place, or the HTML element.",
    ),
    "aria-meter-name": Words(
        "Some meters have no name",
        "A screen reader reads out a number and not what it measures.",
        "Name the meter with aria-label or aria-labelledby.",
    ),
    "aria-progressbar-name": Words(
        "Some progress bars have no name",
        "A screen reader reads out a number and not what is being done.",
        "Name the progress bar with aria-label or aria-labelledby.",
    ),
    "aria-roledescription": Words(
        "Some descriptions of a role are on elements that have none",
        "Screen readers do not read them out, or read them in place of what matters.",
        "Remove aria-roledescription, or give the element a role.",
    ),
    "aria-tab-name": Words(
        "Some tabs have no name",
        _UNNAMED,
        "Put words in the tab, or an aria-label that says what it shows.",
    ),
    "aria-text": Words(
        "Some parts that are marked as plain text hold controls",
        "A screen reader reads the text, and its user never learns of the control in it.",
        'Remove role="text", or take the link or button out of it.',
    ),
    "aria-tooltip-name": Words(
        "Some tooltips have no text",
        "A screen reader announces a tooltip and nothing more.",
        "Put text in the tooltip, or remove it.",
    ),
    "aria-treeitem-name": Words(
        "Some items of a tree have no name",
        _UNNAMED,
        "Put words in the item, or an aria-label.",
    ),
    "audio-caption": Words(
        "Some recordings have no captions",
        "People who do not hear the recording do not know what is said.",
        "Put a transcript next to the recording, or a captions track in it.",
    ),
    "blink": Words(
        "Some text blinks",
        "People with attention difficulties cannot read what stands beside it.",
        "Show the text standing still.",
    ),
    "duplicate-id-active": Words(
        "Some controls share an id",
        _SAME_ID,
        "Give each element an id of its own.",
    ),
    "duplicate-id": Words(
        "Some elements share an id",
        _SAME_ID,
        "Give each element an id of its own.",
    ),
    "focus-order-semantics": Words(
        "Some parts that take the focus do not say what they are",
        "A screen reader stops there, and its user does not learn what there is to do.",
        "Use a link or a button, or remove tabindex from what is neither.",
    ),
    "frame-tested": Words(
        "Some frames could not be tested",
        "What is in them may hold barriers of its own.",
        "Test the page in the frame by hand, or ask its supplier for an accessibility statement.",
    ),
    "hidden-content": Words(
        "Some content is hidden and could not be tested",
        "It may hold barriers that show only once it is opened.",
        "Open menus, dialogs and sections, and test what is in them.",
    ),
    "html-xml-lang-mismatch": Words(
        "The page names two different languages as its own",
        "Screen readers then may read it with the sounds of the wrong one.",
        "Remove xml:lang, and keep lang.",
    ),
    "landmark-banner-is-top-level": Words(
        "The header of the page is inside another part of it",
        _LANDMARKS,
        "Move the header out of the other landmark, or remove its role.",
    ),
    "landmark-complementary-is-top-level": Words(
        "Some side content is inside another part of the page",
        _LANDMARKS,
        "Move it out of the other landmark, or use a plain section for it.",
    ),
    "landmark-contentinfo-is-top-level": Words(
        "The footer of the page is inside another part of it",
        _LANDMARKS,
        "Move the footer out of the other landmark, or remove its role.",
    ),
    "landmark-main-is-top-level": Words(
        "The main content is inside another part of the page",
        _LANDMARKS,
        "Move <main> out of the other landmark.",
    ),
    "landmark-no-duplicate-banner": Words(
        "The page has more than one page header",
        _LANDMARKS,
        'Keep one header of the page; headers of sections do not need role="banner".',
    ),
    "landmark-no-duplicate-contentinfo": Words(
        "The page has more than one page footer",
        _LANDMARKS,
        'Keep one footer of the page; footers of sections do not need role="contentinfo".',
    ),
    "meta-refresh-no-exceptions": Words(
        "The page reloads or moves on by itself after a time",
        "People who read slowly lose their place or what they have filled in.",
        "Remove the meta refresh. Redirect on the server instead.",
    ),
    "presentation-role-conflict": Words(
        "Some elements are marked as decoration and yet can be used",
        "Screen readers differ on whether they announce them.",
        "Remove the role, or take the name and tabindex away from what is only decoration.",
    ),
    "server-side-image-map": Words(
        "Some pictures lead elsewhere by where one clicks on them",
        "Nobody can reach those links without a mouse.",
        "Use links, or a picture map with an <area> and an alt text for each.",
    ),
    "table-duplicate-name": Words(
        "Some tables have the same text as caption and as summary",
        "A screen reader reads the same words twice.",
        "Remove the summary attribute.",
    ),
    "table-fake-caption": Words(
        "Some tables have their caption in a cell",
        "A screen reader reads the caption as a part of the figures, or as a header of them all.",
        "Put the text in a <caption> element, and remove the row.",
    ),
    "td-has-header": Words(
        "Some tables have cells without headers",
        "A screen reader reads out the figure and not what it is about.",
        "Mark the headers of rows and columns with <th>.",
    ),
}
