import { type Tone, toneText } from "@/components/ui/badge"
import { Link } from "@/components/ui/link"
import { type GlyphShape, StatusGlyph } from "@/components/ui/status-glyph"
import type { Revision } from "@/lib/fleet/releases/revision-schema"
import type { RevisionOperation } from "@/lib/fleet/releases/schema"
import { pages } from "@/lib/platform/paths"

interface OperationStyle {
  /** The label when it succeeded: "Installed". */
  done: string
  /** The label when it failed: "Install failed". */
  failed: string
  shape: GlyphShape
  tone: Tone
}

/** How each kind of revision is displayed when it succeeded; every failed one is a cross. */
export const revisionStyles: Record<RevisionOperation, OperationStyle> = {
  INSTALL: { done: "Installed", failed: "Install failed", shape: "check-disc", tone: "deployed" },
  UPGRADE: { done: "Upgraded", failed: "Upgrade failed", shape: "check-disc", tone: "deployed" },
  ROLLBACK: { done: "Rolled back", failed: "Rollback failed", shape: "u-turn", tone: "rolled-back" },
  UNINSTALL: { done: "Uninstalled", failed: "Uninstall failed", shape: "hollow-square", tone: "uninstalled" },
  OUT_OF_BAND: {
    done: "Changed out of band",
    failed: "Failed out of band",
    shape: "lightning",
    tone: "out-of-band",
  },
}

/** Identifies a revision within its release: an uninstall that failed and its retry have the same number. */
export function keyOfRevision({
  revision,
  operation,
  operationId,
  createdAt,
}: Pick<Revision, "revision" | "operation" | "operationId" | "createdAt">): string {
  return `${revision} ${operation} ${operationId ?? createdAt}`
}

type Outcome = Pick<Revision, "operation" | "status" | "rolledBackTo">

/** The operation and its outcome: "Rolled back (to 1)", "Upgrade failed". */
export function revisionLabel({ operation, status, rolledBackTo }: Outcome): string {
  const style = revisionStyles[operation]
  const words = status === "FAILED" ? style.failed : style.done
  return rolledBackTo === null || operation !== "ROLLBACK" ? words : `${words} (to ${rolledBackTo})`
}

export function RevisionMark({ revision }: { revision: Outcome }) {
  const style = revisionStyles[revision.operation]
  const failed = revision.status === "FAILED"
  return (
    <StatusGlyph
      shape={failed ? "cross" : style.shape}
      className={toneText[failed ? "failed" : style.tone]}
    />
  )
}

/** Helm's default descriptions repeat what the row already shows. */
const helmDefaultDescription = /^((Install|Upgrade|Uninstallation) complete|Rollback to \d+)$/

/** The worker's description of a revision of a rollout. */
const rolloutReason = /^Rollout ([0-9a-f-]{36})/

type Explained = Pick<Revision, "reason" | "description" | "status">

/** The reason given by the actor; null when there is none. */
export function reasonOf({ reason, description, status }: Explained): string | null {
  if (reason !== null) return reason
  return status === "FAILED" || description === null || helmDefaultDescription.test(description)
    ? null
    : description
}

export const withoutRolloutId = (reason: string) => reason.replace(rolloutReason, "Rollout")

export function WithRolloutLink({ text }: { text: string }) {
  const rolloutId = rolloutReason.exec(text)?.[1]
  if (!rolloutId) return text
  return (
    <>
      <Link href={pages.rollout(rolloutId)}>Rollout</Link>
      {text.replace(rolloutReason, "")}
    </>
  )
}
