import type { Behind } from "./schema"

/** Further behind the stage below than a version in transit: by this many versions, or for this many days. */
export const farBehind = { versions: 10, days: 30 } as const

/**
 * Another build of the same tag is not: the commits of a repository that configures environments differ in each of them
 * for as long as they run.
 */
export function isFarBehind({ build, versions, days }: Pick<Behind, "build" | "versions" | "days">): boolean {
  return !build && (versions >= farBehind.versions || days >= farBehind.days)
}
