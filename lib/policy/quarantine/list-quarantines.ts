import type { Actor } from "@/lib/identity/auth/actor"
import { containsFilter } from "@/lib/platform/db/contains-filter"
import type { Prisma, Quarantine as QuarantineRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { cutIdPage, decodeIdCursor, mapPage, maxLimit, type Page } from "@/lib/platform/page"
import type { QuarantineKind } from "./kinds"
import { type Quarantine, type QuarantinesQuery, quarantineSchema } from "./schema"

const ofKind: Record<QuarantineKind, Prisma.QuarantineWhereInput> = {
  IMAGE_TAG: { imageTag: { not: null } },
  CHART_VERSION: { chartName: { not: null } },
}

/** All quarantines, including lifted ones, newest first: ids are in order of creation. */
export async function listQuarantines(_actor: Actor, query: QuarantinesQuery): Promise<Page<Quarantine>> {
  const { kind, active, imageTag, chartName, q, limit } = query
  const rows = await db().quarantine.findMany({
    where: {
      AND: [
        kind === undefined ? {} : ofKind[kind],
        active === undefined ? {} : { liftedAt: active ? null : { not: null } },
        { id: { lt: decodeIdCursor(query.cursor) }, imageTag, chartName },
        q === undefined ? {} : { OR: matching(q) },
      ],
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  })
  return mapPage(cutIdPage(rows, limit), toQuarantine)
}

/** The newest active ones. */
export async function listActiveQuarantines(actor: Actor): Promise<Quarantine[]> {
  return (await listQuarantines(actor, { active: true, limit: maxLimit })).items
}

function matching(q: string): Prisma.QuarantineWhereInput[] {
  const contains = containsFilter(q)
  const columns = ["imageTag", "application", "chartName", "chartVersion", "reason"] as const
  return columns.map((column) => ({ [column]: contains }))
}

export async function getQuarantine(_actor: Actor, id: string): Promise<Quarantine> {
  const row = await db().quarantine.findUnique({ where: { id } })
  if (row === null) throw notFound(`There is no quarantine ${id}.`)
  return toQuarantine(row)
}

export function toQuarantine(row: QuarantineRow): Quarantine {
  return {
    ...fieldsOf(quarantineSchema, row),
    kind: row.imageTag === null ? "CHART_VERSION" : "IMAGE_TAG",
  }
}
