import { recallArchive } from "@/lib/fleet/charts/archive-store"
import { findChart } from "@/lib/fleet/charts/find-chart"
import { type OpenedChart, openChart } from "@/lib/fleet/charts/open-chart"
import { parseChartReference } from "@/lib/fleet/charts/schema"
import { readClusters } from "@/lib/kube/cluster/read-clusters"
import { readVersion } from "@/lib/kube/cluster/read-version"
import type { ReleaseRevision } from "@/lib/platform/db/generated/client"
import { conflict, DomainError, invalid } from "@/lib/platform/errors"
import { fitsConstraint } from "@/lib/platform/semver/constraint"

const codeOf = (error: unknown) => (error instanceof DomainError ? error.details.code : undefined)

/**
 * The repository of a chart that was installed outside Slipway: the given one, which must have it, or the only one that has
 * it; empty when none has it or none is available. Throws a 422 for /repository.
 */
export async function chartSource(named: string | undefined, chartName: string): Promise<string> {
  try {
    return (await findChart(named ?? null, chartName)).repository.name
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (named === undefined && codeOf(error) !== "ambiguous_chart") return ""
    if (error.kind !== "invalid") throw error
    throw invalid("/repository", error.message, error.details.code)
  }
}

/** Opens the chart of a release. If its repository is unknown, any repository that has it is used; 422 when none has. */
export async function openChartOf(chart: {
  repository: string
  name: string
  version: string
}): Promise<OpenedChart> {
  const { repository, name, version } = chart
  if (repository !== "") return openChart(chart)
  try {
    return await openChart({ repository: null, name, version })
  } catch (error) {
    if (codeOf(error) !== "unknown_chart") throw error
    throw invalid(
      "/chartVersion",
      `No configured repository has the chart ${name}, which was installed outside Slipway. Add its repository to upgrade the release.`,
      "unknown_chart",
    )
  }
}

type ArchiveReference = Pick<ReleaseRevision, "repository" | "chartName" | "chartVersion" | "chartDigest">

/**
 * The path of the packaged chart a revision was created from: the stored archive if this machine has it, else the one in
 * its repository, which must be identical. Throws a conflict when it has changed.
 */
export async function archiveOfRevision({
  repository,
  chartName: name,
  chartVersion: version,
  chartDigest,
}: ArchiveReference): Promise<string> {
  const cached = chartDigest === null ? null : await recallArchive(chartDigest)
  if (cached !== null) return cached.path
  const { path, digest } = await openChartOf({ repository, name, version })
  if (chartDigest === null || digest === chartDigest) return path
  throw conflict(
    `The chart ${name} ${version} in ${repository} differs from the one the revision was created from (${digest} instead of ${chartDigest}). Upgrade to a known version instead.`,
  )
}

/** Opens the chart that `name` or `repository/name` refers to. Throws a 422 for /chartName or /chartVersion. */
export function openReferredChart(reference: string, version: string): Promise<OpenedChart> {
  const { repository, chartName: name } = parseChartReference(reference)
  return openChart({ repository, name, version })
}

const timeoutMs = 2_000

/**
 * Throws a 422 for charts that Helm would reject after the change was enqueued: library charts, charts without their
 * dependencies, charts for another Kubernetes version. If the cluster is unreachable, the check is left to the worker.
 */
export async function requireUsableChart(
  chart: OpenedChart,
  { cluster, kind }: { cluster: string; kind: "INSTALL" | "UPGRADE" },
): Promise<void> {
  const pointer = kind === "INSTALL" ? "/chartName" : "/chartVersion"
  if (kind === "INSTALL" && chart.type !== null && chart.type !== "application") {
    throw invalid(
      pointer,
      `${chart.name} is a ${chart.type} chart, which other charts use. It cannot be installed on its own.`,
      "chart_not_installable",
    )
  }
  const packed = new Set(chart.subcharts.map(({ name }) => name))
  const missing = chart.dependencies.map(({ name }) => name).filter((name) => !packed.has(name))
  if (missing.length > 0) {
    throw invalid(
      "/chartVersion",
      `${chart.name} ${chart.version} was packaged without its dependencies (${missing.join(", ")}). Package it again after "helm dependency build".`,
      "chart_not_installable",
    )
  }
  await requireKubernetes(chart, cluster)
}

async function requireKubernetes(
  { name, version, kubeVersion }: OpenedChart,
  clusterName: string,
): Promise<void> {
  if (kubeVersion === null) return
  const cluster = (await readClusters()).find((one) => one.name === clusterName)
  const result = cluster === undefined ? null : await readVersion(cluster, timeoutMs)
  if (result === null || !("version" in result) || fitsConstraint(kubeVersion, result.version)) return
  throw invalid(
    "/chartVersion",
    `${name} ${version} requires Kubernetes ${kubeVersion}, but the cluster ${clusterName} runs ${result.version}. Choose another version of the chart.`,
    "kube_version_unmet",
  )
}
