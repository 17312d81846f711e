import type { Cluster } from "../cluster"
import { deleteDependents, deleteLocated } from "../delete-object"
import { listAt, textAt } from "../json"
import { kinds, storageOf } from "../kinds"
import { finalizersOf, isEnding, type KubeObject, nameOf, ownerUidsOf, uidOf } from "../kube-object"
import type { Change } from "../store"

const soonMs = 20
const emptyAfterMs = 60
const againMs = 250
const sweepEveryMs = 60_000
const eventsLiveMs = 3_600_000

/** Deletes unreferenced objects: orphans of deleted owners, contents of terminating namespaces, old Events. */
export class GarbageCollector {
  private readonly timers = new Set<NodeJS.Timeout>()
  private unsubscribe: () => void = () => {}

  constructor(private readonly cluster: Cluster) {}

  start(): void {
    this.unsubscribe = this.cluster.store.subscribe((change) => this.onChange(change))
    for (const namespace of this.cluster.store.list(storageOf(kinds.namespace), null)) {
      if (isEnding(namespace)) this.emptySoon(nameOf(namespace), emptyAfterMs)
    }
    for (const storage of this.cluster.store.storages()) {
      for (const object of this.cluster.store.list(storage, null)) this.collectWhereOrphan(object)
    }
    this.sweepLater()
  }

  stop(): void {
    this.unsubscribe()
    for (const timer of this.timers) clearTimeout(timer)
  }

  private later(milliseconds: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      work()
    }, milliseconds)
    this.timers.add(timer)
  }

  private onChange({ type, storage, object }: Change): void {
    if (type === "DELETED") {
      this.later(soonMs, () => deleteDependents(this.cluster, uidOf(object)))
      return
    }
    if (type === "ADDED") this.collectWhereOrphan(object)
    const isNamespace = storage === storageOf(kinds.namespace)
    if (isNamespace && isEnding(object)) this.emptySoon(nameOf(object), emptyAfterMs)
  }

  /** Owners are checked after a delay, because a client may create both in any order. */
  private collectWhereOrphan(object: KubeObject): void {
    if (ownerUidsOf(object).length === 0) return
    this.later(againMs, () => {
      const located = this.cluster.store.findByUid(uidOf(object))
      if (located === null) return
      const owners = listAt(located.object, "metadata", "ownerReferences")
      const hasOwner = owners.some(
        (owner) => this.cluster.store.findByUid(textAt(owner, "uid") ?? "") !== null,
      )
      if (owners.length > 0 && !hasOwner) deleteLocated(this.cluster, located)
    })
  }

  private emptySoon(name: string, milliseconds: number): void {
    this.later(milliseconds, () => {
      if (!this.empty(name)) this.emptySoon(name, againMs)
    })
  }

  /** False while an object with a finalizer still exists. */
  private empty(name: string): boolean {
    const { store } = this.cluster
    const namespace = store.get(storageOf(kinds.namespace), "", name)
    if (namespace === null || !isEnding(namespace)) return true
    const remaining = () =>
      store.storages().flatMap((storage) => store.list(storage, name).map((object) => ({ storage, object })))
    for (const located of remaining()) deleteLocated(this.cluster, located)
    if (remaining().length > 0 || finalizersOf(namespace).length > 0) return false
    store.remove(storageOf(kinds.namespace), namespace)
    return true
  }

  private sweepLater(): void {
    this.later(sweepEveryMs, () => {
      const storage = storageOf(kinds.event)
      for (const event of this.cluster.store.list(storage, null)) {
        const last = Date.parse(
          textAt(event, "lastTimestamp") ?? textAt(event, "metadata", "creationTimestamp") ?? "",
        )
        if (Date.now() - last > eventsLiveMs) this.cluster.store.remove(storage, event)
      }
      this.sweepLater()
    })
  }
}
