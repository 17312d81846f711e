import { expect, it } from "vitest"
import {
  newestParameters,
  timelineParameters,
  timelineQuery,
} from "@/components/ledger/timeline/data/timeline-query"

it("newestQuery searches within the timeline's filter and up to its instant", () => {
  const unfiltered = {
    environment: null,
    application: null,
    lanes: "environment",
    includeAnnulled: null,
  } as const
  expect(newestParameters({ ...unfiltered, environment: "prod", application: "cart" }, null)).toEqual({
    environment: "prod",
    application: "cart",
    includeAnnulled: null,
    to: null,
    limit: 1,
  })
  expect(newestParameters({ ...unfiltered, includeAnnulled: "true" }, null).includeAnnulled).toBe("true")
  expect(newestParameters(unfiltered, 0).to).toBe("1970-01-01T00:00:00.000Z")
})

it("timelineQuery includes annulled deployments only on request, and caches both responses separately", () => {
  const unfiltered = {
    environment: null,
    application: null,
    lanes: "environment",
    includeAnnulled: null,
  } as const
  const window = { from: 0, to: 1 }
  expect(timelineParameters(unfiltered, window).includeAnnulled).toBeNull()
  const withAnnulled = { ...unfiltered, includeAnnulled: "true" } as const
  expect(timelineParameters(withAnnulled, window).includeAnnulled).toBe("true")
  expect(timelineQuery(withAnnulled, window).queryKey).not.toEqual(timelineQuery(unfiltered, window).queryKey)
})
