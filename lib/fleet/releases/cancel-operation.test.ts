import { expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { seedReleases } from "@/tools/testing/seed-releases"
import { cancelOperation } from "./cancel-operation"
import { uninstallRelease } from "./change-release"

const actor = systemActor("test")

it("a stuck release stays FAILED when the change that would repair it is cancelled", async () => {
  const row = { status: "FAILED" as const, stuckSince: new Date() }
  const [stuck, healthy] = await seedReleases(null, [{ slug: "stuck", row }, { slug: "well" }])
  for (const one of [stuck, healthy]) {
    const { operationId } = await uninstallRelease(actor, one?.releaseId ?? "", { skipHooks: false })
    await cancelOperation(actor, operationId)
  }
  const statusOf = async (id = "") =>
    (await prismaClient().release.findUniqueOrThrow({ where: { id } })).status
  expect([await statusOf(stuck?.releaseId), await statusOf(healthy?.releaseId)]).toEqual([
    "FAILED",
    "DEPLOYED",
  ])
})
