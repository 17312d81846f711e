import type { Prisma } from "@/lib/platform/db/generated/client"

/** The environment fields that the rest of the ledger needs. */
export type EnvironmentRef = {
  id: string
  name: string
  /** null: outside the promotion order. */
  rank: number | null
  production: boolean
  /** If set, it accepts no new records. For a member of a family: the value of the family. */
  archivedAt: Date | null
  /** The environment whose pattern alias created this one. */
  familyId: string | null
  /** Reasons of the gate that only warn here. Of a member of a family: those of the family. */
  gateWarnings: readonly string[]
  /** Its own id and those of its members, for filters. */
  ids: readonly string[]
}

/** The relations that `toEnvironmentRef` requires. */
export const environmentRefSelect = {
  id: true,
  name: true,
  rank: true,
  production: true,
  archivedAt: true,
  familyId: true,
  gateWarnings: true,
  family: { select: { archivedAt: true, gateWarnings: true } },
  members: { select: { id: true } },
} satisfies Prisma.EnvironmentSelect

/** Names by id; members of a family have the name of the family. */
export function namesById(environments: readonly EnvironmentRef[]): Map<string, string> {
  return new Map(environments.flatMap(({ ids, name }) => ids.map((id) => [id, name])))
}

type Row = Prisma.EnvironmentGetPayload<{ select: typeof environmentRefSelect }>

export function toEnvironmentRef({ family, members, ...row }: Row): EnvironmentRef {
  return {
    ...row,
    archivedAt: row.familyId === null ? row.archivedAt : (family?.archivedAt ?? null),
    gateWarnings: family?.gateWarnings ?? row.gateWarnings,
    ids: [row.id, ...members.map(({ id }) => id)],
  }
}
