import type { Actor } from "@/lib/auth/actor"
import { clusterNamed } from "@/lib/cluster/cluster-named"
import { eventText, lastWarning, podsUnder } from "@/lib/cluster/explain-unready"
import { judgeHealth } from "@/lib/cluster/judge-health"
import { KubernetesApi } from "@/lib/cluster/kubernetes-api"
import { ObjectReader } from "@/lib/cluster/read-live-object"
import { type NamespaceState, readNamespace, type Workload } from "@/lib/cluster/read-namespace"
import type { LiveObject } from "@/lib/cluster/workload-schema"
import { db } from "@/lib/db/transaction"
import { toInstant } from "@/lib/instant"
import { log } from "@/lib/log"
import { type ManifestObject, manifestObjects } from "@/lib/masking/manifest-documents"
import { findRelease, type ReleaseRow } from "./find-release"
import { contentOf } from "./get-revision"
import type { Resource, Resources } from "./resource-schema"

const patienceMilliseconds = 5_000

/** What the last revision made, as the cluster has it now; never later than a few seconds. */
export async function getResources(actor: Actor, releaseId: string): Promise<Resources> {
  const release = await findRelease(actor, releaseId)
  const objects = await objectsOf(release)
  const checkedAt = toInstant(new Date())
  try {
    const resources = objects.length === 0 ? [] : await inTime(readAll(release, objects))
    return { reachable: true, checkedAt, problem: null, resources }
  } catch (error) {
    log.warn({ err: error, releaseId }, "The resources of a release could not be read")
    const problem = error instanceof Error ? error.message : "The cluster could not be asked."
    return { reachable: false, checkedAt, problem, resources: [] }
  }
}

async function objectsOf(release: ReleaseRow): Promise<ManifestObject[]> {
  if (!release.inCluster) return []
  const last = await db().releaseRevision.findFirst({
    where: { releaseId: release.id, operation: { not: "UNINSTALL" }, sealedMasked: { not: null } },
    orderBy: { revision: "desc" },
  })
  const content = last === null ? null : contentOf(last)
  return content === null ? [] : manifestObjects(content.manifest)
}

async function readAll(release: ReleaseRow, objects: ManifestObject[]): Promise<Resource[]> {
  const api = new KubernetesApi(await clusterNamed(release.cluster), patienceMilliseconds)
  try {
    const reader = new ObjectReader(api)
    const state = await readNamespace(api, release.namespace)
    return await Promise.all(
      objects.map(async (object) => {
        const namespace = object.metadata.namespace ?? release.namespace
        const { apiVersion, kind, metadata } = object
        const live = await reader.read({ apiVersion, kind, namespace, name: metadata.name })
        return toResource(object, live, state)
      }),
    )
  } finally {
    api.close()
  }
}

function toResource(object: ManifestObject, live: LiveObject | null, state: NamespaceState): Resource {
  const { apiVersion, kind, metadata } = object
  const identity = { apiVersion, kind, namespace: live?.metadata.namespace ?? null, name: metadata.name }
  if (live === null) {
    const message = "It is not in the cluster."
    return { ...identity, health: "MISSING", message, ready: null, createdAt: null, children: [] }
  }
  const workload: Workload = { ...live, kind }
  const { health, message, ready } = judgeHealth(kind, live)
  const children = podsUnder(state, workload).map(({ kind: childKind, name, judgement }) => {
    const warning = judgement.health === "HEALTHY" ? null : lastWarning(state.events, childKind, name)
    const why = [judgement.message, warning === null ? null : eventText(warning)].filter(
      (part) => part !== null,
    )
    return {
      kind: childKind,
      name,
      health: judgement.health,
      message: why.length === 0 ? null : [...new Set(why)].join(" — "),
    }
  })
  const degraded = children.some((child) => child.health === "DEGRADED")
  const worst = health === "PROGRESSING" && degraded ? "DEGRADED" : health
  const { creationTimestamp } = live.metadata
  return {
    ...identity,
    health: worst,
    message,
    ready,
    createdAt: creationTimestamp ? toInstant(new Date(creationTimestamp)) : null,
    children,
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("The cluster does not answer in time.")), patienceMilliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
