import { maskMade } from "@/lib/fleet/releases/mask-in-thread"
import { maskUnrendered } from "@/lib/fleet/releases/mask-record"
import type { FoundRevision } from "@/lib/fleet/releases/record-outcome"
import {
  maskKeyOfRelease,
  revisionKey,
  type SealedRevision,
  sealRevision,
} from "@/lib/fleet/releases/sealed-values"
import { renderChart } from "@/lib/kube/helm/render-chart"
import { Masker } from "@/lib/kube/masking/masker"
import { writeHelmInput } from "@/lib/platform/yaml/write-yaml"
import { type Work, whereOf } from "./work"

export type Rendered = { masked: SealedRevision; masker: Masker }

/** The revision that a failed install would have made: recorded in the history, and used to mask the error. */
export async function renderAlone(work: Work): Promise<Rendered | null> {
  const { request, chart, mask, helm } = work
  if (request.kind !== "INSTALL" || chart === null) return null
  const quiet = { helm: helm.helm, limits: { wallClockSeconds: 30 } }
  const input = { ...whereOf(work), chart: chart.path, values: writeHelmInput(request.values) }
  const manifest = await renderChart(quiet, input).catch(() => null)
  if (manifest === null) return null
  const { revision: masked, secrets } = await maskMade(work.operation.namespace, {
    record: { values: request.values, manifest, hooks: [], notes: "" },
    ...{ chart, mask: maskKeyOfRelease(work.operation), before: {} },
    publicNames: [work.operation.releaseName, work.operation.namespace, chart.name],
  })
  return { masked, masker: new Masker(secrets, mask) }
}

/** An install that was rolled back or stored no revision: Helm has no record of it, but the attempt is recorded. */
export function failedInstallRevision(
  work: Work,
  revision: number,
  error: string | null,
  rendered: Rendered | null,
): FoundRevision {
  const { request, operation, chart, mask } = work
  if (request.kind !== "INSTALL") throw new Error("Only an install can leave no revision.")
  return {
    revision,
    operation: "INSTALL",
    operationId: operation.id,
    repository: request.repository,
    chartName: request.chartName,
    chartVersion: request.chartVersion,
    chartDigest: chart?.digest ?? null,
    appVersion: request.appVersion,
    values: request.values,
    masked: rendered?.masked ?? sealRevision(maskUnrendered(request.values, chart, mask), revisionKey()),
    status: "FAILED",
    description: request.description,
    performedBy: operation.requestedBy,
    createdAt: operation.helmStartedAt ?? new Date(),
    finishedAt: new Date(),
    rolledBackTo: null,
    reason: null,
    error,
  }
}
