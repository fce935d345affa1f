#!/bin/sh
# Tests and times Prattle's CUDA backend on this machine: sh run.sh [--only tests] [--rounds 3] [--out cuda.json]
# Needs nvcc (to build the kernels) and a C++ compiler; PyTorch is timed beside it where it is installed.
set -e
here=$(cd "$(dirname "$0")" && pwd)
export PATH="$here/node/bin:$PATH" PRATTLE_DATA_DIR="$here/data" XDG_CACHE_HOME="$here/cache"
command -v nvcc >/dev/null 2>&1 || export PATH="$PATH:/usr/local/cuda/bin"
exec node "$here/tooling/cuda-machine/src/machine/main.js" "$@"
