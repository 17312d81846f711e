import type { IncomingMessage } from "node:http"
import { accountToken, type User } from "../access/user"
import { ApiError, badRequest, pathNotFound } from "../api-error"
import type { Cluster } from "../cluster"
import { type DeleteOptions, deleteObject } from "../delete-object"
import { type Json, type JsonObject, listAt, textAt, valueAt } from "../json"
import { kinds } from "../kinds"
import { type KubeObject, nameOf, namespaceOf } from "../kube-object"
import { listObjects, selectionOf } from "../list-objects"
import { applyObject, type PatchKind, patchObject } from "../patch-object"
import { readObject, type Target } from "../read-object"
import { createObject, findObject, replaceObject, type WriteOptions } from "../write-object"
import type { ResourcePath } from "./parse-path"
import { type Presenter, presenter } from "./present"
import { asObject, readBody } from "./read-body"
import { review } from "./review"
import { patchScale, readScale, replaceScale } from "./scale"

export type ObjectResponse = { status: number; body: JsonObject } | { status: number; text: string }

type Call = {
  cluster: Cluster
  user: User
  resource: ResourcePath
  query: URLSearchParams
  request: IncomingMessage
  present: Presenter
}

/** Handles every request about objects except watches. */
export async function serveObject(
  { cluster, token }: { cluster: Cluster; token: string },
  user: User,
  resource: ResourcePath,
  query: URLSearchParams,
  request: IncomingMessage,
): Promise<ObjectResponse> {
  const present = presenter(cluster, resource.type, request.headers.accept ?? "", query)
  const call: Call = { cluster, user, resource, query, request, present }
  if (resource.name === null) return serveCollection(call)
  const target: Target = { type: resource.type, namespace: resource.namespace ?? "", name: resource.name }
  if (resource.subresource === "log") return { status: 200, text: podLog(findObject(cluster, target)) }
  if (resource.subresource === "token" && resource.type === kinds.serviceAccount)
    return { status: 201, body: tokenRequest(token, findObject(cluster, target)) }
  if (resource.subresource === "scale") return serveScale(call, target)
  if (resource.subresource !== null && resource.subresource !== "status") throw pathNotFound()
  if (resource.subresource === "status" && !resource.type.hasStatus) throw pathNotFound()
  return serveOne(call, target)
}

async function serveCollection(call: Call): Promise<ObjectResponse> {
  const { cluster, user, resource, query, request, present } = call
  switch (request.method) {
    case "GET": {
      const page = listObjects(cluster, selectionOf(resource.type, resource.namespace, query), query)
      return { status: 200, body: present.page(page) }
    }
    case "POST": {
      const body = asObject(await readBody(request))
      if (!resource.type.storable)
        return { status: 201, body: review(cluster.store, user, resource.type, body) }
      const namespace = resource.namespace ?? textAt(body, "metadata", "namespace") ?? ""
      const object = readObject(body, { type: resource.type, namespace })
      return {
        status: 201,
        body: present.one(createObject(cluster, resource.type, object, options(call, body))),
      }
    }
    case "DELETE": {
      const sentBody = await readBody(request)
      const page = listObjects(
        cluster,
        selectionOf(resource.type, resource.namespace, query),
        new URLSearchParams(),
      )
      for (const object of page.items)
        deleteObject(cluster, resource.type, object, deleteOptions(query, sentBody))
      return { status: 200, body: present.page(page) }
    }
    default:
      throw methodNotAllowed()
  }
}

async function serveOne(call: Call, target: Target): Promise<ObjectResponse> {
  const { cluster, resource, query, request, present } = call
  switch (request.method) {
    case "GET":
      return { status: 200, body: present.one(findObject(cluster, target)) }
    case "PUT": {
      const body = asObject(await readBody(request))
      const before = findObject(cluster, target)
      const after = replaceObject(
        cluster,
        resource.type,
        before,
        readObject(body, target),
        options(call, body),
      )
      return { status: 200, body: present.one(after) }
    }
    case "PATCH":
      return servePatch(call, target, await readBody(request))
    case "DELETE": {
      const object = findObject(cluster, target)
      const last = deleteObject(cluster, resource.type, object, deleteOptions(query, await readBody(request)))
      const isDeleted = cluster.store.findByUid(textAt(last, "metadata", "uid") ?? "") === null
      return { status: 200, body: isDeleted ? deletedStatus(target, last) : present.one(last) }
    }
    default:
      throw methodNotAllowed()
  }
}

