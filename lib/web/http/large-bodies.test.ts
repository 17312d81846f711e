import { beforeAll, expect, it } from "vitest"
import { deployments } from "@/app/api/v1/deployments/routes"
import { releases } from "@/app/api/v1/releases/routes"
import type { Route } from "@/lib/web/http/define-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"
import { withoutBlocking } from "@/tools/testing/without-blocking"

let caller: Caller
const count = 45_000
const members = (value: string) => Array.from({ length: count }, (_, index) => `"k${index}":${value}`).join()

const send = (route: Route, body: string) =>
  route.handle(
    new Request("http://slipway.test/api/v1/a", {
      method: "POST",
      headers: { ...caller, "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
      body,
    }),
  )

beforeAll(async () => {
  caller = await tokenCaller(["admin"])
  for (const route of [releases, deployments]) await send(route, "{}")
})

it.each<[string, Route, string]>([
  ["tens of thousands of values", releases, `{"valuesOverride":{${members("1")}}}`],
  [
    "tens of thousands of texts in a list",
    releases,
    `{"valuesOverride":{"a":["b"${',"\\u0041"'.repeat(count)}]}}`,
  ],
  ["tens of thousands of unknown fields", deployments, `{${members("1")}}`],
  ["a long list in place of a text", deployments, `{"imageTag":[${"1,".repeat(count)}1]}`],
])("A body with %s is rejected without blocking the event loop", async (_what, route, body) => {
  const { status } = await withoutBlocking(() => send(route, body))
  expect(status).toBe(422)
})
