import { isObject, type Json, type JsonObject, listAt, objectAt, textAt, valueAt } from "../json"

/** The path of a kind's pod spec. */
export const podSpecPath: Record<string, string[]> = {
  Pod: ["spec"],
  Deployment: ["spec", "template", "spec"],
  ReplicaSet: ["spec", "template", "spec"],
  StatefulSet: ["spec", "template", "spec"],
  DaemonSet: ["spec", "template", "spec"],
  Job: ["spec", "template", "spec"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
}
/** A field whose JSON type a Go struct would reject; covers the mistakes that charts make. Null if there is none. */
export function wrongType(object: JsonObject): string | null {
  const kind = textAt(object, "kind") ?? ""
  for (const path of [["metadata", "labels"], ["metadata", "annotations"], ["data"], ["stringData"]]) {
    if (path[0] !== "metadata" && kind !== "Secret" && kind !== "ConfigMap") continue
    for (const [key, value] of Object.entries(objectAt(object, ...path))) {
      if (typeof value !== "string" && value !== null) return mismatch([...path, key], "string", value)
    }
  }
  const replicas = valueAt(object, "spec", "replicas")
  if (podSpecPath[kind] !== undefined && typeof replicas === "string") {
    return mismatch(["spec", "replicas"], "integer", replicas)
  }
  return wrongEnv(object, kind)
}

function wrongEnv(object: JsonObject, kind: string): string | null {
  const path = podSpecPath[kind]
  if (path === undefined) return null
  for (const container of listAt(object, ...path, "containers")) {
    for (const variable of listAt(container, "env")) {
      const value = isObject(variable) ? variable.value : undefined
      if (value !== undefined && value !== null && typeof value !== "string") {
        return mismatch([...path, "containers", "env", "value"], "string", value)
      }
    }
  }
  return null
}

function mismatch(path: string[], expected: string, value: Json | undefined): string {
  return `.${path.join(".")}: expected ${expected}, got ${JSON.stringify(value ?? null)}`
}
