import { expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"

it("Every application column has the same collation, because an index only serves comparisons in its collation", async () => {
  const columns = await prismaClient().$queryRaw<{ collation: string | null; tables: string[] }[]>`
    SELECT collation_name AS collation, array_agg(table_name::text) AS tables FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'application' GROUP BY 1`
  expect(columns).toEqual([{ collation: "C", tables: expect.arrayContaining(["deployment", "lane_chunk"]) }])
})
