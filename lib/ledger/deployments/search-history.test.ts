import { beforeAll, describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { type HistoryQuery, listDeployments } from "./list-deployments"

const actor = systemActor("test")
const startMs = Date.parse("2026-01-01T00:00:00Z")

/**
 * 12,000 records, one per minute: more than a search scans before it falls back to gathering matches. The first 1,000
 * tags start with `old-` and 750 branches of the same period with `kept-`, both above the gathering limit; one in 4,000
 * is `rare`, the rest start with `new-`.
 */
beforeAll(async () => {
  await prismaClient().$executeRaw`
    INSERT INTO deployment (id, application, environment_id, image_tag, git_branch, status, deployed_at,
      initiated_by, source, recorded_by)
    SELECT gen_random_uuid(), 'app-' || i % 5, (SELECT id FROM environment ORDER BY rank OFFSET i % 3 LIMIT 1),
      CASE WHEN i % 4000 = 7 THEN 'rare-' WHEN i <= 1000 THEN 'old-' ELSE 'new-' END || i,
      CASE WHEN i % 2 = 0 AND i <= 1500 THEN 'kept-branch' END, 'DEPLOYED',
      '2026-01-01T00:00:00Z'::timestamptz + i * interval '1 minute', 'test', 'test', 'test'
    FROM generate_series(1, 12000) i`
})

/** Returns the minutes of the records found, page by page. */
async function minutes(query: Partial<HistoryQuery>, pages: number): Promise<number[]> {
  const minutesFound: number[] = []
  let cursor: string | undefined
  for (let page = 0; page < pages; page++) {
    const { items, nextCursor } = await listDeployments(actor, { limit: 20, ...query, cursor })
    minutesFound.push(...items.map(({ deployedAt }) => (Date.parse(deployedAt) - startMs) / 60_000))
    if (nextCursor === null) break
    cursor = nextCursor
  }
  return minutesFound
}

const numbers = Array.from({ length: 12_000 }, (_, index) => 12_000 - index)
const isRare = (n: number) => n % 4000 === 7

describe("searchHistory", () => {
  it("finds a few matches anywhere in the history", async () => {
    expect(await minutes({ q: "rare-" }, 2)).toEqual([8007, 4007, 7])
    expect(await minutes({ q: "rare-7" }, 2)).toEqual([7])
    expect(await minutes({ q: "rarer" }, 2)).toEqual([])
  })

  it("finds the newest of very many matches", async () => {
    const expected = numbers.filter((n) => n > 1000 && !isRare(n)).slice(0, 60)
    expect(await minutes({ q: "new-" }, 3)).toEqual(expected)
  })

  it("finds the newest of many old matches in any column", async () => {
    const tags = numbers.filter((n) => n <= 1000 && n !== 7)
    expect(await minutes({ q: "old-" }, 3)).toEqual(tags.slice(0, 60))
    expect(await minutes({ q: "old-", application: "app-2" }, 20)).toEqual(tags.filter((n) => n % 5 === 2))
    const branches = numbers.filter((n) => n <= 1500 && n % 2 === 0)
    expect(await minutes({ q: "kept-" }, 3)).toEqual(branches.slice(0, 60))
  })

  it("combines with other filters and with a caller limited to some environments", async () => {
    const dev = await prismaClient().environment.findUniqueOrThrow({ where: { name: "dev" } })
    const prod = await prismaClient().environment.findUniqueOrThrow({ where: { name: "prod" } })
    const limited = { ...actor, environmentIds: [dev.id, prod.id] }
    const { items } = await listDeployments(limited, { limit: 500, q: "old-9" })
    const expected = numbers.filter((n) => n <= 1000 && `${n}`.startsWith("9") && n % 3 !== 1)
    expect(items.map(({ imageTag }) => imageTag)).toEqual(expected.map((n) => `old-${n}`))
    const branches = await listDeployments(limited, {
      limit: 5,
      q: "kept",
      to: new Date(startMs + 60 * 60_000),
    })
    expect(branches.items.map(({ deployedAt }) => (Date.parse(deployedAt) - startMs) / 60_000)).toEqual([
      56, 54, 50, 48, 44,
    ])
  })
})
