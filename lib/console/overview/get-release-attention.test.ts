import { expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { seedReleases } from "@/tools/testing/seed-releases"
import { tornReads } from "@/tools/testing/torn-reads"
import { getReleaseAttention } from "./get-release-attention"

it("a release that needs attention for one reason after another is listed once at any time", async () => {
  const [seeded] = await seedReleases(null, [{ slug: "busy", row: { outOfBand: true } }])
  const become = (data: { status: "FAILED" | "DEPLOYED"; outOfBand: boolean }) =>
    prismaClient().release.update({ where: { id: seeded?.releaseId ?? "" }, data })
  const change = async () => {
    await become({ status: "FAILED", outOfBand: false })
    await become({ status: "DEPLOYED", outOfBand: true })
  }
  const read = async () =>
    (await getReleaseAttention(systemActor("test"))).filter(({ kind }) =>
      ["failed", "outOfBand"].includes(kind),
    )
  expect(await tornReads(change, read, ({ length }) => length !== 1)).toEqual([])
})
