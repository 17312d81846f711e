#!/usr/bin/env bash
# Needs SLIPWAY_TOKEN, and RUN_ID: the id of this run, another one for each repetition.
set -euo pipefail
export SLIPWAY_URL=https://slipway.example.com
IMAGE_TAG=${1:?"Usage: $0 IMAGE_TAG"}

record() {
  curl -fsS --retry 5 --retry-all-errors -o /dev/null "$SLIPWAY_URL/api/v1/platform/deployments" \
    -H "Authorization: Bearer $SLIPWAY_TOKEN" \
    -H "Content-Type: application/json" \
    -H "Idempotency-Key: $RUN_ID-$1" \
    -d "{\"application\":\"shop\",\"environment\":\"prod\",\"imageTag\":\"$IMAGE_TAG\",\"externalId\":\"$RUN_ID\",\"status\":\"$1\"}"
}

record PENDING
trap 'record FAILED' EXIT
trap 'exit 143' TERM INT
./deploy.sh "$IMAGE_TAG"
trap - EXIT
record DEPLOYED
