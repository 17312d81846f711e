import { expect, it } from "vitest"
import { seedEnvironments } from "@/tools/testing/seed-ledger"
import { prismaClient } from "./client"
import { Prisma } from "./generated/client"
import { db, outsideTransaction, query, sqlSnapshot, transaction } from "./transaction"

const count = async () => {
  const [row] = await query<{ n: number }>(Prisma.sql`SELECT count(*)::int AS n FROM lane`)
  return row?.n
}
const addLane = async (application: string) => {
  const ids = await seedEnvironments()
  await prismaClient().$executeRaw`INSERT INTO lane VALUES (${application}, ${ids.get("dev")}::uuid)`
}

it("An sqlSnapshot sees the same in every statement, whatever is committed in between", async () => {
  const before = await count()
  const inside = await sqlSnapshot(async () => {
    const first = await count()
    await outsideTransaction(() => addLane("search"))
    return [first, await sqlSnapshot(count)]
  })
  expect(inside).toEqual([before, before])
  expect(await count()).toBe(Number(before) + 1)
})

it("An sqlSnapshot in a transaction sees what that wrote", async () => {
  const before = await count()
  await transaction(async () => {
    await db().$executeRaw`DELETE FROM lane`
    expect(await sqlSnapshot(count)).toBe(0)
    await db().$executeRaw`INSERT INTO lane SELECT 'platform', id FROM environment LIMIT ${before ?? 0}`
  })
})

it("An sqlSnapshot refuses writes and Prisma, and leaves no open transaction behind", async () => {
  await expect(sqlSnapshot(() => query(Prisma.sql`DELETE FROM lane`))).rejects.toThrow("read-only")
  await expect(sqlSnapshot(() => db().environment.count())).rejects.toThrow("query()")
  await Promise.all(Array.from({ length: 20 }, () => query(Prisma.sql`SELECT pg_current_xact_id()`)))
})
