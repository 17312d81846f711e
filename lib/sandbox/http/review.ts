import { type JsonObject, objectAt } from "@/lib/sandbox/json"
import { apiVersionOf, type ResourceType } from "@/lib/sandbox/kinds"

const user = { username: "sandbox-admin", groups: ["system:masters", "system:authenticated"] }

const statuses: Record<string, JsonObject> = {
  SelfSubjectAccessReview: { allowed: true, reason: "the sandbox has one user, who may do everything" },
  SubjectAccessReview: { allowed: true },
  SelfSubjectRulesReview: {
    incomplete: false,
    nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
    resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }],
  },
  TokenReview: { authenticated: true, user },
  SelfSubjectReview: { userInfo: user },
}

/** Whoever gets as far as asking has the token, and with it every right. */
export function review(type: ResourceType, body: JsonObject): JsonObject {
  return {
    kind: type.kind,
    apiVersion: apiVersionOf(type),
    metadata: {},
    spec: objectAt(body, "spec"),
    status: statuses[type.kind] ?? {},
  }
}
