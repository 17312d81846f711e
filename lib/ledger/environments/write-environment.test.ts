import { expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { db, outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { lockWaiters } from "@/tools/testing/lock-waiters"
import { tornReads } from "@/tools/testing/torn-reads"
import { getEnvironment, listEnvironments } from "./find-environment"
import { createEnvironmentSchema } from "./schema"
import { createEnvironment, updateEnvironment } from "./write-environment"

const actor = systemActor("test")
const create = (name: string, aliases: string[] = []) =>
  createEnvironment(actor, createEnvironmentSchema.parse({ name, rank: null, aliases }))

it("an environment has the name and the aliases of one moment while it is renamed", async () => {
  await create("blue", ["green"])
  const change = async () => {
    await updateEnvironment(actor, "blue", { name: "green", aliases: ["blue"] })
    await updateEnvironment(actor, "blue", { name: "blue", aliases: ["green"] })
  }
  const read = async () => [
    await getEnvironment(actor, "blue"),
    ...(await listEnvironments(actor)).filter(({ name }) => ["blue", "green"].includes(name)),
  ]
  const inconsistent = await tornReads(change, read, (environments) =>
    environments.some(({ name, aliases }) => [name, ...aliases].sort().join() !== "blue,green"),
  )
  expect(inconsistent).toEqual([])
})

it("a change waits for a rename and then applies to the environment that had the name", async () => {
  await create("first")
  await create("second")
  const pending = await transaction(async () => {
    await db().$executeRaw`SELECT 1 FROM environment WHERE name = 'first' FOR UPDATE`
    const update = outsideTransaction(() => updateEnvironment(actor, "first", { colour: "#102030" }))
    await expect.poll(lockWaiters).toBe(1)
    await updateEnvironment(actor, "first", { name: "renamed" })
    await updateEnvironment(actor, "second", { aliases: ["first"] })
    return { ended: update }
  })
  expect(await pending.ended).toMatchObject({ name: "renamed", colour: "#102030" })
  expect(await getEnvironment(actor, "first")).toMatchObject({ name: "second", colour: null })
})
