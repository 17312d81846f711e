import type { ManifestObject } from "@/lib/kube/masking/manifest-documents"
import { log } from "@/lib/platform/log"
import { threadTask } from "@/lib/platform/threads/thread-task"
import { archiveOfRevision } from "./chart-source"
import type footprintTask from "./footprint.task"
import type { Footprint, VolumeClaims } from "./footprint.task"
import { recordedRevision } from "./recorded-revision"
import { openable } from "./sealed-values"

const readFootprint = threadTask<typeof footprintTask>("lib/fleet/releases/footprint.task.ts")

/** The footprint of a recorded revision; null when it has no manifest. */
export async function footprintOfRevision(releaseId: string, revision: number): Promise<Footprint | null> {
  const row = await recordedRevision(releaseId, revision)
  if (row === null || row.sealedMasked === null) return null
  const archive = await archiveOfRevision(row).catch((error: unknown) => {
    log.debug({ err: error, releaseId }, "the chart of a revision could not be read")
    return null
  })
  return readFootprint(releaseId, { revision: openable(row.sealedMasked), archive })
}

export function expectedLeftovers({ kept, claims, crds }: Footprint): string[] {
  return [
    ...kept.map(keptMessage),
    ...claims.map((claim) =>
      claimsMessage(
        claim,
        claim.templates.flatMap((template) =>
          Array.from(
            { length: claim.replicas },
            (_, ordinal) => `${template}-${claim.statefulSet}-${ordinal}`,
          ),
        ),
      ),
    ),
    ...crdMessages(crds),
  ].filter((message) => message !== null)
}

export const keptMessage = ({ kind, metadata }: ManifestObject) =>
  `${kind} ${metadata.name} stays: the chart marks it to be kept.`

export const claimsMessage = ({ statefulSet }: VolumeClaims, names: readonly string[]) =>
  names.length === 0
    ? null
    : `${describeRemaining("PersistentVolumeClaim", names, ` of StatefulSet ${statefulSet}`)} with the data: Kubernetes does not delete claims with a StatefulSet.`

export const crdMessages = (names: readonly string[]) =>
  names.length === 0
    ? []
    : [
        `${describeRemaining("CustomResourceDefinition", names)} with all objects of its kind: Helm never removes CRDs.`,
      ]

const maxNames = 10

/** `PersistentVolumeClaims a, b of StatefulSet db stay` */
function describeRemaining(kind: string, names: readonly string[], owner = ""): string {
  const listed = names.slice(0, maxNames).join(", ")
  const moreText = names.length > maxNames ? ` and ${names.length - maxNames} more` : ""
  return names.length === 1 ? `${kind} ${listed}${owner} stays` : `${kind}s ${listed}${moreText}${owner} stay`
}
