import { type AppendLog, deletionLine, type LogLine, writeLine } from "./append-log"
import {
  type KubeObject,
  nameOf,
  namespaceOf,
  ownerUidsOf,
  uidOf,
  versionOf,
  withMetadata,
} from "./kube-object"

export type Change = {
  type: "ADDED" | "MODIFIED" | "DELETED"
  storage: string
  object: KubeObject
  previous: KubeObject | null
  version: number
}

export type Located = { storage: string; object: KubeObject }

/** Watchers that fall further behind than this many changes must list again (410). */
const maxChanges = 5_000

/** Every object of the cluster, in memory and in the append log. Objects are never modified in place. */
export class Store {
  private readonly objects = new Map<string, Map<string, Map<string, KubeObject>>>()
  private readonly byUid = new Map<string, Located>()
  private readonly dependents = new Map<string, Set<string>>()
  private readonly listeners = new Set<(change: Change) => void>()
  private readonly changes: Change[] = []
  version = 1
  /** The newest version that is no longer among the kept changes: a watch can resume from there on. */
  oldest = 1

  constructor(
    private readonly log: AppendLog | null,
    lines: readonly LogLine[] = [],
  ) {
    for (const line of lines) this.replay(line)
    this.oldest = this.version
    if (log !== null) this.compact(log)
  }

  private replay(line: LogLine): void {
    this.version = Math.max(this.version, line.version)
    if ("object" in line) {
      this.keep(line.storage, line.object)
      return
    }
    const object = this.get(line.storage, line.gone.namespace, line.gone.name)
    if (object !== null) this.drop(line.storage, object)
  }

  get(storage: string, namespace: string, name: string): KubeObject | null {
    return this.objects.get(storage)?.get(namespace)?.get(name) ?? null
  }

  findByUid(uid: string): Located | null {
    return this.byUid.get(uid) ?? null
  }

  /** In the order of namespace and name. Null: of all namespaces. */
  list(storage: string, namespace: string | null): KubeObject[] {
    const spaces = this.objects.get(storage)
    if (spaces === undefined) return []
    if (namespace !== null) return inOrder(spaces.get(namespace))
    return [...spaces.keys()].sort().flatMap((space) => inOrder(spaces.get(space)))
  }

  storages(): string[] {
    return [...this.objects.keys()]
  }

  dependentsOf(uid: string): Located[] {
    return [...(this.dependents.get(uid) ?? [])].flatMap((dependent) => this.byUid.get(dependent) ?? [])
  }

  /** Writes the object under a new resourceVersion and returns its new state. */
  put(storage: string, object: KubeObject): KubeObject {
    const previous = this.get(storage, namespaceOf(object), nameOf(object))
    const version = this.version + 1
    const written = withMetadata(object, { resourceVersion: String(version) })
    this.log?.append(writeLine(version, storage, written))
    this.version = version
    if (previous !== null) this.unlink(previous)
    this.keep(storage, written)
    this.notify({
      type: previous === null ? "ADDED" : "MODIFIED",
      storage,
      object: written,
      previous,
      version,
    })
    return written
  }

  remove(storage: string, object: KubeObject): KubeObject {
    const previous = this.get(storage, namespaceOf(object), nameOf(object))
    if (previous === null) return object
    const version = this.version + 1
    this.log?.append(deletionLine(version, storage, previous))
    this.version = version
    this.drop(storage, previous)
    const deleted = withMetadata(previous, { resourceVersion: String(version) })
    this.notify({ type: "DELETED", storage, object: deleted, previous, version })
    return deleted
  }

  /** The changes after a version, or null if they are no longer kept. */
  changesAfter(version: number): Change[] | null {
    if (version < this.oldest) return null
    const first = this.changes.findIndex((change) => change.version > version)
    return first < 0 ? [] : this.changes.slice(first)
  }

  /** Calls back on every change from now on, until the returned function is called. */
  subscribe(listener: (change: Change) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Discards past changes, as etcd does when it compacts: older watches must list again. */
  deleteOldChanges(): void {
    this.changes.length = 0
    this.oldest = this.version
  }

  private notify(change: Change): void {
    this.changes.push(change)
    if (this.changes.length > 2 * maxChanges) {
      this.changes.splice(0, this.changes.length - maxChanges)
      this.oldest = (this.changes[0]?.version ?? this.version + 1) - 1
    }
    for (const listener of this.listeners) listener(change)
    if (this.log?.isWorthRewriting) this.compact(this.log)
  }

  private keep(storage: string, object: KubeObject): void {
    const spaces = this.objects.get(storage) ?? new Map<string, Map<string, KubeObject>>()
    const space = spaces.get(namespaceOf(object)) ?? new Map<string, KubeObject>()
    this.objects.set(storage, spaces.set(namespaceOf(object), space.set(nameOf(object), object)))
    this.byUid.set(uidOf(object), { storage, object })
    for (const owner of ownerUidsOf(object)) {
      this.dependents.set(owner, (this.dependents.get(owner) ?? new Set()).add(uidOf(object)))
    }
  }

  private drop(storage: string, object: KubeObject): void {
    const spaces = this.objects.get(storage)
    const space = spaces?.get(namespaceOf(object))
    space?.delete(nameOf(object))
    if (space?.size === 0) spaces?.delete(namespaceOf(object))
    this.byUid.delete(uidOf(object))
    this.unlink(object)
  }

  private unlink(object: KubeObject): void {
    for (const owner of ownerUidsOf(object)) {
      const uids = this.dependents.get(owner)
      uids?.delete(uidOf(object))
      if (uids?.size === 0) this.dependents.delete(owner)
    }
  }

  private compact(log: AppendLog): void {
    log.rewrite(this.lines())
  }

  private *lines(): Iterable<LogLine> {
    for (const [storage, spaces] of this.objects) {
      for (const space of spaces.values()) {
        for (const object of space.values()) yield writeLine(versionOf(object), storage, object)
      }
    }
    // The newest version may belong to a deleted object: it must not be assigned again.
    yield { version: this.version, storage: "", gone: { namespace: "", name: "" } }
  }
}

function inOrder(space: Map<string, KubeObject> | undefined): KubeObject[] {
  return [...(space?.values() ?? [])].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}