/** A token of the account, for callers with the permission. */
function tokenRequest(secret: string, account: KubeObject): JsonObject {
  const token = accountToken(secret, namespaceOf(account), nameOf(account))
  return { kind: "TokenRequest", apiVersion: "authentication.k8s.io/v1", metadata: {}, status: { token } }
}

const patchKinds: Record<string, PatchKind> = {
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/strategic-merge-patch+json": "strategic",
}

function servePatch(call: Call, target: Target, body: Json): ObjectResponse {
  const { cluster, query, request, present } = call
  const media = (request.headers["content-type"] ?? "").split(";")[0] ?? ""
  if (media === "application/apply-patch+yaml") {
    const force = query.get("force") === "true"
    if (!query.get("fieldManager"))
      throw badRequest(
        'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
      )
    const { object, isNew } = applyObject(cluster, target, asObject(body), { ...options(call, body), force })
    return { status: isNew ? 201 : 200, body: present.one(object) }
  }
  const kind = patchKinds[media]
  if (kind === undefined) {
    throw new ApiError(
      415,
      "UnsupportedMediaType",
      `the body of the request was in an unknown format: ${media}`,
    )
  }
  return { status: 200, body: present.one(patchObject(cluster, target, kind, body, options(call, body))) }
}

async function serveScale(call: Call, target: Target): Promise<ObjectResponse> {
  if (!target.type.hasScale) throw pathNotFound()
  const { cluster, request } = call
  if (request.method === "GET") return { status: 200, body: readScale(findObject(cluster, target)) }
  const body = asObject(await readBody(request))
  const write = { ...options(call, body), subresource: "scale" }
  if (request.method === "PUT") return { status: 200, body: replaceScale(cluster, target, body, write) }
  if (request.method === "PATCH") return { status: 200, body: patchScale(cluster, target, body, write) }
  throw methodNotAllowed()
}

/** The field manager is the one that the client names, or else the first word of its user agent. */
function options({ resource, query, request }: Call, body: Json): WriteOptions {
  const agent = (request.headers["user-agent"] ?? "").split("/")[0]
  const dryRun = query.get("dryRun") === "All" || listAt(body, "dryRun").includes("All")
  const manager = query.get("fieldManager") || agent || "unknown"
  return resource.subresource === null
    ? { manager, dryRun }
    : { manager, dryRun, subresource: resource.subresource }
}

function deleteOptions(query: URLSearchParams, body: Json): DeleteOptions {
  const policy = query.get("propagationPolicy") ?? textAt(body, "propagationPolicy")
  const isOrphan = policy === "Orphan" || valueAt(body, "orphanDependents") === true
  return {
    dryRun: query.get("dryRun") === "All" || listAt(body, "dryRun").includes("All"),
    propagation: isOrphan ? "Orphan" : policy === "Foreground" ? "Foreground" : "Background",
    uid: textAt(body, "preconditions", "uid"),
    resourceVersion: textAt(body, "preconditions", "resourceVersion"),
  }
}

const deletedStatus = ({ type, name }: Target, last: KubeObject): JsonObject => ({
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Success",
  details: { name, group: type.group || undefined, kind: type.plural, uid: last.metadata.uid },
})

const methodNotAllowed = () =>
  new ApiError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource")

/** There are no containers: the log describes what they would do. */
function podLog(pod: KubeObject): string {
  const started = listAt(pod, "status", "containerStatuses").filter(
    (one) =>
      valueAt(one, "state", "running") !== undefined || valueAt(one, "state", "terminated") !== undefined,
  )
  if (started.length === 0) {
    const name = textAt(listAt(pod, "spec", "containers")[0], "name") ?? ""
    throw badRequest(
      `container "${name}" in pod "${pod.metadata.name}" is waiting to start: trying and failing to pull image`,
    )
  }
  return started
    .map((container) => `sandbox: ${textAt(container, "name")} runs ${textAt(container, "image")}\n`)
    .join("")
}
