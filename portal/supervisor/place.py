"""Where the embedded servers live, and as whom they run.

PostgreSQL refuses to run as root, so a root caller hands it to `nobody`, who must be able to
enter every folder above its binaries and data. Nothing of the caller's is ever chmod-ed: what
`nobody` cannot reach is copied once to a state folder of the system.
"""

import hashlib
import os
import pwd
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Account:
    """The user a server runs as; ``None`` ids mean "whoever called"."""

    name: str | None
    uid: int | None
    gid: int | None

    def for_popen(self) -> dict[str, Any]:
        """Keyword arguments that make ``subprocess`` run a command as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.uid is not None else {}

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def account() -> Account:
    if os.geteuid() != 0:
        return Account(None, None, None)
    nobody = pwd.getpwnam("nobody")
    return Account("nobody", nobody.pw_uid, nobody.pw_gid)


def state_base() -> Path:
    """``.state`` of the project; as root a folder of the system that `nobody` can enter."""
    if given := os.environ.get("BIOLATTICE_STATE"):
        return Path(given)
    if os.geteuid() == 0:
        return Path("/var/lib/biolattice") / hashlib.sha256(str(PROJECT).encode()).hexdigest()[:12]
    return PROJECT / ".state"


def remembered() -> dict[str, str]:
    """The environment of a running `manage.py up`, or of the last one."""
    kept = state_base() / "run" / "env"
    if not kept.exists():
        return {}
    return dict(line.split("=", 1) for line in kept.read_text().splitlines() if "=" in line)


def state_folder(purpose: str = "run") -> Path:
    """A folder of ``state_base``, made when missing."""
    base = state_base()
    folder = base / purpose
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        # Ours alone to change: `nobody` needs to pass through, not to write. A parent that was given is not ours.
        for part in (folder, base) if "BIOLATTICE_STATE" in os.environ else (folder, base, base.parent):
            part.chmod(0o755)
    return folder


def enterable(path: Path, who: Account) -> bool:
    """Whether ``who`` may pass through every folder above ``path``."""
    if who.uid is None:
        return True
    for folder in path.resolve().parents:
        seen = folder.stat()
        bit = 0o100 if seen.st_uid == who.uid else 0o010 if seen.st_gid == who.gid else 0o001
        if not seen.st_mode & bit:
            return False
    return True


def reachable_copy(tree: Path, cache: Path, who: Account) -> Path:
    """``tree`` itself, or one copy of it under ``cache`` that ``who`` can reach, made atomically."""
    if enterable(tree, who):
        return tree
    mark = hashlib.sha256(f"{tree}{tree.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = cache / f"{tree.name}-{mark}"
    if not copy.exists():
        half = cache / f"{copy.name}.{os.getpid()}"
        shutil.copytree(tree, half, symlinks=True)
        try:
            half.rename(copy)
        except OSError:  # another process was first; its copy is as good
            shutil.rmtree(half, ignore_errors=True)
    return copy


def interpreter_reachable(who: Account) -> bool:
    """Whether ``who`` could run this interpreter on this project (else Celery stays as root)."""
    return enterable(Path(sys.executable), who) and enterable(PROJECT / "manage.py", who)
