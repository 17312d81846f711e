import { type RequestOptions, request } from "node:https"
import { z } from "zod"
import { credentialsRejected } from "@/lib/kube/helm/helm-error"
import type { Cluster } from "./cluster"
import { parseKubeconfig } from "./kubeconfig"

const versionSchema = z.object({ gitVersion: z.string() })
const maxBytes = 64 * 1_024

type ClusterAnswer = { version: string } | { problem: string }

/** The version reported by a cluster's API, or why there is none; bounded by the timeout. */
export async function readVersion(cluster: Cluster, timeoutMs: number): Promise<ClusterAnswer> {
  const signal = AbortSignal.timeout(timeoutMs)
  const late = new Promise<ClusterAnswer>((resolve) => {
    signal.addEventListener("abort", () => resolve({ problem: "No response in time." }), {
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
    if (status !== 200) return { problem: `It responded with status ${status}.` }
    return { version: versionSchema.parse(JSON.parse(text)).gitVersion }
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined
    return { problem: typeof code === "string" ? `Not reachable (${code}).` : "The request failed." }
  }
}

function get(url: URL, options: RequestOptions): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (answer) => {
      let text = ""
      answer.setEncoding("utf8")
      answer.on("data", (chunk: string) => {
        text += chunk
        if (text.length > maxBytes) sent.destroy(new Error("Response too large."))
      })
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }))
      answer.on("error", reject)
    })
    sent.on("error", reject)
    sent.end()
  })
}
