import { expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { seedReleases } from "@/tools/testing/seed-releases"
import { tornAnswers } from "@/tools/testing/torn-answers"
import { cancelOperation } from "./cancel-operation"
import { uninstallRelease } from "./change-release"
import { getRelease } from "./find-release"
import { listReleases } from "./list-releases"

const actor = systemActor("test")

it("a release is never read with the status of one moment and the operation of another", async () => {
  const [seeded] = await seedReleases(null, [{ slug: "busy" }])
  const id = seeded?.releaseId ?? ""
  const change = async () => {
    const { operationId } = await uninstallRelease(actor, id, { skipHooks: false })
    await cancelOperation(actor, operationId)
  }
  const read = async () => [await getRelease(actor, id), ...(await listReleases(actor, { limit: 10 })).items]
  const torn = await tornAnswers(change, read, (releases) =>
    releases.some(({ status, operation }) => (status === "UNINSTALLING") !== (operation !== null)),
  )
  expect(torn).toEqual([])
})
