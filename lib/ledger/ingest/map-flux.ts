import { quote } from "@/lib/platform/pointer"
import { isVersion } from "@/lib/platform/semver/tag"
import { readRef } from "./image-reference"
import {
  type Field,
  type Fields,
  fieldsIn,
  firstOf,
  ignored,
  type MapEvent,
  readText,
  withValue,
} from "./mapped-event"

/** The objects that deploy something. */
const kinds = ["HelmRelease", "Kustomization"]
const deployed = ["InstallSucceeded", "UpgradeSucceeded", "ReconciliationSucceeded"]
const removed = "UninstallSucceeded"
const maxNotes = 2_000

/** https://fluxcd.io/flux/components/notification/events/ */
export const mapFlux: MapEvent = (payload) => {
  const at = fieldsIn(payload)
  const object = fieldsIn(payload, ["involvedObject"])
  const kind = readText(object("kind"))
  if (kind !== "" && !kinds.includes(kind))
    return ignored(`Only ${kinds.join(" and ")} are recorded, not ${quote(kind)}.`)
  const reason = readText(at("reason"))
  const isFailed = readText(at("severity")) === "error"
  if (!isFailed && reason !== removed && !deployed.includes(reason))
    return ignored(`The reason ${quote(reason)} is not recorded.`)
  const revision = revisionIn(at("metadata"))
  if (isFailed && readText(revision) === "") return ignored("It failed before it had a revision.")
  const target: Fields = {
    application: object("name"),
    environment: firstOf(at("metadata", "environment"), object("namespace")),
  }
  const time = at("timestamp")
  if (!isFailed && reason === removed) return { kind: "removal", fields: { ...target, removedAt: time } }
  const uid = object("uid")
  const message = at("message")
  return {
    kind: "record",
    fields: {
      ...target,
      ...versionIn(revision),
      externalId: withValue(uid, readText(uid) && [uid, revision, time].map(readText).join("/")),
      status: withValue(at("severity"), isFailed ? "FAILED" : "DEPLOYED"),
      completedAt: time,
      ...(isFailed && { notes: withValue(message, readText(message).slice(0, maxNotes).toWellFormed()) }),
    },
  }
}

/** `revision`, also with the domain of the controller: `kustomize.toolkit.fluxcd.io/revision`. */
function revisionIn({ value: metadata, pointer }: Field): Field {
  const names = typeof metadata === "object" && metadata !== null ? Object.keys(metadata) : []
  const name = names.find((key) => key === "revision" || key.endsWith("/revision")) ?? "revision"
  const found = fieldsIn(metadata)(name)
  return { value: found.value, pointer: `${pointer}${found.pointer}` }
}

/**
 * The version that a revision names: `1.2.3` of a chart, `v1.2.3@sha256:…` of an OCI artifact, `main@sha1:…` (earlier
 * `main/…`) of a Git repository. A branch is not a version, so its tag ends with the commit.
 */
function versionIn(revision: Field): Fields {
  const text = readText(revision)
  const [, name = text, algorithm, hash] =
    /^(.*?)(?:^|@|\/)(?:(sha1|sha256):)?([0-9a-f]{40}|[0-9a-f]{64})$/.exec(text) ?? []
  const { imageTag: tag, gitBranch } = readRef(name)
  const isDigest = algorithm === "sha256" && hash?.length === 64
  const isCommit = hash !== undefined && !isDigest
  const imageTag = isCommit && !isVersion(tag) ? [tag, hash.slice(0, 7)].filter(Boolean).join("-") : tag
  return {
    imageTag: withValue(revision, imageTag || (isDigest ? `sha256-${hash}` : undefined)),
    ...(isCommit && { gitCommit: withValue(revision, hash), gitBranch: withValue(revision, gitBranch) }),
    ...(isDigest && { artifactDigest: withValue(revision, `sha256:${hash}`) }),
  }
}
