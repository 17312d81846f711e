import { DomainError } from "@/lib/platform/errors"
import type { Cluster } from "./cluster"
import { readClusters } from "./read-clusters"

/** The cluster of this name, with credentials. Throws `unavailable` where it is not set up (any more, or not yet). */
export async function clusterNamed(name: string): Promise<Cluster> {
  const cluster = (await readClusters()).find((one) => one.name === name)
  if (cluster !== undefined) return cluster
  throw new DomainError("unavailable", `The cluster ${name} is not set up.`, { retryAfterSeconds: 5 })
}
