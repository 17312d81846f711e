import { ApiError, badRequest, notFound } from "./api-error"
import type { Cluster } from "./cluster"
import { isObject, type Json, type JsonObject, textAt } from "./json"
import { apiVersionOf, builtInKinds, storageOf } from "./kinds"
import { isKubeObject, type KubeObject } from "./kube-object"
import { readObject, type Target } from "./read-object"
import { jsonPatch } from "./rules/json-patch"
import { mergePatch } from "./rules/merge-patch"
import { type ApplyConflict, apply } from "./rules/ownership"
import { strategicMerge } from "./rules/strategic-merge"
import { createObject, findObject, replaceObject, type WriteOptions, writerOf } from "./write-object"

export type PatchKind = "json" | "merge" | "strategic"

export function patchObject(
  cluster: Cluster,
  target: Target,
  kind: PatchKind,
  patch: Json,
  options: WriteOptions,
): KubeObject {
  const before = presented(findObject(cluster, target), target)
  const patched = patchedBy(cluster, target, kind, before, patch)
  if (!isKubeObject(patched)) throw badRequest("the patched object is not a Kubernetes object")
  return replaceObject(cluster, target.type, before, patched, options)
}

/** The object in the request's version. */
function presented(object: KubeObject, { type }: Target): KubeObject {
  return { ...object, apiVersion: apiVersionOf(type) }
}

function patchedBy(
  cluster: Cluster,
  { type }: Target,
  kind: PatchKind,
  before: KubeObject,
  patch: Json,
): Json {
  if (kind === "json") return jsonPatch(before, patch)
  if (kind === "merge") return mergePatch(before, patch)
  if (!builtInKinds.includes(type)) {
    throw new ApiError(
      415,
      "UnsupportedMediaType",
      "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml",
    )
  }
  return strategicMerge(before, patch, cluster.registry.shapeOf(type))
}

/** Server-side apply: creates the object if it is missing. 409 with every conflicting field, unless `force`. */
export function applyObject(
  cluster: Cluster,
  target: Target,
  body: JsonObject,
  options: WriteOptions & { force: boolean },
): { object: KubeObject; isNew: boolean } {
  const { type } = target
  const applied = readObject(withoutNulls(body), target)
  if (applied.metadata.managedFields !== undefined) {
    throw badRequest("metadata.managedFields must be nil")
  }
  const live = cluster.store.get(storageOf(type), target.namespace, target.name)
  const writer = writerOf(type, options)
  const shape = cluster.registry.shapeOf(type)
  if (live === null) {
    if (options.subresource !== undefined) throw notFound(type, target.name)
    const { status: _, ...rest } = applied
    const bare: KubeObject = type.hasStatus
      ? { ...rest, apiVersion: applied.apiVersion, kind: applied.kind, metadata: applied.metadata }
      : applied
    return {
      object: createObject(cluster, type, ownedBy(bare, writer, shape), { ...options, ownership: "given" }),
      isNew: true,
    }
  }
  const updated =
    options.subresource === "status" ? statusOnly(applied) : type.hasStatus ? withoutStatus(applied) : applied
  const result = apply(presented(live, target), updated, writer, options.force, shape)
  if ("conflicts" in result) throw conflictError(result.conflicts)
  const version = textAt(body, "metadata", "resourceVersion")
  const object = {
    ...result.object,
    metadata: { ...result.object.metadata, ...(version === undefined ? {} : { resourceVersion: version }) },
  }
  return {
    object: replaceObject(cluster, type, live, object, { ...options, ownership: "given" }),
    isNew: false,
  }
}

function ownedBy(
  object: KubeObject,
  writer: Parameters<typeof apply>[2],
  shape: Parameters<typeof apply>[4],
): KubeObject {
  const result = apply(object, object, writer, true, shape)
  return "object" in result ? result.object : object
}

const withoutStatus = ({ status: _, ...rest }: KubeObject): JsonObject => rest
const statusOnly = ({ apiVersion, kind, metadata, status }: KubeObject): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name: metadata.name },
  status,
})

/** A null in an applied object is ignored: Go's typed objects cannot distinguish it from a missing field. */
function withoutNulls(body: JsonObject): JsonObject {
  const clean = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(clean)
    return isObject(value) ? withoutNulls(value) : value
  }
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, clean(value)]],
    ),
  )
}

function conflictError(conflicts: readonly ApplyConflict[]): ApiError {
  const causes = conflicts.map((conflict) => ({
    reason: "FieldManagerConflict",
    message: `conflict with "${conflict.manager}"${conflict.operation === "Update" ? ` using ${conflict.apiVersion}` : ""}`,
    field: conflict.field,
  }))
  const [only] = causes
  const message =
    causes.length === 1 && only !== undefined
      ? `Apply failed with 1 conflict: ${only.message}: ${only.field}`
      : `Apply failed with ${causes.length} conflicts: ${causes.map((cause) => `${cause.message}:\n- ${cause.field}`).join("\n")}`
  return new ApiError(409, "Conflict", message, { causes })
}
