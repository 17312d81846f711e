import protobuf from "protobufjs/light.js"
import { ApiError, badRequest } from "../api-error"
import type { Json, JsonObject } from "../json"

/**
 * The messages that Helm 4 and kubectl write as protobuf, with the field numbers of Kubernetes' generated.proto files.
 * Unlisted fields are skipped; only fields that the sandbox uses are listed.
 */
const root = protobuf.Root.fromJSON({
  nested: {
    TypeMeta: message({ apiVersion: ["string", 1], kind: ["string", 2] }),
    Unknown: message({ typeMeta: ["TypeMeta", 1], raw: ["bytes", 2] }),
    Time: message({ seconds: ["int64", 1], nanos: ["int32", 2] }),
    OwnerReference: message({
      kind: ["string", 1],
      name: ["string", 3],
      uid: ["string", 4],
      apiVersion: ["string", 5],
      controller: ["bool", 6],
      blockOwnerDeletion: ["bool", 7],
    }),
    ObjectMeta: message({
      name: ["string", 1],
      generateName: ["string", 2],
      namespace: ["string", 3],
      uid: ["string", 5],
      resourceVersion: ["string", 6],
      generation: ["int64", 7],
      labels: ["map", 11, "string"],
      annotations: ["map", 12, "string"],
      ownerReferences: ["list", 13, "OwnerReference"],
      finalizers: ["list", 14, "string"],
    }),
    Secret: message({
      metadata: ["ObjectMeta", 1],
      data: ["map", 2, "bytes"],
      type: ["string", 3],
      stringData: ["map", 4, "string"],
      immutable: ["bool", 5],
    }),
    ConfigMap: message({
      metadata: ["ObjectMeta", 1],
      data: ["map", 2, "string"],
      binaryData: ["map", 3, "bytes"],
      immutable: ["bool", 4],
    }),
    Namespace: message({ metadata: ["ObjectMeta", 1] }),
    ServiceAccount: message({ metadata: ["ObjectMeta", 1] }),
    SelfSubjectAccessReview: message({ metadata: ["ObjectMeta", 1] }),
    SelfSubjectRulesReview: message({ metadata: ["ObjectMeta", 1] }),
    SelfSubjectReview: message({ metadata: ["ObjectMeta", 1] }),
    Preconditions: message({ uid: ["string", 1], resourceVersion: ["string", 2] }),
    DeleteOptions: message({
      gracePeriodSeconds: ["int64", 1],
      preconditions: ["Preconditions", 2],
      orphanDependents: ["bool", 3],
      propagationPolicy: ["string", 4],
      dryRun: ["list", 5, "string"],
    }),
  },
})

type FieldText = [type: string, id: number, of?: string]

function message(fields: Record<string, FieldText>): protobuf.IType {
  const entries = Object.entries(fields).map(([name, [type, id, valueType]]) => [
    name,
    field(type, id, valueType),
  ])
  return { fields: Object.fromEntries(entries) }
}

function field(type: string, id: number, valueType = "string"): protobuf.IField | protobuf.IMapField {
  if (type === "map") return { keyType: "string", type: valueType, id }
  return type === "list" ? { rule: "repeated", type: valueType, id } : { type, id }
}

const magic = Buffer.from("k8s\0")

/** Decodes a Kubernetes protobuf body to JSON. 415 for unsupported kinds. */
export function decodeProtobuf(body: Buffer): JsonObject {
  if (!body.subarray(0, magic.length).equals(magic)) throw badRequest("the body is not Kubernetes protobuf")
  try {
    return decode(body.subarray(magic.length))
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw badRequest("the body is not Kubernetes protobuf")
  }
}

function decode(envelope: Buffer): JsonObject {
  const unknown = plain("Unknown", envelope)
  const { apiVersion, kind } = toMeta(unknown.typeMeta)
  if (kind === null || root.get(kind) === null) {
    throw new ApiError(415, "UnsupportedMediaType", `the sandbox accepts ${kind} only as JSON`)
  }
  const raw = typeof unknown.raw === "string" ? Buffer.from(unknown.raw, "base64") : Buffer.alloc(0)
  return { apiVersion, kind, ...plain(kind, raw) }
}

function toMeta(value: Json | undefined): { apiVersion: string; kind: string | null } {
  const text = (name: string) =>
    typeof value === "object" && value !== null && !Array.isArray(value) && typeof value[name] === "string"
      ? value[name]
      : null
  return { apiVersion: text("apiVersion") ?? "v1", kind: text("kind") }
}

function plain(name: string, bytes: Buffer): JsonObject {
  const type = root.lookupType(name)
  const value: Record<string, Json> = type.toObject(type.decode(bytes), { bytes: String, longs: Number })
  return withoutEmptyTexts(value)
}

/** Go writes every string, even an empty one; JSON omits empty ones. */
function withoutEmptyTexts(value: JsonObject): JsonObject {
  const metadata = value.metadata
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) return value
  const fields = Object.entries(metadata).filter(
    ([name, one]) => one !== "" && !(name === "generation" && one === 0),
  )
  return { ...value, metadata: Object.fromEntries(fields) }
}
