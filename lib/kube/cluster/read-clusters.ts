import { existsSync } from "node:fs"
import { homedir } from "node:os"
import { delimiter, join, resolve } from "node:path"
import { KubeConfig } from "@kubernetes/client-node"
import {
  configuredClusters,
  configuredHelmIdentity,
  configuredKubeconfig,
  dataFolder,
  runsInCluster,
} from "@/lib/platform/env"
import { DomainError, invalid, unavailable } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { didYouMean } from "@/lib/platform/nearest"
import { type Cluster, ClusterProblem } from "./cluster"
import { kubeconfigTextOf, readKubeconfig } from "./kubeconfig"
import { isSandboxEnabled } from "./sandbox-enabled"

/** The configured clusters with credentials; the sandbox if there are none. */
export async function readClusters(): Promise<Cluster[]> {
  try {
    return await findClusters()
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
  throw unavailable(`The cluster ${name} is not configured.`, 5)
}

/** The name of the requested cluster, or of the first one. 422: no cluster of this name. */
export async function chooseCluster(name: string | undefined): Promise<string> {
  const foundNames = (await readClusters()).map((cluster) => cluster.name)
  // The sandbox may not have started yet.
  const names = foundNames.length === 0 && isSandboxEnabled() ? ["sandbox"] : foundNames
  const [first] = names
  const chosenName = name ?? first
  if (chosenName !== undefined && names.includes(chosenName)) return chosenName
  const configured =
    names.length === 0 ? "No cluster is configured." : `Configured clusters: ${names.join(", ")}.`
  const prefix = name === undefined ? "" : `There is no cluster "${name}". `
  throw invalid("/cluster", `${prefix}${configured}${didYouMean(name ?? "", names)}`, "unknown_cluster")
}

/** The name of the only cluster, when a default must not be guessed. 422 when there are several. */
export async function onlyCluster(): Promise<string | undefined> {
  const names = (await readClusters()).map((cluster) => cluster.name)
  if (names.length > 1) throw invalid("/cluster", `Specify one of the clusters: ${names.join(", ")}.`)
  return names[0]
}

/**
 * The configured clusters: those of SLIPWAY_CLUSTERS, else every context of KUBECONFIG, else the service account of the pod
 * this runs in, else the sandbox with the given kubeconfig file, if any. The default kubeconfig in the home folder is used
 * only if it is named explicitly, so that trying out Slipway never changes a real cluster.
 */
export async function findClusters(
  sandboxKubeconfig: string | null = sandboxKubeconfigPath(resolve(dataFolder())),
): Promise<Cluster[]> {
  const clusterList = configuredClusters()
  if (clusterList !== null) {
    return Promise.all(
      parseClusterList(clusterList, homedir()).map(async ({ name, path, context }) => {
        const config = await load([path])
        return toCluster(config, context ?? config.getCurrentContext(), "configured", name)
      }),
    )
  }
  const kubeconfigPaths = configuredKubeconfig()
  if (kubeconfigPaths !== null) {
    const config = await load(kubeconfigPaths.split(delimiter).filter((path) => path !== ""))
    return config.getContexts().map(({ name }) => toCluster(config, name, "kubeconfig", name))
  }
  if (runsInCluster()) return [inCluster()]
  if (sandboxKubeconfig === null || !existsSync(/* turbopackIgnore: true */ sandboxKubeconfig)) return []
  const config = await load([sandboxKubeconfig])
  return [toCluster(config, config.getCurrentContext(), "sandbox", "sandbox")]
}

export const sandboxKubeconfigPath = (dataFolder: string): string =>
  join(dataFolder, "sandbox", "kubeconfig.yaml")

/** Merges several files like kubectl: the first occurrence wins. */
async function load(paths: readonly string[]): Promise<KubeConfig> {
  const merged = new KubeConfig()
  merged.loadFromOptions({ clusters: [], users: [], contexts: [], currentContext: "" })
  for (const path of paths) {
    addMissing(
      merged,
      await readKubeconfig(path).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : "unknown"
        throw new ClusterProblem(`The kubeconfig ${path} cannot be read: ${reason}.`)
      }),
    )
  }
  return merged
}

function addMissing(merged: KubeConfig, added: KubeConfig): void {
  const isNew =
    <T extends { name: string }>(existing: readonly T[]) =>
    (item: T) =>
      !existing.some(({ name }) => name === item.name)
  merged.loadFromOptions({
    clusters: [...merged.clusters, ...added.clusters.filter(isNew(merged.clusters))],
    users: [...merged.users, ...added.users.filter(isNew(merged.users))],
    contexts: [...merged.contexts, ...added.contexts.filter(isNew(merged.contexts))],
    currentContext: merged.getCurrentContext() || added.getCurrentContext() || "",
  })
}

function toCluster(
  config: KubeConfig,
  contextName: string,
  source: Cluster["source"],
  name: string,
): Cluster {
  const context = config.getContextObject(contextName)
  const cluster = context === null ? null : config.getCluster(context.cluster)
  if (context === null || cluster === null) {
    throw new ClusterProblem(
      `The kubeconfig of cluster ${name} has no usable context ${contextName || "(none)"}.`,
    )
  }
  const user = config.getUser(context.user)
  const reduced = new KubeConfig()
  reduced.loadFromOptions({
    clusters: [cluster],
    users: user === null ? [] : [user],
    contexts: [context],
    currentContext: contextName,
  })
  const kubeconfig = kubeconfigTextOf(reduced)
  return { name, source, server: cluster.server, kubeconfig, identity: helmIdentityOf(name) }
}

function inCluster(): Cluster {
  const config = new KubeConfig()
  config.loadFromCluster()
  return toCluster(config, config.getCurrentContext(), "in-cluster", "in-cluster")
}

type ListedCluster = { name: string; path: string; context: string | null }

const form = /^([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)=([^#]+)(?:#(.+))?$/

/** Parses `name=path` or `name=path#context`, separated by commas; `~/` is the home folder. */
export function parseClusterList(text: string, home: string): ListedCluster[] {
  const clusters = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => parseOne(part, home))
  const duplicate = clusters.find(
    ({ name }, index) => clusters.findIndex((other) => other.name === name) !== index,
  )
  if (duplicate !== undefined) throw new ClusterProblem(`SLIPWAY_CLUSTERS contains ${duplicate.name} twice.`)
  return clusters
}

function parseOne(part: string, home: string): ListedCluster {
  const [, name, path, context] = form.exec(part) ?? []
  if (name === undefined || path === undefined) {
    throw new ClusterProblem(
      `SLIPWAY_CLUSTERS must contain name=path or name=path#context of kubeconfigs, separated by commas; "${part}" is invalid.`,
    )
  }
  return { name, path: path.startsWith("~/") ? join(home, path.slice(2)) : path, context: context ?? null }
}

const pair = /^\s*([^,=\s]+)=(tenant|cluster)\s*$/

/** The identity from SLIPWAY_HELM_IDENTITY. Default: the tenant's service account, which cannot access other tenants. */
function helmIdentityOf(cluster: string): Cluster["identity"] {
  const setting = configuredHelmIdentity()?.trim() ?? "tenant"
  if (setting === "tenant" || setting === "cluster") return setting
  const pairOfCluster = setting.split(",").find((part) => pair.exec(part)?.[1] === cluster)
  return pairOfCluster !== undefined && pair.exec(pairOfCluster)?.[2] === "cluster" ? "cluster" : "tenant"
}
