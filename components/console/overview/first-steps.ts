import type { ClusterState } from "@/lib/kube/cluster/schema"

export type StepKey = "deployment" | "cluster" | "tenant" | "install"

/** What is known of a fresh installation; undefined: not read yet. */
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

/** What a new installation goes through, in order, and what of it is done. The sandbox is there to try with: it is no cluster of one's own. */
export function firstSteps({ deployments, clusters, tenants, releases }: Beginning): Step[] {
  const own = clusters?.filter(({ sandbox, reachable }) => !sandbox && reachable)
  return [
    { key: "deployment", title: "Record your first deployment", done: deployments > 0 },
    { key: "cluster", title: "Connect a cluster", done: own === undefined ? null : own.length > 0 },
    { key: "tenant", title: "Add a tenant", done: tenants === undefined ? null : tenants > 0 },
    { key: "install", title: "Install a chart for it", done: releases === undefined ? null : releases > 0 },
  ]
}
