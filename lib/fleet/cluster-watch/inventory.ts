import type { HelmSecret } from "@/lib/kube/cluster/helm-secrets"
import type { ReleaseKey } from "@/lib/kube/helm/schema"

type Entry = { revisions: number[]; newest: HelmSecret }

export const formatKey = ({ namespace, releaseName }: ReleaseKey) => `${namespace}/${releaseName}`

/** Neither namespaces nor release names contain a slash. */
export function parseKey(text: string): ReleaseKey {
  const [namespace = "", releaseName = ""] = text.split("/")
  return { namespace, releaseName }
}

/** Helm's releases in a cluster, by metadata alone: the newest revision of each and the numbers of the others. */
export class Inventory {
  private readonly entries = new Map<string, Entry>()

  /** `namespaces` null: the whole cluster is known. */
  constructor(private readonly namespaces: ReadonlySet<string> | null = null) {}

  /** Whether a release missing here is known not to exist in the cluster. */
  covers(namespace: string): boolean {
    return this.namespaces?.has(namespace) ?? true
  }

  newest(key: ReleaseKey): HelmSecret | null {
    return this.entries.get(formatKey(key))?.newest ?? null
  }

  *all(): Iterable<HelmSecret> {
    for (const { newest } of this.entries.values()) yield newest
  }

  put(secret: HelmSecret): void {
    const key = formatKey(secret)
    const entry = this.entries.get(key)
    if (entry === undefined) {
      this.entries.set(key, { revisions: [secret.revision], newest: secret })
      return
    }
    if (!entry.revisions.includes(secret.revision)) entry.revisions.push(secret.revision)
    if (secret.revision >= entry.newest.revision) entry.newest = secret
  }

  /** The metadata of the then newest revision is fetched when the release is read. */
  drop(secret: HelmSecret): void {
    const key = formatKey(secret)
    const entry = this.entries.get(key)
    if (entry === undefined) return
    entry.revisions = entry.revisions.filter((revision) => revision !== secret.revision)
    if (entry.revisions.length === 0) this.entries.delete(key)
    else if (entry.newest.revision === secret.revision) {
      const revision = entry.revisions.reduce((a, b) => Math.max(a, b))
      entry.newest = { ...entry.newest, revision, status: "unknown" }
    }
  }
}
