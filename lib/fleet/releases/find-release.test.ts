import { expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { seedReleases } from "@/tools/testing/seed-releases"
import { cancelOperation } from "./cancel-operation"
import { uninstallRelease } from "./change-release"
import { getRelease } from "./find-release"
import { listReleases } from "./list-releases"

const actor = systemActor("test")

it("a release is never read with the status of one moment and the operation of another", async () => {
  const [seeded] = await seedReleases(null, [{ slug: "busy" }])
  const id = seeded?.releaseId ?? ""
  let isChanging = true
  const change = async () => {
    for (let times = 0; times < 20; times++) {
      const { operationId } = await uninstallRelease(actor, id, { skipHooks: false })
      await cancelOperation(actor, operationId)
    }
    isChanging = false
  }
  const torn: unknown[] = []
  const read = async () => {
    while (isChanging) {
      const releases = [await getRelease(actor, id), ...(await listReleases(actor, { limit: 10 })).items]
      for (const { status, operation } of releases) {
        if ((status === "UNINSTALLING") !== (operation !== null)) torn.push({ status, operation })
      }
    }
  }
  await Promise.all([change(), read(), read()])
  expect(torn).toEqual([])
})
