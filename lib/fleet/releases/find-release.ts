import { toCause } from "@/lib/fleet/operations/cause"
import { toOperation } from "@/lib/fleet/operations/find-operation"
import { openChange } from "@/lib/fleet/operations/operation-states"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { showMaskedIn } from "@/lib/kube/masking/mask"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db, snapshot } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { type Release, releaseSchema } from "./schema"
import { unsealValues } from "./sealed-values"

/** The relations that `toRelease` needs in addition to the row. */
const withTenantAndOperation = {
  tenant: true,
  operations: { where: openChange, take: 1 },
} as const satisfies Prisma.ReleaseInclude

export type ReleaseRow = Prisma.ReleaseGetPayload<{ include: typeof withTenantAndOperation }>

/**
 * Reads rows and their relations in one snapshot, because Prisma runs several statements: a status must match its
 * operation.
 */
export function readReleases(
  query: Pick<Prisma.ReleaseFindManyArgs, "where" | "orderBy" | "take">,
): Promise<ReleaseRow[]> {
  return snapshot(() => db().release.findMany({ ...query, include: withTenantAndOperation }))
}

/** The stored row; 404 also if the caller cannot see its tenant. */
export async function findRelease(actor: Actor, id: string): Promise<ReleaseRow> {
  const [row] = await readReleases({ where: { AND: [{ id }, { tenantId: visibleTo(actor).tenants.where }] } })
  if (row === undefined) throw notFound(`There is no release ${id}.`)
  return row
}

/** Finds a release and locks it until the transaction ends, so that concurrent changes are serialized. */
export async function lockRelease(actor: Actor, id: string): Promise<ReleaseRow> {
  await db().$queryRaw`SELECT 1 FROM helm_release WHERE id = ${id}::uuid FOR UPDATE`
  return findRelease(actor, id)
}

export function toRelease(row: ReleaseRow): Release {
  const [operation] = row.operations
  return {
    ...fieldsOf(releaseSchema, row),
    tenantSlug: row.tenant.slug,
    tenantName: row.tenant.name,
    valuesOverride: showMaskedIn(unsealValues(row.sealedMasked)),
    timeout: row.timeoutSeconds,
    operation: operation === undefined ? null : toOperation(operation),
    cause: toCause(row.cause, row.lastError),
  }
}

export async function getRelease(actor: Actor, id: string): Promise<Release> {
  return toRelease(await findRelease(actor, id))
}
