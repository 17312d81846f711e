import type { IncomingMessage } from "node:http"
import { Agent, type RequestOptions, request } from "node:https"
import type { KubeConfig } from "@kubernetes/client-node"
import { z } from "zod"
import { credentialsRejected } from "@/lib/kube/helm/helm-error"
import { leaveTransaction } from "@/lib/platform/db/transaction"
import { plainText } from "@/lib/platform/plain-text"
import type { Cluster } from "./cluster"
import { parseKubeconfig } from "./kubeconfig"

const causeText = z.string().default("").transform(plainText)
const causeSchema = z.object({ reason: causeText, message: causeText, field: causeText })
type Cause = z.infer<typeof causeSchema>

/** A failed request to a cluster, with a message that can be stored and shown. `status` is null when there was no response. */
export class KubernetesError extends Error {
  constructor(
    message: string,
    readonly status: number | null,
    /** The API server's validation errors, by field. */
    readonly causes: readonly Cause[] = [],
  ) {
    super(plainText(message))
    this.name = "KubernetesError"
  }
}

export const hasStatus = (error: unknown, status: number): error is KubernetesError =>
  error instanceof KubernetesError && error.status === status

/** Handles a rejected request: returns the value when it has this status, else throws the error. */
export const onStatus =
  <T>(status: number, value: T) =>
  (error: unknown): T => {
    if (hasStatus(error, status)) return value
    throw error
  }

const plain = "application/json"
const maxBytes = 64 * 1_024 * 1_024
const maxLine = 4 * 1_024 * 1_024
/** The items of a list read at a time: few enough to be parsed without blocking the event loop. */
const pageSize = 250
/** `continue`: where the next page starts. */
const pageMetadataSchema = z
  .object({ resourceVersion: z.string().default(""), continue: z.string().nullish() })
  .prefault({})
const statusSchema = z.object({
  message: z.string(),
  details: z.object({ causes: z.array(causeSchema).nullish() }).nullish(),
})

const dryRun = { dryRun: "All" }
const strict = { fieldValidation: "Strict" }

/** `accept`: the requested media type. */
type ReadOptions = { query?: Record<string, string>; accept?: string }
type Content = ReadOptions & { body?: unknown; contentType?: string }

/** A client for one cluster's API, with the credentials of its kubeconfig. Declare it with `using`: it keeps connections. */
export class KubernetesApi {
  private readonly config: KubeConfig
  private readonly server: string

