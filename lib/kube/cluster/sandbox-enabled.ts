import { configuredClusters, configuredKubeconfig, runsInCluster } from "@/lib/platform/env"

/** Whether to use the sandbox, because no cluster is configured. */
export function isSandboxEnabled(): boolean {
  return configuredClusters() === null && configuredKubeconfig() === null && !runsInCluster()
}
