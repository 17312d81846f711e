import { finished } from "@/lib/ledger/deployments/status-transitions"
import type { DeploymentStatus } from "@/lib/ledger/deployments/statuses"
import { quote } from "@/lib/platform/pointer"
import { isVersion } from "@/lib/platform/semver/tag"
import { readImageReference } from "./image-reference"
import { fieldsIn, firstOf, ignored, type MapEvent, readText, withValue } from "./mapped-event"

const statuses: ReadonlyMap<string, DeploymentStatus> = new Map([
  ["Running", "PENDING"],
  ["Succeeded", "DEPLOYED"],
  ["Failed", "FAILED"],
  ["Error", "FAILED"],
])
const maxUrl = 2_000

/** The template of the notification is the user's: `{ app, argocdUrl }`, where `app` has what is read here. */
export const mapArgoCD: MapEvent = (payload) => {
  const at = fieldsIn(payload, ["app"])
  const sync = fieldsIn(payload, ["app", "status", "operationState"])
  const phase = sync("phase")
  const status = statuses.get(readText(phase))
  if (status === undefined && readText(phase) !== "")
    return ignored(`The phase ${quote(readText(phase))} is not recorded.`)
  const image = at("status", "summary", "images", 0)
  const { imageTag, artifactDigest } = readImageReference(readText(image))
  const revision = sync("syncResult", "revision")
  const isCommit = /^[0-9a-f]{7,64}$/.test(readText(revision))
  const startedAt = sync("startedAt")
  const uid = at("metadata", "uid")
  const argocdUrl = fieldsIn(payload)("argocdUrl")
  const origin = readText(argocdUrl).slice(0, maxUrl).replace(/\/$/, "")
  const name = at("metadata", "name")
  const application = encodeURIComponent(readText(name).toWellFormed())
  const isFinished = status !== undefined && finished[status]
  return {
    kind: "record",
    fields: {
      externalId: withValue(uid, readText(uid) && `${readText(uid)}/${readText(startedAt)}`),
      application: name,
      environment: firstOf(at("metadata", "labels", "environment"), at("spec", "destination", "namespace")),
      imageTag: withValue(image, imageTag),
      artifactDigest: withValue(image, artifactDigest),
      // The revision of a Helm chart is its version.
      gitCommit: withValue(revision, isCommit ? readText(revision) : undefined),
      helmChartVersion: withValue(revision, isVersion(readText(revision)) ? readText(revision) : undefined),
      status: withValue(phase, status),
      deployedAt: startedAt,
      ...(isFinished && { completedAt: sync("finishedAt") }),
      runUrl: withValue(argocdUrl, origin && `${origin}/applications/${application}`),
      ...(status === "FAILED" && { notes: sync("message") }),
    },
  }
}
