"""One home for errors that a person can mend.

Each docstring is the message: what is wrong, where, and the remedy. Fields in braces are filled
from the keyword arguments of the raise. `usability` prints the message and exits with `exit_code`;
anything that is not a `UsabilityError` is a defect of ours and keeps its traceback.
"""

from __future__ import annotations

import inspect

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""


class UsabilityError(Exception):
    """Something went wrong: {detail}"""

    exit_code = 1

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(" ".join(inspect.cleandoc(self.__doc__ or "").split()).format(**fields))


class BadSetting(UsabilityError):
    """{name} is {value!r}, but {problem}. Set another value; docs/settings.md lists every
    setting."""

    exit_code = 2


class MissingFile(UsabilityError):
    """There is no file {path}. {remedy}"""

    exit_code = 2


class UnreadableFile(UsabilityError):
    """The file {path} cannot be read: {detail}. Check the path and its permissions."""

    exit_code = 2


class BadRegister(UsabilityError):
    """{path}, line {line}: {problem}. {remedy}"""

    exit_code = 2


class UnknownCouncil(UsabilityError):
    """No council in {path} has the slug {slug!r}. {suggestion}"""

    exit_code = 2


class CouncilNotInForce(UsabilityError):
    """{name} ({slug}) {when}, so there is nothing to audit. {remedy}"""

    exit_code = 2


class NoContactUrl(UsabilityError):
    """A crawl of the public internet must name whom to contact, and no contact page is set. Set
    USABILITY_CONTACT_URL (or --contact-url) to a page about you and this crawl."""

    exit_code = 2


class NoBrowser(UsabilityError):
    """No Chromium was found. Looked for: {tried}. {remedy}"""


class NoCrosscheck(UsabilityError):
    """The cross-check is not installed: {missing} is missing. Run `pip install
    'council-web-usability[crosscheck]'`."""


class NoDriver(UsabilityError):
    """No {driver} was found to drive {browser} with. Install it (on Debian: `sudo apt-get install
    {package}`), or name a Selenium Grid with --grid."""


class DriverFailed(UsabilityError):
    """{browser} could not be driven: {detail}. Check that its driver is of the same version, or
    name a Selenium Grid that answers with --grid."""


class NothingToCheck(UsabilityError):
    """{path} has no audited page to draw a sample from. Run a crawl first, or name the addresses of
    pages."""


class BrowserFailed(UsabilityError):
    """Chromium ({path}) did not start: {detail}. Run `usability doctor` to see what is missing."""


class LaneFailed(UsabilityError):
    """The browser and the programs beside it did not start: {detail}. Run `usability doctor` to see
    what is missing."""


class NoNode(UsabilityError):
    """No Node.js {needed} or newer was found. Looked for: {tried}. Run `make setup`, or set
    USABILITY_NODE to its path."""


class MissingPackages(UsabilityError):
    """The JavaScript package {package} is not in {path}. Run `make setup` to install it."""


class LighthouseFailed(UsabilityError):
    """Lighthouse did not start in Node.js ({node}): {detail}. Run `make setup`, then `usability
    doctor`."""


class DatabaseUnreadable(UsabilityError):
    """The database {url} cannot be opened: {detail}. {remedy}"""


class DatabaseOutdated(UsabilityError):
    """The database {url} is at revision {found}, and this version needs {needed}. Run `usability
    db upgrade`."""


class DatabaseNewer(UsabilityError):
    """The database {url} is at revision {found}, and this version knows only up to {needed}. It was
    written by a newer version: update this one, and restart what still runs, such as the
    dashboard."""


class DatabaseDrifted(UsabilityError):
    """The database {url} is not as this version left it: {detail}. Restore it from a copy, or write
    the missing migration."""


class DatabaseDamaged(UsabilityError):
    """Piece {piece} of the stored evidence cannot be read back: {detail}. Restore the database from
    a copy."""


class DatabaseLost(UsabilityError):
    """The database {url} failed: {detail}. What was finished is kept. Check that it is there and
    has room, then run the same command again."""


class TakenOver(UsabilityError):
    """Another process ({by}) goes on with this website, so this one writes nothing more of it. What
    was finished is kept. Nothing needs to be done."""


class DatabaseAway(DatabaseLost):
    """The database {url} does not answer: {detail}. What was finished is kept. Check that it runs
    and can be reached, then run the same command again."""


class ProgramReplaced(UsabilityError):
    """The program or the database is of another version than when this process began. What was
    finished is kept. Run `usability db upgrade` with the newest program, and start this again."""


class WorkerReplaced(UsabilityError):
    """This worker ({executor}) was silent for so long that others took its jobs over: it was
    paused, or could not reach the database. It has written nothing since. Start it again."""


class CrawlReplaced(UsabilityError):
    """Crawl {crawl} was ended by another command, such as one with --fresh. What was finished is
    kept. Run the same command again to begin a new one."""


class CrawlFailed(UsabilityError):
    """The crawl could not go on: {detail}. What was finished is kept. Check the disk and its
    permissions, then run the same command again."""


class CrawlRunning(UsabilityError):
    """{holder} is at work in {folder} ({process}), and {rule}. Wait until it has ended, or stop it
    with Ctrl-C."""


class PortInUse(UsabilityError):
    """Port {port} on {host} is in use. Stop the program that uses it, or choose another with
    --port."""


class MetricsPortInUse(UsabilityError):
    """Port {port} on {host} is in use, so Prometheus would find no figures there. Stop the program
    that uses it, or set USABILITY_METRICS_PORT to another port (0: no figures)."""


class NoDemoSites(UsabilityError):
    """The demo's fictional sites are not in {path}. The demo works from a clone of the project's
    repository only: clone it, and run `make demo` there."""


