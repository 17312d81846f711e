import { pathNotFound } from "../api-error"
import type { ResourceType } from "../kinds"
import type { Registry } from "../registry"

/** The target of a request path. `namespace` is null for all namespaces. */
export type ResourcePath = {
  type: ResourceType
  namespace: string | null
  name: string | null
  subresource: string | null
}

/**
 * Parses `/api/v1/…` and `/apis/{group}/{version}/…` with `namespaces/{namespace}/{plural}/{name}/{subresource}` or
 * `{plural}/{name}/{subresource}`. 404 for a path of an unknown type.
 */
export function parsePath(registry: Registry, parts: readonly string[]): ResourcePath {
  const isCore = parts[0] === "api"
  const group = isCore ? "" : (parts[1] ?? "")
  const version = isCore ? (parts[1] ?? "") : (parts[2] ?? "")
  const rest = parts.slice(isCore ? 2 : 3)
  const find = (plural: string | undefined) => registry.find(group, version, plural ?? "")
  if (rest[0] === "namespaces" && rest[1] !== undefined) {
    const type = find(rest[2])
    if (type?.namespaced) return resourcePath(type, rest[1], rest[3], rest[4])
  }
  const type = find(rest[0])
  if (type === null) throw pathNotFound()
  return resourcePath(type, type.namespaced ? null : "", rest[1], rest[2])
}

function resourcePath(
  type: ResourceType,
  namespace: string | null,
  name?: string,
  subresource?: string,
): ResourcePath {
  return { type, namespace, name: name ?? null, subresource: subresource ?? null }
}
