import { ApiError, modified } from "./api-error"
import type { Cluster } from "./cluster"
import { listAt, textAt } from "./json"
import { kinds, type ResourceType, storageOf } from "./kinds"
import {
  finalizersOf,
  isEnding,
  type KubeObject,
  nameOf,
  timestamp,
  uidOf,
  versionOf,
  withMetadata,
} from "./kube-object"
import { customTypes } from "./registry"
import type { Located } from "./store"

export type DeleteOptions = {
  dryRun: boolean
  /** Background: dependents follow. Foreground: dependents go first. Orphan: dependents stay. */
  propagation: "Background" | "Foreground" | "Orphan"
  uid?: string
  resourceVersion?: string
}

/** Deletes, or marks as terminating if there are finalizers. Returns the last state. 409 if a precondition fails. */
export function deleteObject(
  cluster: Cluster,
  type: ResourceType,
  object: KubeObject,
  options: DeleteOptions,
): KubeObject {
  checkConditions(type, object, options)
  if (options.dryRun) return object
  if (type === kinds.namespace) return endNamespace(cluster, object)
  const storage = storageOf(type)
  if (finalizersOf(object).length > 0) {
    if (isEnding(object)) return object
    return cluster.store.put(storage, withMetadata(object, { deletionTimestamp: timestamp() }))
  }
  if (type === kinds.definition) deleteCustomObjects(cluster, object)
  if (options.propagation === "Orphan") orphan(cluster, object)
  if (options.propagation === "Foreground") deleteDependents(cluster, uidOf(object))
  return cluster.store.remove(storage, object)
}

function checkConditions(type: ResourceType, object: KubeObject, options: DeleteOptions): void {
  if (options.uid !== undefined && options.uid !== "" && options.uid !== uidOf(object)) {
    throw new ApiError(
      409,
      "Conflict",
      `Precondition failed: UID in precondition: ${options.uid}, UID in object meta: ${uidOf(object)}`,
    )
  }
  const expected = options.resourceVersion
  if (expected !== undefined && expected !== "" && expected !== String(versionOf(object)))
    throw modified(type, nameOf(object))
}

/** Its contents are deleted a moment later, see ./controllers/garbage-collector. */
function endNamespace(cluster: Cluster, namespace: KubeObject): KubeObject {
  if (isEnding(namespace)) return namespace
  const ending = withMetadata(namespace, { deletionTimestamp: timestamp() })
  return cluster.store.put(storageOf(kinds.namespace), { ...ending, status: { phase: "Terminating" } })
}

function deleteCustomObjects(cluster: Cluster, definition: KubeObject): void {
  const [type] = customTypes(definition)
  if (type === undefined) return
  for (const object of cluster.store.list(storageOf(type), null))
    cluster.store.remove(storageOf(type), object)
}

function orphan(cluster: Cluster, owner: KubeObject): void {
  for (const { storage, object } of cluster.store.dependentsOf(uidOf(owner))) {
    const others = listAt(object, "metadata", "ownerReferences").filter(
      (ownerReference) => textAt(ownerReference, "uid") !== uidOf(owner),
    )
    cluster.store.put(
      storage,
      withMetadata(object, { ownerReferences: others.length > 0 ? others : undefined }),
    )
  }
}

/** Deletes every object whose only owner has this uid. */
export function deleteDependents(cluster: Cluster, uid: string): void {
  for (const dependent of cluster.store.dependentsOf(uid)) {
    if (hasOtherOwner(cluster, dependent, uid)) continue
    deleteLocated(cluster, dependent, "Foreground")
  }
}

function hasOtherOwner(cluster: Cluster, { object }: Located, uid: string): boolean {
  return listAt(object, "metadata", "ownerReferences").some((owner) => {
    const other = textAt(owner, "uid") ?? ""
    return other !== uid && cluster.store.findByUid(other) !== null
  })
}

export function deleteLocated(
  cluster: Cluster,
  { storage, object }: Located,
  propagation: DeleteOptions["propagation"] = "Background",
): void {
  const type = cluster.registry.byStorage(storage)
  if (type !== null) deleteObject(cluster, type, object, { dryRun: false, propagation })
  else cluster.store.remove(storage, object)
}
