"""What the README claims about effects, and the verdict, is what the kept test of claims found."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from uptake.report.claims_marks import check_marks
from uptake.study.claims.claims_file import read_claims

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "results" / "claims" / "claims.csv"
ROW = re.compile(r"\| \*\*(\w+)\*\* \| <!-- claim: (\S+) -->")


def test_statements_are_those_that_were_found():
    assert check_marks(read_claims(ROOT / "experiments" / "claims.yaml"), TABLE) >= 10


def test_every_statement_carries_its_verdict():
    found = pd.read_csv(TABLE, encoding="utf-8-sig").groupby("claim")["verdict"].first()
    stated = ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(stated) >= 10
    assert {claim: verdict for verdict, claim in stated} == {
        claim: found[claim] for _, claim in stated
    }
