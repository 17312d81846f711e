import type { ClusterState } from "@/lib/kube/cluster/schema"

export type StepKey = "deployment" | "cluster" | "tenant" | "install"

/** The state of a new installation; undefined: not loaded yet. */
export interface Beginning {
  deployments: number
  clusters: readonly Pick<ClusterState, "sandbox" | "reachable">[] | undefined
  tenants: number | undefined
  releases: number | undefined
}

export interface Step {
  key: StepKey
  title: string
  /** Null: not known yet. */
  done: boolean | null
}

/**
 * The setup steps of a new installation, in order, and which are done. The sandbox does not count as a connected
 * cluster.
 */
export function firstSteps({ deployments, clusters, tenants, releases }: Beginning): Step[] {
  const own = clusters?.filter(({ sandbox, reachable }) => !sandbox && reachable)
  return [
    { key: "deployment", title: "Record your first deployment", done: deployments > 0 },
    { key: "cluster", title: "Connect a cluster", done: own === undefined ? null : own.length > 0 },
    { key: "tenant", title: "Add a tenant", done: tenants === undefined ? null : tenants > 0 },
    { key: "install", title: "Install a chart", done: releases === undefined ? null : releases > 0 },
  ]
}
