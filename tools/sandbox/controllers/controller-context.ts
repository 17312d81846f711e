import { createHash } from "node:crypto"
import type { Cluster } from "../cluster"
import { deleteObject } from "../delete-object"
import { type JsonObject, sameJson } from "../json"
import { kinds, type ResourceType, storageOf } from "../kinds"
import { isEnding, type KubeObject, namespaceOf, timestamp, uidOf, withMetadata } from "../kube-object"
import { createObject } from "../write-object"

/** The operations of a controller. It reads the current state and takes one step; every change triggers it again. */
export class ControllerContext {
  private readonly firstSeen = new Map<string, number>()
  private readonly lastStage = new Map<string, string>()

  constructor(readonly cluster: Cluster) {}

  /** Milliseconds since the object was first seen; an object that already had a status then counts as very old. */
  ageOf(object: KubeObject): number {
    const firstSeenAt = this.firstSeen.get(uidOf(object))
    if (firstSeenAt !== undefined) return Date.now() - firstSeenAt
    const since = object.status === undefined ? Date.now() : Number.NEGATIVE_INFINITY
    this.firstSeen.set(uidOf(object), since)
    return Date.now() - since
  }

  /** Whether the object has just entered this stage, so that its event is recorded only once. */
  hasJustEntered(object: KubeObject, stage: string): boolean {
    const before = this.lastStage.get(uidOf(object))
    this.lastStage.set(uidOf(object), stage)
    return before !== stage && (before !== undefined || object.status === undefined)
  }

  forget(object: KubeObject): void {
    this.firstSeen.delete(uidOf(object))
    this.lastStage.delete(uidOf(object))
  }

  owned(owner: KubeObject, type: ResourceType): KubeObject[] {
    const storage = storageOf(type)
    return this.cluster.store
      .dependentsOf(uidOf(owner))
      .filter((one) => one.storage === storage)
      .map(({ object }) => object)
  }

  find(type: ResourceType, namespace: string, name: string): KubeObject | null {
    return this.cluster.store.get(storageOf(type), namespace, name)
  }

  list(type: ResourceType, namespace: string): KubeObject[] {
    return this.cluster.store.list(storageOf(type), namespace)
  }

  /** Writes only differences, so that reconciling an unchanged object writes nothing. */
  put(type: ResourceType, before: KubeObject, after: KubeObject): void {
    if (!sameJson(before, after)) this.cluster.store.put(storageOf(type), after)
  }

  setStatus(type: ResourceType, object: KubeObject, status: JsonObject): void {
    const present = Object.entries(status).filter(([, value]) => value !== undefined)
    this.put(type, object, { ...object, status: Object.fromEntries(present) })
  }

  /** Null if the namespace is terminating. */
  create(type: ResourceType, object: KubeObject): KubeObject | null {
    const namespace = this.find(kinds.namespace, "", namespaceOf(object))
    if (type.namespaced && (namespace === null || isEnding(namespace))) return null
    const manager = "kube-controller-manager"
    return createObject(this.cluster, type, object, { manager, dryRun: false, ownership: "given" })
  }

  remove(type: ResourceType, object: KubeObject): void {
    deleteObject(this.cluster, type, object, { dryRun: false, propagation: "Background" })
  }

  /** Records an Event about an object, in the component's wording; a repeated one only increments its count. */
  recordEvent(
    subject: KubeObject,
    type: "Normal" | "Warning",
    reason: string,
    message: string,
    component: string,
  ): void {
    const namespace = namespaceOf(subject) || "default"
    const space = this.find(kinds.namespace, "", namespace)
    if (space === null || isEnding(space)) return
    const name = `${subject.metadata.name}.${shortHash(`${uidOf(subject)} ${reason} ${message}`)}`
    const before = this.find(kinds.event, namespace, name)
    const count = typeof before?.count === "number" ? before.count : 0
    const event: KubeObject = {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name, namespace },
      involvedObject: {
        apiVersion: subject.apiVersion,
        kind: subject.kind,
        name: subject.metadata.name,
        namespace: namespaceOf(subject) || undefined,
        uid: uidOf(subject),
        resourceVersion: subject.metadata.resourceVersion,
      },
      type,
      reason,
      message,
      source: { component },
      reportingComponent: component,
      reportingInstance: "",
      eventTime: null,
      firstTimestamp: before?.firstTimestamp ?? timestamp(),
      lastTimestamp: timestamp(),
      count: count + 1,
    }
    if (before === null) this.create(kinds.event, event)
    else this.put(kinds.event, before, withMetadata(event, before.metadata))
  }
}

/** A controller: reconciles one object. A returned number requests the next run in that many milliseconds. */
export type Controller = (context: ControllerContext, object: KubeObject) => number | undefined

const letters = "bcdfghjklmnpqrstvwxz2456789"

/** Ten characters as Kubernetes uses in names, deterministic for a text. */
export function shortHash(text: string): string {
  const bytes = createHash("sha256").update(text).digest()
  return [...bytes.subarray(0, 10)].map((byte) => letters[byte % letters.length]).join("")
}

/** A deterministic number below `below` for a text, to spread times. */
export function spread(text: string, below: number): number {
  return createHash("sha256").update(text).digest().readUInt32BE() % below
}
