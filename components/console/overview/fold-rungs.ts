import type { Rung } from "@/lib/console/overview/schema"

const most = 8

/** Of more than eight environments, the eight with the most applications (then the newest), in rank order. */
export function foldRungs(rungs: readonly Rung[]): { shown: Rung[]; folded: number } {
  if (rungs.length <= most) return { shown: [...rungs], folded: 0 }
  const kept = new Set(rungs.toSorted(compareBusiness).slice(0, most))
  return { shown: rungs.filter((rung) => kept.has(rung)), folded: rungs.length - most }
}

function compareBusiness(a: Rung, b: Rung): number {
  return b.applications - a.applications || newest(b) - newest(a)
}

function newest({ current }: Rung): number {
  return current === null ? 0 : Date.parse(current.deployedAt)
}
