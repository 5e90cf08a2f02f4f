"""`manage.py import_box FILE --as CODE`: the operator's way to a first council, before there are officers to agree."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from council import actions, queries
from council.rules.fields import RuleFault
from council.words import packages as words
from ledger.queries import now


class Command(BaseCommand):
    help = (
        "Make the council of a package, with its chambers, seats, rules, charters and calendar, or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", help="a package as JSON or signed, or the name of one that comes with the product"
        )
        parser.add_argument(
            "--as", dest="code", default="", help="the council's code here; the package's own, unless said"
        )
        parser.add_argument("--key", default="", help="the signer's key as its log publishes it: name+id+key")
        parser.add_argument("--unsigned", action="store_true", help="take it although no known key signed it")
        parser.add_argument(
            "--being", action="append", default=[], metavar="CODE=SLUG", help="a living system's slug here"
        )
        parser.add_argument("--check", action="store_true", help="say what would be made, and make nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        text, key = self._text(options["file"]), options["key"]
        beings = dict(self._pair(one) for one in options["being"])
        try:
            found = actions.unpacked(text=text, key=key)
            self.stdout.write(f"{found.box.name}: {found.sha256}\n{words.signature_sentence(found)}")
            code = options["code"] or found.box.code
            if options["check"]:
                return self._tell(queries.import_plan(found.box, code, beings))
            council = actions.import_box(
                text=text, code=code, key=key, beings=beings, unsigned=options["unsigned"], at=now()
            )
        except RuleFault as fault:
            raise CommandError(words.problem_sentence(fault.path, fault.code)) from fault
        except actions.CannotImport as refusal:
            lines = [
                str(refusal),
                *(words.problem_sentence(p.path, p.code, p.name) for p in refusal.problems),
            ]
            raise CommandError("\n".join(lines)) from refusal
        self.stdout.write(f"made: {council.code}")
        return None

    def _text(self, name: str) -> str:
        path = Path(name)
        try:
            return (
                path.read_text(encoding="utf-8") if path.exists() else queries.shipped_boxes()[name].decode()
            )
        except (KeyError, OSError, UnicodeDecodeError) as bad:
            raise CommandError(f"{name} is no file that can be read, and no package of the product.") from bad

    def _pair(self, said: str) -> tuple[str, str]:
        code, equals, slug = said.partition("=")
        if not (code and equals and slug):
            raise CommandError("--being takes CODE=SLUG.")
        return code, slug

    def _tell(self, plan: queries.Plan) -> None:
        named = [(plan.box.code, plan.box.name), *((one.code, one.name) for one in plan.box.chambers)]
        for code, name in named:
            self.stdout.write(f"body {code}: {name}")
        self.stdout.write(f"{len(plan.box.seats)} seats, {len(plan.box.rules)} rules")
        for slug in plan.absent:
            self.stdout.write(f"not here yet: {slug}")
        for problem in plan.problems:
            self.stdout.write(words.problem_sentence(problem.path, problem.code, problem.name))
