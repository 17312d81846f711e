import { systemActor } from "@/lib/identity/auth/actor"
import { getInsights } from "@/lib/ledger/insights/get-insights"
import { prismaClient } from "@/lib/platform/db/client"
import { api } from "@/lib/platform/paths"
import { currentNow, laneFacts } from "@/tools/testing/oracles/lane.oracle"
import type { ChaosClient } from "./chaos-client"
import type { SentRecord } from "./ledger-traffic"

/** The name of an invariant, and what contradicts it. */
export type Checked = Record<string, string[]>

/** Compares the ledger in the database and in the API with what Slipway acknowledged. */
export async function checkLedger(sent: readonly SentRecord[], client: ChaosClient): Promise<Checked> {
  const { records, annulled } = await readRecords()
  const rows = Map.groupBy([...records, ...annulled], ({ gitCommit }) => gitCommit)
  const annulledIds = new Set(annulled.map(({ id }) => id))
  return {
    "everything acknowledged is there, once": sent.flatMap((record) => {
      const [row, ...more] = rows.get(record.commit) ?? []
      const isRight =
        row === undefined
          ? !record.isAcknowledged
          : more.length === 0 &&
            (record.id === null || row.id === record.id) &&
            (!record.isAcknowledged ||
              (row.status === record.status && annulledIds.has(row.id) === record.isAnnulled))
      return isRight
        ? []
        : [JSON.stringify({ sent: record, rows: [row, ...more].map((each) => each && brief(each)) })]
    }),
    "nothing else is there": [...rows.keys()]
      .filter((commit) => !sent.some((record) => record.commit === commit))
      .map(String),
    ...(await checkLanes(records, client)),
    ...(await checkInsights()),
  }
}

async function readRecords() {
  const [records, annulled] = await Promise.all([
    prismaClient().deployment.findMany({ include: { environment: true } }),
    prismaClient().annulledDeployment.findMany(),
  ])
  return { records, annulled }
}

/** When a web process ends, it may lose what it keeps of the requests of the last half second, or of an outage. */
const lossMs = 15_000

/** The accepted events that are missing from the request log, unless a web process ended then. */
export async function unlogged(sent: readonly SentRecord[], webEnds: readonly number[]): Promise<string[]> {
  const rows = await prismaClient().receivedRequest.findMany({
    where: { route: { startsWith: "/api/v1/ingest/" }, status: { lt: 300 } },
    select: { gitCommit: true },
  })
  const kept = new Set(rows.map(({ gitCommit }) => gitCommit))
  const isExcused = (at: number) => webEnds.some((end) => at - 1_000 < end && end < at + lossMs)
  return sent
    .filter(({ commit, eventAt }) => eventAt !== null && !kept.has(commit) && !isExcused(eventAt))
    .map((record) => JSON.stringify(record))
}

type Row = Awaited<ReturnType<typeof readRecords>>["records"][number]
const brief = ({ id, status, recordedAt }: Pick<Row, "id" | "status" | "recordedAt">) => ({
  id,
  status,
  recordedAt,
})

/** Checks `current` and the facts of each lane against the model of the tests. */
async function checkLanes(records: readonly Row[], client: ChaosClient): Promise<Checked> {
  const current: string[] = []
  const facts: string[] = []
  const lanes = Map.groupBy(records, ({ application, environment }) => `${application} ${environment.name}`)
  for (const [lane, rows] of lanes) {
    const [application = "", environment = ""] = lane.split(" ")
    const expected = currentNow(rows, [], new Date())?.id
    const { body } = await client.retryUntilDecided(
      "GET",
      api("/platform/deployments/current", { application, environment }),
    )
    if (body.deploymentId !== expected) current.push(`${lane}: ${expected}, but ${JSON.stringify(body)}`)
    const stored = new Map(rows.map((row) => [row.id, row]))
    for (const { id, previousImageTag, isRollback, isFirstArrival, undoneByRollback } of laneFacts(
      rows,
      [],
    )) {
      const row = stored.get(id)
      const right = JSON.stringify([previousImageTag, isRollback, isFirstArrival, undoneByRollback])
      const actual = JSON.stringify([
        row?.previousImageTag,
        row?.isRollback,
        row?.isFirstArrival,
        row?.undoneByRollback,
      ])
      if (actual !== right) facts.push(`${lane}, ${id}: ${right}, but ${actual}`)
    }
  }
  return { "`current` is right": current, "the facts of every lane are right": facts }
}

/** Compares Insights from packed facts with Insights from the records. */
async function checkInsights(): Promise<Checked> {
  const to = new Date()
  const figures = async () => {
    const query = {
      from: new Date(to.getTime() - 30 * 86_400_000),
      to,
      bucket: "day",
      timeZone: "UTC",
    } as const
    const { totals, buckets, heatMap, durationHistogram } = await getInsights(systemActor("chaos"), query)
    return JSON.stringify({ totals, buckets, heatMap, durationHistogram })
  }
  const packed = await figures()
  await prismaClient().$executeRaw`UPDATE lane_chunk SET facts = NULL`
  const unpacked = await figures()
  return {
    "Insights from packed facts equals Insights from records": packed === unpacked ? [] : [packed, unpacked],
  }
}
