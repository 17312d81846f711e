import type { Unready } from "@/lib/kube/cluster/explain-unready"

/**
 * Why a release fails its bake, as a sentence; null: it does not. What makes progress still has until the end of the bake,
 * and what has no readiness of its own, a Job or a volume claim, for as long as it takes.
 */
export function assessBake(unready: readonly Seen[], isOver: boolean): string | null {
  const worse = unready.find(({ degraded }) => degraded)
  if (worse !== undefined) return `Degraded during the bake time: ${sentence(worse)}`
  const late = isOver ? unready.find(({ kind }) => !hasNoReadiness.has(kind)) : undefined
  return late === undefined ? null : `Not ready at the end of the bake time: ${sentence(late)}`
}

type Seen = Omit<Unready, "reason">

const hasNoReadiness = new Set(["Job", "PersistentVolumeClaim"])

const sentence = ({ kind, name, why }: Seen) => `${kind} ${name}: ${why}`
