"""What axe-core's rules mean to residents and to those who mend a page, in plain words."""

from __future__ import annotations

from crawler.audits.axe_rare_words import RARE_WORDS, Words

_UNNAMED = "A screen reader announces only what kind of control it is, so its user must guess."
_BROKEN_ARIA = (
    "Screen readers rely on these attributes. A wrong one makes them announce something else than "
    "what is on the screen, or nothing."
)
_STRUCTURE = (
    "Screen readers announce how many items there are and where one is; broken markup loses that."
)
_HEADINGS = (
    "Most people who use a screen reader move through a page by its headings, as others do by eye."
)
_LANDMARKS = "People who use a screen reader jump between the parts of a page by their landmarks."

AXE_WORDS: dict[str, Words] = RARE_WORDS | {
    "color-contrast": Words(
        "Some text has too little contrast with its background",
        "People with low vision, and anyone in sunlight, cannot read it.",
        "Darken the text or lighten the background until the contrast is at least 4.5 to 1 (3 to 1 "
        "for text of 24 px, or bold of 18.7 px). Mend the colour once, in the site's style sheet.",
    ),
    "color-contrast-enhanced": Words(
        "Some text has less contrast than the enhanced level asks for",
        "More contrast helps people with low vision more.",
        "Where the design allows it, reach 7 to 1 (4.5 to 1 for large text).",
    ),
    "image-alt": Words(
        "Some pictures have no text alternative",
        "People who cannot see the picture do not learn what it shows; some screen readers read "
        "out its file name instead.",
        "Say in the alt attribute what the picture tells the reader. Give a picture that is only "
        'decoration alt="".',
    ),
    "role-img-alt": Words(
        "Some graphics have no text alternative",
        "People who cannot see the graphic do not learn what it shows.",
        "Give each element with the role img an aria-label that says what it shows.",
    ),
    "svg-img-alt": Words(
        "Some SVG graphics have no text alternative",
        "People who cannot see the graphic do not learn what it shows.",
        'Add a <title> or an aria-label to the graphic, or aria-hidden="true" if it decorates.',
    ),
    "input-image-alt": Words(
        "Some picture buttons have no text alternative",
        _UNNAMED,
        "Say in the alt attribute of the button what it does, such as Search.",
    ),
    "area-alt": Words(
        "Some areas of a picture map have no text alternative",
        "People who cannot see the picture do not learn where its links lead.",
        "Say in the alt attribute of each area where it leads, or use a list of links instead.",
    ),
    "image-redundant-alt": Words(
        "Some pictures repeat the text beside them",
        "A screen reader reads the same words twice.",
        'Give a picture alt="" where the text beside it, in the same link, says the same.',
    ),
    "label": Words(
        "Some form fields have no label",
        "People who use a screen reader or speech control do not know what to fill in.",
        "Tie a visible <label for> to each field. A placeholder is no label: typing hides it.",
    ),
    "select-name": Words(
        "Some drop-down lists have no label",
        _UNNAMED,
        "Tie a visible <label for> to each list.",
    ),
    "form-field-multiple-labels": Words(
        "Some form fields have several labels",
        "Screen readers may read only one of them, and not always the same.",
        "Keep one <label> for each field, and put further hints in aria-describedby.",
    ),
    "label-title-only": Words(
        "Some form fields have only a tooltip for a label",
        "People on phones and many others never see a tooltip.",
        "Give each field a visible <label>.",
    ),
    "label-content-name-mismatch": Words(
        "Some controls are named differently from what they show",
        "People who speak to their device say what they see, and nothing happens.",
        "Begin the aria-label with the visible words, or remove it.",
    ),
    "autocomplete-valid": Words(
        "Some fields have a wrong autocomplete value",
        "Browsers then cannot fill in a name or address for people who find typing hard.",
        "Use the values of the HTML standard, such as given-name, email or postal-code.",
    ),
    "button-name": Words(
        "Some buttons have no name",
        _UNNAMED,
        "Put words in the button, or say what it does in aria-label, as in Open menu.",
    ),
    "input-button-name": Words(
        "Some buttons of forms have no name",
        _UNNAMED,
        "Say in the button's value what it does.",
    ),
    "link-name": Words(
        "Some links have no text",
        "A screen reader reads out the address, or only the word link.",
        "Put words in the link, or give its picture an alt attribute that says where it leads.",
    ),
    "link-in-text-block": Words(
        "Some links in text differ only by their colour",
        "People who do not see the difference between the colours do not find the links.",
        "Underline links in running text.",
    ),
    "identical-links-same-purpose": Words(
        "Links with the same text lead to different pages",
        "In a list of links, as screen readers offer it, they cannot be told apart.",
        "Name the subject in each link, as in Read more about garden waste.",
    ),
    "skip-link": Words(
        "The skip link leads nowhere",
        "People who use a keyboard must tab through the whole menu on each page.",
        "Give the main content the id that the skip link names.",
    ),
    "bypass": Words(
        "There is no way past the menu",
        "People who use a keyboard must tab through the whole menu on each page.",
        "Begin the page with a link to its main content, and mark that with <main>.",
    ),
    "document-title": Words(
        "The page has no title",
        "The title is the first thing that a screen reader reads, and what tabs and search show.",
        "Give each page a <title> that names its subject and then the council.",
    ),
    "html-has-lang": Words(
        "The page does not say its language",
        "Screen readers then may read English or Welsh with the sounds of another language.",
        'Write <html lang="en">, or lang="cy" on Welsh pages.',
    ),
    "html-lang-valid": Words(
        "The language of the page is not a valid code",
        "Screen readers then may read English or Welsh with the sounds of another language.",
        "Use en for English and cy for Welsh.",
    ),
    "valid-lang": Words(
        "Some parts have a language code that is not valid",
        "Screen readers read those parts with the sounds of another language.",
        "Use valid codes, such as en for English, cy for Welsh and pl for Polish.",
    ),
    "frame-title": Words(
        "Some frames have no title",
        "A screen reader only says that there is a frame, not what is in it.",
        "Give each iframe a title that says what it holds, such as Map of recycling centres.",
    ),
    "frame-title-unique": Words(
        "Some frames have the same title",
        "In a list of frames they cannot be told apart.",
        "Give each iframe a title of its own.",
    ),
    "frame-focusable-content": Words(
        "Some frames with controls cannot be reached by keyboard",
        "People who use a keyboard cannot reach what is in them.",
        'Remove tabindex="-1" from the iframe.',
    ),
    "heading-order": Words(
        "Heading levels are skipped",
        _HEADINGS + " A missing level looks like missing content.",
        "Go down one level at a time: h2 under h1, h3 under h2. Change sizes in the style sheet.",
    ),
    "empty-heading": Words(
        "Some headings are empty",
        _HEADINGS + " An empty one leads nowhere.",
        "Put text in the heading or remove it.",
    ),
    "page-has-heading-one": Words(
        "The page has no main heading",
        _HEADINGS + " The main one says what the page is about.",
        "Mark the page's title with <h1>, once.",
    ),
    "p-as-heading": Words(
        "Some paragraphs only look like headings",
        _HEADINGS + " Bold text is not among them.",
        "Mark the text as a heading of the right level.",
    ),
    "landmark-one-main": Words(
        "The main content is not marked",
        _LANDMARKS,
        "Put the main content in one <main> element.",
    ),
    "landmark-no-duplicate-main": Words(
        "The main content is marked more than once",
        _LANDMARKS,
        "Keep one <main> element.",
    ),
    "landmark-unique": Words(
        "Some landmarks cannot be told apart",
        _LANDMARKS,
        "Name those of the same kind with aria-label, such as Main menu and Footer menu.",
    ),
    "region": Words(
        "Some content is outside of all landmarks",
        _LANDMARKS + " What is outside of them is easily missed.",
        "Put all content in <header>, <nav>, <main> or <footer>.",
    ),
    "list": Words(
        "Some lists hold other things than list items",
        _STRUCTURE,
        "Put only <li> elements directly in <ul> and <ol>.",
    ),
    "listitem": Words(
        "Some list items are outside of a list",
        _STRUCTURE,
        "Put each <li> in a <ul> or <ol>.",
    ),
    "definition-list": Words(
        "Some description lists are not built as such",
        _STRUCTURE,
        "Put only <dt> and <dd>, in groups, in a <dl>.",
    ),
    "dlitem": Words(
        "Some terms or descriptions are outside of a list",
        _STRUCTURE,
        "Put <dt> and <dd> in a <dl>.",
    ),
    "td-headers-attr": Words(
        "Some table cells name headers that do not exist",
        "A screen reader announces the wrong header, or none, for those cells.",
        "Refer only to the ids of <th> cells of the same table, or use scope and remove headers.",
    ),
    "th-has-data-cells": Words(
        "Some table headers belong to no cell",
        "A screen reader cannot say which header goes with which figure.",
        "Check that each <th> has cells in its row or column.",
    ),
    "empty-table-header": Words(
        "Some table headers are empty",
        "A screen reader has nothing to announce for the cells below.",
        "Put text in the header, or make the cell a <td>.",
    ),
    "scope-attr-valid": Words(
        "Some scope attributes are wrong",
        "A screen reader may announce the wrong header for a cell.",
        'Use scope="col" or scope="row", on <th> only.',
    ),
    "aria-allowed-attr": Words(
        "Some elements have ARIA attributes that do not fit them",
        _BROKEN_ARIA,
        "Remove the attribute, or use the HTML element that has that meaning.",
    ),
    "aria-allowed-role": Words(
        "Some elements have a role that does not fit them",
        _BROKEN_ARIA,
        "Remove the role, or use the HTML element that has it.",
    ),
    "aria-command-name": Words(
        "Some buttons, links or menu items have no name",
        _UNNAMED,
        "Put words in the element, or an aria-label that says what it does.",
    ),
    "aria-hidden-focus": Words(
        "Some hidden parts can still be reached by keyboard",
        "The focus goes to something that a screen reader is told not to mention.",
        "Take hidden controls out of the tab order: use the hidden attribute, display: none or "
        "inert.",
    ),
    "aria-hidden-body": Words(
        "The whole page is hidden from screen readers",
        "People who use a screen reader find an empty page.",
        'Remove aria-hidden="true" from the body.',
    ),
    "aria-input-field-name": Words(
        "Some made-up form fields have no name",
        _UNNAMED,
        "Name the field with aria-labelledby or aria-label, or use an ordinary field with a label.",
    ),
    "aria-toggle-field-name": Words(
        "Some switches or tick boxes have no name",
        _UNNAMED,
        "Name the control with its visible text, aria-labelledby or aria-label.",
    ),
    "aria-dialog-name": Words(
        "Some dialogs have no name",
        "When the dialog opens, a screen reader does not say what it is about.",
        "Point aria-labelledby at the dialog's heading.",
    ),
    "aria-prohibited-attr": Words(
        "Some elements have ARIA attributes that are not allowed on them",
        _BROKEN_ARIA,
        "Remove the attribute. An aria-label needs an element with a role, such as a button.",
    ),
    "aria-required-attr": Words(
        "Some elements lack an ARIA attribute that their role needs",
        _BROKEN_ARIA,
        "Add the attribute named, or use the HTML element, which has it built in.",
    ),
    "aria-required-children": Words(
        "Some ARIA lists, menus or tabs have the wrong parts in them",
        _STRUCTURE,
        "Give the parts the roles that their container asks for, or remove the container's role.",
    ),
    "aria-required-parent": Words(
        "Some ARIA items are outside of the list, menu or tabs that they belong to",
        _STRUCTURE,
        "Put the items in a container with the right role, or remove their role.",
    ),
    "aria-roles": Words(
        "Some roles do not exist",
        _BROKEN_ARIA,
        "Use a role of the ARIA standard, or remove the attribute.",
    ),
    "aria-valid-attr": Words(
        "Some ARIA attributes do not exist",
        _BROKEN_ARIA,
        "Correct the spelling of the attribute, or remove it.",
    ),
    "aria-valid-attr-value": Words(
        "Some ARIA attributes have wrong values",
        _BROKEN_ARIA,
        "Use a value that the attribute allows. An id that it names must exist on the page.",
    ),
    "duplicate-id-aria": Words(
        "Some ids that labels or ARIA refer to are used twice",
        "The label of one control is read out for another.",
        "Give each element an id of its own.",
    ),
    "nested-interactive": Words(
        "Some controls are inside of other controls",
        "Screen readers and keyboards often reach only the outer one.",
        "Take the inner link or button out of the outer one.",
    ),
    "scrollable-region-focusable": Words(
        "Some scrolling parts cannot be scrolled by keyboard",
        "People who use a keyboard cannot read what is out of sight.",
        'Add tabindex="0", a role and a name to the part that scrolls.',
    ),
    "tabindex": Words(
        "Some elements jump the queue of the Tab key",
        "The focus moves in an order that nobody expects.",
        "Remove positive tabindex values, and put the elements in the right order in the page.",
    ),
    "accesskeys": Words(
        "The same access key is used twice",
        "Pressing it leads somewhere else than expected.",
        "Remove accesskey attributes, which also clash with those of screen readers.",
    ),
    "meta-refresh": Words(
        "The page reloads or moves on by itself",
        "People who read slowly lose their place or what they have filled in.",
        "Remove the meta refresh. Redirect on the server instead.",
    ),
    "no-autoplay-audio": Words(
        "Sound plays by itself",
        "It drowns the voice of a screen reader.",
        "Do not start sound without being asked, or offer a control to stop it at the top.",
    ),
    "video-caption": Words(
        "Some videos have no captions",
        "Deaf people, and anyone without sound, do not know what is said.",
        "Add a captions track to each video, and check automatic captions.",
    ),
    "marquee": Words(
        "Some text moves by itself",
        "People with dyslexia, low vision or attention difficulties cannot read moving text.",
        "Show the text standing still.",
    ),
    "avoid-inline-spacing": Words(
        "Some text has its spacing fixed",
        "People with dyslexia widen the spacing to read, and here cannot.",
        "Move line-height, letter-spacing and word-spacing from style attributes to a style sheet, "
        "without !important.",
    ),
    "css-orientation-lock": Words(
        "The page can be used in one orientation only",
        "People whose device is fixed to a wheelchair cannot turn it.",
        "Remove the rule that turns or hides the page in one orientation.",
    ),
    "summary-name": Words(
        "Some parts that unfold have no name",
        _UNNAMED,
        "Put words in the <summary>.",
    ),
    "object-alt": Words(
        "Some embedded objects have no text alternative",
        "People whose device cannot show the object do not learn what it holds.",
        "Give the object an aria-label, or text inside it.",
    ),
}
