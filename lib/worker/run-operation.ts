import { type OpenedChart, openChart } from "@/lib/charts/open-chart"
import { clusterNamed } from "@/lib/cluster/cluster-named"
import { KubernetesApi } from "@/lib/cluster/kubernetes-api"
import { isDatabaseAway } from "@/lib/db/database-errors"
import { db, transaction } from "@/lib/db/transaction"
import type { Helm } from "@/lib/helm/helm"
import type { HelmContext } from "@/lib/helm/run-helm"
import { log } from "@/lib/log"
import { Masker } from "@/lib/masking/masker"
import { finishOperation } from "@/lib/operations/finish-operation"
import { type Claimed, claimOperation, handOver, LeaseLost } from "@/lib/operations/lease"
import { unsealJson } from "@/lib/operations/sealed"
import { secretsBefore, strictMasker } from "@/lib/releases/mask-record"
import { type ChangeRequest, changeRequestSchema } from "@/lib/releases/operation-requests"
import { recordOutcome } from "@/lib/releases/record-outcome"
import { maskOfRelease, unsealValues } from "@/lib/releases/sealed-values"
import { settledStatus } from "@/lib/releases/settled-status"
import { LeftToOthers } from "./ask-again"
import { explainFailure } from "./explain-failure"
import { HeldOperation } from "./held-operation"
import { Progress } from "./progress"
import { runChange } from "./run-change"
import { runPreview } from "./run-preview"
import type { WorkerSettings } from "./settings"
import type { Work } from "./work"

const mostHolders = 8

export type WorkerContext = {
  holder: string
  helm: Helm
  settings: WorkerSettings
  stopping: AbortSignal
  /** What this worker is doing, by operation. */
  running: Map<string, HeldOperation>
}

/** Takes an operation, if it is to be had, and does it. Never throws: what goes wrong ends the operation, or its lease. */
export async function runOperation(operationId: string, worker: WorkerContext): Promise<void> {
  const { holder, settings, running } = worker
  // Its own lease can run out while the database is away; the old run ends by itself, and until then nobody begins again.
  if (running.has(operationId)) return
  const claimed = await claimOperation(operationId, holder, settings.leaseSeconds)
  if (claimed === null) return
  const held = new HeldOperation(claimed.lease, settings.heartbeatMilliseconds)
  running.set(operationId, held)
  try {
    await perform(claimed, held, worker)
  } catch (error) {
    await giveUp(claimed, held, error)
  } finally {
    held.stop()
    running.delete(operationId)
  }
}

async function perform(claimed: Claimed, held: HeldOperation, worker: WorkerContext): Promise<void> {
  const { operation } = claimed
  const cluster = await clusterNamed(operation.cluster)
  const signal = AbortSignal.any([held.cancelled, held.lost])
  const helm = { helm: worker.helm, kubeconfig: cluster.kubeconfig, mark: operation.id, signal }
  if (operation.kind === "PREVIEW") return runPreview(operation, held, helm)
  const api = new KubernetesApi(cluster)
  try {
    await runChange(await workOf(claimed, held, worker, helm, api))
  } finally {
    api.close()
  }
}

async function workOf(
  { operation, holderBefore }: Claimed,
  held: HeldOperation,
  { settings, stopping }: WorkerContext,
  helm: HelmContext,
  api: KubernetesApi,
): Promise<Work> {
  const release = await db().release.findUniqueOrThrow({ where: { id: operation.releaseId ?? "" } })
  const request = unsealJson(changeRequestSchema, operation.sealedRequest)
  const chart = await chartOf(request, operation.helmStartedAt !== null)
  const mask = maskOfRelease(operation)
  const given = "values" in request ? request.values : {}
  const before = unsealValues(release.sealedValues)
  const progress = new Progress(held.lease, new Masker(secretsBefore(chart, given, before), mask))
  const strict = strictMasker(chart, mask, given, before)
  const onLine = (line: string) => progress.say(strict.text(line), "warning")
  return {
    ...{ operation, holderBefore, release, request, chart, held, progress, api, mask, settings, stopping },
    helm: { ...helm, onLine },
  }
}

/** The chart to apply. Where Helm was started before, only its schema is of use, so it may be gone from its repository. */
async function chartOf(request: ChangeRequest, wasStarted: boolean): Promise<OpenedChart | null> {
  if (request.kind !== "INSTALL" && request.kind !== "UPGRADE") return null
  const { repository, chartName: name, chartVersion: version } = request
  const opened = openChart({ repository, name, version })
  return wasStarted ? opened.catch(() => null) : opened
}

/**
 * The operation could not be carried through. While the database is away, or where Helm was started, it is left to whoever
 * takes it next, who reads Helm's history; else it has failed and nothing was changed.
 */
async function giveUp({ operation }: Claimed, held: HeldOperation, error: unknown): Promise<void> {
  const { lease } = held
  if (error instanceof LeftToOthers) return handOver(lease).catch(() => undefined)
  if (error instanceof LeaseLost || isDatabaseAway(error) || held.isLost) {
    log.warn({ err: error, operationId: operation.id }, "An operation is left to whoever takes it next")
    return
  }
  log.error({ err: error, operationId: operation.id }, "An operation could not be carried through")
  try {
    const now = await db().operation.findUniqueOrThrow({ where: { id: operation.id } })
    // The next look at Helm's history may succeed; one that never does must not go on for ever.
    if (now.helmStartedAt !== null && now.fence < mostHolders) return
    await fail(held, operation.releaseId, explainFailure(error, []), operation.kind === "PREVIEW")
  } catch (again) {
    log.error({ err: again, operationId: operation.id }, "The end of an operation could not be written down")
    await handOver(lease).catch(() => undefined)
  }
}

async function fail(
  { lease }: HeldOperation,
  releaseId: string | null,
  error: string,
  isPreview: boolean,
): Promise<void> {
  const ending = { state: "FAILED" as const, error, revision: null }
  if (isPreview || releaseId === null) {
    await transaction(() => finishOperation(lease, ending))
    return
  }
  const release = await db().release.findUniqueOrThrow({ where: { id: releaseId } })
  const status = await settledStatus(release)
  await recordOutcome(lease, {
    ending,
    revisions: [],
    release: {
      status: status === "UNINSTALLED" ? "FAILED" : status,
      inCluster: release.inCluster,
      lastError: error,
    },
    mended: null,
  })
}
