import { type Json, type JsonObject, listAt, textAt } from "../json"
import { type KubeObject, timestamp } from "../kube-object"

export type Condition = { type: string; status: "True" | "False"; reason?: string; message?: string }

/** The conditions with their last transition time, which is kept if the status is unchanged. */
export function withTimes(
  object: KubeObject,
  conditions: readonly Condition[],
  hasUpdateTime = false,
): Json[] {
  const now = timestamp()
  return conditions.map((condition) => {
    const before = conditionOf(object, condition.type)
    const isSame = textAt(before, "status") === condition.status
    const isUpdate = !isSame || textAt(before, "reason") !== condition.reason
    const since = isSame ? (textAt(before, "lastTransitionTime") ?? now) : now
    const updated = isUpdate ? now : (textAt(before, "lastUpdateTime") ?? now)
    return {
      ...condition,
      lastTransitionTime: since,
      ...(hasUpdateTime ? { lastUpdateTime: updated } : {}),
    }
  })
}

export function conditionOf(object: KubeObject, type: string): JsonObject | undefined {
  for (const one of listAt(object, "status", "conditions")) {
    if (textAt(one, "type") === type && typeof one === "object" && one !== null && !Array.isArray(one))
      return one
  }
  return undefined
}

export const isTrue = (object: KubeObject, type: string): boolean =>
  textAt(conditionOf(object, type), "status") === "True"

/** Whole seconds since a condition was last updated. */
export function secondsSinceUpdate(object: KubeObject, type: string): number {
  const since = textAt(conditionOf(object, type), "lastUpdateTime")
  return since === undefined ? 0 : (Date.now() - Date.parse(since)) / 1_000
}
