import type { Unready } from "@/lib/cluster/explain-unready"

/**
 * Why a release fails its bake, as a sentence; null: it does not. What makes progress still has until the end of the bake,
 * and a Job, which has no readiness, for as long as it likes.
 */
export function judgeBake(unready: readonly Unready[], isOver: boolean): string | null {
  const worse = unready.find(({ degraded }) => degraded)
  if (worse !== undefined) return `It got worse while its wave was watched: ${sentence(worse)}`
  const late = isOver ? unready.find(({ kind }) => kind !== "Job") : undefined
  return late === undefined ? null : `It was not ready when its wave had been watched: ${sentence(late)}`
}

const sentence = ({ kind, name, why }: Unready) => `${kind} ${name}: ${why}`
