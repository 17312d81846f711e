import { expect, it } from "vitest"
import { prismaClient } from "./client"
import { copyOut } from "./copy-out"
import { Prisma } from "./generated/client"
import { db, transaction } from "./transaction"

const lengths = [0, 1, 70_000, 3, 300_000, 65_536]

const rowsSql = (lengths: readonly number[]) => Prisma.sql`
  SELECT length, convert_to(repeat('ä', length), 'UTF8') AS bytes
  FROM unnest(${lengths}::int[]) WITH ORDINALITY AS given(length, place) ORDER BY place`

it("passes on rows of any size, however they are split into chunks", async () => {
  const rows: [number | undefined, string | undefined][] = []
  await transaction(() =>
    copyOut(rowsSql(lengths), ([length, bytes]) => rows.push([length?.readInt32BE(), bytes?.toString()])),
  )
  expect(rows).toEqual(lengths.map((length) => [length, "ä".repeat(length)]))
})

it("passes on nothing when there are no rows", async () => {
  const rows: unknown[] = []
  await transaction(() => copyOut(rowsSql([]), (row) => rows.push(row)))
  expect(rows).toEqual([])
})

it("treats values as data, whatever characters they contain", async () => {
  const texts = ["') FROM nowhere; -- \\ \u2028 $1 ä", "\\'", "'", "$$", ""]
  const rows: string[] = []
  await transaction(() =>
    copyOut(Prisma.sql`SELECT unnest(${texts}::text[])`, ([text]) => rows.push(text?.toString() ?? "")),
  )
  expect(rows).toEqual(texts)
})

it("passes on values as parameters of a query would be", async () => {
  const values = Prisma.sql`SELECT (${new Date(0)}::timestamptz, ${-1} + 2, ${null}::text, ${true} AND true, ${[]}::uuid[])::text`
  const [row] = await db().$queryRaw<{ row: string }[]>(values)
  await transaction(() => copyOut(values, ([text]) => expect(text?.toString()).toBe(row?.row)))
})

it("rejects with the error of a row, and the connection can be used again", async () => {
  await transaction(async () => {
    let used = 0
    const copying = copyOut(rowsSql(lengths), () => {
      used++
      throw new Error("not this row")
    })
    await expect(copying).rejects.toThrow("not this row")
    expect(used).toBe(1)
    expect(await db().$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }])
  })
})

it("rejects with the error of the database", async () => {
  const copying = transaction(() => copyOut(Prisma.sql`SELECT 1 / ${0}`, () => undefined))
  await expect(copying).rejects.toThrow("division by zero")
})

it("rejects if the connection ends before the last row", async () => {
  const sql = Prisma.sql`SELECT repeat('x', 100000), pg_terminate_backend(pg_backend_pid()) FROM generate_series(1, 2)`
  await expect(transaction(() => copyOut(sql, () => undefined))).rejects.toThrow()
  expect(await prismaClient().$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }])
})

it("leaves no timer behind that would keep the rows in memory", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length
  await transaction(async () => {
    const before = timers()
    for (let round = 0; round < 20; round++) await copyOut(rowsSql([1]), () => undefined)
    expect(timers() - before).toBeLessThan(10)
  })
})
