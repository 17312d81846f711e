import { Ajv2020 } from "ajv/dist/2020"
import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import type { Method } from "@/lib/web/http/define-route"
import { problemSchema } from "@/lib/web/http/openapi"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { arbitraryOf, type JsonSchema, parseSchema } from "@/tools/testing/schema-arbitrary"
import { describeApi, routes } from "./api"

const seed = Number(process.env.SLIPWAY_FUZZ_SEED ?? 20261128)
const requestsEach = Number(process.env.SLIPWAY_FUZZ_REQUESTS ?? 12)

type Media = { schema?: unknown }
type Operation = {
  parameters?: { in: string; name: string; required?: boolean; schema?: unknown }[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { $ref?: string; content?: Record<string, Media> }>
}
type SentRequest = {
  params: Record<string, string>
  query: Record<string, string>
  body: unknown
  anonymous: boolean
}

const document: { paths: Record<string, Record<string, Operation>>; components: object } = JSON.parse(
  JSON.stringify(describeApi()),
)
const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema({ $id: "api", ...document })

function resolve(ref: string): JsonSchema {
  const resolved = ref
    .slice(2)
    .split("/")
    .reduce<unknown>(
      (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
      document,
    )
  return parseSchema(resolved)
}

// A preview waits for a worker, and none runs here.
const excluded = new Set(["POST /api/v1/helm/releases/preview"])

const operations = routes.flatMap((route) => {
  const { path, endpoints } = route
  return (Object.keys(endpoints) as Method[])
    .map((method) => ({ name: `${method} ${path}`, method, path, route }))
    .filter(({ name }) => !excluded.has(name))
})

let admin: Caller
beforeAll(async () => {
  admin = await tokenCaller(["admin"], { name: "fuzz" })
})

function requestsOf(operation: Operation): fc.Arbitrary<SentRequest> {
  const parameters = operation.parameters ?? []
  const values = (location: string) => {
    const parametersAt = parameters.filter((parameter) => parameter.in === location)
    const fields = parametersAt.map(({ name, schema }) => [
      name,
      arbitraryOf(parseSchema(schema), resolve).map(String),
    ])
    const requiredKeys = parametersAt.filter(({ required }) => required).map(({ name }) => name)
    return fc.record<Record<string, string>, string>(Object.fromEntries(fields), { requiredKeys })
  }
  const json = operation.requestBody?.content["application/json"]
  const text = operation.requestBody !== undefined && json === undefined
  return fc.record({
    params: values("path"),
    query: values("query"),
    body: json ? arbitraryOf(parseSchema(json.schema), resolve) : text ? fc.string() : fc.constant(undefined),
    anonymous: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  })
}

async function send(
  one: (typeof operations)[number],
  operation: Operation,
  sent: SentRequest,
): Promise<Response> {
  const filled = one.path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(sent.params[name] ?? "x"),
  )
  const url = new URL(filled, "http://slipway.test")
  for (const [name, value] of Object.entries(sent.query)) url.searchParams.set(name, value)
  const [type = ""] = Object.keys(operation.requestBody?.content ?? {})
  const request = new Request(url, {
    method: one.method,
    headers: {
      ...(sent.anonymous ? anonymous : admin),
      ...(sent.body === undefined ? {} : { "content-type": type }),
    },
    body:
      sent.body === undefined
        ? undefined
        : type === "application/json"
          ? JSON.stringify(sent.body)
          : String(sent.body),
  })
  return one.route.handle(request, sent.params)
}

async function expectDocumented(operation: Operation, response: Response): Promise<void> {
  const described = operation.responses[response.status]
  expect(
    described,
    `status ${response.status}: ${response.status < 400 ? "" : await response.clone().text()}`,
  ).toBeDefined()
  const type = response.headers.get("content-type")?.split(";")[0] ?? ""
  if (type === "text/event-stream") return response.body?.cancel()
  const text = await response.text()
  if (response.status >= 400) {
    expect(type).toBe("application/problem+json")
    problemSchema.parse(JSON.parse(text))
    if (response.status === 503) expect(response.headers.get("retry-after")).toMatch(/^\d+$/)
    return
  }
  const schema = described?.content?.[type]?.schema
  if (type !== "application/json" || schema === undefined) return
  const valid = ajv.validate(pointingIntoDocument(schema), JSON.parse(text))
  expect(valid, `${ajv.errorsText()} in ${text.slice(0, 500)}`).toBe(true)
}

/** Resolves `#/components/…` against the document, for a schema that is validated alone. */
function pointingIntoDocument(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"api#/'))
}

describe(`Requests generated from the OpenAPI document (seed ${seed})`, () => {
  it.each(operations)("$name returns only documented responses", async (one) => {
    const operation = document.paths[one.path]?.[one.method.toLowerCase()]
    if (operation === undefined) throw new Error(`The document does not contain ${one.name}.`)
    await fc.assert(
      fc.asyncProperty(requestsOf(operation), async (sent) => {
        await expectDocumented(operation, await send(one, operation, sent))
      }),
      { seed, numRuns: requestsEach, endOnFailure: true },
    )
  })
})
