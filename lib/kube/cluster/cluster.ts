import type { ClusterState } from "./schema"

export type Cluster = {
  name: string
  source: ClusterState["source"]
  server: string
  /** A kubeconfig with only this cluster, as YAML or JSON text. It contains credentials: never log or store it. */
  kubeconfig: string
  /** The identity Helm uses: the service account of the tenant, or the account of the kubeconfig for all tenants. */
  identity: ClusterState["helmIdentity"]
}

/** A configuration error of the clusters; the message is a sentence for the operator. */
export class ClusterProblem extends Error {
  constructor(message: string) {
    super(message)
    this.name = "ClusterProblem"
  }
}
