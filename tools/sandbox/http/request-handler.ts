import type { IncomingMessage, ServerResponse } from "node:http"
import { type Access, actingAs, authorize } from "../access/authorize"
import { authenticate, sandboxAdmin, type User } from "../access/user"
import { ApiError, pathNotFound, statusObject } from "../api-error"
import type { Cluster } from "../cluster"
import { type Faults, faultSchema } from "../faults"
import type { JsonObject } from "../json"
import { kinds } from "../kinds"
import { selectionOf } from "../list-objects"
import {
  aggregated,
  apiGroup,
  apiGroupList,
  apiResourceList,
  clusterVersion,
  coreVersions,
  openApiDocument,
  openApiIndex,
} from "./discovery"
import { parsePath, type ResourcePath } from "./parse-path"
import { presenter } from "./present"
import { readBody } from "./read-body"
import { type ObjectResponse, serveObject } from "./serve-object"
import { streamWatch } from "./watch-stream"

export type SandboxApi = { cluster: Cluster; token: string; faults: Faults | null }

/** Handles one request of the Kubernetes API as a real API server would. */
export async function handleRequest(
  api: SandboxApi,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const url = new URL(request.url ?? "/", "http://sandbox")
    if (isProbe(url.pathname)) return sendText(response, 200, "ok")
    const caller = authenticate(api.token, request.headers.authorization)
    if (url.pathname === "/_sandbox/faults" && caller === sandboxAdmin)
      return await updateFaults(api, request, response)
    await api.faults?.pause(request)
    if (api.faults?.disturb(request, response)) return
    const impersonated = request.headers["impersonate-user"]
    const user = actingAs(
      api.cluster.store,
      caller,
      typeof impersonated === "string" ? impersonated : undefined,
    )
    await routeRequest(api, user, url, request, response)
  } catch (error) {
    sendError(response, error)
  }
}

const isProbe = (path: string) => ["/healthz", "/livez", "/readyz"].includes(path)

async function routeRequest(
  api: SandboxApi,
  user: User,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { cluster } = api
  const parts = url.pathname
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent)
  if (url.pathname === "/openapi/v2") {
    // Helm looks here for kinds that version 3 does not have; an empty document has none either.
    response.writeHead(200, { "Content-Type": openApi2Media }).end()
    return
  }
  const discovery = discovered(cluster, parts, request.headers.accept ?? "")
  if (discovery !== null) return sendJson(response, 200, discovery.body, discovery.media)
  if (parts[0] !== "api" && parts[0] !== "apis") throw pathNotFound()
  const resource = parsePath(cluster.registry, parts)
  const isWatch = request.method === "GET" && ["true", "1"].includes(url.searchParams.get("watch") ?? "")
  if (!resource.type.kind.startsWith("SelfSubject"))
    authorize(cluster.store, user, accessOf(resource, request.method ?? "GET", isWatch))
  if (!isWatch) return send(response, await serveObject(api, user, resource, url.searchParams, request))
  if (resource.name !== null) url.searchParams.set("fieldSelector", `metadata.name=${resource.name}`)
  const selected = selectionOf(resource.type, resource.namespace, url.searchParams)
  const present = presenter(cluster, resource.type, request.headers.accept ?? "", url.searchParams)
  streamWatch({ cluster, selection: selected, query: url.searchParams, response, present })
}

const openApi2Media = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"

const verbs: Record<string, string> = { POST: "create", PUT: "update", PATCH: "patch", DELETE: "delete" }

function accessOf(
  { type, namespace, name, subresource }: ResourcePath,
  method: string,
  isWatch: boolean,
): Access {
  const isCollection = name === null
  const reading = isWatch ? "watch" : isCollection ? "list" : "get"
  const writing = method === "DELETE" && isCollection ? "deletecollection" : verbs[method]
  return {
    verb: writing ?? reading,
    group: type.group,
    resource: type.plural,
    subresource,
    name,
    namespace: type.namespaced ? namespace : type === kinds.namespace ? name : null,
  }
}

const aggregatedMedia = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
type Discovered = { body: JsonObject; media?: string }

/** What the cluster reports about itself; null if the path is about objects. */
function discovered(cluster: Cluster, parts: readonly string[], accept: string): Discovered | null {
  const [first, second, third] = parts
  if (first === "version") return { body: clusterVersion }
  const types = () => cluster.registry.all()
  if (first === "openapi" && second === "v3") {
    const name = parts.slice(2).join("/")
    return bodyResponse(name === "" ? openApiIndex(types()) : openApiDocument(types(), name))
  }
  if (first !== "api" && first !== "apis") return null
  const isAggregated = accept.includes("as=APIGroupDiscoveryList") && accept.includes("v=v2;")
  if (parts.length === 1) {
    if (isAggregated) return { body: aggregated(types(), first === "api"), media: aggregatedMedia }
    return { body: first === "api" ? coreVersions : apiGroupList(types()) }
  }
  if (first === "api" && parts.length === 2) return bodyResponse(apiResourceList(types(), "", second ?? ""))
  if (first === "apis" && parts.length === 2) return bodyResponse(apiGroup(types(), second ?? ""))
  if (first === "apis" && parts.length === 3)
    return bodyResponse(apiResourceList(types(), second ?? "", third ?? ""))
  return null
}

function bodyResponse(body: JsonObject | null): Discovered {
  if (body === null) throw pathNotFound()
  return { body }
}

/** Lets tests in another process set faults; available only if faults are allowed. */
async function updateFaults(
  api: SandboxApi,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (api.faults === null) throw pathNotFound()
  if (request.method === "DELETE") api.faults.clear()
  else {
    const parsed = faultSchema.safeParse(await readBody(request))
    if (!parsed.success) throw new ApiError(400, "BadRequest", "unknown fault")
    api.faults.set(parsed.data)
  }
  sendJson(response, 200, { disturbed: api.faults.disturbed })
}

function send(response: ServerResponse, result: ObjectResponse): void {
  if ("text" in result) sendText(response, result.status, result.text)
  else sendJson(response, result.status, result.body)
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "Content-Type": "text/plain" }).end(text)
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: JsonObject,
  media = "application/json",
): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { "Content-Type": media, "Content-Length": Buffer.byteLength(text) }).end(text)
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const media =
    error instanceof ApiError
      ? error
      : new ApiError(
          500,
          "InternalError",
          `Internal error occurred: ${error instanceof Error ? error.message : "unknown"}`,
        )
  sendJson(response, media.status, statusObject(media))
}
