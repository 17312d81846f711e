import { z } from "zod"
import { readManifest } from "@/lib/platform/yaml/read-yaml"

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z
    .looseObject({
      name: z.string().default(""),
      namespace: z.string().optional(),
      annotations: z.record(z.string(), z.unknown()).nullish(),
    })
    .default({ name: "" }),
})

export type ManifestObject = z.infer<typeof objectSchema>

export type ObjectIdentity = { apiVersion: string; kind: string; namespace: string | null; name: string }

export function identityOf({ apiVersion, kind, metadata }: ManifestObject): ObjectIdentity {
  return { apiVersion, kind, namespace: metadata.namespace ?? null, name: metadata.name }
}

/** A `List`, or a typed one such as `SecretList`, whose items may omit their kind. */
const listSchema = z.object({
  apiVersion: z.string(),
  kind: z.string().regex(/List$/),
  items: z.array(z.looseObject({})),
})

/** The objects in YAML documents, including those in lists; other content is skipped. */
export function manifestObjects(manifest: string): ManifestObject[] {
  return readManifest(manifest).flatMap((document) => objectsIn(document))
}

function objectsIn(value: unknown): ManifestObject[] {
  const list = listSchema.safeParse(value)
  if (list.success) {
    const { apiVersion, kind, items } = list.data
    const itemKind = kind.slice(0, -"List".length)
    const itemType = itemKind === "" ? {} : { apiVersion, kind: itemKind }
    return items.flatMap((item) => objectsIn({ ...itemType, ...item }))
  }
  const parsed = objectSchema.safeParse(value)
  return parsed.success ? [parsed.data] : []
}
