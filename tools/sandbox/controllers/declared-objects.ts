import { parseAllDocuments } from "yaml"
import { z } from "zod"
import { textAt } from "../json"
import { kinds, type ResourceType } from "../kinds"
import { type KubeObject, nameOf, namespaceOf } from "../kube-object"
import type { ControllerContext } from "./controller-context"

/** The sandbox runs no containers, so this annotation contains what the container of a Job would create, as YAML. */
const annotation = "sandbox.slipway.dev/creates"

const types: Record<"Secret" | "ConfigMap", ResourceType> = {
  Secret: kinds.secret,
  ConfigMap: kinds.configMap,
}

const text = z.record(z.string(), z.string()).optional()
const declaredSchema = z.strictObject({
  apiVersion: z.literal("v1"),
  kind: z.enum(["Secret", "ConfigMap"]),
  metadata: z.strictObject({ name: z.string().min(1), labels: text, annotations: text }),
  type: z.string().optional(),
  data: text,
  stringData: text,
})

/** Creates the Secrets and ConfigMaps that a Job declares, in its namespace; existing ones are left unchanged. */
export function createDeclared(context: ControllerContext, job: KubeObject, component: string): void {
  const yaml = textAt(job, "metadata", "annotations", annotation)
  if (yaml === undefined) return
  for (const document of documentsIn(yaml)) {
    const declared = declaredSchema.safeParse(document)
    if (!declared.success) {
      const message = `${annotation} declares something other than a Secret or ConfigMap of v1.`
      context.recordEvent(job, "Warning", "InvalidDeclaration", message, component)
      continue
    }
    const { metadata, ...rest } = declared.data
    const namespace = namespaceOf(job)
    const type = types[rest.kind]
    if (context.find(type, namespace, metadata.name) !== null) continue
    const created = context.create(type, { ...rest, metadata: { ...metadata, namespace } })
    if (created !== null)
      context.recordEvent(job, "Normal", "Created", `Created ${rest.kind} ${nameOf(created)}`, component)
  }
}

/** Invalid YAML counts as one invalid declaration. */
function documentsIn(yaml: string): unknown[] {
  const documents = parseAllDocuments(yaml)
  if (documents.some(({ errors }) => errors.length > 0)) return [null]
  return documents.map((document) => document.toJS()).filter((document) => document !== null)
}
