# Shared by run and test: makes .venv from the hashed locks, and does nothing where it is fresh.

find_python() {
  for name in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 || continue
    "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$name"; return; }
  done
  cat >&2 <<'TEXT'
Onward needs Python 3.11 or newer, and none was found.
  Debian, Ubuntu:  sudo apt install python3 python3-venv
  macOS:           install it from python.org, or: brew install python@3.12
Or name one:       PYTHON=/path/to/python3.12 ./run
TEXT
  exit 1
}

# set_up FOLDER run|test
set_up() {
  get_parts "$1" "$2"
  compile_loops "$1"
}

get_parts() {
  lock="$1/locks/$2.txt"
  stamp="$1/.venv/.onward-$2"
  want=$(cksum "$lock" "$1/pyproject.toml")
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && return
  python=$(find_python)
  if [ ! -x "$1/.venv/bin/python" ]; then
    echo "Making a place for Onward's parts (.venv) ..." >&2
    "$python" -m venv "$1/.venv" || {
      echo "Python's venv is missing. On Debian or Ubuntu: sudo apt install python3-venv" >&2
      rm -rf "$1/.venv"
      exit 1
    }
  fi
  echo "Fetching the parts; the first time this takes a minute or two ..." >&2
  pip="$1/.venv/bin/python -m pip --disable-pip-version-check --quiet"
  $pip install --require-hashes -r "$lock" || {
    echo "The parts could not be fetched. Is this machine online? Then run it again." >&2
    exit 1
  }
  $pip install --no-build-isolation --no-deps -e "$1"
  printf '%s\n' "$want" >"$stamp"
}

# Compiled loops of an older version cannot always be read any more, so they go when the loops change.
compile_loops() {
  stamp="$1/.venv/.onward-loops"
  want=$(cat "$1"/src/onward/_kernels/*.py | cksum)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && return
  echo "Getting the engine ready ..." >&2
  find "$1/src/onward/_kernels" -name '*.nb[ic]' -delete
  "$1/.venv/bin/python" -c "import onward; from onward import simulate; onward.review(simulate.example())"
  printf '%s\n' "$want" >"$stamp"
}
