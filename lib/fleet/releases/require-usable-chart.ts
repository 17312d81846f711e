import type { OpenedChart } from "@/lib/fleet/charts/open-chart"
import { readClusters } from "@/lib/kube/cluster/read-clusters"
import { readVersion } from "@/lib/kube/cluster/read-version"
import { invalid } from "@/lib/platform/errors"
import { fitsConstraint } from "@/lib/platform/semver/constraint"

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
  const answer = cluster === undefined ? null : await readVersion(cluster, timeoutMs)
  if (answer === null || !("version" in answer) || fitsConstraint(kubeVersion, answer.version)) return
  throw invalid(
    "/chartVersion",
    `${name} ${version} requires Kubernetes ${kubeVersion}, but the cluster ${clusterName} runs ${answer.version}. Choose another version of the chart.`,
    "kube_version_unmet",
  )
}
