import { ofVisibleTenants } from "@/lib/fleet/operations/visible-to"
import type { Actor } from "@/lib/identity/auth/actor"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"

/** The relations that `toRelease` needs in addition to the row. */
export const withTenantAndOperation = {
  tenant: true,
  operations: { where: { state: { in: ["QUEUED", "RUNNING"] }, kind: { not: "PREVIEW" } }, take: 1 },
} as const satisfies Prisma.ReleaseInclude

export type ReleaseRow = Prisma.ReleaseGetPayload<{ include: typeof withTenantAndOperation }>

/** The stored row; 404 also when it belongs to a tenant that the caller may not see. */
export async function findRelease(actor: Actor, id: string): Promise<ReleaseRow> {
  const row = await db().release.findFirst({
    where: { AND: [{ id }, ofVisibleTenants(actor)] },
    include: withTenantAndOperation,
  })
  if (row === null) throw new DomainError("not_found", `There is no release ${id}.`)
  return row
}

/** The same, locked until the transaction ends, so that concurrent changes are serialized. */
export async function lockRelease(actor: Actor, id: string): Promise<ReleaseRow> {
  await db().$queryRaw`SELECT 1 FROM helm_release WHERE id = ${id}::uuid FOR UPDATE`
  return findRelease(actor, id)
}
