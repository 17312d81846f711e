import { expect, it } from "vitest"
import { newestParameters } from "./newest-query"

it("the newest record of the timeline is looked for within its filter and until its instant", () => {
  expect(newestParameters({ environment: "prod", application: "cart" }, null)).toEqual({
    environment: "prod",
    application: "cart",
    to: null,
    limit: 1,
  })
  expect(newestParameters({ environment: null, application: null }, 0).to).toBe("1970-01-01T00:00:00.000Z")
})
