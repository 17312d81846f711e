import { parseAllDocuments } from "yaml"
import { z } from "zod"

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string().default(""),
    namespace: z.string().optional(),
    annotations: z.record(z.string(), z.unknown()).nullish(),
  }),
})

/** A Kubernetes object as a chart makes it. */
export type ManifestObject = z.infer<typeof objectSchema>

/** The objects of YAML documents; what is none is left out. Aliases are limited, so that no document explodes. */
export function manifestObjects(manifest: string): ManifestObject[] {
  return parseAllDocuments(manifest, { logLevel: "silent", uniqueKeys: false }).flatMap((document) => {
    if (document.errors.length > 0) return []
    const parsed = objectSchema.safeParse(document.toJS({ maxAliasCount: 100 }))
    return parsed.success ? [parsed.data] : []
  })
}
