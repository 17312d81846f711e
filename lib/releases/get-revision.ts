import type { Actor } from "@/lib/auth/actor"
import type { ReleaseRevision } from "@/lib/db/generated/client"
import { db } from "@/lib/db/transaction"
import { DomainError } from "@/lib/errors"
import { showMasked, showMaskedIn } from "@/lib/masking/mask"
import { diffInThread } from "./diff-in-thread"
import { findRelease } from "./find-release"
import { readCurrentId } from "./read-current"
import type { RevisionDetail } from "./schema"
import { type MaskedRevision, unsealMasked } from "./sealed-values"
import { toRevision } from "./to-revision"

/** One revision with values, manifest and notes, masked; with `against` also what changed from that one to this. */
export async function getRevision(
  actor: Actor,
  releaseId: string,
  revision: number,
  against?: number,
): Promise<RevisionDetail> {
  const release = await findRelease(actor, releaseId)
  const row = await findRevision(releaseId, revision)
  const content = contentOf(row)
  return {
    ...toRevision(row, await readCurrentId(release)),
    values: content === null ? null : showMaskedIn(content.values),
    manifest: content === null ? null : showMasked(joined(content)),
    notes: content === null || content.notes === "" ? null : showMasked(content.notes),
    diff:
      against === undefined
        ? null
        : {
            against,
            ...(await diffInThread(
              release.tenantId,
              contentOf(await findRevision(releaseId, against)),
              content,
            )),
          },
  }
}

const joined = ({ manifest, hooks }: MaskedRevision) =>
  [manifest, hooks].filter((part) => part !== "").join("---\n")

async function findRevision(releaseId: string, revision: number): Promise<ReleaseRevision> {
  const row = await db().releaseRevision.findFirst({
    where: { releaseId, revision, operation: { not: "UNINSTALL" } },
  })
  if (row === null) throw new DomainError("not_found", `The release has no revision ${revision}.`)
  return row
}

export function contentOf({ sealedMasked }: ReleaseRevision): MaskedRevision | null {
  return sealedMasked === null ? null : unsealMasked(sealedMasked)
}
