import { createHash } from "node:crypto"
import { z } from "zod"
import { manifestObjects } from "@/lib/kube/masking/manifest-documents"
import { canonicalJson } from "@/lib/platform/json-text"
import { type ChartFiles, unpackChart } from "./unpack-chart"

/** A CustomResourceDefinition that Helm installs with a chart, and never upgrades or removes. */
export type Crd = {
  name: string
  group: string
  kind: string
  /** Differs if anything but comments and layout differs. */
  digest: string
}

const crdFile = /^(charts\/[^/]+\/)*crds\/.+\.(ya?ml|json)$/

const definitionSchema = z.object({
  kind: z.literal("CustomResourceDefinition"),
  metadata: z.object({ name: z.string().min(1) }),
  spec: z.object({ group: z.string(), names: z.object({ kind: z.string() }) }),
})

/** Whether a path in a chart is a CRD file of the chart itself, not of a subchart. */
export const isCrdFile = (path: string) => path.startsWith("crds/") && crdFile.test(path)

/** The definitions in a packaged chart and its subcharts, often megabytes of YAML: for worker threads. */
export async function readCrds(archive: Buffer): Promise<Crd[]> {
  return crdsIn(await unpackChart(archive, (path) => crdFile.test(path)))
}

/** The definitions in these files; other or unreadable documents are omitted. For worker threads. */
export function crdsIn(files: ChartFiles): Crd[] {
  return [...files.values()].flatMap((content) =>
    manifestObjects(content.toString("utf8")).flatMap((object) => {
      const definition = definitionSchema.safeParse(object)
      if (!definition.success) return []
      const { metadata, spec } = definition.data
      const digest = createHash("sha256").update(canonicalJson(object)).digest("base64url")
      return [{ name: metadata.name, group: spec.group, kind: spec.names.kind, digest }]
    }),
  )
}

type WithCrds = { crds: Crd[]; subcharts: WithCrds[] }

export const allCrds = ({ crds, subcharts }: WithCrds): Crd[] => [...crds, ...subcharts.flatMap(allCrds)]
