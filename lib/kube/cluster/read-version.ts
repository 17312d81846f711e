import { type RequestOptions, request } from "node:https"
import { z } from "zod"
import { credentialsRejected } from "@/lib/kube/helm/cluster-messages"
import type { Cluster } from "./cluster"
import { parseKubeconfig } from "./kubeconfig"

const versionSchema = z.object({ gitVersion: z.string() })
const maxBytes = 64 * 1_024

export type ClusterAnswer = { version: string } | { problem: string }

/** The version a cluster's API says it has, or why it does not; never later than the limit. */
export async function readVersion(cluster: Cluster, timeoutMs: number): Promise<ClusterAnswer> {
  const signal = AbortSignal.timeout(timeoutMs)
  const late = new Promise<ClusterAnswer>((resolve) => {
    signal.addEventListener("abort", () => resolve({ problem: "It does not answer in time." }), {
      once: true,
    })
  })
  return Promise.race([late, ask(cluster, signal)])
}

async function ask(cluster: Cluster, signal: AbortSignal): Promise<ClusterAnswer> {
  try {
    const config = parseKubeconfig(cluster.kubeconfig)
    const options: RequestOptions = { headers: { accept: "application/json" }, signal, agent: false }
    await config.applyToHTTPSOptions(options)
    const { status, text } = await get(new URL(`${cluster.server.replace(/\/+$/, "")}/version`), options)
    if (status === 401) return { problem: credentialsRejected }
    if (status !== 200) return { problem: `It answers ${status}.` }
    return { version: versionSchema.parse(JSON.parse(text)).gitVersion }
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined
    return { problem: typeof code === "string" ? `It cannot be reached (${code}).` : "It cannot be asked." }
  }
}

function get(url: URL, options: RequestOptions): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (answer) => {
      let text = ""
      answer.setEncoding("utf8")
      answer.on("data", (chunk: string) => {
        text += chunk
        if (text.length > maxBytes) sent.destroy(new Error("Too long."))
      })
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }))
      answer.on("error", reject)
    })
    sent.on("error", reject)
    sent.end()
  })
}
