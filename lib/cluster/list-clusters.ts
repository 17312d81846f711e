import type { Actor } from "@/lib/auth/actor"
import { askVersion } from "./ask-version"
import type { Cluster } from "./cluster"
import { readClusters } from "./read-clusters"
import type { ClusterState } from "./schema"

const patienceMilliseconds = 2_000

/** The clusters that are set up, and whether each answers: all are asked at once, and none is waited for any longer. */
export async function listClusters(_actor: Actor): Promise<ClusterState[]> {
  return Promise.all((await readClusters()).map(stateOf))
}

async function stateOf(cluster: Cluster): Promise<ClusterState> {
  const answer = await askVersion(cluster, patienceMilliseconds)
  const version = "version" in answer ? answer.version : null
  return {
    name: cluster.name,
    source: cluster.source,
    server: cluster.server,
    sandbox: cluster.source === "sandbox",
    reachable: version !== null,
    version,
    problem: "problem" in answer ? answer.problem : null,
  }
}
