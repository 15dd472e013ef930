"""Scrapy's settings for the crawl of one website: polite, bounded, and with no doors open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.browser.handler import CONFIG_SETTING, MACHINE_SETTING
from crawler.spiders.rules import LONGEST_CRAWL_DELAY

if TYPE_CHECKING:
    from crawler.browser.machine import Machine
    from crawler.config import Config


def scrapy_settings(config: Config, machine: Machine | None = None) -> dict[str, Any]:
    """One request at a time, `config.crawl_delay` seconds or the site's own response time apart,
    whichever is longer. robots.txt is the work of our own middleware. Visits take this machine to
    be as fast as `machine` says, or measure it."""
    return {
        CONFIG_SETTING: config,
        MACHINE_SETTING: machine,
        "BOT_NAME": "council-web-usability",
        "USER_AGENT": config.user_agent,
        "DOWNLOAD_HANDLERS": {
            "http": "crawler.browser.handler.AuditHandler",
            "https": "crawler.browser.handler.AuditHandler",
            "file": None,
            "ftp": None,
            "s3": None,
            "data": None,
        },
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "crawler.spiders.robots.RobotsMiddleware": 100,
        },
        # Politeness
        "CONCURRENT_REQUESTS": 4,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": config.crawl_delay,
        "DOWNLOAD_DELAY_JITTER": 0.0,  # half of a Crawl-delay would not be kept to
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": config.crawl_delay,
        "AUTOTHROTTLE_MAX_DELAY": max(LONGEST_CRAWL_DELAY, config.crawl_delay),
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        # Plain fetches; an audit is bounded by the visit itself
        "DOWNLOAD_TIMEOUT": min(15.0, config.load_timeout),
        "DOWNLOAD_MAXSIZE": config.response_bytes,
        "RETRY_TIMES": 1,
        "REDIRECT_MAX_TIMES": 5,
        "METAREFRESH_ENABLED": False,
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": False,  # the guard is the proxy, whatever the environment says
        # No doors, no noise
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_LEVEL": "INFO",
        "LOG_INSTALL_ROOT_HANDLER": False,  # the log is ours, lines of Scrapy's and all
    }
