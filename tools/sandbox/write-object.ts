import { randomUUID } from "node:crypto"
import { ApiError, alreadyExists, forbidden, invalidObject, modified, notFound } from "./api-error"
import type { Cluster } from "./cluster"
import { isObject, type JsonObject, sameJson } from "./json"
import { apiVersionOf, kinds, type ResourceType, storageOf } from "./kinds"
import {
  finalizersOf,
  isEnding,
  type KubeObject,
  nameOf,
  namespaceOf,
  timestamp,
  uidOf,
  versionOf,
  withMetadata,
} from "./kube-object"
import type { Target } from "./read-object"
import { withDefaults } from "./rules/defaults"
import { ownAfterUpdate, type Writer } from "./rules/ownership"
import { problemsOf } from "./rules/validation"
import { wrongType } from "./rules/wrong-type"

/** `ownership: "given"`: the object already contains its managedFields. */
export type WriteOptions = { manager: string; dryRun: boolean; subresource?: string; ownership?: "given" }

export const writerOf = (type: ResourceType, options: WriteOptions): Writer => ({
  manager: options.manager,
  apiVersion: apiVersionOf(type),
  ...(options.subresource === undefined ? {} : { subresource: options.subresource }),
})

export function findObject(cluster: Cluster, { type, namespace, name }: Target): KubeObject {
  const existing = cluster.store.get(storageOf(type), namespace, name)
  if (existing === null) throw notFound(type, name)
  return existing
}

/** Creates an object. 409 if it exists, 404 or 403 if its namespace is missing or terminating. */
export function createObject(
  cluster: Cluster,
  type: ResourceType,
  input: KubeObject,
  options: WriteOptions,
): KubeObject {
  const object = cluster.registry.pruned(type, input)
  const storage = storageOf(type)
  if (cluster.store.get(storage, namespaceOf(object), nameOf(object)) !== null)
    throw alreadyExists(type, nameOf(object))
  checkNamespace(cluster, type, object)
  const { status: _, ...rest } = object
  const bare: KubeObject = type.hasStatus ? { ...rest, ...kindAndName(object) } : object
  const fresh = withMetadata(bare, {
    uid: randomUUID(),
    creationTimestamp: timestamp(),
    generation: hasGeneration(type) ? 1 : undefined,
    resourceVersion: undefined,
    deletionTimestamp: undefined,
  })
  checkTypes(fresh, type)
  const filled = withDefaults(fresh, null)
  rejectProblems(type, filled, null)
  const hasOwnership = options.ownership === "given" || type === kinds.event
  // A namespace's finalizers are added without an owner.
  const named = type === kinds.namespace ? fresh : filled
  const owned = hasOwnership
    ? filled
    : withDefaults(ownAfterUpdate(null, named, writerOf(type, options), cluster.registry.shapeOf(type)), null)
  return options.dryRun ? owned : cluster.store.put(storage, owned)
}

const kindAndName = ({ apiVersion, kind, metadata }: KubeObject) => ({ apiVersion, kind, metadata })

const kindsWithoutGeneration = new Set([
  "Secret",
  "ConfigMap",
  "Event",
  "Endpoints",
  "ServiceAccount",
  "Lease",
  "Namespace",
  "Node",
])
const hasGeneration = (type: ResourceType) =>
  !kindsWithoutGeneration.has(type.kind) && !type.group.startsWith("rbac.")

function checkNamespace(cluster: Cluster, type: ResourceType, object: KubeObject): void {
  if (!type.namespaced) return
  const name = namespaceOf(object)
  const namespace = cluster.store.get(storageOf(kinds.namespace), "", name)
  if (namespace === null) throw notFound(kinds.namespace, name)
  if (isEnding(namespace)) {
    throw forbidden(
      type,
      nameOf(object),
      `unable to create new content in namespace ${name} because it is being terminated`,
    )
  }
}

/**
 * Writes `after` over `before`: checks its resourceVersion if it has one, keeps fields that only the server may set, counts
 * the generation and updates the field ownership. Nothing is written if nothing changed.
 */
export function replaceObject(
  cluster: Cluster,
  type: ResourceType,
  before: KubeObject,
  written: KubeObject,
  options: WriteOptions,
): KubeObject {
  const pruned = cluster.registry.pruned(type, written)
  const expected = versionOf(pruned)
  if (expected !== 0 && expected !== versionOf(before)) throw modified(type, nameOf(before))
  const expectedUid = uidOf(pruned)
  if (expectedUid !== "" && expectedUid !== uidOf(before)) throw modified(type, nameOf(before))
  checkTypes(pruned, type)
  const after = withServerFields(
    type,
    before,
    withDefaults(withoutForeignPart(type, before, pruned, options), before),
  )
  rejectProblems(type, after, before)
  const shape = cluster.registry.shapeOf(type)
  const owned =
    options.ownership === "given" ? after : ownAfterUpdate(before, after, writerOf(type, options), shape)
  if (sameJson(withoutTimes(owned), withoutTimes(before))) return before
  if (options.dryRun) return owned
  const storage = storageOf(type)
  const stored = cluster.store.put(storage, owned)
  return isEnding(stored) && finalizersOf(stored).length === 0
    ? cluster.store.remove(storage, stored)
    : stored
}

/** A status is written through its subresource, and nothing else is. */
function withoutForeignPart(
  type: ResourceType,
  before: KubeObject,
  input: KubeObject,
  options: WriteOptions,
): KubeObject {
  if (options.subresource === "status") {
    const managed = input.metadata.managedFields
    return withMetadata({ ...before, status: input.status }, { managedFields: managed })
  }
  return type.hasStatus ? { ...input, status: before.status } : input
}

function withServerFields(type: ResourceType, before: KubeObject, after: KubeObject): KubeObject {
  const { uid, creationTimestamp, deletionTimestamp, generation, resourceVersion } = before.metadata
  const changed = hasGeneration(type) && !sameJson(specOf(before), specOf(after))
  const next = typeof generation === "number" && changed ? generation + 1 : generation
  const metadata = { uid, creationTimestamp, deletionTimestamp, generation: next, resourceVersion }
  const object = withMetadata(after, metadata)
  if (object.status === undefined) delete object.status
  return object
}

function specOf(object: KubeObject): JsonObject {
  const { metadata: _, status: __, ...rest } = object
  return rest
}

function withoutTimes(object: KubeObject): KubeObject {
  const { managedFields } = object.metadata
  if (!Array.isArray(managedFields)) return object
  const withoutTime = managedFields.map((entry) => (isObject(entry) ? { ...entry, time: null } : entry))
  return { ...object, metadata: { ...object.metadata, managedFields: withoutTime } }
}

function rejectProblems(type: ResourceType, object: KubeObject, before: KubeObject | null): void {
  const problems = problemsOf(object, before)
  if (problems.length > 0) throw invalidObject(type, nameOf(object), problems)
}

function checkTypes(object: KubeObject, type: ResourceType): void {
  const problem = wrongType(object)
  if (problem === null) return
  throw new ApiError(
    400,
    "BadRequest",
    `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${problem}`,
  )
}
