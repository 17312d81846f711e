import { beforeAll, describe, expect, it } from "vitest"
import { deploymentImport as route } from "@/app/api/v1/deployments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"

const path = "/api/v1/platform/deployments/import"
const csv = { "content-type": "text/csv; charset=utf-8" }
let pipeline: Caller

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write"], { name: "ci" })
})

function send(body: string) {
  return callRoute(route, "POST", { caller: pipeline, path, body, headers: csv })
}

function stored(application: string) {
  return prismaClient().deployment.findMany({ where: { application }, orderBy: { seq: "asc" } })
}

describe("POST /import with CSV", () => {
  it("accepts empty cells as absent, JSON in serviceVersions, and cells escaped by an export", async () => {
    const body = [
      "\uFEFFapplication,environment,imageTag,deployedAt,notes,serviceVersions,gitBranch",
      `csv,dev,v1,2026-01-01T00:00:00Z,"'=1+1","{""api"":""1""}",`,
      `csv,dev,v2,2026-01-01T00:00:01Z,"two`,
      `lines",,main`,
      "csv,dev,v3",
      "csv,dev,bad tag,2026-01-01T00:00:02Z,,not json,",
      "",
    ].join("\n")
    const { body: response } = await send(body)
    expect(response).toMatchObject({ received: 4, recorded: 2, refused: 2 })
    expect(response.errors.map((error: { line: number }) => error.line)).toEqual([5, 6])
    expect(response.errors[1].detail).toMatch(/imageTag.*serviceVersions/)
    expect(await stored("csv")).toMatchObject([
      { notes: "=1+1", serviceVersions: { api: "1" }, gitBranch: null },
      { notes: "two\nlines", serviceVersions: null, gitBranch: "main" },
    ])
  })

  it("rejects a header with an unknown column or without a required one", async () => {
    const unknown = await send("environment,imageTag,enviroment\ndev,v1,dev\n")
    expect(unknown.status).toBe(422)
    expect(unknown.body.detail).toContain('Did you mean "environment"?')
    expect((await send("environment\ndev\n")).body.errors[0].pointer).toBe("/imageTag")
  })

  it("names every fault of a header, and the fields that other tools call differently", async () => {
    const { body } = await send("tag,env,notes,notes,\nv1,dev,a,b,c\n")
    expect(body.errors.map(({ message }: { message: string }) => message)).toEqual([
      'Unknown column "tag". Did you mean "imageTag"?',
      'Unknown column "env". Did you mean "environment"?',
      'Duplicate column "notes".',
      "Column 5 has no name.",
      'The header is missing the column "imageTag".',
      'The header is missing the column "environment".',
    ])
  })

  it.each([
    ['"v1,dev', "a quote is not closed"],
    ['"v1"x,dev', "a closing quote is followed by other text"],
    ['v"1,dev', "a quote is in a cell that does not begin with one"],
  ])("says what is wrong with the quotes of %s", async (row, problem) => {
    const { status, body } = await send(`imageTag,environment\n${row}\n`)
    const detail = `The CSV could not be parsed at line 2; nothing was imported: ${problem}.`
    expect([status, body.detail]).toEqual([400, detail])
  })

  it("records nothing from a file with an unclosed quote", async () => {
    const { status } = await send('environment,imageTag,application\ndev,v1,open\ndev,"v2,open\n')
    expect(status).toBe(400)
    expect(await stored("open")).toHaveLength(0)
  })
})
