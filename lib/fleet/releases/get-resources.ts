import { setTimeout as sleep } from "node:timers/promises"
import type { Actor } from "@/lib/identity/auth/actor"
import { assessHealth, reasonText } from "@/lib/kube/cluster/assess-health"
import { lastWarning, podsUnder, refusedPods } from "@/lib/kube/cluster/explain-unready"
import { KubernetesApi, KubernetesError, onStatus } from "@/lib/kube/cluster/kubernetes-api"
import { clusterNamed } from "@/lib/kube/cluster/read-clusters"
import { ObjectReader } from "@/lib/kube/cluster/read-live-object"
import { type NamespaceState, readNamespace, type Workload } from "@/lib/kube/cluster/read-namespace"
import { asTenant, helmStorage, isAllowed } from "@/lib/kube/cluster/tenant-account"
import type { LiveObject } from "@/lib/kube/cluster/workload-schema"
import type { ObjectIdentity } from "@/lib/kube/masking/manifest-documents"
import { isMasked, showMaskedIn } from "@/lib/kube/masking/mask"
import { Masker } from "@/lib/kube/masking/masker"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { toInstant } from "@/lib/platform/instant"
import { membersOf } from "@/lib/platform/json-values"
import { log } from "@/lib/platform/log"
import { threadTask } from "@/lib/platform/threads/thread-task"
import { findRelease, type ReleaseRow } from "./find-release"
import type objectIdentitiesTask from "./object-identities.task"
import type { Resource, Resources } from "./resource-schema"
import { maskOfRelease, openable, unsealValues } from "./sealed-values"

const waitMs = 5_000
const timedOut = new KubernetesError("The cluster did not respond in time.", null)

/** The live state of the resources of the last revision, with a timeout of a few seconds. */
export async function getResources(actor: Actor, releaseId: string): Promise<Resources> {
  const release = await findRelease(actor, releaseId)
  const mask = buildMessageMask(release)
  const objects = await readObjectIdentities(release)
  const checkedAt = toInstant(new Date())
  try {
    const resources = await Promise.race([
      readResources(release, objects, mask),
      sleep(waitMs, null, { ref: false }).then(() => Promise.reject(timedOut)),
    ])
    return { reachable: true, checkedAt, problem: null, resources }
  } catch (error) {
    if (error instanceof KubernetesError)
      log.info({ releaseId, problem: error.message }, "resources not readable")
    else log.warn({ err: error, releaseId }, "resources not readable")
    const problem = mask(messageOf(error))
    return { reachable: false, checkedAt, problem, resources: [] }
  }
}

/** Masks secrets of the values in cluster messages: a kubelet repeats commands, images and addresses. */
type MaskMessage = <Text extends string | null>(text: Text) => Text | string

function buildMessageMask(release: ReleaseRow): MaskMessage {
  const hidden = hiddenTexts(unsealValues(release.sealedValues), unsealValues(release.sealedMasked))
  const masker = new Masker(hidden, maskOfRelease(release))
  return (text) => (text === null ? text : masker.visible(text))
}

/** The content of other errors is unknown and may be sensitive, so it is only logged. */
function messageOf(error: unknown): string {
  const isMeant = error instanceof KubernetesError || error instanceof DomainError
  return isMeant ? error.message : "The resources could not be read; see the log for details."
}

const readIdentities = threadTask<typeof objectIdentitiesTask>("lib/fleet/releases/object-identities.task.ts")

async function readObjectIdentities(release: ReleaseRow): Promise<ObjectIdentity[]> {
  if (!release.inCluster) return []
  const last = await db().releaseRevision.findFirst({
    where: { releaseId: release.id, operation: { not: "UNINSTALL" }, sealedMasked: { not: null } },
    orderBy: { revision: "desc" },
  })
  const sealed = last?.sealedMasked ?? null
  return sealed === null ? [] : readIdentities(release.tenantId, openable(sealed))
}

async function readResources(
  release: ReleaseRow,
  objects: ObjectIdentity[],
  mask: MaskMessage,
): Promise<Resource[]> {
  const cluster = asTenant(await clusterNamed(release.cluster), release.namespace)
  using api = new KubernetesApi(cluster, waitMs)
  // Without objects nothing is read, so check separately that the cluster accepts the account.
  if (objects.length === 0) await isAllowed(api, helmStorage(release.namespace))
  if (objects.length === 0) return []
  const reader = new ObjectReader(api)
  const state = await readNamespace(api, release.namespace)
  return await Promise.all(
    objects.map(async (object) => {
      if (isMasked(`${object.name} ${object.namespace}`))
        return unseen(showMaskedIn(object), "Its name contains a secret value.")
      const namespace = object.namespace ?? release.namespace
      // An object the tenant's account may not read, such as in another namespace, must not hide the others.
      const live = await reader.read({ ...object, namespace }).catch(onStatus(403, "forbidden" as const))
      return live === "forbidden" ? unseen(object, notReadable) : toResource(object, live, state, mask)
    }),
  )
}

const notReadable = "The tenant's service account may not read it."

function unseen(object: ObjectIdentity, message: string): Resource {
  return { ...object, message, health: "UNKNOWN", ready: null, createdAt: null, children: [] }
}

function toResource(
  object: ObjectIdentity,
  live: LiveObject | null,
  state: NamespaceState,
  mask: MaskMessage,
): Resource {
  const { kind } = object
  const identity = { ...object, namespace: live?.metadata.namespace ?? null }
  if (live === null) {
    const message = "It is not in the cluster."
    return { ...identity, health: "MISSING", message, ready: null, createdAt: null, children: [] }
  }
  const workload: Workload = { ...live, kind }
  const { health, message: ownMessage, ready } = assessHealth(kind, live)
  const refusal = health === "PROGRESSING" ? refusedPods(state, workload) : null
  const message = refusal ?? ownMessage
  const children = podsUnder(state, workload).map(({ name, assessment }) => {
    const warning = assessment.health === "HEALTHY" ? null : lastWarning(state.events, "Pod", name)
    const messages = [assessment.message, warning && reasonText(warning)].filter((part) => part !== null)
    return {
      kind: "Pod",
      name,
      health: assessment.health,
      message: messages.length === 0 ? null : mask([...new Set(messages)].join(" — ")),
    }
  })
  const degraded = refusal !== null || children.some((child) => child.health === "DEGRADED")
  const worstHealth = health === "PROGRESSING" && degraded ? "DEGRADED" : health
  const { creationTimestamp } = live.metadata
  return {
    ...identity,
    health: worstHealth,
    message: mask(message),
    ready,
    createdAt: creationTimestamp ? toInstant(new Date(creationTimestamp)) : null,
    children,
  }
}

/** The texts and numbers that differ between values and their masked form: those found to be secret. */
function hiddenTexts(values: unknown, masked: unknown): string[] {
  if (typeof values === "string" || typeof values === "number")
    return values === masked ? [] : [String(values)]
  const maskedIn = membersOf(masked)
  return [...membersOf(values)].flatMap(([key, inner]) => hiddenTexts(inner, maskedIn.get(key)))
}
