import { beforeAll, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { namesContaining } from "@/lib/platform/db/contains-filter"

const names = ["Ada", "ada-bot", "Grace", "ci_50%", "Ünal"]

beforeAll(async () => {
  await prismaClient().$executeRaw`
    INSERT INTO deployment (id, application, environment_id, image_tag, status, deployed_at, initiated_by, source, recorded_by)
    SELECT gen_random_uuid(), 'shop', (SELECT id FROM environment LIMIT 1), 'v' || i, 'DEPLOYED',
      '2026-01-01T00:00:00Z'::timestamptz + i * interval '1 minute', (${names}::text[])[1 + i % 5], 'test', 'test'
    FROM generate_series(1, 500) i`
})

describe("namesContaining", () => {
  it.each([
    ["ADA", ["Ada", "ada-bot"]],
    ["rac", ["Grace"]],
    ["50%", ["ci_50%"]],
    ["%", ["ci_50%"]],
    ["", names],
    ["nobody", []],
  ])("finds each name once that contains %j", async (part, expected) => {
    const names = await namesContaining("deployment.initiated_by", part)
    expect(names.toSorted()).toEqual(expected.toSorted())
  })

  it("makes one index lookup for each name, not for each row", async () => {
    const plan = await prismaClient().$queryRaw<{ "QUERY PLAN": string }[]>`
      EXPLAIN SELECT initiated_by FROM deployment WHERE initiated_by > 'Ada' ORDER BY initiated_by LIMIT 1`
    expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).toContain("deployment_initiated_by")
  })
})
