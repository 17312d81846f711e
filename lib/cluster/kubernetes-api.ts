import { Agent, type RequestOptions, request } from "node:https"
import { KubeConfig } from "@kubernetes/client-node"
import { z } from "zod"
import type { Cluster } from "./cluster"

/** The cluster did not do what it was asked. `status` is null where it did not answer. */
export class KubernetesError extends Error {
  constructor(
    sentence: string,
    readonly status: number | null,
  ) {
    super(sentence)
    this.name = "KubernetesError"
  }
}

const mostBytes = 64 * 1_024 * 1_024
const statusSchema = z.object({ message: z.string() })

/** Asks one cluster's API, with the credentials of its kubeconfig. Close it when done: it keeps connections. */
export class KubernetesApi {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 })
  private readonly config = new KubeConfig()
  private readonly server: string

  constructor(
    cluster: Cluster,
    private readonly timeoutMilliseconds = 10_000,
  ) {
    this.config.loadFromString(cluster.kubeconfig)
    this.server = cluster.server.replace(/\/+$/, "")
  }

  close(): void {
    this.agent.destroy()
  }

  /** The answer in the shape of the schema. Throws KubernetesError. */
  async get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(await this.ask("GET", path))
  }

  async put(path: string, body: unknown): Promise<void> {
    await this.ask("PUT", path, JSON.stringify(body))
  }

  private async ask(method: string, path: string, body?: string): Promise<unknown> {
    const options: RequestOptions = {
      method,
      headers: {
        accept: "application/json",
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      signal: AbortSignal.timeout(this.timeoutMilliseconds),
    }
    await this.config.applyToHTTPSOptions(options)
    // Its own agents keep no connection, save those that go through a proxy; the certificates stand in the options.
    if (options.agent instanceof Agent && options.agent.constructor === Agent) options.agent = this.agent
    const { status, text } = await send(new URL(`${this.server}${path}`), options, body)
    if (status >= 200 && status < 300) return JSON.parse(text)
    throw new KubernetesError(messageOf(text) ?? `The cluster answers ${status}.`, status)
  }
}

function messageOf(text: string): string | null {
  try {
    return statusSchema.parse(JSON.parse(text)).message.slice(0, 500)
  } catch {
    return null
  }
}

function send(url: URL, options: RequestOptions, body?: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new KubernetesError(sentenceOf(error), null))
    const sent = request(url, options, (answer) => {
      const chunks: Buffer[] = []
      let bytes = 0
      answer.on("data", (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > mostBytes) sent.destroy(new Error("it answers too much"))
        else chunks.push(chunk)
      })
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
      )
      answer.on("error", fail)
    })
    sent.on("error", fail)
    sent.end(body)
  })
}

function sentenceOf(error: Error): string {
  const code: unknown = Reflect.get(error, "code")
  if (error.name === "TimeoutError" || code === "ABORT_ERR") return "The cluster does not answer in time."
  return `The cluster cannot be reached (${typeof code === "string" ? code : error.message}).`
}
