import { isObject, type Json, type JsonObject, listAt, objectAt, sameJson, textAt } from "../json"
import { type KubeObject, timestamp, withMetadata } from "../kube-object"
import { changedFields, type Fields, fieldsOf, intersect, isLeaf, subtract, union } from "./fields"
import { findConflicts, mergeApplied, onlyPath, removeFields } from "./server-side-apply"
import type { Shape } from "./shape"

/** The writer: its name, the apiVersion it wrote in, and the subresource if any. */
export type Writer = { manager: string; apiVersion: string; subresource?: string }

type Entry = Writer & { operation: "Apply" | "Update"; fields: Fields; time: string }

/** The owner of each field, as in `metadata.managedFields`. */
export function entriesOf(object: KubeObject): Entry[] {
  return listAt(object, "metadata", "managedFields").flatMap((entry) => {
    const manager = textAt(entry, "manager")
    if (manager === undefined) return []
    return {
      manager,
      apiVersion: textAt(entry, "apiVersion") ?? "",
      subresource: textAt(entry, "subresource"),
      operation: textAt(entry, "operation") === "Apply" ? "Apply" : "Update",
      fields: asFields(objectAt(entry, "fieldsV1")),
      time: textAt(entry, "time") ?? timestamp(),
    } satisfies Entry
  })
}

function asFields(value: JsonObject): Fields {
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, isObject(child) ? asFields(child) : {}]),
  )
}

function withEntries(object: KubeObject, entries: readonly Entry[]): KubeObject {
  const retained = entries.filter((entry) => !isLeaf(entry.fields))
  const managedFields: Json[] = retained.map((entry) => ({
    manager: entry.manager,
    operation: entry.operation,
    apiVersion: entry.apiVersion,
    time: entry.time,
    fieldsType: "FieldsV1",
    fieldsV1: entry.fields,
    ...(entry.subresource === undefined ? {} : { subresource: entry.subresource }),
  }))
  return withMetadata(object, { managedFields: managedFields.length > 0 ? managedFields : undefined })
}

const ofServer = [
  "name",
  "namespace",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "selfLink",
  "managedFields",
  "generateName",
]

/** The part of an object that can be owned. */
export function ownable(object: JsonObject): JsonObject {
  const { apiVersion: _, kind: __, metadata, ...rest } = object
  const retained = Object.entries(isObject(metadata) ? metadata : {}).filter(
    ([name]) => !ofServer.includes(name),
  )
  return retained.length > 0 ? { ...rest, metadata: Object.fromEntries(retained) } : rest
}

const isSame = (entry: Entry, writer: Writer, operation: Entry["operation"]) =>
  entry.operation === operation &&
  entry.manager === writer.manager &&
  (entry.subresource ?? "") === (writer.subresource ?? "")

/** Ownership after a create, an update or a patch other than apply: the writer owns the fields it changes. */
export function ownAfterUpdate(
  before: KubeObject | null,
  after: KubeObject,
  writer: Writer,
  shape: Shape,
): KubeObject {
  const sentManagers = after.metadata.managedFields
  const base = Array.isArray(sentManagers) || before === null ? entriesOf(after) : entriesOf(before)
  const changes = changedFields(before === null ? {} : ownable(before), ownable(after), shape)
  const existing = fieldsOf(ownable(after), shape)
  const others = base.filter((entry) => !isSame(entry, writer, "Update"))
  const ownEntry = base.find((entry) => isSame(entry, writer, "Update"))
  const rest = others.map((entry) => ({
    ...entry,
    fields: intersect(subtract(entry.fields, changes), existing),
  }))
  const ownFields = intersect(union(ownEntry?.fields ?? {}, changes), existing)
  const time = isLeaf(changes) && ownEntry !== undefined ? ownEntry.time : timestamp()
  return withEntries(after, [...rest, { ...writer, operation: "Update", fields: ownFields, time }])
}

export type ApplyConflict = { manager: string; apiVersion: string; operation: string; field: string }
export type Applied = { object: KubeObject } | { conflicts: ApplyConflict[] }

/**
 * Server-side apply: fields that the writer applied last time but no longer does are removed, and fields of other owners are
 * kept. A field that another manager owns with another value is a conflict, or is taken over with `force`.
 */
export function apply(
  live: KubeObject,
  applied: JsonObject,
  writer: Writer,
  force: boolean,
  shape: Shape,
): Applied {
  const ownableFields = ownable(applied)
  const fields = fieldsOf(ownableFields, shape)
  const entries = entriesOf(live)
  const ownEntry = entries.find((entry) => isSame(entry, writer, "Apply"))
  const others: Entry[] = []
  const conflicts: ApplyConflict[] = []
  for (const entry of entries) {
    if (entry === ownEntry) continue
    const clashes = findConflicts(fields, entry.fields, live, ownableFields, shape)
    for (const { field } of clashes) {
      conflicts.push({
        manager: entry.manager,
        apiVersion: entry.apiVersion,
        operation: entry.operation,
        field,
      })
    }
    const remaining = clashes.reduce((rest, clash) => subtract(rest, onlyPath(clash.keys)), entry.fields)
    others.push({ ...entry, fields: remaining })
  }
  if (conflicts.length > 0 && !force) return { conflicts }
  const retained = [fields, ...others.map((entry) => entry.fields)]
  const reduced = ownEntry === undefined ? live : removeFields(live, ownEntry.fields, retained, shape)
  const merged = mergeApplied(reduced, ownableFields, shape)
  if (!isObject(merged)) throw new Error("A merged object must be an object")
  const object: KubeObject = {
    ...live,
    ...merged,
    metadata: { ...live.metadata, ...objectAt(merged, "metadata"), name: live.metadata.name },
  }
  // Keeps server-managed metadata that has no owner.
  for (const name of Object.keys(live)) if (name !== "metadata" && !(name in merged)) delete object[name]
  for (const name of Object.keys(live.metadata))
    if (!(name in objectAt(merged, "metadata"))) delete object.metadata[name]
  const unchanged = ownEntry !== undefined && sameJson(ownEntry.fields, fields)
  const newEntry: Entry = {
    ...writer,
    operation: "Apply",
    fields,
    time: unchanged ? ownEntry.time : timestamp(),
  }
  return { object: withEntries(object, [newEntry, ...others]) }
}
