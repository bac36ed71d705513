#!/usr/bin/env bash
# The package as users install it: packed, installed elsewhere without development packages and without scripts, under a path
# with a space and letters beyond ASCII, and run by each Node that npm's package `node` gives. Every Node must print the
# same bytes. Usage: scripts/installedTest.sh VERSION..., after `npm ci`; with --checkout also `npm ci --omit=dev` of a checkout.
set -euo pipefail
cd "$(dirname "$0")/.."
repository=$PWD
checkout=false
[ "${1:-}" = --checkout ] && { checkout=true; shift; }

D=$(mktemp -d)
trap 'rm -rf "$D"' EXIT
project="$D/mein Projekt ü"
mkdir -p "$project"
npm pack --ignore-scripts --silent --pack-destination "$D" >/dev/null
cd "$project"
echo '{ "type": "module" }' >package.json
npm install --omit=dev --ignore-scripts --no-audit --no-fund --silent "$D"/*.tgz
cp "$repository/examples/conjectures/1-scalar-neuron.yaml" "ein Modell ü.yaml"

# what every installation and every Node is to do, in the same bytes
smoke() {
  local out=$1
  shift
  mkdir -p "$out"
  "$@" --version >"$out/version"
  "$@" list >"$out/list"
  "$@" derive M2 --json >"$out/derive"
  "$@" predict M1 --json >"$out/predict"
  "$@" discover M3 --json >"$out/discover"
  "$@" check "ein Modell ü.yaml" --json --out "$out/Ergebnisse ü" >"$out/check"
  "$@" verify M1 M4 --quick --quiet --json >"$out/verify"
  "$@" table M4 --quick --quiet --format latex >"$out/table"
}

installed=node_modules/collapse-verifier/dist/src/cli/main.js
smoke "$D/of this node" node "$installed"
for version in "$@"; do
  npm install --prefix "$D/$version" --no-audit --no-fund --silent "node@$version"
  run="$D/$version/node_modules/node/bin/node"
  smoke "$D/of node $version" "$run" "$installed"
  diff -r "$D/of this node" "$D/of node $version"
  echo "$("$run" --version): the same bytes as $(node --version)"
done

if $checkout; then
  mkdir "$D/checkout"
  git -C "$repository" archive HEAD | tar x -C "$D/checkout"
  # without development packages nothing can be compiled
  cp -r "$repository/dist" "$D/checkout/dist"
  (cd "$D/checkout" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --silent)
  smoke "$D/of a checkout" node "$D/checkout/dist/src/cli/main.js"
  diff -r "$D/of this node" "$D/of a checkout"
  echo "npm ci --omit=dev: the same bytes"
fi
