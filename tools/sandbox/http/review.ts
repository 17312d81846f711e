import { isAllowed } from "../access/authorize"
import { type User, userNamed } from "../access/user"
import { type JsonObject, objectAt, textAt, textsAt } from "../json"
import { apiVersionOf, type ResourceType } from "../kinds"
import type { Store } from "../store"

/** Serves reviews of a user's identity and permissions. */
export function review(store: Store, user: User, type: ResourceType, body: JsonObject): JsonObject {
  return {
    kind: type.kind,
    apiVersion: apiVersionOf(type),
    metadata: {},
    spec: objectAt(body, "spec"),
    status: statusOf(store, user, type.kind, body),
  }
}

function statusOf(store: Store, user: User, kind: string, body: JsonObject): JsonObject {
  const userInfo = { username: user.name, groups: [...user.groups] }
  switch (kind) {
    case "SelfSubjectAccessReview":
      return { allowed: isAllowedFor(store, user, body) }
    case "SubjectAccessReview":
      return { allowed: isAllowedFor(store, userNamed(textAt(body, "spec", "user") ?? ""), body) }
    case "SelfSubjectReview":
      return { userInfo }
    case "TokenReview":
      return { authenticated: true, user: userInfo }
    default:
      return { incomplete: true, nonResourceRules: [], resourceRules: [] }
  }
}

function isAllowedFor(store: Store, user: User, body: JsonObject): boolean {
  const attributes = textsAt(body, "spec", "resourceAttributes")
  return isAllowed(store, user, {
    verb: attributes.verb ?? "",
    group: attributes.group ?? "",
    resource: attributes.resource ?? "",
    subresource: attributes.subresource || null,
    namespace: attributes.namespace || null,
    name: attributes.name || null,
  })
}
