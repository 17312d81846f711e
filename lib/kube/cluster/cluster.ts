/** A Kubernetes cluster that Slipway may use. */
export type Cluster = {
  /** How the product names it. */
  name: string
  source: "configured" | "kubeconfig" | "in-cluster" | "sandbox"
  /** Address of its API. */
  server: string
  /** A kubeconfig with only this cluster, as YAML or JSON text. It holds credentials: never log or store it. */
  kubeconfig: string
  /** As whom Helm acts: the service account of the tenant, or the account of the kubeconfig for all tenants. */
  identity: HelmIdentity
}

export type HelmIdentity = "tenant" | "cluster"

/** Something about the clusters is set up wrong; the message is a sentence for whoever starts Slipway. */
export class ClusterProblem extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = "ClusterProblem"
  }
}
