export type Cluster = {
  name: string
  source: "configured" | "kubeconfig" | "in-cluster" | "sandbox"
  server: string
  /** A kubeconfig with only this cluster, as YAML or JSON text. It contains credentials: never log or store it. */
  kubeconfig: string
  /** The identity Helm uses: the service account of the tenant, or the account of the kubeconfig for all tenants. */
  identity: HelmIdentity
}

export type HelmIdentity = "tenant" | "cluster"

/** A configuration error of the clusters; the message is a sentence for the operator. */
export class ClusterProblem extends Error {
  constructor(message: string) {
    super(message)
    this.name = "ClusterProblem"
  }
}
