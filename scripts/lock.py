"""Compile requirements/*.txt from pyproject.toml: exact versions with hashes, no address of any index."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "requirements"
FLAGS = [
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--universal",
    "--python-version",
    "3.11",
    "-q",
]
SETS = {
    "runtime": ["pyproject.toml"],
    "local": ["pyproject.toml", "--extra", "local"],
    "dev": ["pyproject.toml", "--extra", "local", "--extra", "dev"],
    "tools": ["requirements/tools.in"],
    "node": ["requirements/node.in"],
}


def main() -> None:
    for name, sources in SETS.items():
        command = [
            str(Path(sys.executable).parent / "uv"),
            "pip",
            "compile",
            *sources,
            "-o",
            f"requirements/{name}.txt",
        ]
        subprocess.run([*command, *FLAGS], cwd=ROOT, check=True)
        print(f"requirements/{name}.txt")


if __name__ == "__main__":
    main()
