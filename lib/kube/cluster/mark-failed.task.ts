import { z } from "zod"
import { decodeRevision, encodeRevision } from "./helm-storage"

const releaseSchema = z.looseObject({
  info: z.looseObject({ status: z.string(), description: z.string().nullish() }),
})

/** The description that Helm shows for a marked revision. */
export const interrupted = "Interrupted: Helm was killed."

/** The description that Helm shows for a revision whose uninstall failed. */
export const uninstallFailed = "Uninstall failed."

/**
 * Marks Helm's record of a revision as failed, in a worker thread because it may be many megabytes. Null unless the
 * revision is `pending-…` or `uninstalling`.
 */
export default function markFailedTask(data: string): string | null {
  const stored = releaseSchema.parse(decodeRevision(data))
  const isRemoval = stored.info.status === "uninstalling"
  if (!isRemoval && !stored.info.status.startsWith("pending-")) return null
  const description = isRemoval ? uninstallFailed : interrupted
  return encodeRevision({ ...stored, info: { ...stored.info, status: "failed", description } })
}
