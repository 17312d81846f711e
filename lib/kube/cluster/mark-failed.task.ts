import { z } from "zod"
import { decodeRevision, encodeRevision } from "./helm-storage"

const releaseSchema = z.looseObject({
  info: z.looseObject({ status: z.string(), description: z.string().nullish() }),
})

/** What Helm says from then on of a revision that was marked. */
export const interrupted = "Interrupted: Helm was killed."

/** What Helm says from then on of a revision whose uninstall failed. */
export const uninstallFailed = "Uninstall failed."

/**
 * Helm's own record of a revision as that of one that failed, in a worker thread: it may be many megabytes. Null where it is
 * neither `pending-…` nor `uninstalling`.
 */
export default function markFailedTask(data: string): string | null {
  const stored = releaseSchema.parse(decodeRevision(data))
  const isRemoval = stored.info.status === "uninstalling"
  if (!isRemoval && !stored.info.status.startsWith("pending-")) return null
  const description = isRemoval ? uninstallFailed : interrupted
  return encodeRevision({ ...stored, info: { ...stored.info, status: "failed", description } })
}
