"""`helsekort rules`: whether the guideline's rule files hold together, and what the cases beside them object to."""

import argparse
import sys
from importlib.resources.abc import Traversable
from pathlib import Path

from helsekort import datafiles
from helsekort.guideline.cases import Cards, cases_without_rules, objections
from helsekort.guideline.gate import read_pack
from helsekort.guideline.place import BadRules


def add_rules(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command and its options."""
    rules = commands.add_parser(
        "rules", help="check the guideline's rule files, and ask the cases beside them"
    )
    rules.add_argument(
        "--folder", type=Path, help="folder of a copy of the rule files, to check that instead"
    )
    rules.add_argument(
        "--pack",
        choices=sorted(datafiles.PACKS),
        default=datafiles.NORWAY,
        help="whose guideline (default: norway, the one cards are judged by)",
    )


def check_rules(folder: Path | None, pack: str) -> int:
    """Check the rules and programme of a guideline, or the rules of a folder; status 1 where anything is wrong."""
    try:
        if folder is None:
            datafiles.schedule(datafiles.catalogue(), pack)
        found = _objections(folder or datafiles.pack_folder(pack))
    except BadRules as bad:
        found = bad.faults
    for line in found:
        print(line, file=sys.stderr)
    print(f"{len(found)} to mend." if found else "Every case is answered as it expects.")
    return 1 if found else 0


def _objections(folder: Traversable) -> list[str]:
    """What is wrong; on the way, a line for each topic with its cases."""
    catalogue = datafiles.catalogue()
    texts = datafiles.rule_texts(folder)
    if not texts:
        raise BadRules(
            ["There is no rule file here. Name a folder with a copy of helsekort/guideline/rules."]
        )
    pack, cases = read_pack(texts, catalogue), datafiles.guideline_cases(folder)
    cards = Cards(catalogue, datafiles.terms())
    told = cases_without_rules(pack, set(cases))
    for topic in pack.topics:
        asked = cases.get(topic.key, ())
        rules = sum(len(version.rules) for version in topic.versions)
        print(f"{topic.key}: {rules} rules, {len(asked)} cases")
        told += map(str, objections(topic, asked, cards))
    return told
