import { resolve } from "node:path"
import { dataFolder } from "@/lib/platform/env"
import { DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { type Cluster, ClusterProblem } from "./cluster"
import { findClusters, sandboxKubeconfigPath } from "./find-clusters"

/** The configured clusters with credentials; the sandbox if there are none. */
export async function readClusters(): Promise<Cluster[]> {
  try {
    return await findClusters(sandboxKubeconfigPath(resolve(dataFolder())))
  } catch (err) {
    if (!(err instanceof ClusterProblem)) throw err
    // The message contains paths of this machine.
    log.error({ err }, "invalid cluster configuration")
    throw new DomainError("unavailable", "The cluster configuration is invalid; see the log for details.")
  }
}
