import { givenClusters, givenKubeconfig, runsInCluster } from "@/lib/platform/env"

/** Whether the sandbox stands in: nobody set up a cluster. */
export function isSandboxWanted(): boolean {
  return givenClusters() === null && givenKubeconfig() === null && !runsInCluster()
}
