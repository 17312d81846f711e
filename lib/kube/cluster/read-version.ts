import { setTimeout as sleep } from "node:timers/promises"
import { z } from "zod"
import type { Cluster } from "./cluster"
import { KubernetesApi, KubernetesError } from "./kubernetes-api"

const versionSchema = z.object({ gitVersion: z.string() })

type VersionResult = { version: string } | { problem: string }

/** The version reported by a cluster's API, or why there is none; bounded by the timeout. */
export async function readVersion(cluster: Cluster, timeoutMs: number): Promise<VersionResult> {
  // A credential plugin has no timeout of its own.
  const timedOut = { problem: "The cluster did not respond in time." }
  return Promise.race([requestVersion(cluster, timeoutMs), sleep(timeoutMs, timedOut, { ref: false })])
}

async function requestVersion(cluster: Cluster, timeoutMs: number): Promise<VersionResult> {
  try {
    using api = new KubernetesApi(cluster, timeoutMs)
    return { version: (await api.get("/version", versionSchema)).gitVersion }
  } catch (error) {
    return { problem: error instanceof KubernetesError ? error.message : "The request failed." }
  }
}
