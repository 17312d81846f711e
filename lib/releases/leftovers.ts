import { readFile } from "node:fs/promises"
import { z } from "zod"
import { type Crd, readCrds } from "@/lib/charts/archive/read-crds"
import { log } from "@/lib/log"
import { type ManifestObject, manifestObjects } from "@/lib/masking/manifest-documents"
import { archiveOfRevision } from "./archive-of-revision"
import { contentOf } from "./get-revision"
import { knownRevision } from "./known-revision"

/** The claims that a StatefulSet makes: `template-name-ordinal`. */
export type Claims = { statefulSet: string; namespace: string | null; templates: string[]; replicas: number }

/** What a revision made, by what becomes of it when the release is uninstalled. */
export type Footprint = {
  removed: ManifestObject[]
  kept: ManifestObject[]
  claims: Claims[]
  crds: string[]
}

const statefulSetSchema = z.object({
  kind: z.literal("StatefulSet"),
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
  spec: z.object({
    replicas: z.number().nullish(),
    persistentVolumeClaimRetentionPolicy: z.object({ whenDeleted: z.string().nullish() }).nullish(),
    volumeClaimTemplates: z.array(z.object({ metadata: z.object({ name: z.string() }) })).min(1),
  }),
})

/** Of a revision in the history; null where it has no manifest. */
export async function footprintOfRevision(releaseId: string, revision: number): Promise<Footprint | null> {
  const row = await knownRevision(releaseId, revision)
  const content = row === null ? null : contentOf(row)
  if (row === null || content === null) return null
  const crds = await archiveOfRevision(row)
    .then(async (path) => readCrds(await readFile(path)))
    .catch((error: unknown): Crd[] => {
      log.debug({ err: error, releaseId }, "the chart of a revision could not be read")
      return []
    })
  return footprintOf(
    content.manifest,
    crds.map(({ name }) => name),
  )
}

export function footprintOf(manifest: string, crds: string[]): Footprint {
  const objects = manifestObjects(manifest)
  return {
    removed: objects.filter((object) => !isKept(object)),
    kept: objects.filter(isKept),
    claims: objects.flatMap(claimsOf),
    crds,
  }
}

/** As Helm decides it. */
export function isKept({ metadata }: ManifestObject): boolean {
  const policy = metadata.annotations?.["helm.sh/resource-policy"]
  return typeof policy === "string" && policy.trim().toLowerCase() === "keep"
}

function claimsOf(object: ManifestObject): Claims[] {
  const parsed = statefulSetSchema.safeParse(object)
  if (!parsed.success) return []
  const { metadata, spec } = parsed.data
  if (spec.persistentVolumeClaimRetentionPolicy?.whenDeleted === "Delete") return []
  return [
    {
      ...{ statefulSet: metadata.name, namespace: metadata.namespace ?? null },
      templates: spec.volumeClaimTemplates.map((template) => template.metadata.name),
      replicas: spec.replicas ?? 1,
    },
  ]
}

/** Before the uninstall: what will stay, as sentences. */
export function expectedLeftovers({ kept, claims, crds }: Footprint): string[] {
  return [
    ...kept.map(keptMessage),
    ...claims.map((one) =>
      claimsMessage(
        one,
        one.templates.flatMap((template) =>
          Array.from({ length: one.replicas }, (_, ordinal) => `${template}-${one.statefulSet}-${ordinal}`),
        ),
      ),
    ),
    ...crdMessages(crds),
  ].filter((message) => message !== null)
}

export const keptMessage = ({ kind, metadata }: ManifestObject) =>
  `${kind} ${metadata.name} stays: the chart asks Helm to keep it.`

export const claimsMessage = ({ statefulSet }: Claims, names: readonly string[]) =>
  names.length === 0
    ? null
    : `${stays("PersistentVolumeClaim", names, ` of StatefulSet ${statefulSet}`)} with the data: Kubernetes does not delete claims with a StatefulSet.`

export const crdMessages = (names: readonly string[]) =>
  names.length === 0
    ? []
    : [`${stays("CustomResourceDefinition", names)} with all objects of that kind: Helm never removes CRDs.`]

const maxNames = 10

/** `PersistentVolumeClaims a, b of StatefulSet db stay` */
function stays(kind: string, names: readonly string[], of = ""): string {
  const shown = names.slice(0, maxNames).join(", ")
  const more = names.length > maxNames ? ` and ${names.length - maxNames} more` : ""
  return names.length === 1 ? `${kind} ${shown}${of} stays` : `${kind}s ${shown}${more}${of} stay`
}
