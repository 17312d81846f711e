import { readFile } from "node:fs/promises"
import { z } from "zod"
import { readCrds } from "@/lib/fleet/charts/archive/read-crds"
import { type ManifestObject, manifestObjects } from "@/lib/kube/masking/manifest-documents"
import { type Openable, openRevision } from "./sealed-values"

type Input = {
  revision: Openable
  /** The path of the packaged chart; null if not available. */
  archive: string | null
}

/** For worker threads. */
export default async function footprintTask({ revision, archive }: Input): Promise<Footprint> {
  const crds = archive === null ? [] : await readFile(archive).then(readCrds, () => [])
  const objects = manifestObjects(openRevision(revision).manifest)
  return {
    removed: objects.filter((object) => !hasKeepPolicy(object)).map(withoutContent),
    kept: objects.filter(hasKeepPolicy).map(withoutContent),
    claims: objects.flatMap(claimsOf),
    crds: crds.map(({ name }) => name),
  }
}

/** The claims created by a StatefulSet: `template-name-ordinal`. */
export type VolumeClaims = {
  statefulSet: string
  namespace: string | null
  templates: string[]
  replicas: number
}

/** The objects a revision created, grouped by what happens to them on uninstall. */
export type Footprint = {
  removed: ManifestObject[]
  kept: ManifestObject[]
  claims: VolumeClaims[]
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

const withoutContent = ({ apiVersion, kind, metadata: { name, namespace } }: ManifestObject) => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
})

/** Follows Helm's rule for resource-policy. */
export function hasKeepPolicy({ metadata }: ManifestObject): boolean {
  const policy = metadata.annotations?.["helm.sh/resource-policy"]
  return typeof policy === "string" && policy.trim().toLowerCase() === "keep"
}

function claimsOf(object: ManifestObject): VolumeClaims[] {
  const parsed = statefulSetSchema.safeParse(object)
  if (!parsed.success) return []
  const { metadata, spec } = parsed.data
  if (spec.persistentVolumeClaimRetentionPolicy?.whenDeleted === "Delete") return []
  return [
    {
      statefulSet: metadata.name,
      namespace: metadata.namespace ?? null,
      templates: spec.volumeClaimTemplates.map((template) => template.metadata.name),
      replicas: spec.replicas ?? 1,
    },
  ]
}
