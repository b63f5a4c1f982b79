"""How much do the figures of times differ between documents? Scores readings of TimeML documents by five folds.

    python benchmarks/score.py --only times --keep FOLDER
    python benchmarks/times_folds.py FOLDER/times-readings.jsonl

The folds are every fifth document by name. The data's folder is SAYSO_DATA, or ../shared beside the checkout.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from score import data_folder, scorer

FOLDS = 5
FIGURES = ("value F1", "relaxed F1", "day precision", "day recall")


def main() -> None:
    data = data_folder()
    documents = sorted((data / "times/tbaq").glob("*.tml"))
    print("fold", *FIGURES, sep="  ")
    for fold in range(FOLDS):
        with tempfile.TemporaryDirectory() as folder:
            for document in documents[fold::FOLDS]:
                shutil.copy(document, folder)
            told = json.loads(scorer(data / "eval/score_times.py", folder, Path(sys.argv[1]), "--json"))
        print(fold, *(f"{told[key]:.3f}" for key in FIGURES), sep="  ")


if __name__ == "__main__":
    main()
