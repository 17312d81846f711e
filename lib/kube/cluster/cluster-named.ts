import { DomainError } from "@/lib/platform/errors"
import type { Cluster } from "./cluster"
import { readClusters } from "./read-clusters"

/** Gets a cluster with credentials by name. Throws `unavailable` when it is not configured, or not started yet. */
export async function clusterNamed(name: string): Promise<Cluster> {
  const cluster = (await readClusters()).find((one) => one.name === name)
  if (cluster !== undefined) return cluster
  throw new DomainError("unavailable", `The cluster ${name} is not configured.`, { retryAfterSeconds: 5 })
}
