import { expect, it } from "vitest"
import { newestParameters } from "@/components/ledger/timeline/data/timeline-query"

it("newestQuery searches within the timeline's filter and up to its instant", () => {
  expect(newestParameters({ environment: "prod", application: "cart" }, null)).toEqual({
    environment: "prod",
    application: "cart",
    to: null,
    limit: 1,
  })
  expect(newestParameters({ environment: null, application: null }, 0).to).toBe("1970-01-01T00:00:00.000Z")
})
