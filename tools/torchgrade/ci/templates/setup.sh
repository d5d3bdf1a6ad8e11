#!/usr/bin/env bash
# Gradescope runs this once, when the image is built: Python, torch for the CPU, and what torchgrade needs.
set -euo pipefail
AUTOGRADER="${AUTOGRADER:-/autograder}"

apt-get update
apt-get install -y --no-install-recommends python3 python3-venv
python3 -m venv "$AUTOGRADER/venv"
"$AUTOGRADER/venv/bin/pip" install --no-cache-dir --extra-index-url https://download.pytorch.org/whl/cpu \
    -r "$AUTOGRADER/source/requirements.txt"
