import { beforeAll, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import type { Lane } from "@/lib/ledger/deployments/lane-sql"
import { readAllEnvironments } from "@/lib/ledger/environments/read-environments"
import { prismaClient } from "@/lib/platform/db/client"
import { sqlSnapshot } from "@/lib/platform/db/transaction"
import { seedEnvironments } from "@/tools/testing/seed-ledger"
import { defaultReworkWords } from "./definitions"
import { lanesSql, readLanes } from "./insight-lanes"
import { packChunks } from "./pack-chunks"
import { type PackedFacts, packSql } from "./packed-facts"
import { type FactsQuestion, readFacts } from "./read-facts"

const stageNames = ["dev", "prod"]
const perLane = 40
let ids: Map<string, string>

beforeAll(async () => {
  ids = await seedEnvironments()
  for (const stageName of stageNames) {
    await prismaClient().$executeRaw`
      INSERT INTO lane (application, environment_id) VALUES ('platform', ${ids.get(stageName)}::uuid)`
    // Three records share each instant.
    await prismaClient().$executeRaw`
      INSERT INTO deployment (id, application, environment_id, image_tag, status, deployed_at, initiated_by, source, recorded_by)
      SELECT gen_random_uuid(), 'platform', ${ids.get(stageName)}::uuid, 'v' || i, 'DEPLOYED',
        now() - make_interval(days => 1 + i / 3), 'test', 'test', 'test'
      FROM generate_series(1, ${perLane}) i`
  }
})

/** The times of the records in the order in which they are passed on, and how many came at once. */
async function read(recordsAtATime?: number) {
  const environmentIds = stageNames.map((stageName) => ids.get(stageName) ?? "")
  const times: number[][] = stageNames.map(() => [])
  const together: number[] = []
  const environments = await readAllEnvironments(systemActor("test"))
  await sqlSnapshot(async () => {
    const window = { from: new Date(0), to: new Date() }
    const lanes = await readLanes("platform", environments, window)
    const question: FactsQuestion = {
      ...window,
      application: "platform",
      environmentIds,
      lanes,
      isPackedAlike: true,
      packing: (lanesToPack, instants) => ({
        lanes: lanesSql(lanesToPack, environments),
        facts: packSql(defaultReworkWords, [], instants),
      }),
    }
    const use = (lane: Lane, facts: PackedFacts) => {
      together.push(facts.n)
      const laneTimes = times[environmentIds.indexOf(lane.environmentId)]
      for (let index = facts.n - 1; index >= 0; index--) laneTimes?.push(facts.at(index))
    }
    await readFacts(question, use, recordsAtATime)
  })
  return { times, together }
}

const unpackMiddle = (names: readonly string[]) => prismaClient().$executeRaw`
  UPDATE lane_chunk SET facts = NULL WHERE environment_id = ANY(${names.map((name) => ids.get(name) ?? "")}::uuid[])
    AND until_at < now() - interval '10 days' AND until_at > now() - interval '14 days'`

it("reads every record once, from the newest to the oldest of each lane, however few at a time and whatever is packed", async () => {
  const { times } = await read()
  expect(times.map((lane) => lane.length)).toEqual([perLane, perLane])
  expect(times).toEqual(times.map((lane) => lane.toSorted((a, b) => b - a)))
  const bounded = await read(5)
  expect(bounded.times).toEqual(times)
  expect(Math.max(...bounded.together)).toBeLessThan(5 + 3)
  await packChunks(undefined, 7)
  expect((await read()).times).toEqual(times)
  await unpackMiddle(["dev"])
  expect((await read()).times).toEqual(times)
  await unpackMiddle(stageNames)
  expect((await read()).times).toEqual(times)
  expect((await read(5)).times).toEqual(times)
})
