import { finished } from "@/lib/ledger/deployments/status-transitions"
import type { DeploymentStatus } from "@/lib/ledger/deployments/statuses"
import { quote } from "@/lib/platform/quote"
import { isVersion } from "@/lib/platform/semver/tag"
import { readImageReference } from "./image-reference"
import { fieldsIn, firstOf, ignored, type MapEvent, textOf, withValue } from "./mapped-event"

const statuses: ReadonlyMap<string, DeploymentStatus> = new Map([
  ["Running", "PENDING"],
  ["Succeeded", "DEPLOYED"],
  ["Failed", "FAILED"],
  ["Error", "FAILED"],
])
const maxUrl = 2_000

/**
 * A notification of Argo CD, whose template the user writes: `{ app, argocdUrl }`, where `app` is the Application, or the
 * parts of it that are read here.
 */
export const mapArgoCD: MapEvent = (payload) => {
  const at = fieldsIn(payload, ["app"])
  const sync = fieldsIn(payload, ["app", "status", "operationState"])
  const phase = sync("phase")
  const status = statuses.get(textOf(phase))
  if (status === undefined && textOf(phase) !== "")
    return ignored(`The phase ${quote(textOf(phase))} is not recorded.`)
  const image = at("status", "summary", "images", 0)
  const { imageTag, artifactDigest } = readImageReference(textOf(image))
  const revision = sync("syncResult", "revision")
  const isCommit = /^[0-9a-f]{7,64}$/.test(textOf(revision))
  const startedAt = sync("startedAt")
  const uid = at("metadata", "uid")
  const argocdUrl = fieldsIn(payload)("argocdUrl")
  const origin = textOf(argocdUrl).slice(0, maxUrl).replace(/\/$/, "")
  const name = at("metadata", "name")
  const application = encodeURIComponent(textOf(name).toWellFormed())
  const isFinished = status !== undefined && finished[status]
  return {
    kind: "record",
    fields: {
      externalId: withValue(uid, textOf(uid) && `${textOf(uid)}/${textOf(startedAt)}`),
      application: name,
      environment: firstOf(at("metadata", "labels", "environment"), at("spec", "destination", "namespace")),
      imageTag: withValue(image, imageTag),
      artifactDigest: withValue(image, artifactDigest),
      // The revision of a Helm chart is its version.
      gitCommit: withValue(revision, isCommit ? textOf(revision) : undefined),
      helmChartVersion: withValue(revision, isVersion(textOf(revision)) ? textOf(revision) : undefined),
      status: withValue(phase, status),
      deployedAt: startedAt,
      ...(isFinished && { completedAt: sync("finishedAt") }),
      runUrl: withValue(argocdUrl, origin && `${origin}/applications/${application}`),
      ...(status === "FAILED" && { notes: sync("message") }),
    },
  }
}
