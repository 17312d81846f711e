/** Further behind the stage below than a version in transit: by this many versions, or for this many days. */
export const farBehind = { versions: 10, days: 30 } as const

export function isFarBehind({ versions, days }: { versions: number; days: number }): boolean {
  return versions >= farBehind.versions || days >= farBehind.days
}
