"""Install packages of the system, where that can be done without asking anyone."""

from __future__ import annotations

import os
import shutil
import subprocess

TIME_LIMIT = 900  # seconds; a slow mirror is slow, a dead one must not hang set-up


def _as_root() -> list[str] | None:
    """Return the command that gives root's rights: none needed, sudo, or None without a way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _quietly(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def _quietly(command: list[str]) -> bool:
    """Run `command`, showing its last lines only when it fails; True when it succeeds."""
    try:
        ended = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=TIME_LIMIT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"  {error}")
        return False
    if ended.returncode != 0:
        print("\n".join(f"  {line}" for line in ended.stdout.splitlines()[-6:]))
    return ended.returncode == 0


def apt_command(*packages: str) -> str:
    """Return the command that a person types to install `packages`."""
    return f"sudo apt-get update && sudo apt-get install {' '.join(packages)}"


def apt_install(*packages: str) -> bool:
    """Install Debian or Ubuntu packages; False where there is no apt, no right, or no success."""
    root = _as_root()
    if root is None or not shutil.which("apt-get"):
        return False
    print(f"  apt-get install {' '.join(packages)}", flush=True)
    apt = [
        *root,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-o",
        "DPkg::Lock::Timeout=300",
    ]
    install = [*apt, "install", "-y", "-q", "--no-install-recommends", *packages]
    # A machine's package lists are often empty (images) or old, so they come first.
    _quietly([*apt, "update", "-q"])
    return _quietly(install)


def run_quietly_as_root(command: list[str]) -> bool:
    """Run `command` with root's rights; False where there is no way to get them."""
    root = _as_root()
    return root is not None and _quietly([*root, *command])
