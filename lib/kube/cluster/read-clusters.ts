import { resolve } from "node:path"
import { dataFolder } from "@/lib/platform/env"
import { DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { type Cluster, ClusterProblem } from "./cluster"
import { findClusters, sandboxKubeconfigPath } from "./find-clusters"

/** The clusters that are set up, with credentials; the sandbox's where there are none. */
export async function readClusters(): Promise<Cluster[]> {
  try {
    return await findClusters(sandboxKubeconfigPath(resolve(dataFolder())))
  } catch (err) {
    if (!(err instanceof ClusterProblem)) throw err
    // Its sentence names paths of this machine.
    log.error({ err }, "The clusters are not set up as they should be")
    throw new DomainError("unavailable", "The clusters are not set up as they should be; the log says how.")
  }
}
