import { beforeAll, describe, expect, it } from "vitest"
import { deploymentImport as importRoute, deployments as route } from "@/app/api/v1/deployments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"

const path = "/api/v1/platform/deployments"
let pipeline: Caller
let runs = 0

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write"])
})

type Message = { status: string; attempt?: number; deployedAt?: string; completedAt?: string }
const at = (minute: number) => `2026-02-12T10:${String(minute).padStart(2, "0")}:00Z`

/** Sends the messages of one externalId, one by one or as an import; returns the resulting records. */
async function run(messages: readonly Message[], how: "single" | "import" = "single") {
  const externalId = `run-${++runs}`
  const rows = messages.map((message) => ({
    environment: "dev",
    imageTag: "v1",
    application: "attempts",
    externalId,
    ...message,
  }))
  const responses =
    how === "import"
      ? [await importRows(rows)]
      : await rows.reduce(
          async (sent, body) => [
            ...(await sent),
            await callRoute(route, "POST", { caller: pipeline, path, body }),
          ],
          Promise.resolve<Awaited<ReturnType<typeof callRoute>>[]>([]),
        )
  const records = await prismaClient().deployment.findMany({
    where: { externalId },
    orderBy: { attempt: "asc" },
  })
  return {
    responses,
    records,
    summary: records.map(({ attempt, status }) => `${attempt} ${status}`),
    isLinked: records.every((record, index) => record.previousAttemptId === (records[index - 1]?.id ?? null)),
  }
}

function importRows(rows: readonly object[]) {
  return callRoute(importRoute, "POST", {
    caller: pipeline,
    path: `${path}/import`,
    headers: { "content-type": "application/x-ndjson" },
    body: rows.map((row) => JSON.stringify(row)).join("\n"),
  })
}

describe.each(["single", "import"] as const)("A repeated run with one externalId (%s)", (how) => {
  it.each<[string, Message[]]>([
    [
      "without times",
      [{ status: "PENDING" }, { status: "FAILED" }, { status: "PENDING" }, { status: "DEPLOYED" }],
    ],
    ["only the ends are reported", [{ status: "FAILED" }, { status: "DEPLOYED" }]],
    [
      "with times",
      [
        { status: "PENDING", deployedAt: at(0) },
        { status: "FAILED", completedAt: at(1) },
        { status: "PENDING", deployedAt: at(2) },
        { status: "DEPLOYED", completedAt: at(3) },
      ],
    ],
    [
      "with numbered attempts that arrive in any order",
      [
        { status: "DEPLOYED", attempt: 2, deployedAt: at(2), completedAt: at(3) },
        { status: "FAILED", attempt: 1, deployedAt: at(0), completedAt: at(1) },
        { status: "PENDING", attempt: 2, deployedAt: at(2) },
        { status: "PENDING", attempt: 1, deployedAt: at(0) },
      ],
    ],
  ])("becomes a second attempt, linked to the first: %s", async (_how, messages) => {
    const { summary, isLinked } = await run(messages, how)
    expect(summary).toEqual(["1 FAILED", "2 DEPLOYED"])
    expect(isLinked).toBe(true)
  })

  it("becomes a second attempt of a successful deployment when it starts after the first ended", async () => {
    const { summary, records } = await run(
      [
        { status: "DEPLOYED", deployedAt: at(0), completedAt: at(1) },
        { status: "PENDING", deployedAt: at(2) },
        { status: "DEPLOYED", completedAt: at(4) },
      ],
      how,
    )
    expect(summary).toEqual(["1 DEPLOYED", "2 DEPLOYED"])
    expect(records.map(({ completedAt }) => completedAt?.toISOString())).toEqual(
      [at(1), at(4)].map((text) => new Date(text).toISOString()),
    )
  })

  it("changes nothing when all messages are repeated", async () => {
    const messages = [
      { status: "PENDING", deployedAt: at(0) },
      { status: "FAILED", completedAt: at(1) },
      { status: "PENDING", deployedAt: at(2) },
      { status: "DEPLOYED", completedAt: at(3) },
    ]
    const { summary, records } = await run([...messages, ...messages], how)
    expect(summary).toEqual(["1 FAILED", "2 DEPLOYED"])
    expect(records.map(({ deployedAt }) => deployedAt.toISOString())).toEqual(
      [at(0), at(2)].map((text) => new Date(text).toISOString()),
    )
  })
})

describe("The messages of one attempt", () => {
  const start = { status: "PENDING", deployedAt: at(0) }
  const end = { status: "DEPLOYED", completedAt: at(5) }

  it.each<[string, Message[]]>([
    ["repeated", [start, start, end, end]],
    ["out of order", [end, start]],
    ["out of order and repeated", [end, start, end, start]],
    ["repeated after the end", [start, end, start, end]],
    ["without times, the start after the end", [{ status: "DEPLOYED" }, { status: "PENDING" }]],
    [
      "without times, repeated",
      [{ status: "PENDING" }, { status: "DEPLOYED" }, { status: "PENDING" }, { status: "DEPLOYED" }],
    ],
  ])("create one record when sent %s", async (_how, messages) => {
    const { summary, responses } = await run(messages)
    expect(summary).toEqual(["1 DEPLOYED"])
    expect(responses.map(({ status }) => status)).toEqual([201, ...messages.slice(1).map(() => 200)])
  })

  it("give the duration when sent out of order with times", async () => {
    const { responses } = await run([end, start])
    expect(responses.at(-1)?.body).toMatchObject({
      deployedAt: at(0),
      completedAt: at(5),
      durationSeconds: 300,
    })
  })

  it("create one record when sent concurrently", async () => {
    const body = {
      environment: "dev",
      imageTag: "v1",
      application: "attempts",
      externalId: "at-once",
      ...end,
    }
    await Promise.all(
      Array.from({ length: 8 }, () => callRoute(route, "POST", { caller: pipeline, path, body })),
    )
    expect(await prismaClient().deployment.count({ where: { externalId: "at-once" } })).toBe(1)
  })
})

describe("An attempt", () => {
  it("is returned with its number and the previous attempt", async () => {
    const { responses } = await run([{ status: "FAILED" }, { status: "DEPLOYED" }])
    const [first, second] = responses.map(({ body }) => body)
    expect([first.attempt, first.previousAttemptId]).toEqual([1, null])
    expect([second.attempt, second.previousAttemptId]).toEqual([2, first.id])
  })

  it("with another image tag returns 409", async () => {
    const body = {
      environment: "dev",
      imageTag: "v1",
      application: "attempts",
      externalId: "tags",
      status: "FAILED",
    }
    await callRoute(route, "POST", { caller: pipeline, path, body })
    const other = { ...body, imageTag: "v2", status: "DEPLOYED" }
    const response = await callRoute(route, "POST", { caller: pipeline, path, body: other })
    expect([response.status, response.body.code]).toEqual([409, "external_id_conflict"])
  })

  it("that is not a positive integer returns 422", async () => {
    for (const attempt of [0, -1, 1.5, "2"]) {
      const body = { environment: "dev", imageTag: "v1", externalId: "numbers", attempt }
      const response = await callRoute(route, "POST", { caller: pipeline, path, body })
      expect([response.status, response.body.errors[0].pointer]).toEqual([422, "/attempt"])
    }
  })
})
