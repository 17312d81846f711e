import { randomUUID } from "node:crypto"
import { badRequest, invalidObject } from "./api-error"
import { isObject, type JsonObject, textAt } from "./json"
import { apiVersionOf, type ResourceType } from "./kinds"
import { isKubeObject, type KubeObject, withMetadata } from "./kube-object"

/** The target of a request: the type, the namespace (empty for cluster-scoped types) and the object. */
export type Target = { type: ResourceType; namespace: string; name: string }

/** A body as an object of the type, in the request's namespace, with a name from generateName if requested. */
export function readObject(body: JsonObject, target: Omit<Target, "name"> & { name?: string }): KubeObject {
  const { type, namespace } = target
  const metadata = isObject(body.metadata) ? body.metadata : {}
  const prefix = textAt(metadata, "generateName")
  const name =
    textAt(metadata, "name") ?? target.name ?? (prefix === undefined ? undefined : generated(prefix))
  if (name === undefined || name === "") {
    const cause = { field: "metadata.name", message: "Required value: name or generateName is required" }
    throw invalidObject(type, "", [cause])
  }
  const sentNamespace = textAt(metadata, "namespace")
  if (sentNamespace && sentNamespace !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request")
  }
  if (target.name !== undefined && name !== target.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${target.name})`)
  }
  checkKind(body, type)
  const namespaced = { ...metadata, name, namespace: namespace === "" ? undefined : namespace }
  const object = { ...body, apiVersion: apiVersionOf(type), kind: type.kind, metadata: namespaced }
  if (!isKubeObject(object)) throw badRequest("the body is not a Kubernetes object")
  return withMetadata(object, {})
}

export const generated = (prefix: string): string =>
  `${prefix}${randomUUID().replaceAll("-", "").slice(0, 5)}`

function checkKind(body: JsonObject, type: ResourceType): void {
  const kind = textAt(body, "kind")
  const apiVersion = textAt(body, "apiVersion")
  const fits =
    (kind === undefined || kind === type.kind) &&
    (apiVersion === undefined || apiVersion === apiVersionOf(type))
  if (!fits) {
    throw badRequest(
      `${kind} in version "${apiVersion}" cannot be handled as a ${type.kind}: the API version in the data (${apiVersion}) does not match the expected API version (${apiVersionOf(type)})`,
    )
  }
}
