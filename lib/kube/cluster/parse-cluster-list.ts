import { join } from "node:path"
import { ClusterProblem } from "@/lib/kube/cluster/cluster"

export type ListedCluster = { name: string; path: string; context: string | null }

const form = /^([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)=([^#]+)(?:#(.+))?$/

/** Parses `name=path` or `name=path#context`, separated by commas; `~/` is the home folder. */
export function parseClusterList(text: string, home: string): ListedCluster[] {
  const listed = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => parseOne(part, home))
  const twice = listed.find(({ name }, index) => listed.findIndex((other) => other.name === name) !== index)
  if (twice !== undefined) throw new ClusterProblem(`SLIPWAY_CLUSTERS contains ${twice.name} twice.`)
  return listed
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
