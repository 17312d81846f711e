import { resolve } from "node:path"
import { dataFolder } from "@/lib/platform/env"
import { DomainError, invalid } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { didYouMean } from "@/lib/platform/nearest"
import { type Cluster, ClusterProblem } from "./cluster"
import { findClusters, sandboxKubeconfigPath } from "./find-clusters"
import { isSandboxEnabled } from "./sandbox-enabled"

/** The configured clusters with credentials; the sandbox if there are none. */
export async function readClusters(): Promise<Cluster[]> {
  try {
    return await findClusters(sandboxKubeconfigPath(resolve(dataFolder())))
  } catch (err) {
    if (!(err instanceof ClusterProblem)) throw err
    // The message contains paths of this machine.
    log.error({ err }, "invalid cluster configuration")
    throw new DomainError("unavailable", "The cluster configuration is invalid; see the log for details.")
  }
}

/** Gets a cluster with credentials by name. Throws `unavailable` when it is not configured, or not started yet. */
export async function clusterNamed(name: string): Promise<Cluster> {
  const cluster = (await readClusters()).find((one) => one.name === name)
  if (cluster !== undefined) return cluster
  throw new DomainError("unavailable", `The cluster ${name} is not configured.`, { retryAfterSeconds: 5 })
}

/** The name of the requested cluster, or of the first one. 422: no cluster of this name. */
export async function chooseCluster(name: string | undefined): Promise<string> {
  const found = (await readClusters()).map((cluster) => cluster.name)
  // The sandbox may not have started yet.
  const names = found.length === 0 && isSandboxEnabled() ? ["sandbox"] : found
  const [first] = names
  const chosen = name ?? first
  if (chosen !== undefined && names.includes(chosen)) return chosen
  const known = names.length === 0 ? "No cluster is configured." : `Configured clusters: ${names.join(", ")}.`
  const prefix = name === undefined ? "" : `There is no cluster "${name}". `
  throw invalid("/cluster", `${prefix}${known}${didYouMean(name ?? "", names)}`, "unknown_cluster")
}

/** The name of the only cluster, where none may be guessed. 422 when there are several. */
export async function onlyCluster(): Promise<string | undefined> {
  const names = (await readClusters()).map((cluster) => cluster.name)
  if (names.length > 1) throw invalid("/cluster", `Specify one of the clusters: ${names.join(", ")}.`)
  return names[0]
}
