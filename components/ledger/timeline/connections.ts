import type { Mark } from "@/components/ledger/timeline/mark"

/** From a rollback to what it replaced. */
export interface RollbackArc {
  readonly rollback: Mark
  readonly replaced: Mark
}

/** The rollbacks among the marks with what they replaced; only if both are among them. */
export function rollbackArcs(marks: readonly Mark[]): RollbackArc[] {
  const rollbacks = marks.filter((mark) => mark.replaces !== null)
  if (rollbacks.length === 0) return []
  const byId = new Map(marks.map((mark) => [mark.id, mark]))
  return rollbacks.flatMap((rollback) => {
    const replaced = byId.get(rollback.replaces ?? "")
    return replaced ? [{ rollback, replaced }] : []
  })
}

/** The arrivals of one version of an application, oldest first, one per environment. */
export function promotionPath(marks: readonly Mark[], of: Mark): Mark[] {
  const seen = new Set<string>()
  return marks.filter((mark) => {
    if (mark.application !== of.application || mark.imageTag !== of.imageTag) return false
    if (seen.has(mark.environment)) return false
    seen.add(mark.environment)
    return true
  })
}
