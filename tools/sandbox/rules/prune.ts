import { isObject, type Json, type JsonObject, objectAt, valueAt } from "../json"
import type { KubeObject } from "../kube-object"

const preserve = "x-kubernetes-preserve-unknown-fields"
const embedded = "x-kubernetes-embedded-resource"
/** The fields of every object, regardless of its definition. */
const common = ["apiVersion", "kind", "metadata"]

/** A custom resource without the fields that the structural schema of its definition does not declare. */
export function pruned(object: KubeObject, schema: JsonObject): KubeObject {
  const { apiVersion, kind, metadata } = object
  return { ...prunedObject(object, schema), apiVersion, kind, metadata }
}

function prunedValue(value: Json | undefined, schema: JsonObject): Json | undefined {
  if (Array.isArray(value)) {
    const items = objectAt(schema, "items")
    return value.map((item) => prunedValue(item, items) ?? null)
  }
  return isObject(value) ? prunedObject(value, schema) : value
}

function prunedObject(object: JsonObject, schema: JsonObject): JsonObject {
  const pruned = Object.entries(object).flatMap(([field, value]): [string, Json | undefined][] => {
    const fieldSchema = schemaOf(schema, field)
    if (fieldSchema !== null) return [[field, prunedValue(value, fieldSchema)]]
    const isPreserved =
      valueAt(schema, preserve) === true || (valueAt(schema, embedded) === true && common.includes(field))
    return isPreserved ? [[field, value]] : []
  })
  return Object.fromEntries(pruned)
}

/** Null: the schema does not declare the field. */
function schemaOf(schema: JsonObject, field: string): JsonObject | null {
  const named = valueAt(schema, "properties", field)
  if (isObject(named)) return named
  const others = valueAt(schema, "additionalProperties")
  if (isObject(others)) return others
  return others === true ? { [preserve]: true } : null
}
