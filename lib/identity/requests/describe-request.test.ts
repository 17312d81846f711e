import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeToken } from "@/lib/identity/auth/token-format"
import { invalidFields } from "@/lib/platform/validate"
import { describeRequest, type Exchange } from "./describe-request"

const exchange: Exchange = {
  id: "01900000-0000-7000-8000-000000000000",
  at: new Date("2026-11-29T10:00:00Z"),
  requestId: "run-1042",
  actor: null,
  address: "192.0.2.1",
  authorization: null,
  method: "POST",
  route: "/api/v1/platform/deployments",
  path: "/api/v1/platform/deployments",
  params: {},
  query: [],
  body: undefined,
  status: 422,
  headers: new Headers(),
  problem: null,
  result: undefined,
  durationMs: 1.6,
}
const describeBody = (body: unknown, overrides: Partial<Exchange> = {}) =>
  describeRequest({ ...exchange, body, ...overrides })

/** Starts with a letter that no field starts with, so that no generated name is a field. */
const canary = fc.stringMatching(/^Zq[a-z0-9]{10,30}$/)

describe("describeRequest", () => {
  it("keeps the fields of the ledger and extracts the searchable texts", () => {
    const row = describeBody({
      application: "shop",
      environment: "Prod",
      imageTag: "v1",
      gitCommit: "ABC1234",
    })
    expect(row).toMatchObject({
      sent: { application: "shop", environment: "Prod", imageTag: "v1", gitCommit: "ABC1234" },
      omitted: [],
      application: "shop",
      environment: "Prod",
      imageTag: "v1",
      gitCommit: "abc1234",
      outcome: "REFUSED",
      durationMs: 2,
    })
  })

  it("keeps a field under the name that was sent, and makes it searchable by its meaning", () => {
    const row = describeBody({ env: "prod", image_tag: "v1", commit: "abc1234", colour: "blue" })
    expect(row).toMatchObject({
      sent: { env: "prod", image_tag: "v1", commit: "abc1234" },
      omitted: ["colour"],
      environment: "prod",
      imageTag: "v1",
      gitCommit: "abc1234",
      application: "platform",
    })
  })

  it("describes which deployment a response recorded", () => {
    const id = "01900000-0000-7000-8000-000000000001"
    const row = describeBody(
      { environment: "production", imageTag: "v1" },
      {
        status: 201,
        headers: new Headers({ location: `/api/v1/platform/deployments/${id}` }),
        result: { id, application: "platform", environment: "prod", imageTag: "v1", gitCommit: null },
      },
    )
    expect(row).toMatchObject({
      outcome: "ACCEPTED",
      environment: "prod",
      recordType: "deployment",
      recordId: id,
    })
  })

  it("keeps the counts and the first rejected rows of an import", () => {
    const errors = Array.from({ length: 30 }, (_, at) => ({
      line: at + 1,
      pointer: "/imageTag",
      detail: "Required.",
    }))
    const result = { received: 40, recorded: 10, updated: 0, refused: 30, errors }
    const row = describeBody({ contentType: "text/csv", contentLength: "900" }, { status: 200, result })
    expect(row).toMatchObject({
      outcome: "PARTIAL",
      counts: { received: 40, recorded: 10, updated: 0, refused: 30 },
      sent: { contentType: "text/csv", contentLength: "900" },
    })
    expect(row.errors).toHaveLength(20)
    expect(row.errors).toContainEqual({ line: 1, pointer: "/imageTag", message: "Required." })
  })

  it.each([
    [{ received: 2, recorded: 0, updated: 0, refused: 2 }, "REFUSED"],
    [{ received: 2, recorded: 0, updated: 1, refused: 1 }, "PARTIAL"],
    [{ received: 2, recorded: 1, updated: 1, refused: 0 }, "ACCEPTED"],
    [{ received: 0, recorded: 0, updated: 0, refused: 0 }, "ACCEPTED"],
  ])("describes an import with %o as %s", (counts, outcome) => {
    expect(describeBody({}, { status: 200, result: { ...counts, errors: [] } }).outcome).toBe(outcome)
  })

  it.each([
    ["/api/v1/helm/repositories", "repository"],
    ["/api/v1/platform/deployments", "deployment"],
    ["/api/v1/tenants", "tenant"],
  ])("describes the record changed below %s as a %s", (folder, recordType) => {
    const recordId = "01900000-0000-7000-8000-000000000001"
    const row = describeBody(undefined, { method: "DELETE", status: 204, path: `${folder}/${recordId}` })
    expect(row).toMatchObject({ recordType, recordId })
  })

  it("keeps no token, values, password or other field outside the ledger", () => {
    fc.assert(
      fc.property(canary, fc.jsonValue({ maxDepth: 2 }), (secret, json) => {
        const body = {
          imageTag: "v1",
          environment: "dev",
          notes: `password: ${secret}`,
          runUrl: `https://ci:${secret}@ci.example.com/1`,
          description: { password: secret },
          valuesOverride: { db: { plain: secret } },
          values: secret,
          password: secret,
          token: secret,
          secret: [secret],
          set: secret,
          session: json,
          releaseName: `--token=${secret}`,
        }
        const row = describeBody(body, {
          authorization: `Bearer ${secret}`,
          query: [["key", secret]],
          headers: new Headers({ "set-cookie": secret }),
          result: { token: secret, values: { a: secret } },
        })
        expect(JSON.stringify({ ...row, tokenHash: null })).not.toContain(secret)
      }),
    )
  })

  it("hides the value of a service with a secret-looking name, but no version", () => {
    const serviceVersions = {
      password: "hunter2",
      api_key: "hunter3 4",
      "client.secret": "aBc123",
      "X-Auth": "hunter5",
      auth: "1.4.0",
      "token-service": "v2.1.0-abc1234",
      "secret-sync": "main-abc1234",
      shop: "edge",
    }
    const { sent, omitted } = describeBody({ serviceVersions })
    expect(sent).toEqual({
      serviceVersions: {
        password: "[masked]",
        api_key: "[masked]",
        "client.secret": "[masked]",
        "X-Auth": "[masked]",
        auth: "1.4.0",
        "token-service": "v2.1.0-abc1234",
        "secret-sync": "main-abc1234",
        shop: "edge",
      },
    })
    expect(omitted).toEqual(["serviceVersions"])
  })

  it("keeps the error of a field that is named like a credential, without an echoed credential", () => {
    const { message, details } = invalidFields([
      { pointer: "/token", message: 'Unknown field "token". Did you mean "notes"?' },
      { pointer: "/password", message: "Required." },
      { pointer: "/status", message: 'status must be DEPLOYED, not "password=hunter2".' },
    ])
    const problem = { code: "invalid", detail: message, errors: details.errors ?? [] }
    expect(describeBody({}, { problem }).detail).toBe(
      'token: Unknown field "token". Did you mean "notes"? password: Required. status must be DEPLOYED, not "password=[masked]".',
    )
  })

  it("lists every field that is kept only in part, and indicates omitted fields", () => {
    const unknown = Array.from({ length: 30 }, (_, at) => [`color${at}`, "blue"])
    const { omitted } = describeBody({ ...Object.fromEntries(unknown), notes: "x".repeat(3_000) })
    expect(omitted).toHaveLength(22)
    expect(omitted).toEqual(expect.arrayContaining(["color19", "notes", "…"]))
  })

  it("keeps a row of bounded size that PostgreSQL can store, whatever was sent", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.oneof(fc.constantFrom("notes", "runUrl", "imageTag", "serviceVersions", "status"), fc.string()),
          fc.oneof(
            fc.jsonValue(),
            fc.string({ unit: "binary", maxLength: 20 }).map((text) => text.repeat(2_000)),
            fc.dictionary(fc.string(), fc.string()),
          ),
        ),
        (body) => {
          const text = JSON.stringify({ ...describeBody(body), tokenHash: null })
          expect(text.length).toBeLessThan(50_000)
          expect(text).not.toContain("\\u0000")
          expect(JSON.parse(text)).toMatchObject({ route: exchange.route })
        },
      ),
      { numRuns: 50 },
    )
  })

  it("keeps at most 16,000 characters of values, under however many names they are sent", () => {
    const names = Array.from({ length: 100 }, (_, at) => `${"_".repeat(at % 50)}tag${"-".repeat(at / 50)}`)
    const { sent, omitted } = describeBody(Object.fromEntries(names.map((name) => [name, "x".repeat(1_900)])))
    expect(JSON.stringify(sent).length).toBeLessThan(17_000)
    expect(omitted).toHaveLength(21)
  })

  it("keeps no part of a truncated credential", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_500 }), fc.integer({ min: 0, max: 60 }), (before, masked) => {
        const longUrl = `https://ci:${"Zq1".repeat(60)}@ci.example.com`
        const notes = `${"--token abcdefghijklmnopqrstuvwxyz ".repeat(masked)}${"x ".repeat(before / 2)}${longUrl} end`
        expect(JSON.stringify(describeBody({ notes }).sent)).not.toContain("Zq1")
      }),
    )
  })

  it("keeps the hash of a token only for an unauthenticated request, and only of a complete token", () => {
    const authorization = `Bearer ${makeToken()}`
    expect(describeBody({}, { authorization }).tokenHash).toHaveLength(32)
    expect(describeBody({}, { authorization: "Bearer slw_wrong" }).tokenHash).toBeNull()
  })
})
