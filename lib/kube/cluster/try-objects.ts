import type { ManifestObject } from "@/lib/kube/masking/manifest-documents"
import { forEachConcurrently } from "@/lib/platform/for-each-concurrently"
import { type KubernetesApi, KubernetesError } from "./kubernetes-api"
import { ObjectReader } from "./read-live-object"

const concurrency = 6

export type Finding = {
  reason: "CONFLICT" | "FORBIDDEN" | "REJECTED"
  object: ManifestObject
  field: string | null
  manager: string | null
  message: string
}

export type TrialResult = {
  findings: Finding[]
  /** The kinds of objects that the cluster does not know. */
  unknownKinds: { apiVersion: string; kind: string }[]
  /** Some objects could not be validated, since their namespace does not exist yet. */
  missingNamespace: boolean
  /** The number of objects not validated before the deadline. */
  uncheckedCount: number
}

export type Trials = {
  /** The namespace of objects that name none. */
  namespace: string
  objects: readonly ManifestObject[]
  hooks: readonly ManifestObject[]
  fieldManager: string
  force: boolean
  /** Checks only whether the cluster knows the kinds. */
  kindsOnly: boolean
  /** Milliseconds since the epoch. */
  deadline: number
}

/**
 * Validates each object with the API server, by a dry run of what Helm does: an apply, or the creation of a hook. Changes
 * nothing. Throws KubernetesError when the cluster is unavailable.
 */
export async function tryObjects(api: KubernetesApi, trials: Trials): Promise<TrialResult> {
  const { objects, hooks, deadline } = trials
  const reader = new ObjectReader(api)
  const result: TrialResult = { findings: [], unknownKinds: [], missingNamespace: false, uncheckedCount: 0 }
  const queue = [
    ...objects.map((object) => ({ object, isHook: false })),
    ...hooks.map((object) => ({ object, isHook: true })),
  ]
  await forEachConcurrently(queue, concurrency, async (next) => {
    if (Date.now() > deadline) result.uncheckedCount += 1
    else await tryObject(api, reader, trials, next, result)
  })
  return result
}

async function tryObject(
  api: KubernetesApi,
  reader: ObjectReader,
  { namespace: releaseNamespace, fieldManager, force, kindsOnly }: Trials,
  { object, isHook }: { object: ManifestObject; isHook: boolean },
  result: TrialResult,
): Promise<void> {
  const { apiVersion, kind, metadata } = object
  const namespace = metadata.namespace ?? releaseNamespace
  const collection = await reader.collectionOf({ apiVersion, kind, namespace })
  if (collection === null) {
    result.unknownKinds.push({ apiVersion, kind })
    return
  }
  if (kindsOnly) return
  try {
    if (isHook) await api.tryCreate(collection, object, fieldManager)
    else
      await api.tryApply(`${collection}/${encodeURIComponent(metadata.name)}`, object, {
        fieldManager,
        force,
      })
  } catch (error) {
    if (!(error instanceof KubernetesError) || isUnavailable(error.status)) throw error
    // The hook of an earlier revision: Helm deletes it first, or leaves it.
    if (isHook && error.status === 409) return
    if (error.status === 404) result.missingNamespace = true
    else result.findings.push(...findingsOf(object, error))
  }
}

/** A 500 concerns a single object, for example when its admission webhook is unavailable. */
const isUnavailable = (status: number | null) => status === null || status === 429 || status > 500

function findingsOf(object: ManifestObject, { status, message, causes }: KubernetesError): Finding[] {
  const conflicts = causes.filter(({ reason }) => reason === "FieldManagerConflict")
  if (conflicts.length > 0) {
    return conflicts.map((cause) => ({
      reason: "CONFLICT",
      object,
      field: cause.field || null,
      manager: /conflict with "([^"]*)"/.exec(cause.message)?.[1] ?? null,
      message: cause.message,
    }))
  }
  const [first] = causes
  const reason = status === 403 ? "FORBIDDEN" : "REJECTED"
  return [{ reason, object, field: first?.field || null, manager: null, message }]
}