class DemoFolderInUse(UsabilityError):
    """Another demo is at work in {path}. Wait for it to end, or choose another folder with
    --folder."""


class NotDemoFolder(UsabilityError):
    """The folder {path} holds something else than a demo, and nothing in it was touched. Choose an
    empty or a new folder with --folder."""

    exit_code = 2


class DemoFailed(UsabilityError):
    """The demo could not go on: {detail}. Run `usability doctor` to see what is missing."""


class NotLocalLinks(UsabilityError):
    """{source} is not GOV.UK's Local Links export: {problem}. Give the file
    links_to_services_provided_by_local_authorities.csv as Local Links Manager publishes it."""

    exit_code = 2


class NoCruxKey(UsabilityError):
    """The Chrome UX Report API answers only with a key, and none is set. Set USABILITY_CRUX_KEY to
    a key of a Google Cloud project that has this API enabled, or name a file to import."""

    exit_code = 2


class FieldDataRefused(UsabilityError):
    """The key in USABILITY_CRUX_KEY was refused by {place}: {detail}. Check that it is whole, and
    that its Google Cloud project has the Chrome UX Report API enabled."""


class FieldQuotaUsed(UsabilityError):
    """The quota at {place} is used up: {detail}. What was imported is kept. Run the same command
    again later: it goes on where it stopped."""


class FieldDataFailed(UsabilityError):
    """{place} failed for {number} origins in a row, last for {origin}: {detail}. What was imported
    is kept. Check the connection and USABILITY_CRUX_API, then run the same command again."""


class BadFieldData(UsabilityError):
    """{path}: {problem}. {remedy}"""

    exit_code = 2


class NoFieldData(UsabilityError):
    """{path} has no field data of a website in {register}. Check both files; docs/field-data.md
    says what is read."""

    exit_code = 2


class DownloadFailed(UsabilityError):
    """{url} could not be fetched: {detail}. Check the address, or download the file yourself and
    give its path."""


class NoPanel(UsabilityError):
    """{name} has no panel yet. Run `usability panel build {slug}`."""


class NoFindability(UsabilityError):
    """The findability of {name} was not measured yet. Run `usability crawl {slug}`."""


class NoStatement(UsabilityError):
    """The accessibility statement of {name} was not looked for yet. Run `usability crawl
    {slug}`."""


class NoDocuments(UsabilityError):
    """No documents of {name} were looked for yet. Run `usability crawl {slug}`."""


class UnknownPage(UsabilityError):
    """{name!r} is neither a task nor a role that a page can be chosen for. {suggestion}"""

    exit_code = 2


class NotTheirTask(UsabilityError):
    """{council} is not responsible for {task}, so no page is looked for. Choose a task that
    `usability tasks list --type {type}` lists."""

    exit_code = 2


class NotChoosable(UsabilityError):
    """{problem}, so it cannot be chosen for {page} of {council}. {remedy}"""

    exit_code = 2


class NotChosenByHand(UsabilityError):
    """No page is chosen by hand for {page} of {council} in {path}, so there is nothing to unset.
    Use `usability panel set` to choose one."""

    exit_code = 2


class UnwritableFile(UsabilityError):
    """The file {path} cannot be written: {detail}. Check the path and its permissions."""


class PicturesOfAnother(UsabilityError):
    """The pictures in {path} may belong to {other} too, which cannot be read: {detail}. So nothing
    was removed. Make it readable (`usability db upgrade`, its permissions), or take it out of that
    folder."""

    exit_code = 2


class NotRemoved(UsabilityError):
    """{path} cannot be removed: {detail}. What was removed before that is gone for good. Run the
    command as the user whom the crawls run as."""


class NotTheirPictures(UsabilityError):
    """The folder {path} holds pictures, but none that the database {url} refers to, so nothing was
    removed. Give the database that they belong to, or its folder in USABILITY_ARTIFACTS."""

    exit_code = 2


class BadSchedule(UsabilityError):
    """{path}, {place}: {problem}. {remedy}"""

    exit_code = 2


class ScheduleRunning(UsabilityError):
    """Another schedule works on {database}: {holder}. One is enough: stop that one first, or let it
    do its work. `usability worker` adds hands to it."""


class NoTimeZones(UsabilityError):
    """This system does not know the time zone {zone}. Install the time zones (on Debian:
    `sudo apt-get install tzdata`)."""


class DatabaseNotEmpty(UsabilityError):
    """The database {url} holds crawls already, and nothing in it was touched. Choose an empty one:
    a new file, or a new database on the server."""

    exit_code = 2


class NothingToCopy(UsabilityError):
    """The database {url} has no rows, and no other was touched. Check its address: it is the first
    of the two."""

    exit_code = 2


class TransferFailed(UsabilityError):
    """The rows could not be copied to {url}: {detail}. Nothing of them was left there. Run
    `usability db check` on the database that they come from, then try again."""


class BackupExists(UsabilityError):
    """There is a file {path} already. Choose another name, or give --force to write over it."""

    exit_code = 2


class BackupFailed(UsabilityError):
    """The backup could not be made: {detail}. No file was left. Run `usability db check`, and see
    that there is room for twice the database."""


class NoPostgresqlTool(UsabilityError):
    """{name} {problem}. Install PostgreSQL's programs of version {server} or newer (on Debian:
    `sudo apt-get install postgresql-client-{server}`)."""


class BackupDamaged(UsabilityError):
    """The file {path} is not a whole backup: {detail}. Nothing was touched. Choose
    another backup."""


class BackupNotUsable(UsabilityError):
    """The backup {path} cannot be restored here: {detail}. Nothing was touched. {remedy}"""


class RestoreFailed(UsabilityError):
    """The backup {path} could not be restored: {detail}. The database is as it was. {remedy}"""
