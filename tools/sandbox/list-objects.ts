import { ApiError, badRequest } from "./api-error"
import type { Cluster } from "./cluster"
import { type Json, numberAt, textAt } from "./json"
import { type ResourceType, storageOf } from "./kinds"
import { type KubeObject, labelsOf, nameOf, namespaceOf } from "./kube-object"
import { matchesFields, matchesLabels, parseFieldSelector, parseLabelSelector } from "./rules/selectors"

/** The objects that a list or a watch selects. */
export type Selection = {
  type: ResourceType
  namespace: string | null
  matches: (object: KubeObject) => boolean
}

export function selectionOf(type: ResourceType, namespace: string | null, query: URLSearchParams): Selection {
  const labels = parseLabelSelector(query.get("labelSelector") ?? "")
  const fields = parseFieldSelector(query.get("fieldSelector") ?? "")
  return {
    type,
    namespace,
    matches: (object) =>
      (namespace === null || namespaceOf(object) === namespace) &&
      (labels.length === 0 || matchesLabels(labelsOf(object), labels)) &&
      (fields.length === 0 || matchesFields(object, fields)),
  }
}

export type Page = { items: KubeObject[]; version: number; continue: string | null; remaining: number }

/** One page in the order of namespace and name. 410 for a continue token that is too old. */
export function listObjects(cluster: Cluster, selection: Selection, query: URLSearchParams): Page {
  const limit = Number(query.get("limit") ?? 0)
  if (!Number.isInteger(limit) || limit < 0) throw badRequest("limit must be a whole number")
  const mark = readMark(cluster, query.get("continue"))
  const objects = cluster.store.list(storageOf(selection.type), selection.namespace)
  const matching = objects.filter(
    (object) => (mark === null || isAfter(object, mark)) && selection.matches(object),
  )
  const version = mark?.version ?? cluster.store.version
  if (limit === 0 || matching.length <= limit)
    return { items: matching, version, continue: null, remaining: 0 }
  const items = matching.slice(0, limit)
  const last = items.at(-1)
  return {
    items,
    version,
    continue: last === undefined ? null : writeMark(last, version),
    remaining: matching.length - items.length,
  }
}

type Mark = { namespace: string; name: string; version: number }

function isAfter(object: KubeObject, mark: Mark): boolean {
  const namespace = namespaceOf(object)
  return namespace > mark.namespace || (namespace === mark.namespace && nameOf(object) > mark.name)
}

function writeMark(last: KubeObject, version: number): string {
  const mark: Mark = { namespace: namespaceOf(last), name: nameOf(last), version }
  return Buffer.from(JSON.stringify(mark)).toString("base64url")
}

function readMark(cluster: Cluster, text: string | null): Mark | null {
  if (text === null || text === "") return null
  const value = decoded(text)
  const version = numberAt(value, "version")
  const name = textAt(value, "name")
  if (version === undefined || name === undefined) throw badRequest("continue key is not valid")
  if (version < cluster.store.oldest) {
    throw new ApiError(
      410,
      "Expired",
      "The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.",
    )
  }
  return { namespace: textAt(value, "namespace") ?? "", name, version }
}

function decoded(text: string): Json {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString())
  } catch {
    return null
  }
}
