import { givenClusters, givenKubeconfig, runsInCluster } from "@/lib/platform/env"

/** Whether to use the sandbox, because no cluster is configured. */
export function isSandboxEnabled(): boolean {
  return givenClusters() === null && givenKubeconfig() === null && !runsInCluster()
}
