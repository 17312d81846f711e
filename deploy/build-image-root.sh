#!/bin/sh
# Puts what the image adds to Node.js into a folder: deploy/build-image-root.sh TARGET HELM
# HELM is the path of a helm binary, which must be the pinned build. Needs the source with its packages (npm ci --include=dev).
set -eu

helm_version=4.2.3
case "$(uname -m)" in
  x86_64) helm_sha256=aeb4645b9e6658948efa290e28dd23ae75a16fb73f137942f2294fd5c7fcb573 ;;
  aarch64 | arm64) helm_sha256=01bdd0c90f371968326162daaa427cdd14da2641ded094131afc44fb7a538b62 ;;
  *) echo "Helm $helm_version is not pinned for $(uname -m)." >&2 && exit 1 ;;
esac

target=$1
helm=$2
if ! echo "$helm_sha256  $helm" | sha256sum --check --status; then
  echo "$helm is not Helm $helm_version for $(uname -m)." >&2
  exit 1
fi

root=$(dirname "$0")/..
npm --prefix "$root" run --silent build

mkdir -p "$target/app/dist" "$target/usr/local/bin"
cp -R "$root/dist/." "$target/app/dist"
# What `npm start` and the tests need in addition.
(
  cd "$target/app/dist"
  rm -rf built-from console-built-from tools charts start.js prepare.js sandbox.js
  # What only the build reads, and the image optimizer of Next.js, which Slipway does not use.
  rm -rf node_modules/sharp node_modules/@img
  find . \( -name '*.nft.json' -o -name '*.map' \) -delete
)
cp "$root/LICENSE" "$target/app"
install -m 0755 "$helm" "$target/usr/local/bin/helm"
# Those of Node.js, for Helm: the slim image has none.
mkdir -p "$target/etc/ssl/certs"
node -p 'require("node:tls").rootCertificates.join("\n")' >"$target/etc/ssl/certs/ca-certificates.crt"