  constructor(
    cluster: Cluster,
    private readonly timeoutMs = 10_000,
    private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 }),
  ) {
    this.config = parseKubeconfig(cluster.kubeconfig)
    this.server = cluster.server.replace(/\/+$/, "")
  }

  sharing(cluster: Cluster): KubernetesApi {
    return new KubernetesApi(cluster, this.timeoutMs, this.agent)
  }

  [Symbol.dispose](): void {
    this.agent.destroy()
  }

  /** Returns the validated response. Throws KubernetesError. */
  async get<T>(path: string, schema: z.ZodType<T>, options: ReadOptions = {}): Promise<T> {
    return schema.parse(parseJson(await this.request("GET", path, options)))
  }

  /** Returns the validated items of a list of any length. Throws KubernetesError: 410 when it expired between pages. */
  async list<T>(path: string, item: z.ZodType<T>, options: ReadOptions = {}): Promise<T[]> {
    const list: T[] = []
    for await (const { items } of this.pages(path, item, options)) list.push(...items)
    return list
  }

  /** Reads a list page by page, with its version to watch from. */
  async *pages<T>(
    path: string,
    item: z.ZodType<T>,
    { query, ...options }: ReadOptions = {},
  ): AsyncGenerator<{ items: T[]; resourceVersion: string }> {
    const schema = z.object({ metadata: pageMetadataSchema, items: z.array(item).nullish() })
    let mark = ""
    do {
      const pageQuery = { ...query, limit: String(pageSize), ...(mark !== "" && { continue: mark }) }
      const { metadata, items } = await this.get(path, schema, { ...options, query: pageQuery })
      yield { items: items ?? [], resourceVersion: metadata.resourceVersion }
      mark = metadata.continue ?? ""
    } while (mark !== "")
  }

  /** Creates an object, or requests a review, and returns the validated response. Throws KubernetesError. */
  async post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(parseJson(await this.request("POST", path, { body })))
  }

  async put(path: string, body: unknown): Promise<void> {
    await this.request("PUT", path, { body })
  }

  async remove(path: string): Promise<void> {
    await this.request("DELETE", path)
  }

  /** A server-side apply as a dry run. Throws KubernetesError with the API server's errors. */
  async tryApply(
    path: string,
    body: unknown,
    { fieldManager, force }: { fieldManager: string; force: boolean },
  ): Promise<void> {
    const query = { ...dryRun, ...strict, fieldManager, force: String(force) }
    await this.request("PATCH", path, { query, body, contentType: "application/apply-patch+yaml" })
  }

  async tryCreate(path: string, body: unknown, fieldManager: string): Promise<void> {
    await this.request("POST", path, { query: { ...dryRun, ...strict, fieldManager }, body })
  }

  async tryRemove(path: string): Promise<void> {
    await this.request("DELETE", path, { query: dryRun })
  }

  /** Ends without an error when the signal aborts. Throws KubernetesError, also after `quietMs` without a line. */
  async *lines(
    path: string,
    watch: ReadOptions & { accept: string; signal: AbortSignal; quietMs: number },
  ): AsyncGenerator<string> {
    await leaveTransaction("KubernetesApi")
    const { query, accept, signal, quietMs } = watch
    if (signal.aborted) return
    const headersTimeout = new AbortController()
    const options = {
      method: "GET",
      headers: { accept },
      signal: AbortSignal.any([signal, headersTimeout.signal]),
    }
    await this.config.applyToHTTPSOptions(options)
    // The headers must arrive in time; the body may take as long as needed.
    const timer = setTimeout(() => headersTimeout.abort(), this.timeoutMs)
    try {
      const response = await open(this.urlOf(path, query), options).finally(() => clearTimeout(timer))
      response.setTimeout(quietMs, () => response.destroy(new Error("the stream is silent")))
      const status = response.statusCode ?? 0
      if (status !== 200) throw refusal(status, await readAll(response))
      yield* splitLines(response)
    } catch (error) {
      if (signal.aborted) return
      throw error instanceof KubernetesError ? error : new KubernetesError(messageOf(error), null)
    }
  }

  private urlOf(path: string, query: Record<string, string> = {}): URL {
    const url = new URL(`${this.server}${path}`)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url
  }

  private async request(
    method: string,
    path: string,
    { query, accept = plain, body, contentType = plain }: Content = {},
  ): Promise<Buffer> {
    await leaveTransaction("KubernetesApi")
    const options: RequestOptions = {
      method,
      headers: { accept, ...(body !== undefined && { "content-type": contentType }) },
      signal: AbortSignal.timeout(this.timeoutMs),
    }
    await this.config.applyToHTTPSOptions(options)
    // The client creates an agent without keep-alive; only proxy agents are kept, as certificates are in the options.
    if (options.agent instanceof Agent && options.agent.constructor === Agent) options.agent = this.agent
    try {
      const text = body === undefined ? undefined : JSON.stringify(body)
      const response = await open(this.urlOf(path, query), options, text)
      const bytes = await readAll(response)
      const status = response.statusCode ?? 0
      if (status >= 200 && status < 300) return bytes
      throw refusal(status, bytes)
    } catch (error) {
      throw error instanceof KubernetesError ? error : new KubernetesError(messageOf(error), null)
    }
  }
}

const parseJson = (bytes: Buffer): unknown => JSON.parse(bytes.toString("utf8"))

function refusal(status: number, bytes: Buffer): KubernetesError {
  if (status === 401) return new KubernetesError(credentialsRejected, status)
  try {
    const { message, details } = statusSchema.parse(parseJson(bytes))
    return new KubernetesError(message.slice(0, 500), status, details?.causes ?? [])
  } catch {
    return new KubernetesError(`The cluster responded with status ${status}.`, status)
  }
}

function open(url: URL, options: RequestOptions, body?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on("error", reject).end(body)
  })
}

async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new Error("the response is too large")
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function* splitLines(response: IncomingMessage): AsyncGenerator<string> {
  let rest = ""
  for await (const chunk of response.setEncoding("utf8")) {
    const parts = `${rest}${chunk}`.split("\n")
    rest = parts.pop() ?? ""
    if (rest.length > maxLine) throw new Error("the response is too large")
    for (const line of parts) if (line !== "") yield line
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return "The cluster is not reachable."
  const code: unknown = Reflect.get(error, "code")
  if (error.name === "TimeoutError" || code === "ABORT_ERR") return "The cluster did not respond in time."
  return `The cluster is not reachable (${typeof code === "string" ? code : error.message}).`
}
